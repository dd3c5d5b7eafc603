from datetime import date, timedelta

import pytest

from bodies.actions import attendance, session
from bodies.enums import AbsenceKind, AnswerValue, Attendance, InvitedAs, Remote
from bodies.errors import Miscounted
from bodies.guards.attendance import standing
from bodies.queries.attendance import sheet_of
from people.errors import Gone
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
NOW = make.at(DAY)


@pytest.fixture
def clerk():
    return people.person()


@pytest.fixture
def body():
    where = make.body()
    make.rules(where, remote=Remote.NO)
    for _ in range(4):
        make.member(where)
    return where


@pytest.fixture
def meeting(body):
    return make.in_session(body, DAY)


def voters(meeting, item=None, at=NOW):
    return [row.participant for row in sheet_of(meeting).voters(at, item)]


def test_who_comes_leaves_and_comes_back_has_two_stays(meeting, clerk):
    who = meeting.participants.first()
    for minutes, deed in ((0, attendance.arrive), (30, attendance.leave), (60, attendance.arrive)):
        at = NOW + timedelta(minutes=minutes)
        deed(participant=who, at=at, by=clerk, now=at)
    counted = [len(voters(meeting, at=NOW + timedelta(minutes=m))) for m in (-1, 0, 29, 30, 59, 60)]
    assert counted == [0, 1, 1, 0, 0, 1]
    assert [stay.left_at for stay in who.stays.all()] == [NOW + timedelta(minutes=30), None]
    who.refresh_from_db()
    assert who.attendance == Attendance.PRESENT


def test_times_that_cannot_be_are_refused(meeting, clerk):
    who = meeting.participants.first()
    written = {"participant": who, "by": clerk, "now": NOW}
    with pytest.raises(Gone):
        attendance.leave(at=NOW, **written)
    with pytest.raises(Miscounted, match="teprve přijde"):
        attendance.arrive(at=NOW + timedelta(minutes=1), **written)
    attendance.arrive(at=NOW - timedelta(minutes=10), **written)
    with pytest.raises(Gone):
        attendance.arrive(at=NOW, **written)
    with pytest.raises(Miscounted, match="dřív než příchod"):
        attendance.leave(at=NOW - timedelta(minutes=11), **written)
    attendance.leave(at=NOW - timedelta(minutes=5), **written)
    with pytest.raises(Miscounted, match="pozdější čas"):
        attendance.arrive(at=NOW - timedelta(minutes=6), **written)


def test_remote_attendance_needs_rules_that_allow_it(body, meeting, clerk):
    who = meeting.participants.first()
    with pytest.raises(Miscounted, match="na dálku"):
        attendance.arrive(participant=who, at=NOW, by=clerk, now=NOW, is_remote=True)
    body.standing_orders.update(remote=Remote.ALLOWED)
    attendance.arrive(participant=who, at=NOW, by=clerk, now=NOW, is_remote=True)
    attendance.mark(participant=who, attendance=Attendance.PRESENT, at=NOW, by=clerk, now=NOW)
    assert [stay.is_remote for stay in who.stays.order_by("pk")] == [True, False]
    assert len(voters(meeting)) == 1


@pytest.mark.parametrize(
    ("seat", "answer", "statutory", "counts"),
    [
        ({"takes_any_deputy": True}, "", False, True),
        ({}, AnswerValue.DELEGATED, False, True),
        ({}, AnswerValue.DELEGATED, True, False),
        ({}, "", False, False),
    ],
)
def test_a_deputy_counts_where_the_seat_or_the_member_says_so(clerk, seat, answer, statutory, counts):
    body = make.body()
    make.rules(body, is_statutory=statutory)
    make.member(body, **seat)
    meeting = make.in_session(body, DAY)
    who = meeting.participants.get()
    who.deputy_name = "Jan Zástupný" if answer else ""
    who.save()
    deed = {"participant": who, "attendance": Attendance.REPRESENTED, "at": NOW, "by": clerk, "now": NOW}
    if counts:
        attendance.mark(**deed)
    else:
        with pytest.raises(Miscounted, match="jen jeho člen"):
            attendance.mark(**deed)
    assert len(voters(meeting)) == int(counts)


def test_a_seat_has_one_vote_and_its_member_comes_first(body, meeting, clerk):
    member = meeting.participants.first()
    substitute = make.participant(meeting, seat=member.seat, invited_as=InvitedAs.SUBSTITUTE)
    guest = make.participant(meeting, invited_as=InvitedAs.GUEST)
    for who in (substitute, guest):
        attendance.arrive(participant=who, at=NOW, by=clerk, now=NOW)
    assert voters(meeting) == [substitute]
    attendance.arrive(participant=member, at=NOW, by=clerk, now=NOW)
    assert voters(meeting) == [member]


def test_a_conflict_excludes_from_the_vote_at_its_item_only(meeting, clerk):
    item, other = make.item(meeting), make.item(meeting)
    first, second, third, _fourth = meeting.participants.all()
    for who in (first, second, third):
        attendance.arrive(participant=who, at=NOW, by=clerk, now=NOW)
    told = {"item": item, "by": clerk, "now": NOW}
    attendance.declare(participant=first, kind=AbsenceKind.CONFLICT, note="jednatel", **told)
    attendance.declare(participant=second, kind=AbsenceKind.CONFLICT_VOTES, **told)
    attendance.declare(participant=third, kind=AbsenceKind.AWAY, **told)
    assert [voters(meeting, item), voters(meeting, other)] == [[second], [first, second, third]]
    assert standing(sheet_of(meeting), NOW, item).has_quorum is False
    attendance.undeclare(item=item, participant=first, by=clerk, now=NOW)
    assert voters(meeting, item) == [first, second]
    with pytest.raises(Gone):
        attendance.undeclare(item=item, participant=first, by=clerk, now=NOW)


def test_a_conflict_told_after_the_item_was_opened_is_taken_and_noticed(meeting, clerk):
    item, who = make.item(meeting), meeting.participants.first()
    before = attendance.declare(item=item, participant=who, kind=AbsenceKind.CONFLICT, by=clerk, now=NOW)
    assert attendance.was_late(before) is False
    item = session.take_up(item=item, by=clerk, now=NOW)
    after = attendance.declare(
        item=item, participant=who, kind=AbsenceKind.CONFLICT, by=clerk, now=NOW + timedelta(minutes=1)
    )
    assert attendance.was_late(after) is True
    assert item.absences.count() == 1


def test_boxes_change_only_what_was_ticked_here(meeting, clerk):
    first, second, third, fourth = meeting.participants.all()
    for who in (first, second):
        attendance.arrive(participant=who, at=NOW, by=clerk, now=NOW)
    later = NOW + timedelta(minutes=5)
    ticked = {"arrived": [third.pk, first.pk], "left": [second.pk, fourth.pk]}
    attendance.tick(meeting=meeting, at=later, by=clerk, now=later, **ticked)
    assert voters(meeting, at=later) == [first, third]


def test_a_mark_by_mistake_is_taken_back(meeting, clerk):
    who = meeting.participants.first()
    attendance.arrive(participant=who, at=NOW, by=clerk, now=NOW)
    attendance.mark(participant=who, attendance=Attendance.EXCUSED, at=NOW, by=clerk, now=NOW, note="nemoc")
    who.refresh_from_db()
    assert (who.attendance, who.attendance_note, who.stays.count()) == ("excused", "nemoc", 0)


def test_who_is_written_from_paper_stayed_the_whole_session(body, clerk):
    meeting = make.held(body, DAY)
    who = meeting.participants.first()
    attendance.mark(participant=who, attendance=Attendance.PRESENT, at=NOW, by=clerk, now=NOW)
    stay = who.stays.get()
    assert (stay.arrived_at, stay.left_at) == (meeting.begun_at, meeting.ended_at)


def test_attendance_is_fixed_once_minutes_are_frozen(body, clerk):
    meeting = make.convened(body, DAY, state="closed", begun_at=NOW, ended_at=NOW)
    with pytest.raises(Gone):
        attendance.arrive(participant=meeting.participants.first(), at=NOW, by=clerk, now=NOW)


@pytest.mark.parametrize("size", [3, 40])
def test_attendance_is_read_in_five_queries(django_assert_num_queries, clerk, size):
    body = make.body()
    for _ in range(size):
        make.member(body)
    meeting = make.in_session(body, DAY)
    for who in meeting.participants.all():
        attendance.arrive(participant=who, at=NOW, by=clerk, now=NOW)
    assert meeting.body.name  # the page has it
    with django_assert_num_queries(5):
        sheet = sheet_of(meeting)
        assert standing(sheet, NOW).present == size
        assert {row.participant.person.name for row in sheet.rows}
        assert {row.participant.seat.label for row in sheet.rows}
