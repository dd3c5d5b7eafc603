"""Forms of the beginning and the end of a session."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bodies.models import Meeting
from people.alphabet import alphabetical
from people.models import Person


class PersonChoice(forms.ModelChoiceField[Person]):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class PeopleChoice(forms.ModelMultipleChoiceField[Person]):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class BeginForm(forms.Form):
    """Who leads the session, who writes the minutes, who will verify them."""

    chair = PersonChoice(label=_("Jednání řídí"), queryset=Person.objects.none())
    minute_taker = PersonChoice(label=_("Zapisuje"), queryset=Person.objects.none(), required=False)
    verifiers = PeopleChoice(
        label=_("Zápis ověří"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, meeting: Meeting, by: Person, members: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invited = Person.objects.filter(pk__in=members).order_by(*alphabetical("last_name", "first_name"))
        staff = {by.pk, meeting.chair_id, meeting.minute_taker_id, meeting.body.organiser_id} - {None}
        # The lists are read once: three fields, two queries.
        everybody = Person.objects.filter(pk__in=[*members, *staff]).order_by(
            *alphabetical("last_name", "first_name")
        )
        for name, rows in (("chair", everybody), ("minute_taker", everybody), ("verifiers", invited)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a choice field has one


class SubstituteForm(forms.Form):
    """When and where the substitute session will be."""

    starts_at = forms.DateTimeField(label=_("Začátek náhradního jednání"), widget=forms.DateTimeInput)
    ends_at = forms.DateTimeField(label=_("Konec"), required=False, widget=forms.DateTimeInput)
    place = forms.CharField(label=_("Místo"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts_at, ends_at = data.get("starts_at"), data.get("ends_at")
        if isinstance(starts_at, dt.datetime) and isinstance(ends_at, dt.datetime) and ends_at <= starts_at:
            self.add_error("ends_at", _("Konec musí být později než začátek."))
        return data
