"""Working days of the Czech calendar."""

from datetime import date, timedelta
from functools import cache

import holidays

SATURDAY = 5


@cache
def holidays_of(year: int) -> frozenset[date]:
    """Return the public holidays of a year by act no. 245/2000 Sb."""
    return frozenset(holidays.country_holidays("CZ", years=year))


def is_holiday(day: date) -> bool:
    return day in holidays_of(day.year)


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and not is_holiday(day)


def next_working_day(day: date) -> date:
    """Return `day` itself if people work on it, else the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """Move by `count` working days; a negative count moves back; zero returns the day unchanged."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def days_between(first: date, last: date) -> int:
    """Count calendar days from `first` to `last`; negative when `last` is earlier."""
    return (last - first).days


def working_days_between(first: date, last: date) -> int:
    """Count the working days after `first` up to and including `last`."""
    if last < first:
        return -working_days_between(last, first)
    return sum(is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
