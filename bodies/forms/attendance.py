"""Forms of attendance: one person, boxes of many, a conflict of interest, the signed sheet."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bodies.enums import AbsenceKind, Attendance
from bodies.models import Participant
from bodies.queries.attendance import Row
from documents.validators import JPG, PDF, PNG, media_type_of

ARRIVE, ARRIVE_REMOTE, LEAVE = "arrive", "arrive_remote", "leave"
WHAT = [
    (ARRIVE, _("přišel/přišla")),
    (ARRIVE_REMOTE, _("připojil/a se on-line")),
    (LEAVE, _("odešel/odešla")),
    (Attendance.REPRESENTED.value, _("přišel zástupce")),
    (Attendance.EXCUSED.value, _("je omluven/a")),
    (Attendance.ABSENT.value, _("nepřišel/nepřišla")),
    ("", _("zrušit, co je zapsáno")),
]


class AttendanceForm(forms.Form):
    """What happened with one person, and at what time."""

    what = forms.ChoiceField(label=_("Co zapsat"), choices=WHAT, required=False)
    at = forms.TimeField(label=_("V kolik"), required=False, help_text=_("Prázdné: teď."))
    deputy_name = forms.CharField(label=_("Jméno zástupce"), max_length=200, required=False)
    note = forms.CharField(label=_("Poznámka"), max_length=200, required=False)

    def instant(self, day: dt.date, now: dt.datetime) -> dt.datetime:
        """Return the typed time on the day of the meeting; nothing typed is this moment."""
        at = self.cleaned_data.get("at")
        if at is None:
            return now
        return timezone.make_aware(dt.datetime.combine(day, at))


class TickForm(forms.Form):
    """Boxes of those who are there; `shown` remembers which were ticked when the page was drawn."""

    there = forms.MultipleChoiceField(required=False)
    shown = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, people: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(pk), str(pk)) for pk in people]
        for field in ("there", "shown"):
            self.fields[field].choices = choices  # type: ignore[attr-defined]  # a choice field has them

    def differences(self) -> tuple[list[int], list[int]]:
        """Return who was newly ticked and whose box was emptied."""
        there, shown = (set(map(int, self.cleaned_data[name])) for name in ("there", "shown"))
        return sorted(there - shown), sorted(shown - there)


class DeclareForm(forms.Form):
    """Who takes no part in an item, or says that they have an interest in it."""

    participant = forms.ModelChoiceField(label=_("Kdo"), queryset=Participant.objects.none())
    kind = forms.ChoiceField(label=_("Co oznámil/a"), choices=AbsenceKind.choices)
    note = forms.CharField(label=_("Poznámka"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, rows: tuple[Row, ...]) -> None:
        super().__init__(data, auto_id="stret_%s")
        field = self.fields["participant"]
        members = [row.participant for row in rows if row.participant.seat_id]
        field.queryset = Participant.objects.filter(pk__in=[one.pk for one in members])  # type: ignore[attr-defined]
        names = [(one.pk, one.person.name) for one in members]
        field.choices = [("", _("vyberte")), *names]  # type: ignore[attr-defined]


class ScanForm(forms.Form):
    """A photo or a scan of the signed attendance sheet."""

    file = forms.FileField(
        label=_("Fotografie nebo sken"),
        help_text=_("PDF, JPG nebo PNG do 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if media_type_of(file) not in (PDF, JPG, PNG):
            raise ValidationError(_("Přiložte prosím fotografii (JPG, PNG) nebo sken (PDF)."), code="kind")
        return file
