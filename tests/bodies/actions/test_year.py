"""A year's meetings are planned at once, all of them or none."""

from datetime import date, timedelta

import pytest

from bodies.actions import year
from bodies.actions.year import Sitting
from bodies.models import Meeting
from people.errors import Refused
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
DAYS = [date(2027, 9, 8), date(2027, 3, 10), date(2027, 6, 9)]


def plan(body, days=DAYS):
    sittings = [Sitting(make.at(day), make.at(day) + timedelta(hours=2), "radnice") for day in days]
    return year.plan(body=body, sittings=sittings, by=people.person(), now=people.NOW)


def test_meetings_are_numbered_by_their_days():
    body = make.body()
    make.rules(body, papers_days=10)
    assert [(m.held_on, m.number, m.papers_due_on, m.place) for m in plan(body)] == [
        (date(2027, 3, 10), 1, date(2027, 2, 28), "radnice"),
        (date(2027, 6, 9), 2, date(2027, 5, 30), "radnice"),
        (date(2027, 9, 8), 3, date(2027, 8, 29), "radnice"),
    ]


def test_when_one_cannot_be_held_none_is_planned():
    body = make.body()
    make.meeting(body, DAYS[0])
    with pytest.raises(Refused, match="už orgán jednání má"):
        plan(body)
    assert Meeting.objects.count() == 1
