"""Two people at once at a session, on real connections: nothing is half done and nothing is lost."""

from datetime import date, timedelta

import pytest

from bodies.actions import attendance, ballot, numbering, record, session
from bodies.enums import ItemState, MeetingState, SeriesKind
from bodies.models import AgendaItem, Meeting, RecordText, Stay
from people import journal
from people.models import Person
from tests.factories import bodies as make
from tests.factories import people
from tests.factories.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
DAY = date(2026, 11, 24)
NOW = make.at(DAY)


@pytest.fixture
def clerk():
    return people.person()


@pytest.fixture
def item(clerk):
    body = make.body()
    make.rules(body)
    for _ in range(5):
        make.member(body)
    meeting = make.in_session(body, DAY)
    ids = [who.pk for who in meeting.participants.all()]
    attendance.tick(meeting=meeting, arrived=ids, left=[], at=NOW, by=clerk, now=NOW)
    return session.take_up(item=make.item(meeting), by=clerk, now=NOW)


def vote(item, by):
    return lambda: ballot.take(
        item=item,
        subject="output",
        kind="hands",
        wording="Schvaluje.",
        votes_for=5,
        votes_against=0,
        abstained=0,
        by=by,
        now=NOW,
    )


def test_two_votes_at_once_are_two_votes_with_two_numbers(item, clerk):
    assert at_once(vote(item, clerk), vote(item, clerk)) == ["done", "done"]
    assert list(item.ballots.values_list("number", flat=True)) == [1, 2]
    assert journal.verify() == []


def test_a_vote_and_somebody_who_leaves_wait_for_each_other(item, clerk):
    who, later = item.meeting.participants.first(), NOW + timedelta(seconds=1)

    def leave():
        attendance.leave(participant=who, at=NOW, by=clerk, now=later)

    ended = at_once(vote(item, clerk), leave)
    assert ended[1] == "done"
    counted = list(item.ballots.values_list("present_count", flat=True))
    assert (ended[0], counted) in [("done", [5]), ("Miscounted", [])]


def test_two_numbers_at_once_are_two_numbers(item):
    drawn = []

    def draw():
        drawn.append(numbering.following(item.body, SeriesKind.OUTPUT, 2026))

    assert at_once(draw, draw, draw) == ["done"] * 3
    assert sorted(drawn) == [1, 2, 3]


def test_one_person_takes_up_one_item_at_a_time(item, clerk):
    others = [make.item(item.meeting), make.item(item.meeting)]
    deeds = [lambda one=one: session.take_up(item=one, by=clerk, now=NOW) for one in others]
    assert at_once(*deeds) == ["done", "done"]
    current = AgendaItem.objects.filter(meeting=item.meeting, progress=ItemState.CURRENT)
    assert current.count() == 1


def test_two_texts_at_once_are_both_kept(item):
    writers = [people.person(), people.person()]
    deeds = [
        lambda who=who: record.save(
            item=item, text=f"Píše {who.pk}.", read_at=0, by=Person.objects.get(pk=who.pk), now=NOW
        )
        for who in writers
    ]
    assert at_once(*deeds) == ["done", "done"]
    item.refresh_from_db()
    kept = {item.record, *RecordText.objects.filter(is_conflict=True).values_list("text", flat=True)}
    assert kept == {f"Píše {who.pk}." for who in writers}


def test_closing_while_somebody_saves_loses_no_text(item, clerk):
    writer = people.person()

    def save():
        record.save(item=item, text="Poslední slova.", read_at=0, by=writer, now=NOW)

    def end():
        session.end(meeting=item.meeting, by=clerk, now=NOW)

    assert at_once(save, end) == ["done", "done"]
    item.refresh_from_db()
    assert (item.record, item.progress) == ("Poslední slova.", ItemState.DONE)
    assert Meeting.objects.get(pk=item.meeting_id).state == MeetingState.HELD


def test_two_organisers_end_a_session_once(item, clerk):
    def end():
        session.end(meeting=item.meeting, by=clerk, now=NOW)

    assert sorted(at_once(end, end)) == ["Gone", "done"]
    assert Stay.objects.filter(left_at=None).count() == 0
    assert journal.verify() == []


def test_one_box_ticked_by_two_people_is_one_arrival(item, clerk):
    who = make.participant(item.meeting, invited_as="guest")

    def tick():
        attendance.tick(meeting=item.meeting, arrived=[who.pk], left=[], at=NOW, by=clerk, now=NOW)

    assert at_once(tick, tick) == ["done", "done"]
    assert who.stays.count() == 1
