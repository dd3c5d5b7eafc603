"""Two people at one agenda at once, on real connections: no item is lost and the order stays whole."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bodies.actions import agenda, proposal
from bodies.actions import meeting as meetings
from bodies.models import AgendaItem, Meeting
from people import journal
from tests.factories import bodies as make
from tests.factories import people
from tests.factories.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def meeting():
    return make.meeting(make.body(), timezone.localdate() + timedelta(days=30))


@pytest.fixture
def who():
    return people.person()


def numbers(meeting):
    return list(AgendaItem.objects.filter(meeting=meeting).order_by("order").values_list("order", flat=True))


def test_two_added_items_stand_behind_each_other(meeting, who):
    def adding(title):
        return lambda: agenda.add(meeting=meeting, title=title, by=who, now=people.NOW)

    assert at_once(adding("Doprava"), adding("Síť služeb")) == ["done", "done"]
    assert (numbers(meeting), journal.verify()) == ([1, 2], [])


def test_two_shifts_leave_every_number_once(meeting, who):
    items = [make.item(meeting, order=number) for number in range(1, 7)]

    def shifting(item, to):
        return lambda: agenda.shift(item=item, to=to, by=who, now=people.NOW)

    assert at_once(shifting(items[0], 6), shifting(items[5], 1)) == ["done", "done"]
    assert (numbers(meeting), journal.verify()) == ([1, 2, 3, 4, 5, 6], [])


def test_of_two_texts_over_one_reading_one_is_kept_and_the_other_given_back(meeting, who):
    item = make.item(meeting)

    def writing(title):
        return lambda: agenda.write(item=item, read_at=0, title=title, by=who, now=people.NOW)

    assert sorted(at_once(writing("Doprava"), writing("Spoje"))) == ["Stale", "done"]


def test_an_item_of_the_backlog_goes_to_one_of_two_meetings(meeting, who):
    other = make.meeting(meeting.body, meeting.held_on + timedelta(days=30))
    item = make.item(meeting.body)
    pks = {"pk": item.pk}

    def carrying(to):
        row = AgendaItem.objects.select_related("body").get(**pks)
        return lambda: agenda.carry_over(item=row, to=to, by=who, now=people.NOW)

    assert sorted(at_once(carrying(meeting), carrying(other))) == ["Gone", "done"]
    assert journal.verify() == []


def test_a_proposal_is_answered_once(meeting, who):
    item = make.item(meeting, proposal="proposed", proposed_by=who, proposed_at=people.NOW)

    ended = at_once(
        lambda: proposal.accept_proposal(item=item, to=meeting, by=who, now=people.NOW),
        lambda: proposal.decline_proposal(item=item, reason="Patří jinam.", by=who, now=people.NOW),
    )
    assert sorted(ended) == ["Gone", "done"]


def test_a_body_gets_one_meeting_a_day(meeting, who):
    begins = make.at(meeting.held_on + timedelta(days=7))

    def planning():
        meetings.plan(body=meeting.body, starts_at=begins, ends_at=None, by=who, now=people.NOW)

    assert sorted(at_once(planning, planning)) == ["Refused", "done"]
    assert Meeting.objects.filter(held_on=begins.date()).count() == 1
