from datetime import date, timedelta

import pytest

from bodies.actions import attendance, ballot, session
from bodies.enums import AnswerValue, Attendance, ItemState, MeetingState, MinutesState
from bodies.errors import Miscounted
from bodies.models import Meeting
from people import journal
from people.errors import Blocked, Gone
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
NOW = make.at(DAY)


@pytest.fixture
def chair():
    return people.person()


@pytest.fixture
def body():
    where = make.body()
    make.rules(where, is_statutory=True, substitute_days=15)
    for _ in range(5):
        make.member(where)
    return where


def codes(caught):
    return [blocker.code for blocker in caught.value.blockers]


def come(meeting, count):
    for who in list(meeting.participants.all())[:count]:
        attendance.arrive(participant=who, at=NOW, by=who.person, now=NOW)


def test_a_convened_session_begins_with_its_people(body, chair):
    meeting, writer, verifier = make.convened(body, DAY), people.person(), people.person()
    begun = session.begin(
        meeting=meeting, by=chair, now=NOW, chair=chair, minute_taker=writer, verifiers=[verifier]
    )
    assert (begun.state, begun.begun_at, begun.chair, begun.minute_taker) == (
        MeetingState.IN_SESSION,
        NOW,
        chair,
        writer,
    )
    assert [one.person for one in begun.verifiers.all()] == [verifier]
    assert journal.of(begun).last().kind == "meeting.begin"


def test_whoever_writes_does_not_verify(body, chair):
    with pytest.raises(Miscounted, match="ověřovat"):
        session.begin(
            meeting=make.convened(body, DAY),
            by=chair,
            now=NOW,
            chair=chair,
            minute_taker=chair,
            verifiers=[chair],
        )


def test_a_session_without_people_chair_and_day_does_not_begin(chair):
    meeting = make.convened(make.body(), DAY)
    with pytest.raises(Blocked) as caught:
        session.begin(meeting=meeting, by=chair, now=NOW - timedelta(days=1))
    assert codes(caught) == ["day", "people", "chair"]


def test_a_session_begins_once(body, chair):
    meeting = make.convened(body, DAY)
    session.begin(meeting=meeting, by=chair, now=NOW, chair=chair)
    with pytest.raises(Gone):
        session.begin(meeting=meeting, by=chair, now=NOW, chair=chair)


def test_taking_up_an_item_finishes_the_one_before(body, chair):
    meeting = make.in_session(body, DAY)
    first, second = make.item(meeting), make.item(meeting)
    session.take_up(item=first, by=chair, now=NOW)
    session.take_up(item=second, by=chair, now=NOW + timedelta(minutes=9))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.progress, first.began_at, first.ended_at) == (
        ItemState.DONE,
        NOW,
        NOW + timedelta(minutes=9),
    )
    assert (second.progress, second.ended_at) == (ItemState.CURRENT, None)


def test_an_interrupted_item_is_taken_up_again(body, chair):
    meeting = make.in_session(body, DAY)
    first, second = make.item(meeting), make.item(meeting)
    session.take_up(item=first, by=chair, now=NOW)
    session.take_up(item=second, by=chair, now=NOW, interrupts=True)
    first.refresh_from_db()
    assert first.progress == ItemState.INTERRUPTED
    session.take_up(item=first, by=chair, now=NOW)
    first.refresh_from_db()
    assert (first.progress, first.began_at, first.ended_at) == (ItemState.CURRENT, NOW, None)


def test_steps_of_an_item_are_refused_where_they_make_no_sense(body, chair):
    meeting = make.in_session(body, DAY)
    item, gone = make.item(meeting), make.item(meeting, is_withdrawn=True)
    for step in (session.finish, session.interrupt):
        with pytest.raises(Gone):
            step(item=item, by=chair, now=NOW)
    with pytest.raises(Blocked) as caught:
        session.take_up(item=gone, by=chair, now=NOW)
    assert codes(caught) == ["withdrawn"]
    session.postpone(item=item, by=chair, now=NOW)
    with pytest.raises(Gone):
        session.postpone(item=item, by=chair, now=NOW)
    with pytest.raises(Gone):
        session.take_up(item=make.item(make.convened(body, DAY + timedelta(days=9))), by=chair, now=NOW)


def test_a_late_item_waits_for_a_vote(body, chair):
    meeting = make.in_session(body, DAY)
    item = make.item(meeting, is_late=True)
    come(meeting, 5)
    with pytest.raises(Blocked) as caught:
        session.take_up(item=item, by=chair, now=NOW)
    assert codes(caught) == ["late"]
    count = {"votes_for": 4, "votes_against": 0, "abstained": 1}
    late = {"subject": "late_item", "kind": "hands", "wording": "Zařadit.", "by": chair, "now": NOW}
    ballot.take(item=item, **late, **count)
    session.take_up(item=item, by=chair, now=NOW)
    item.refresh_from_db()
    assert (item.progress, item.is_late, item.is_withdrawn) == (ItemState.CURRENT, True, False)


def test_a_late_item_that_is_voted_down_leaves_the_programme(body, chair):
    meeting = make.in_session(body, DAY)
    item = make.item(meeting, is_late=True)
    come(meeting, 5)
    count = {"votes_for": 1, "votes_against": 4, "abstained": 0}
    late = {"subject": "late_item", "kind": "hands", "wording": "Zařadit.", "by": chair, "now": NOW}
    ballot.take(item=item, **late, **count)
    item.refresh_from_db()
    assert item.is_withdrawn


def test_the_end_closes_stays_items_and_opens_minutes(body, chair):
    meeting = make.in_session(body, DAY)
    done, left = make.item(meeting), make.item(meeting)
    excused = meeting.participants.last()
    meeting.participants.filter(pk=excused.pk).update(answer=AnswerValue.DECLINED, answered_at=NOW)
    come(meeting, 3)
    session.take_up(item=done, by=chair, now=NOW)
    over = NOW + timedelta(hours=2)
    ended = session.end(meeting=meeting, by=chair, now=over)
    assert (ended.state, ended.ended_at) == (MeetingState.HELD, over)
    assert ended.minutes.state == MinutesState.WRITING
    rows = list(ended.participants.order_by("pk"))
    assert [row.attendance for row in rows] == [
        *[Attendance.PRESENT] * 3,
        Attendance.ABSENT,
        Attendance.EXCUSED,
    ]
    assert [stay.left_at for row in rows for stay in row.stays.all()] == [over] * 3
    done.refresh_from_db()
    left.refresh_from_db()
    assert [done.progress, left.progress] == [ItemState.DONE, ItemState.POSTPONED]
    with pytest.raises(Gone):
        session.end(meeting=meeting, by=chair, now=over)


def test_a_lost_quorum_ends_the_session_and_carries_the_rest_to_a_substitute_one(body, chair):
    meeting = make.in_session(body, DAY)
    done, current, left = (make.item(meeting, title) for title in ("Hotovo", "Rozjednáno", "Zbývá"))
    come(meeting, 3)
    session.take_up(item=done, by=chair, now=NOW)
    session.take_up(item=current, by=chair, now=NOW)
    leaving = meeting.participants.first()
    attendance.leave(participant=leaving, at=NOW, by=chair, now=NOW)
    made = session.lose_quorum(
        meeting=meeting, starts_at=make.at(DAY + timedelta(days=10)), by=chair, now=NOW
    )
    old = Meeting.objects.get(pk=meeting.pk)
    assert (old.state, old.quorum_lost_at) == (MeetingState.HELD, NOW)
    assert (made.state, made.substitute_for) == (MeetingState.PLANNED, old)
    carried = made.items.filter(standing="").order_by("order")
    assert [item.title for item in carried] == ["Rozjednáno", "Zbývá"]
    assert left.title == "Zbývá"


def test_a_substitute_session_is_for_bodies_by_law_without_quorum_and_soon_enough(body, chair):
    meeting = make.in_session(body, DAY)
    when = {"starts_at": make.at(DAY + timedelta(days=16)), "by": chair, "now": NOW}
    with pytest.raises(Miscounted, match=r"15 dnů, nejpozději 9\. 12\. 2026"):
        session.lose_quorum(meeting=meeting, **when)
    come(meeting, 3)
    with pytest.raises(Blocked) as caught:
        session.lose_quorum(meeting=meeting, **when)
    assert codes(caught) == ["quorum"]
    advisory = make.body()
    make.member(advisory)
    with pytest.raises(Blocked) as caught:
        session.lose_quorum(meeting=make.in_session(advisory, DAY), **when)
    assert codes(caught) == ["advisory"]
