"""Forms of planned sessions."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bodies.models import Meeting

CZECH_DAY = re.compile(r"^(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})$")
MOST = 60


def day_of(text: str) -> dt.date:
    """Read a day as people write it: 9. 11. 2026, or as machines do: 2026-11-09.

    Raises ValueError for anything else.
    """
    found = CZECH_DAY.match(text)
    if found:
        day, month, year = (int(part) for part in found.groups())
        return dt.date(year, month, day)
    return dt.date.fromisoformat(text)


class DaysField(forms.CharField):
    """Several days, each on its own line."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        days, wrong = [], []
        for line in (part.strip() for part in re.split(r"[\n;,]+", text)):
            if not line:
                continue
            try:
                days.append(day_of(line))
            except ValueError:
                wrong.append(line[:40])
        if wrong:
            message = _("Tomuto datu nerozumíme: %(lines)s. Pište je jako 9. 11. 2026.")
            raise ValidationError(message, code="invalid", params={"lines": "; ".join(wrong)})
        if len(days) > MOST:
            raise ValidationError(_("Najednou lze zapsat nejvýše 60 termínů."), code="too_many")
        return days


class MeetingsForm(forms.Form):
    """Days on which a body will sit, several at once."""

    days = DaysField(
        label=_("Dny jednání"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Každý den na vlastní řádek, například 9. 11. 2026. Uzávěrku materiálů dopočítáme z pravidel."
        ),
    )
    place = forms.CharField(label=_("Místo"), max_length=300, required=False)


class MeetingForm(forms.ModelForm[Meeting]):
    """One session: its day, the last day for papers, the place."""

    class Meta:
        model = Meeting
        fields = ["held_on", "papers_due_on", "place"]
        widgets = {"held_on": forms.DateInput, "papers_due_on": forms.DateInput}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        held_on, due = data.get("held_on"), data.get("papers_due_on")
        if held_on and due and due > held_on:
            self.add_error("papers_due_on", _("Uzávěrka materiálů nemůže být až po jednání."))
        return data

    def validate_constraints(self) -> None:
        """Leave the database's rules to the action, which says them in words."""
