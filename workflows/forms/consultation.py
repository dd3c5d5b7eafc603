"""Forms of the public hearing."""

from django import forms
from django.utils.translation import gettext_lazy as _


class HearingForm(forms.Form):
    """When and where the public hearing will be."""

    starts_at = forms.SplitDateTimeField(label=_("Začátek"))
    place = forms.CharField(label=_("Místo"), max_length=300)
    access = forms.CharField(
        label=_("Přístupnost"),
        max_length=300,
        required=False,
        help_text=_("Například: bezbariérový přístup, tlumočení do znakového jazyka, hlídání dětí."),
    )
    announced_on = forms.DateField(label=_("Oznámeno dne"), required=False)


class HearingRecordForm(forms.Form):
    """How the hearing went."""

    attendance = forms.IntegerField(label=_("Kolik přišlo lidí"), min_value=0, max_value=10_000)
    record = forms.CharField(
        label=_("Průběh"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=50_000,
        help_text=_("Krátce, o čem se mluvilo. Ústní připomínky zapište zvlášť, každá dostane podací číslo."),
    )
    read_at = forms.IntegerField(widget=forms.HiddenInput)


class HearingCancelForm(forms.Form):
    reason = forms.CharField(label=_("Proč se nekoná"), max_length=500)
