"""Forms of seats and mandates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bodies.forms.person import PersonField
from bodies.models import Mandate, Seat
from people.alphabet import alphabetical
from people.enums import Side
from people.models import Organisation

TERM_HELP = _("Kdo vykonává funkci do zvolení nástupce, má konec období, ale ne konec mandátu.")
CONSENT_HELP = _(
    "Zástupce uživatelů služeb jinak neuvádíme jménem, protože by to něco řeklo o jeho zdraví nebo situaci."
)
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
        Organisation.objects.order_by(*alphabetical("name")),
        label=_("Organizace"),
        required=False,
        empty_label=_("žádná"),
    )
    function = forms.CharField(
        label=_("Funkce v orgánu"),
        max_length=80,
        required=False,
        help_text=_("Například předseda/předsedkyně."),
    )
    appointer = forms.CharField(
        label=_("Kdo jmenuje"),
        max_length=200,
        required=False,
        help_text=_("Kdo na místo jmenuje a odvolává, například rada města."),
    )
    starts_on = forms.DateField(label=_("Zřízeno"), required=False, widget=forms.DateInput)
    is_voting = forms.BooleanField(label=_("Hlasuje"), required=False, initial=True)
    takes_any_deputy = forms.BooleanField(
        label=_("Zástupce se přijímá bez jmenování"),
        required=False,
        help_text=_("Místo patří úřadu: kdo přijde za obec, hlasuje."),
    )


class SeatWordsForm(forms.ModelForm[Seat]):
    """What is said about a seat that stands; its side, vote and organisation do not change."""

    class Meta:
        model = Seat
        fields = ["label", "function", "appointer", "takes_any_deputy"]

    def validate_constraints(self) -> None:
        """Leave the database's rules to the database: nothing here touches them."""


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
    term_ends_on = forms.DateField(
        label=_("Funkční období do"), required=False, widget=forms.DateInput, help_text=TERM_HELP
    )
    is_substitute = forms.BooleanField(label=_("Je náhradník/náhradnice"), required=False)
    appointed_by = forms.CharField(
        label=_("Kdo jmenoval"),
        max_length=200,
        required=False,
        help_text=_("Například usnesení rady č. 12/26/RM."),
    )
    may_name_publicly = forms.BooleanField(
        label=_("Souhlasí se jménem v seznamu"), required=False, help_text=CONSENT_HELP
    )

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if seat.side != Side.USERS:
            del self.fields["may_name_publicly"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Mandát nemůže skončit dřív, než začne."))
        if ends_on and data.get("term_ends_on"):
            message = _("Vyplňte jen konec mandátu, nebo jen konec období.")
            self.add_error("term_ends_on", message)
        return data


class MandateWordsForm(forms.Form):
    """What is written beside a mandate that holds."""

    term_ends_on = forms.DateField(
        label=_("Funkční období do"), required=False, widget=forms.DateInput, help_text=TERM_HELP
    )
    appointed_by = forms.CharField(label=_("Kdo jmenoval"), max_length=200, required=False)
    may_name_publicly = forms.BooleanField(
        label=_("Souhlasí se jménem v seznamu"), required=False, help_text=CONSENT_HELP
    )

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mandate.seat.side != Side.USERS:
            del self.fields["may_name_publicly"]
        if mandate.ends_on is not None:
            del self.fields["term_ends_on"]
