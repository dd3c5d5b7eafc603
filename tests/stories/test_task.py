"""An organisation outside Triáda is given a task: a letter with a link is all that it needs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bodies.enums import ActionState, BodyKind
from bodies.models import ActionItem
from people import journal
from tests.factories import bodies, people

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
CHARITY = "charita@turnov.test"


@pytest.fixture
def group(clock):
    body = bodies.body(kind=BodyKind.WORKING, organiser=people.person("organizace@mesto.test"))
    bodies.rules(body, numbering="{n}/{yy}")
    bodies.member(body)
    return body


@pytest.fixture
def boss(desk, group):
    return desk(group.organiser)


@pytest.fixture
def task(boss, group, clock):
    charity = people.organisation("Charita Turnov", email=CHARITY)
    boss.send(
        reverse("tasks:create"),
        body=group.pk,
        text="Spočítat lůžka noclehárny.",
        organisation=charity.pk,
        due="day",
        due_on=clock.ahead(10),
    )
    return ActionItem.objects.get()


def test_it_asks_for_time_is_given_it_reports_and_is_checked_at_the_next_meeting(
    desk, mail, clock, table, boss, group, task
):
    link, phone = mail.link(CHARITY), desk()
    assert "Spočítat lůžka noclehárny." in phone.read(link)
    task.refresh_from_db()
    assert task.state == ActionState.ASSIGNED

    wanted = {"want-due_on": clock.ahead(30), "want-reason": "Vedoucí je na dovolené."}
    assert phone.answer(link, "Požádat o víc času", **wanted).status_code == 200
    assert "Vedoucí je na dovolené." in mail.text(group.organiser.email)
    boss.send(reverse("tasks:extend", args=[task.pk]), due="day", due_on=clock.ahead(30))
    task.refresh_from_db()
    assert (task.due_on, task.wanted_at) == (clock.today + timedelta(days=30), None)
    assert task.first_due_on == clock.today + timedelta(days=10)

    assert phone.answer(link, "Nahlásit splnění", **{"report-text": "Je jich 14."}).status_code == 200
    assert "Je jich 14." in mail.text(group.organiser.email)
    check(table, boss, group, task, clock)
    assert phone.status(link) == 410
    assert journal.verify() == []


def check(table, boss, group, task, clock):
    """Check the task at the next meeting of the group."""
    boss.send(
        reverse("meetings:create", args=[group.slug]),
        day=clock.ahead(20),
        starts="9:00",
        ends="10:00",
        place="Turnov",
        form="in_person",
    )
    hall = table(boss, group.meetings.get())
    hall.send("convene")
    clock.after(20)
    hall.send("session", chair=group.organiser_id)
    assert "Je jich 14." in boss.read(reverse("tasks:detail", args=[task.pk]))
    hall.send("task-check", "", task.pk, **{f"t{task.pk}-found": "done"})
    task.refresh_from_db()
    assert (task.state, task.checks.get().item.meeting) == (ActionState.DONE, hall.meeting)


def test_a_late_task_is_reminded_until_it_is_reported(desk, mail, clock, task):
    link, phone = mail.link(CHARITY), desk()
    count = len(mail.to(CHARITY))
    clock.after(11)
    later = len(mail.to(CHARITY))
    assert later > count
    assert phone.answer(link, "Nahlásit splnění", **{"report-text": "Je jich 14."}).status_code == 200
    later = len(mail.to(CHARITY))
    clock.after(60)
    assert len(mail.to(CHARITY)) == later
