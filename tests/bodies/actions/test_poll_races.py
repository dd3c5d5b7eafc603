"""What two people do to one search for a date at once, on real connections."""

from datetime import date, timedelta

import pytest

from bodies.actions import poll as polls
from bodies.enums import BodyKind, PollChoice
from bodies.models import Meeting, Poll, PollVote
from people import journal
from people.models import Letter
from tests.factories import bodies as make
from tests.factories import people
from tests.factories.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
FIRST = date(2026, 12, 9)


@pytest.fixture
def poll():
    body = make.body(kind=BodyKind.FOCUS)
    make.member(body)
    days = (FIRST, FIRST + timedelta(days=1))
    return polls.open(
        body=body,
        title="Podzimní jednání",
        options=[(make.at(day, 9), make.at(day, 11)) for day in days],
        closes_on=people.TODAY + timedelta(days=2),
        by=people.person(),
        now=people.NOW,
    )


@pytest.mark.parametrize("_round", range(2))
def test_of_two_people_who_choose_different_days_one_wins(poll, _round):
    by = people.person()
    deciding = [
        lambda option=option: polls.decide(poll=poll, option=option, by=by, now=people.NOW)
        for option in poll.options.all()
    ]

    assert sorted(at_once(*deciding)) == ["Gone", "done"]
    assert (Meeting.objects.count(), Poll.objects.get().meeting_id) == (1, Meeting.objects.get().pk)
    assert journal.verify() == []


@pytest.mark.parametrize("_round", range(2))
def test_two_answers_of_one_person_and_the_choice_of_the_day_do_not_deadlock(poll, _round):
    member, by = poll.body.seats.get().mandates.get().person, people.person()
    options = list(poll.options.all())

    def answering(choice):
        said = dict.fromkeys([option.pk for option in options], choice)
        return lambda: polls.vote(poll=poll, person=member, choices=said, by=member, now=people.NOW)

    *voted, decided = at_once(
        answering(PollChoice.YES),
        answering(PollChoice.NO),
        lambda: polls.decide(poll=poll, option=options[0], by=by, now=people.NOW),
    )

    assert (decided, set(voted) <= {"done", "Gone"}) == ("done", True)
    assert PollVote.objects.count() in (0, 2)
    assert journal.verify() == []


@pytest.mark.parametrize("_round", range(2))
def test_two_workers_remind_once(poll, _round):
    def tick():
        polls.remind(now=people.NOW + timedelta(days=2))

    assert at_once(tick, tick) == ["done", "done"]
    assert Letter.objects.filter(template="bodies/letters/poll_reminded").count() == 1
