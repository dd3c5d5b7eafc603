"""When a meeting can be: hours that are not on the clock, ends before starts, holidays."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bodies.guards import timing

PRAGUE = ZoneInfo("Europe/Prague")


def moment(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PRAGUE)


def codes(found):
    return [blocker.code for blocker in found]


SPRING, AUTUMN, USUAL = date(2027, 3, 28), date(2026, 10, 25), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "hour", "there"), [(SPRING, 2, False), (SPRING, 3, True), (AUTUMN, 2, True), (USUAL, 2, True)]
)
def test_an_hour_is_missing_when_summer_time_begins(day, hour, there):
    assert timing.exists(moment(day, hour, 30)) is there


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (moment(USUAL, 9), moment(USUAL, 12), []),
        (moment(USUAL, 9), None, []),
        (moment(USUAL, 9), moment(USUAL, 9), ["ends_before_start"]),
        (moment(USUAL, 9), moment(USUAL, 8), ["ends_before_start"]),
        (moment(SPRING, 2, 15), moment(SPRING, 5), ["no_such_hour"]),
        (moment(SPRING, 1), moment(SPRING, 2, 30), ["no_such_hour"]),
        (moment(SPRING, 1), moment(SPRING, 4), []),
        (moment(USUAL, 9), moment(date(2026, 11, 26), 9), ["too_long"]),
    ],
)
def test_a_time_is_refused_for_what_is_wrong_with_it(starts, ends, expected):
    assert codes(timing.blockers(starts, ends)) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 11, 17), ["holiday"]), (date(2026, 11, 21), ["weekend"]), (USUAL, [])],
)
def test_an_unusual_day_is_warned_of_and_not_refused(day, expected):
    assert codes(timing.warnings(day)) == expected
