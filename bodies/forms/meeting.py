"""Forms of a meeting and of the list of meetings."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bodies.enums import BodyKind, MeetingState
from bodies.enums import MeetingForm as MeetingMode
from bodies.forms.person import PersonField
from bodies.guards import timing
from bodies.models import Body


class MeetingTextForm(forms.Form):
    """What is said about a meeting and may change even after it was convened."""

    title = forms.CharField(
        label=_("Název"),
        max_length=200,
        required=False,
        help_text=_("Prázdné: jednání se jmenuje podle pořadí v roce, například 2. jednání 2026."),
    )
    access = forms.CharField(
        label=_("Přístupnost místa"),
        max_length=300,
        required=False,
        help_text=_("Například: bezbariérový vchod z ulice U Jezu, výtah, indukční smyčka."),
    )
    note = forms.CharField(
        label=_("Vzkaz do pozvánky"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    chair = PersonField(label=_("Předsedající"), required=False)
    minute_taker = PersonField(label=_("Zapisovatel/ka"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def said(self) -> dict[str, Any]:
        """Return the fields as the actions name them."""
        return {
            name: self.cleaned_data[name] for name in ("title", "access", "note", "chair", "minute_taker")
        }


class MeetingForm(MeetingTextForm):
    """When, where and how a meeting is held, and what is said about it."""

    day = forms.DateField(label=_("Den"), widget=forms.DateInput)
    starts = forms.TimeField(label=_("Začátek"), widget=forms.TimeInput)
    ends = forms.TimeField(
        label=_("Konec"),
        required=False,
        widget=forms.TimeInput,
        help_text=_("Podle konce hlídáme, zda se program do jednání vejde."),
    )
    form = forms.ChoiceField(label=_("Způsob"), choices=MeetingMode.choices, widget=forms.RadioSelect)
    place = forms.CharField(label=_("Místo"), max_length=300, required=False)
    remote_url = forms.URLField(
        label=_("Odkaz pro připojení"), max_length=500, required=False, assume_scheme="https"
    )
    papers_due_on = forms.DateField(
        label=_("Uzávěrka materiálů"),
        required=False,
        widget=forms.DateInput,
        help_text=_("Prázdné: spočítáme ji z pravidel orgánu."),
    )

    field_order = (
        "day",
        "starts",
        "ends",
        "form",
        "place",
        "access",
        "remote_url",
        "title",
        "chair",
        "minute_taker",
        "papers_due_on",
        "note",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, starts, ends = data.get("day"), data.get("starts"), data.get("ends")
        if day and starts:
            data["starts_at"] = local(day, starts)
            data["ends_at"] = local(day, ends) if ends else None
            for blocker in timing.blockers(data["starts_at"], data["ends_at"]):
                self.add_error(
                    "ends" if blocker.code == "ends_before_start" else "starts", str(blocker.message)
                )
        if day and data.get("papers_due_on") and data["papers_due_on"] > day:
            self.add_error("papers_due_on", _("Uzávěrka materiálů nemůže být až po jednání."))
        return data

    def said(self) -> dict[str, Any]:
        names = ("starts_at", "ends_at", "form", "place", "remote_url")
        return {**super().said(), **{name: self.cleaned_data[name] for name in names}}


class NewMeetingForm(MeetingForm):
    """A meeting being planned; the usual items of the body's agenda can be put in at once."""

    with_standing = forms.BooleanField(
        label=_("Vložit do programu stálé body (zahájení, kontrola úkolů, různé…)"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["papers_due_on"]
        del self.fields["version"]


class MeetingFilter(forms.Form):
    """What the list of meetings is narrowed by."""

    q = forms.CharField(label=_("Hledat"), required=False, max_length=100)
    body = forms.ModelChoiceField(
        Body.objects.none(), label=_("Orgán"), required=False, empty_label=_("všechny orgány")
    )
    kind = forms.ChoiceField(
        label=_("Druh"), required=False, choices=[("", _("všechny druhy")), *BodyKind.choices]
    )
    state = forms.ChoiceField(
        label=_("Stav"), required=False, choices=[("", _("všechny stavy")), *MeetingState.choices]
    )
    since = forms.DateField(label=_("Od"), required=False, widget=forms.DateInput)
    until = forms.DateField(label=_("Do"), required=False, widget=forms.DateInput)
    mine = forms.BooleanField(label=_("Jen moje"), required=False)
    when = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


def local(day: dt.date, time: dt.time) -> dt.datetime:
    """Put a day and an hour of the office's clock together."""
    return dt.datetime.combine(day, time, tzinfo=timezone.get_current_timezone())
