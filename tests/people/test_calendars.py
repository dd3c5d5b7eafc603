from datetime import date

import pytest

from people.calendars import (
    add_working_days,
    days_between,
    is_working_day,
    next_working_day,
    working_days_between,
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 16), True),
        (date(2026, 11, 17), False),  # Den boje za svobodu a demokracii
        (date(2026, 4, 3), False),  # Velký pátek
        (date(2026, 11, 21), False),
    ],
)
def test_working_days_follow_the_czech_calendar(day, works):
    assert is_working_day(day) is works


def test_working_days_are_counted_past_weekends_and_holidays():
    assert add_working_days(date(2026, 12, 23), 2) == date(2026, 12, 29)
    assert add_working_days(date(2026, 12, 29), -2) == date(2026, 12, 23)
    assert next_working_day(date(2026, 12, 24)) == date(2026, 12, 28)
    assert working_days_between(date(2026, 12, 23), date(2026, 12, 29)) == 2
    assert days_between(date(2026, 1, 31), date(2026, 2, 1)) == 1
