from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Person


class PersonForm(forms.ModelForm[Person]):
    class Meta:
        model = Person
        fields = ("title_before", "first_name", "last_name", "title_after", "email", "phone", "language")
        help_texts = {"email": _("Kdo e-mail nemá, dostává dopisy na papíře a přihlásit se nemůže.")}

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class PersonChangeForm(PersonForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)


class PersonFilter(forms.Form):
    q = forms.CharField(label=_("Jméno nebo e-mail"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Stav"),
        required=False,
        choices=[("", _("aktivní")), ("inactive", _("deaktivovaní")), ("all", _("všichni"))],
    )


class AliasForm(forms.Form):
    address = forms.EmailField(label=_("Další adresa"), max_length=254)
