"""Forms of a search for a date."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from bodies.actions.poll import MOST
from bodies.enums import MeetingForm, PollChoice
from bodies.guards import timing
from bodies.models import PollOption

ROWS = 6


class PollForm(forms.Form):
    """What is looked for and until when members answer."""

    title = forms.CharField(
        label=_lazy("Čeho se jednání týká"),
        max_length=200,
        help_text=_lazy("Například: Podzimní jednání k akčnímu plánu."),
    )
    note = forms.CharField(
        label=_lazy("Vzkaz členům"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    closes_on = forms.DateField(
        label=_lazy("Odpovědi do"),
        widget=forms.DateInput,
        help_text=_lazy("Dva dny předem připomeneme těm, kdo se neozvali."),
    )


class OptionForm(forms.Form):
    """One proposed day; an empty row is no proposal."""

    day = forms.DateField(label=_lazy("Den"), required=False, widget=forms.DateInput)
    starts = forms.TimeField(label=_lazy("Začátek"), required=False, widget=forms.TimeInput)
    ends = forms.TimeField(label=_lazy("Konec"), required=False, widget=forms.TimeInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors or not any(data.values()):
            return data
        for name, message in (
            ("day", _("Doplňte den.")),
            ("starts", _("Doplňte začátek.")),
            ("ends", _("Doplňte konec.")),
        ):
            if not data.get(name):
                self.add_error(name, message)
        if not self.errors:
            zone = timezone.get_current_timezone()
            data["starts_at"] = dt.datetime.combine(data["day"], data["starts"], tzinfo=zone)
            data["ends_at"] = dt.datetime.combine(data["day"], data["ends"], tzinfo=zone)
            for blocker in timing.blockers(data["starts_at"], data["ends_at"])[:1]:
                self.add_error(
                    "ends" if blocker.code == "ends_before_start" else "starts", str(blocker.message)
                )
        return data


Options: type[forms.BaseFormSet[OptionForm]] = forms.formset_factory(
    OptionForm, extra=ROWS, max_num=MOST, absolute_max=MOST
)


def spans(rows: forms.BaseFormSet[OptionForm]) -> list[tuple[dt.datetime, dt.datetime]]:
    """Return the filled rows of a valid set as pairs of moments."""
    return [
        (row.cleaned_data["starts_at"], row.cleaned_data["ends_at"])
        for row in rows.forms
        if row.cleaned_data.get("starts_at")
    ]


class VoteForm(forms.Form):
    """What one person says to each of the days."""

    def __init__(self, *args: Any, options: list[PollOption], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = options
        for option in options:
            self.fields[self.name_of(option)] = forms.ChoiceField(
                label=label_of(option), choices=PollChoice.choices, required=False, widget=forms.RadioSelect
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.values()):
            raise forms.ValidationError(_("Odpovězte aspoň k jednomu z termínů."), code="nothing")
        return data

    def said(self) -> dict[int, PollChoice]:
        """Return the answers by the keys of the options."""
        found = {option.pk: self.cleaned_data[self.name_of(option)] for option in self.options}
        return {pk: PollChoice(choice) for pk, choice in found.items() if choice}

    @staticmethod
    def name_of(option: PollOption) -> str:
        return f"o{option.pk}"


def label_of(option: PollOption) -> str:
    """Name a day as people say it: "středa 9. 12. 2026, 9.00–11.00"."""
    starts, ends = timezone.localtime(option.starts_at), timezone.localtime(option.ends_at)
    days = (_("pondělí"), _("úterý"), _("středa"), _("čtvrtek"), _("pátek"), _("sobota"), _("neděle"))
    day = f"{starts.day}. {starts.month}. {starts.year}"
    return f"{days[starts.weekday()]} {day}, {starts.hour}.{starts.minute:02}–{ends.hour}.{ends.minute:02}"


class DecideForm(forms.Form):
    """The chosen day becomes a meeting; where and how it is held."""

    form = forms.ChoiceField(label=_lazy("Způsob"), choices=MeetingForm.choices, widget=forms.RadioSelect)
    place = forms.CharField(label=_lazy("Místo"), required=False, max_length=300)


class CancelForm(forms.Form):
    """Why no date is looked for any more."""

    reason = forms.CharField(
        label=_lazy("Proč"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_lazy("Důvod napíšeme členům."),
    )
