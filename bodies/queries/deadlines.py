"""Days that follow from the rules of a body: pure counting over calendar or working days.

A day "by" which something is to be done is the last on which it is still in time. Days before a meeting are
counted back from it, so "seven days before" the 17th is the 10th (§ 93/1 act 128/2000).
"""

import datetime as dt

from bodies.enums import DayUnit
from bodies.models import StandingOrders
from people.calendars import add_working_days, next_working_day


def moved(day: dt.date, count: int, unit: str) -> dt.date:
    """Move a day by calendar or Czech working days; a negative count moves back."""
    if unit == DayUnit.WORKING:
        return add_working_days(day, count)
    return day + dt.timedelta(days=count)


def announce_by(rules: StandingOrders, day: dt.date) -> dt.date | None:
    """Return the last day on which a meeting of a day may be announced; None where no rule says."""
    if rules.announce_days is None:
        return None
    return moved(day, -rules.announce_days, rules.announce_unit)


def papers_by(rules: StandingOrders, day: dt.date) -> dt.date:
    """Return the last day for papers of a meeting."""
    return moved(day, -rules.papers_days, rules.papers_unit)


def proposals_by(rules: StandingOrders, day: dt.date) -> dt.date:
    """Return the last day on which members may propose items of a meeting."""
    return moved(day, -rules.proposals_days, DayUnit.CALENDAR)


def minutes_due(rules: StandingOrders, day: dt.date) -> dt.date:
    """Return the last day for the minutes of a meeting held on a day."""
    return moved(day, rules.minutes_days, rules.minutes_unit)


def comments_until(rules: StandingOrders, day: dt.date) -> dt.date | None:
    """Return the last day for remarks to minutes circulated on a day; None where the body has no such window.

    A window that would end on a Saturday, a Sunday or a holiday ends on the next working day.
    """
    if not rules.comment_days:
        return None
    return next_working_day(moved(day, rules.comment_days, DayUnit.CALENDAR))


def substitute_by(rules: StandingOrders, day: dt.date) -> dt.date | None:
    """Return the last day of the substitute meeting for one of a day that lost its quorum; None: no rule."""
    if rules.substitute_days is None:
        return None
    return moved(day, rules.substitute_days, DayUnit.CALENDAR)
