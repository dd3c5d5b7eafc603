"""Forms of seats and mandates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bodies.forms.person import PersonField
from people.enums import Side
from people.models import Organisation

SIDES = [("", _("bez strany")), *Side.choices]


class SeatForm(forms.Form):
    """A new seat: whom or what it represents."""

    label = forms.CharField(
        label=_("Místo"),
        max_length=200,
        help_text=_("Úřad nebo zastupovaný, ne jméno: „starosta nebo místostarosta města Tanvald“."),
    )
    side = forms.ChoiceField(label=_("Strana triády"), choices=SIDES, required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name"), label=_("Organizace"), required=False, empty_label=_("žádná")
    )
    function = forms.CharField(
        label=_("Funkce v orgánu"),
        max_length=80,
        required=False,
        help_text=_("Například předseda/předsedkyně."),
    )
    starts_on = forms.DateField(label=_("Zřízeno"), required=False, widget=forms.DateInput)
    is_voting = forms.BooleanField(label=_("Hlasuje"), required=False, initial=True)


class EndForm(forms.Form):
    """The last day of a seat or of a mandate."""

    ends_on = forms.DateField(label=_("Poslední den"), widget=forms.DateInput)


class MandateForm(forms.Form):
    """Who sits in a seat from when to when."""

    person = PersonField(label=_("Kdo"))
    starts_on = forms.DateField(label=_("Od"), widget=forms.DateInput)
    ends_on = forms.DateField(
        label=_("Do"), required=False, widget=forms.DateInput, help_text=_("Prázdné: do odvolání.")
    )
    is_substitute = forms.BooleanField(label=_("Je náhradník/náhradnice"), required=False)
    appointed_by = forms.CharField(
        label=_("Kdo jmenoval"),
        max_length=200,
        required=False,
        help_text=_("Například usnesení rady č. 12/26/RM."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Mandát nemůže skončit dřív, než začne."))
        return data
