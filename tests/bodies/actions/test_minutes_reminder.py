from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bodies.actions import minutes_reminder as actions
from people.models import Letter
from tests.factories import minutes as given
from tests.factories.minutes import asked, confirm, members, organiser, taker

pytestmark = pytest.mark.django_db


def on(day, hour=8):
    return datetime.combine(day, time(hour), tzinfo=ZoneInfo("Europe/Prague"))


def sent(template):
    rows = Letter.objects.filter(template=f"bodies/letters/minutes_{template}")
    return [letter.person for letter in rows.order_by("pk")]


def test_the_minute_taker_hears_before_the_last_day_once():
    minutes = given.over()
    early, near = minutes.due_on - timedelta(days=3), minutes.due_on - timedelta(days=2)
    counts = [
        actions.remind(now=on(day, hour)) for day, hour in [(early, 8), (near, 3), (near, 8), (near, 9)]
    ]
    actions.remind(now=on(near + timedelta(days=1)))

    assert counts == [0, 0, 1, 0]
    assert sent("due") == [taker(minutes)]


def test_after_the_last_day_the_minute_taker_hears_weekly_and_the_organiser_too():
    minutes = given.over()
    for days in range(1, 12):
        actions.remind(now=on(minutes.due_on + timedelta(days=days)))
    assert sent("due") == [taker(minutes), organiser(minutes), taker(minutes), organiser(minutes)]


def test_minutes_that_are_verified_are_nobodys_worry():
    minutes = given.verified()
    assert actions.remind(now=on(minutes.due_on + timedelta(days=9))) == 0


def test_after_the_days_for_remarks_the_minute_taker_may_submit():
    minutes = given.circulated(days=3)
    for days in (0, 1, 2):
        actions.remind(now=on(minutes.comments_until + timedelta(days=days)))
    assert sent("comments_closed") == [taker(minutes)]


def test_late_verifiers_are_reminded_weekly_with_their_own_link_and_the_organiser_is_told():
    minutes = given.submitted()
    first, second = asked(minutes)
    confirm(first)
    for days in range(1, 10):
        actions.remind(now=on(second.due_on + timedelta(days=days)))

    assert sent("verifier_late") == [members(minutes)[1]] * 2
    assert sent("unverified") == [organiser(minutes)] * 2
    letters = Letter.objects.filter(template="bodies/letters/minutes_verifier_late")
    assert len({letter.text.split("/o/")[1] for letter in letters}) == 2
