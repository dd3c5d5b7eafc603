"""Days counted by the rules of a body."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodies.enums import DayUnit
from bodies.models import Body, StandingOrders
from bodies.queries import deadlines
from people.calendars import is_working_day, working_days_between

DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2030, 12, 31))
THE_17TH = dt.date(2026, 11, 17)  # Tuesday, a holiday


def rules(**fields: object) -> StandingOrders:
    return StandingOrders(body=Body(), valid_from=dt.date(2026, 1, 1), **fields)


def test_seven_calendar_days_before_a_meeting_are_a_week() -> None:
    assert deadlines.announce_by(rules(announce_days=7), dt.date(2026, 11, 24)) == THE_17TH


def test_working_days_step_over_the_weekend_and_the_holiday() -> None:
    held = rules(papers_days=5, papers_unit=DayUnit.WORKING)

    assert deadlines.papers_by(held, dt.date(2026, 11, 24)) == dt.date(2026, 11, 16)


def test_rules_that_say_nothing_give_no_day() -> None:
    silent = rules(announce_days=None, comment_days=0, substitute_days=None)

    assert deadlines.announce_by(silent, THE_17TH) is None
    assert deadlines.comments_until(silent, THE_17TH) is None
    assert deadlines.substitute_by(silent, THE_17TH) is None


def test_a_window_for_remarks_that_would_end_on_a_holiday_ends_on_the_day_after() -> None:
    assert deadlines.comments_until(rules(comment_days=7), dt.date(2026, 11, 10)) == dt.date(2026, 11, 18)


def test_a_substitute_meeting_is_due_within_the_days_of_the_rules() -> None:
    assert deadlines.substitute_by(rules(substitute_days=15), THE_17TH) == dt.date(2026, 12, 2)


@given(day=DAYS, count=st.integers(0, 40))
def test_working_days_before_a_meeting_count_exactly_and_land_on_a_working_day(
    day: dt.date, count: int
) -> None:
    due = deadlines.announce_by(rules(announce_days=count, announce_unit=DayUnit.WORKING), day)

    assert due is not None
    assert due == day if count == 0 else is_working_day(due) and due < day
    # Counted from the other side the first of the days is the one after the deadline.
    assert working_days_between(due, day - dt.timedelta(days=1)) + is_working_day(due) == count or count == 0


@given(day=DAYS, count=st.integers(0, 40))
def test_working_days_after_a_meeting_are_never_fewer_than_calendar_days(day: dt.date, count: int) -> None:
    calendar = deadlines.minutes_due(rules(minutes_days=count), day)
    working = deadlines.minutes_due(rules(minutes_days=count, minutes_unit=DayUnit.WORKING), day)

    assert calendar == day + dt.timedelta(days=count)
    assert working >= calendar
    assert working_days_between(day, working) == count


@pytest.mark.parametrize("count", [1, 10])
def test_proposals_are_counted_in_calendar_days(count: int) -> None:
    assert deadlines.proposals_by(rules(proposals_days=count), THE_17TH) == THE_17TH - dt.timedelta(
        days=count
    )
