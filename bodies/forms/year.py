"""The grid in which a year's meetings of a body are entered at once."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from bodies.actions.year import Sitting
from bodies.enums import MeetingState
from bodies.guards import timing
from bodies.models import Body

ROWS, MOST = 12, 60
# Further away than this a year was most likely mistyped.
BACK, AHEAD = dt.timedelta(days=366), dt.timedelta(days=3 * 366)


class UsualForm(forms.Form):
    """What holds for every row that says nothing else."""

    starts = forms.TimeField(label=_lazy("Obvyklý začátek"), widget=forms.TimeInput)
    ends = forms.TimeField(label=_lazy("Obvyklý konec"), required=False, widget=forms.TimeInput)
    place = forms.CharField(label=_lazy("Obvyklé místo"), required=False, max_length=300)


class RowForm(forms.Form):
    """One meeting; an empty row is no meeting."""

    day = forms.DateField(label=_lazy("Den"), required=False, widget=forms.DateInput)
    starts = forms.TimeField(label=_lazy("Začátek"), required=False, widget=forms.TimeInput)
    ends = forms.TimeField(label=_lazy("Konec"), required=False, widget=forms.TimeInput)
    place = forms.CharField(label=_lazy("Místo"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        said = any(data.get(name) for name in ("starts", "ends", "place"))
        if said and not data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Doplňte den, nebo řádek vyprázdněte."))
        return data


class Rows(forms.BaseFormSet[RowForm]):
    """Rows that know the usual hours, the days taken already and today."""

    def __init__(self, *args: Any, body: Body, usual: UsualForm, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body, self.usual, self.today = body, usual, today
        self.sittings: list[Sitting] = []

    def clean(self) -> None:
        """Put each row together with the usual hours and say what is wrong beside the field."""
        live = self.body.meetings.exclude(state=MeetingState.CANCELLED).filter(substitute_for=None)
        taken = set(live.values_list("held_on", flat=True))
        usual = self.usual.cleaned_data if self.usual.is_valid() else {}
        self.sittings = []
        for form in self.forms:
            day = form.cleaned_data.get("day") if form.is_valid() else None
            if day is None:
                continue
            if problem := self.problem(day, taken):
                form.add_error("day", problem)
                continue
            taken.add(day)
            self.put_together(form, usual)

    def problem(self, day: dt.date, taken: set[dt.date]) -> str:
        """Say why a day cannot be planned; a wrong year is the usual reason."""
        if day < self.today - BACK or day > self.today + AHEAD:
            return _("Rok %(year)d je nejspíš překlep, zkontrolujte ho prosím.") % {"year": day.year}
        if day in taken:
            return _("V tento den už orgán jednání má.")
        if self.body.ends_on is not None and day > self.body.ends_on:
            return _("Orgán v tento den už nebude existovat.")
        return ""

    def put_together(self, form: RowForm, usual: dict[str, Any]) -> None:
        data = form.cleaned_data
        starts, ends = data["starts"] or usual.get("starts"), data["ends"] or usual.get("ends")
        if starts is None:
            return  # the usual hours are wrong themselves and say so
        zone = timezone.get_current_timezone()
        starts_at = dt.datetime.combine(data["day"], starts, tzinfo=zone)
        ends_at = dt.datetime.combine(data["day"], ends, tzinfo=zone) if ends else None
        if found := timing.blockers(starts_at, ends_at):
            form.add_error(
                "ends" if found[0].code == "ends_before_start" else "starts", str(found[0].message)
            )
            return
        self.sittings.append(Sitting(starts_at, ends_at, data["place"] or usual.get("place", "")))


def rows_of(count: int) -> type[Rows]:
    """Make the class of a grid with a number of empty rows."""
    made = forms.formset_factory(
        RowForm, formset=Rows, extra=min(max(count, 1), MOST), max_num=MOST, absolute_max=MOST
    )
    return cast("type[Rows]", made)
