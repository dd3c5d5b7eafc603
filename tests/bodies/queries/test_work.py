from datetime import date, timedelta

import pytest

from bodies.actions import action_item as tasks
from bodies.enums import ActionState, MinutesState
from bodies.models import Meeting, Minutes, Poll, Remark
from bodies.queries import work
from people.enums import InboundState
from people.guards import can_be_deactivated
from people.models import InboundMail
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
NOW = make.at(DAY)
LATER = DAY + timedelta(days=20)


@pytest.fixture
def body():
    return make.body(organiser=people.person(), short_name="KOOS")


def kinds(who):
    return sorted(row.kind for row in work.rows_of(who, NOW) if row.kind != work.WAITING)


def test_nothing_waits_for_a_stranger(body):
    make.action_item(body)
    assert work.rows_of(people.person(), NOW) == []


def test_an_invitation_waits_until_it_is_answered(body):
    who = make.member(body)
    meeting = make.convened(body, LATER, title="Prosincové jednání")
    assert work.rows_of(who, NOW) == [
        work.Row(work.INVITATION, meeting.pk, "Prosincové jednání", "KOOS", LATER)
    ]
    meeting.participants.update(answer="accepted", answered_at=NOW)
    assert kinds(who) == []


def test_minutes_wait_for_remarks_of_members_until_the_last_day(body):
    who = make.member(body)
    meeting = make.held(body, DAY - timedelta(days=5))
    minutes = Minutes.objects.filter(meeting=meeting)
    minutes.update(state=MinutesState.COMMENTS, comments_until=DAY)
    assert kinds(who) == [work.REMARK]
    Remark.objects.create(minutes=minutes.get(), text="x", person=who, recorded_by=who, received_at=NOW)
    assert kinds(who) == []


def test_minutes_wait_for_whoever_writes_them(body):
    who = people.person()
    meeting = make.held(body, DAY - timedelta(days=5), minute_taker=who)
    assert kinds(who) == [work.MINUTES]
    late = {"state": MinutesState.COMMENTS, "comments_until": DAY - timedelta(days=1)}
    Minutes.objects.filter(meeting=meeting).update(**late)
    assert kinds(who) == [work.MINUTES]


def test_a_search_for_a_date_waits_for_members(body):
    who = make.member(body)
    values = {"title": "Leden", "created_at": NOW, "created_by": body.organiser}
    Poll.objects.create(body=body, closes_on=LATER, **values)
    Poll.objects.create(body=body, closes_on=DAY - timedelta(days=1), **values)
    assert [(row.kind, row.title, row.due) for row in work.rows_of(who, NOW)] == [("poll", "Leden", LATER)]


def test_a_task_waits_for_whoever_does_it_then_for_whoever_checks_it(body):
    item = make.action_item(body, assigned_by=body.organiser)
    assert kinds(item.responsible) == [work.TASK]
    waiting = work.rows_of(body.organiser, NOW)
    assert [(row.kind, row.last_name) for row in waiting] == [(work.WAITING, item.responsible.last_name)]
    tasks.report(item=item, text="Hotovo.", by=item.responsible, now=NOW)
    assert kinds(item.responsible) == []
    assert kinds(body.organiser) == [work.CHECK]


def test_mail_waits_for_whoever_runs_the_meeting_as_one_thing(body):
    meeting = make.convened(body, LATER)
    others = make.convened(make.body(), LATER)
    for number, about in enumerate((meeting, meeting, others)):
        InboundMail.objects.create(
            raw=b"x",
            digest=f"{number:064d}",
            source="lmtp",
            received_at=NOW,
            state=InboundState.WAITING,
            reason="nevíme, kdo odpověděl",
            cause_kind=Meeting.journal_kind,
            cause_id=about.pk,
        )
    assert kinds(body.organiser) == [work.MAIL]
    assert sum(rows.count() for rows in work.awaited(body.organiser, NOW)) == 1
    InboundMail.objects.update(state=InboundState.APPLIED, ended_at=NOW)
    assert kinds(body.organiser) == []


def test_everything_is_read_by_one_query_however_much_there_is(body, django_assert_num_queries):
    who = make.member(body)
    for number in range(4):
        make.action_item(body, responsible=who)
        make.convened(body, LATER + timedelta(days=number))
    assert who.appointed(DAY) == []
    with django_assert_num_queries(1):
        assert len(work.rows_of(who, NOW)) == 8


def test_whoever_leaves_hands_over_tasks_and_meetings(body):
    who = people.person()
    make.action_item(body, responsible=who)
    make.action_item(body, responsible=who, state=ActionState.DONE, done_on=DAY)
    make.meeting(body, LATER, chair=who)
    codes = [blocker.code for blocker in can_be_deactivated(who, NOW)]
    assert codes == ["open_task", "runs_meeting"]
    Meeting.objects.update(chair=None)
    assert [b.code for b in can_be_deactivated(who, NOW)] == ["open_task"]
