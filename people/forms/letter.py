from django import forms
from django.utils.translation import gettext_lazy as _

from people.enums import LetterState


class LetterFilter(forms.Form):
    q = forms.CharField(label=_("Adresát"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Stav"), required=False, choices=[("", _("všechny")), *LetterState.choices]
    )
