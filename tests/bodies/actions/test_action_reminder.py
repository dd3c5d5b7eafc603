from datetime import date, timedelta

import pytest

from bodies.actions import action_item as tasks
from bodies.actions import action_reminder as reminders
from bodies.actions import action_term as terms
from bodies.enums import ActionState, Due, MeetingState
from bodies.models import ActionItem, Meeting
from people.errors import Gone, Refused
from people.models import Letter
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 18)


@pytest.fixture
def body():
    return make.body(organiser=people.person())


def days(count, hour=9):
    return make.at(DUE + timedelta(days=count), hour)


def reminded():
    return list(Letter.objects.filter(template="bodies/letters/task_reminder").order_by("pk"))


def escalated():
    return list(Letter.objects.filter(template="bodies/letters/task_escalated").order_by("pk"))


def live_through(first, last):
    """Let the clock tick three times each day; return on which days a letter was written."""
    ticks = [(day, hour) for day in range(first, last + 1) for hour in (7, 12, 23)]
    return [day for day, hour in ticks if reminders.remind(now=days(day, hour))]


def test_three_days_before_then_the_day_after_then_weekly_and_not_forever(body):
    make.action_item(body, due_on=DUE)
    assert live_through(-10, 60) == [-3, 1, 8, 15, 22, 29, 36]
    assert len(reminded()) == 7


def test_nobody_is_written_to_at_night(body):
    make.action_item(body, due_on=DUE)
    assert reminders.remind(now=days(1, 3)) == 0


def test_what_is_reported_is_never_chased(body):
    item = make.action_item(body, due_on=DUE)
    tasks.report(item=item, text="Hotovo.", by=item.responsible, now=days(-5))
    assert live_through(-4, 60) == []
    assert escalated() == []


def test_more_tasks_of_one_person_make_one_letter(body):
    who = people.person()
    first = make.action_item(body, "Doplnit kapacity.", due_on=DUE, responsible=who)
    second = make.action_item(make.body(), "Rozeslat formulář.", due_on=DUE, responsible=who)
    make.action_item(body, due_on=DUE)
    assert reminders.remind(now=days(1)) == 2
    letter = next(letter for letter in reminded() if letter.person == who)
    assert all(item.text in letter.text for item in (first, second))


def test_an_organisation_is_reminded_too(body):
    office = people.organisation(email="urad@tanvald.test")
    make.action_item(body, due_on=DUE, organisation=office)
    reminders.remind(now=days(1))
    assert [letter.to_address for letter in reminded()] == ["urad@tanvald.test"]


def test_after_two_weeks_the_organiser_is_told_once(body):
    for _ in range(2):
        make.action_item(body, due_on=DUE)
    live_through(1, 40)
    assert [letter.person for letter in escalated()] == [body.organiser]


def test_a_clock_that_stood_still_writes_one_letter_for_all_that_it_missed(body):
    make.action_item(body, due_on=DUE)
    assert live_through(20, 21) == [20]
    assert len(escalated()) == 1


def test_a_new_term_starts_the_counting_again(body):
    item = make.action_item(body, due_on=DUE)
    live_through(-3, 1)
    tasks.extend(item=item, due_on=DUE + timedelta(days=30), by=body.organiser, now=days(1))
    assert live_through(2, 32) == [27, 31]


def test_a_task_for_tomorrow_is_not_reminded_of_today(body):
    item = tasks.assign(
        body=body, text="x", responsible=people.person(), due_on=DUE, by=body.organiser, now=days(-1)
    )
    assert item.reminder_count == 1
    assert live_through(-1, 1) == [1]


def test_the_term_follows_the_next_meeting(body):
    item = tasks.assign(
        body=body,
        text="x",
        responsible=people.person(),
        due=Due.NEXT_MEETING,
        by=body.organiser,
        now=days(-30),
    )
    assert terms.follow_meetings(now=days(-30)) == 0
    meeting = make.meeting(body, DUE)
    assert terms.follow_meetings(now=days(-29)) == 1
    assert terms.follow_meetings(now=days(-29)) == 0
    assert ActionItem.objects.get(pk=item.pk).due_on == DUE
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)
    assert terms.follow_meetings(now=days(-28)) == 1
    assert ActionItem.objects.get(pk=item.pk).due_on is None


def test_more_time_is_asked_for_and_the_term_stays_until_it_is_given(body):
    item = make.action_item(body, due_on=DUE)
    wish = {"item": item, "reason": "Nemoc.", "by": item.responsible, "now": days(-5)}
    with pytest.raises(Refused):
        terms.want(due_on=DUE, **wish)
    terms.want(due_on=DUE + timedelta(days=10), **wish)
    row = ActionItem.objects.get(pk=item.pk)
    assert (row.due_on, row.wanted_reason) == (DUE, "Nemoc.")
    asked = Letter.objects.get(template="bodies/letters/task_wanted")
    assert asked.person == body.organiser
    terms.keep(item=item, reason="Rada zasedá.", by=body.organiser, now=days(-4))
    assert ActionItem.objects.get(pk=item.pk).wanted_at is None
    assert "Rada zasedá." in Letter.objects.get(template="bodies/letters/task_kept").text
    with pytest.raises(Gone):
        terms.keep(item=item, reason="x", by=body.organiser, now=days(-4))


def test_nobody_asks_for_more_time_for_what_is_reported(body):
    item = make.action_item(body, due_on=DUE)
    tasks.report(item=item, text="Hotovo.", by=item.responsible, now=days(-5))
    with pytest.raises(Gone):
        terms.want(item=item, due_on=DUE + timedelta(days=9), reason="x", by=item.responsible, now=days(-4))
    assert ActionItem.objects.get(pk=item.pk).state == ActionState.REPORTED
