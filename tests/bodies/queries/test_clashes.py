"""Meetings that stand in each other's way."""

from datetime import date, timedelta

import pytest

from bodies.enums import MeetingState
from bodies.queries.clashes import shared_members, sits_on
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def sitting(body, start, hours=2, day=DAY, **fields):
    begins = make.at(day, start)
    return make.meeting(body, day, starts_at=begins, ends_at=begins + timedelta(hours=hours), **fields)


def clashing(body, start=9, hours=3, **more):
    begins = make.at(DAY, start)
    return shared_members(body, DAY, begins, begins + timedelta(hours=hours), **more)


def test_a_body_sits_once_a_day_and_cancelled_meetings_do_not_count():
    body = make.body()
    held = sitting(body, 9)

    assert (sits_on(body, DAY), sits_on(body, DAY, besides=held)) == (True, False)
    assert sits_on(body, DAY + timedelta(days=1)) is False
    make.Meeting.objects.filter(pk=held.pk).update(state=MeetingState.CANCELLED)
    assert sits_on(body, DAY) is False


def test_people_expected_at_two_meetings_at_once_are_named():
    body, other = make.body(), make.body()
    busy = make.member(body)
    make.member(other, busy)
    make.member(other)
    meeting = sitting(other, 11)

    assert [(c.meeting, c.people) for c in clashing(body)] == [(meeting, (busy,))]


@pytest.mark.parametrize(("start", "hours"), [(12, 2), (7, 2)])
def test_a_meeting_before_or_after_is_no_clash(start, hours):
    body, other = make.body(), make.body()
    make.member(other, make.member(body))
    sitting(other, start, hours)

    assert clashing(body) == []


def test_a_meeting_without_an_hour_clashes_the_whole_day():
    body, other = make.body(), make.body()
    make.member(other, make.member(body))
    meeting = make.meeting(other, DAY)

    assert [c.meeting for c in clashing(body)] == [meeting]


def test_substitutes_former_members_and_cancelled_meetings_do_not_clash():
    body, other, third = make.body(), make.body(), make.body()
    who = make.member(body)
    make.mandate(make.seat(other), who, is_substitute=True)
    make.mandate(make.seat(other), who, ends_on=DAY - timedelta(days=1))
    make.member(third, who)
    sitting(other, 9)
    sitting(third, 9, state=MeetingState.CANCELLED)

    assert clashing(body) == []


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    body = make.body()
    people_of = [make.member(body, people.person()) for _ in range(6)]
    for who in people_of:
        other = make.body()
        make.member(other, who)
        sitting(other, 10)

    with django_assert_max_num_queries(2):
        assert len(clashing(body)) == 6
