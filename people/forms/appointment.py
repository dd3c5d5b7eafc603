from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.enums import Role, TerritoryKind
from people.models import Appointment, Person, Territory


def administered(person: Person, day: Any) -> Any:
    """Offer the territories where the person may appoint others."""
    if person.is_superuser:
        return Territory.objects.all()
    places = [one.territory for one in person.appointed(day, (Role.ADMINISTRATOR,))]
    regions = [place.pk for place in places if place.kind == TerritoryKind.REGION]
    return Territory.objects.filter(Q(pk__in=[place.pk for place in places]) | Q(region__in=regions))


class AppointmentForm(forms.ModelForm[Appointment]):
    class Meta:
        model = Appointment
        fields = ("role", "territory", "starts_on", "ends_on", "note")

    def __init__(self, *args: Any, by: Person, day: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = administered(by, day)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("Konec nemůže být dřív než začátek."))
        return cleaned


class AppointmentEndForm(forms.Form):
    ends_on = forms.DateField(label=_("Poslední den"), widget=forms.DateInput)
