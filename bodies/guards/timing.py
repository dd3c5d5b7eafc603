"""When a meeting can be: pure questions of days and hours, the same for planning and for rescheduling."""

import datetime as dt

from django.utils.translation import gettext as _

from people.calendars import SATURDAY, is_holiday
from people.errors import Blocker

LONGEST = dt.timedelta(hours=24)


def exists(moment: dt.datetime) -> bool:
    """Say whether a local time is on the clock; an hour is skipped when summer time begins."""
    there = moment.astimezone(dt.UTC).astimezone(moment.tzinfo)
    return there.replace(tzinfo=None, fold=0) == moment.replace(tzinfo=None, fold=0)


def blockers(starts_at: dt.datetime, ends_at: dt.datetime | None) -> list[Blocker]:
    """List why a meeting cannot be held from one moment to another."""
    if not exists(starts_at) or (ends_at is not None and not exists(ends_at)):
        message = _("Tato hodina v den změny na letní čas neexistuje, hodiny se posouvají z 2.00 na 3.00.")
        return [Blocker("no_such_hour", message)]
    if ends_at is None:
        return []
    # Compared in UTC: within one zone Python compares what the clocks show, not the instants.
    lasts = ends_at.astimezone(dt.UTC) - starts_at.astimezone(dt.UTC)
    if lasts <= dt.timedelta(0):
        return [Blocker("ends_before_start", _("Jednání musí končit později, než začne."))]
    if lasts > LONGEST:
        return [Blocker("too_long", _("Jednání delší než jeden den zapište jako dvě jednání."))]
    return []


def warnings(day: dt.date) -> list[Blocker]:
    """List what is unusual about a day and still allowed."""
    if is_holiday(day):
        return [Blocker("holiday", _("Na tento den připadá státní svátek nebo ostatní svátek."))]
    if day.weekday() >= SATURDAY:
        return [Blocker("weekend", _("Tento den je sobota nebo neděle."))]
    return []
