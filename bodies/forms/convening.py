"""Forms of convening, rescheduling, cancelling and of guests."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bodies.enums import MeetingForm as MeetingMode
from bodies.forms.meeting import local
from bodies.forms.person import PersonField
from bodies.guards import timing
from bodies.models import Meeting


class ConveneForm(forms.Form):
    """Why a meeting is convened later than the rules say."""

    reason = forms.CharField(
        label=_("Proč je svoláno později, než stanoví pravidla"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Důvod bude uveden v zápisu z jednání."),
    )


class RescheduleForm(ConveneForm):
    """A new time, place or way of a convened meeting."""

    day = forms.DateField(label=_("Den"), widget=forms.DateInput)
    starts = forms.TimeField(label=_("Začátek"), widget=forms.TimeInput)
    ends = forms.TimeField(label=_("Konec"), widget=forms.TimeInput)
    form = forms.ChoiceField(label=_("Způsob"), choices=MeetingMode.choices, widget=forms.RadioSelect)
    place = forms.CharField(label=_("Místo"), max_length=300, required=False)
    remote_url = forms.URLField(
        label=_("Odkaz pro připojení"), max_length=500, required=False, assume_scheme="https"
    )
    field_order = ("day", "starts", "ends", "form", "place", "remote_url", "reason")

    @staticmethod
    def of(meeting: Meeting) -> dict[str, Any]:
        """Fill the form in with how the meeting stands."""
        starts = timezone.localtime(meeting.starts_at) if meeting.starts_at else None
        ends = timezone.localtime(meeting.ends_at) if meeting.ends_at else None
        return {
            "day": meeting.held_on,
            "starts": starts and starts.time(),
            "ends": ends and ends.time(),
            "form": meeting.form,
            "place": meeting.place,
            "remote_url": meeting.remote_url,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, starts, ends = data.get("day"), data.get("starts"), data.get("ends")
        if day and starts and ends:
            data["starts_at"], data["ends_at"] = local(day, starts), local(day, ends)
            for blocker in timing.blockers(data["starts_at"], data["ends_at"]):
                name = "ends" if blocker.code == "ends_before_start" else "starts"
                self.add_error(name, str(blocker.message))
        return data

    def said(self) -> dict[str, Any]:
        """Return when and where as the action names it."""
        names = ("starts_at", "ends_at", "place", "form", "remote_url")
        return {name: self.cleaned_data[name] for name in names}


class CancelForm(forms.Form):
    """Why a meeting is called off."""

    reason = forms.CharField(
        label=_("Proč se jednání ruší"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Důvod si přečtou všichni pozvaní."),
    )

    def __init__(self, *args: Any, is_required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = is_required


class UninviteForm(forms.Form):
    """Why somebody is taken off the list."""

    reason = forms.CharField(
        label=_("Důvod"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Pokud ho napíšete, bude v dopise."),
    )


class GuestForm(forms.Form):
    """Somebody who is invited beside the members: known already, or new by name and address."""

    person = PersonField(label=_("Kdo už v Triádě je"), required=False)
    first_name = forms.CharField(label=_("Jméno"), max_length=100, required=False)
    last_name = forms.CharField(label=_("Příjmení"), max_length=100, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    represents = forms.CharField(
        label=_("Za koho přijde"),
        max_length=200,
        required=False,
        help_text=_("Organizace nebo funkce; stojí v pozvánce a v prezenční listině."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        new = ("first_name", "last_name", "email")
        if not data.get("person") and not self.has_error("person"):
            if not any(data.get(name) for name in new):
                self.add_error("person", _("Napište, koho zvete: buď osobu, kterou známe, nebo novou."))
            else:
                for name in new:
                    if not data.get(name) and not self.has_error(name):
                        self.add_error(name, _("U nového hosta vyplňte jméno, příjmení i e-mail."))
        return data
