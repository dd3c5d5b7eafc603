"""Dates of the demo: history stands where it was, what is under way moves along with today."""

import csv
import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "demo"
# The day on which the texts of the demo were written; a later demo shifts what is alive by whole weeks,
# so that a hearing on a Wednesday stays on a Wednesday.
WRITTEN_ON = dt.date(2026, 11, 21)
ALIVE_FROM = dt.date(2026, 7, 1)


@dataclass(frozen=True, slots=True)
class Moments:
    """Turns the dates of the fixtures into dates of the demo as it is built on a day."""

    today: dt.date
    # When the demo is built: the meeting that is under way has begun an hour before.
    built_at: dt.datetime | None = None

    @property
    def shift(self) -> dt.timedelta:
        return dt.timedelta(weeks=max((self.today - WRITTEN_ON).days // 7, 0))

    def day(self, text: str) -> dt.date:
        written = dt.date.fromisoformat(text[:10])
        return written + self.shift if written >= ALIVE_FROM else written

    def day_or_none(self, text: str | None) -> dt.date | None:
        return self.day(text) if text else None

    def under_way(self, hour: str) -> dt.datetime:
        """Return the hour of a session that is to begin at nine, moved so that it began an hour ago."""
        built = timezone.localtime(self.built_at).hour if self.built_at else 10
        begins = min(max(built - 1, 0), 20)
        written = dt.datetime.combine(self.today, dt.time.fromisoformat(hour))
        return timezone.make_aware(written + dt.timedelta(hours=begins - 9))

    def exactly(self, day: dt.date, hour: str) -> dt.datetime:
        """Return an hour of a day in Prague, the day as it is."""
        return timezone.make_aware(dt.datetime.combine(day, dt.time.fromisoformat(hour)))

    def at(self, text: str) -> dt.datetime:
        """Read "2026-11-09 09:15" as a moment in Prague."""
        return timezone.make_aware(dt.datetime.combine(self.day(text), dt.time.fromisoformat(text[11:16])))


def table(name: str) -> list[dict[str, str]]:
    """Read one table of the demo."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tale(name: str) -> Any:
    """Read one JSON file of the demo."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))
