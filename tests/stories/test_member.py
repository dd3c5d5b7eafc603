"""A member without an account: everything by the links of letters, nothing to subscribe to."""

import pytest
from django.urls import reverse

from bodies.enums import ActionState, AnswerChannel, AnswerFate, BodyKind, MinutesState, RoundState
from bodies.models import ActionItem, Answer, Needs, Remark, Round
from people import journal
from tests.factories import bodies, people
from tests.factories import minutes as written

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
JANA = "jana@clen.test"


@pytest.fixture
def jana(clock):
    return people.person(JANA, first_name="Jana", last_name="Malá")


@pytest.fixture
def college(jana):
    body = bodies.body(kind=BodyKind.COLLEGE, short_name="K 21", organiser=people.person())
    bodies.rules(body, per_rollam=True, per_rollam_days=7, comment_days=7, numbering="{n}/{yy}")
    for who in (jana, people.person(), people.person()):
        bodies.member(body, who)
    return body


@pytest.fixture
def hall(desk, table, college, clock):
    """A meeting that was just convened by its organiser."""
    day = (clock.now.date()).replace(day=28)
    meeting = bodies.meeting(
        college, day, starts_at=bodies.at(day), ends_at=bodies.at(day, 12), place="Turnov, radnice"
    )
    bodies.item(meeting, "Noclehárna")
    hall = table(desk(college.organiser), meeting)
    hall.send("convene")
    return hall


def test_she_answers_says_what_she_needs_and_changes_her_mind(desk, mail, clock, jana, hall):
    page = mail.link(JANA)
    phone = desk()
    assert ["Noclehárna" in phone.read(page), "Turnov, radnice" in phone.read(page)] == [True, True]
    assert Answer.objects.count() == 0
    phone.send(page, value="accepted")
    phone.send(page, "Uložit potřeby", barrier_free="on", interpreter="český znakový jazyk")
    clock.after(2)
    assert "český znakový jazyk" in phone.open(page).text
    phone.send(page, "Uložit odpověď", value="declined", comment="Hlídám vnoučata.")

    rows = Answer.objects.order_by("pk").values_list("value", "channel", "fate")
    assert list(rows) == [
        ("accepted", AnswerChannel.LINK, AnswerFate.OVERTAKEN),
        ("declined", AnswerChannel.LINK, AnswerFate.APPLIED),
    ]
    needs = Needs.objects.get(person=jana)
    assert (needs.barrier_free, needs.interpreter) == (True, "český znakový jazyk")
    seen = hall.read("people")
    assert ["Hlídám vnoučata." in seen, "český znakový jazyk" in seen] == [True, True]
    assert jana.has_usable_password() is False
    assert journal.verify() == []


def test_she_remarks_on_a_paragraph_of_the_minutes(desk, mail, clock, table):
    clock.now = written.NOW
    minutes = written.circulated()
    who = written.members(minutes)[0]
    item = minutes.meeting.items.get()
    link = mail.link(who.email)
    phone = desk()
    assert "Hlasovalo se o návrhu." in phone.read(link)
    where = f"{link}?bod={item.pk}&odstavec=2"
    phone.send(where, text="O protinávrhu.")
    remark = Remark.objects.get()
    assert (remark.person, remark.item, remark.paragraph, remark.quoted) == (
        who,
        item,
        2,
        "Hlasovalo se o návrhu.",
    )
    hall = table(desk(written.taker(minutes)), minutes.meeting)
    hall.send("remark-settle", "", remark.pk, state="rejected", reason="Záznam říká jinak.")
    assert "Záznam říká jinak." in mail.text(who.email)
    assert "Záznam říká jinak." in phone.read(link)

    clock.after(9)
    late = phone.open(where)
    assert ("<textarea" in late.text, Remark.objects.count()) == (False, 1)
    assert written.fresh(minutes).state == MinutesState.COMMENTS


def test_she_votes_outside_a_meeting_and_may_change_her_vote(desk, mail, clock, jana, college):
    boss = desk(college.organiser)
    boss.send(
        reverse("rounds:create", args=[college.slug]),
        title="Termín konference",
        verb="recommends",
        wording="uspořádat konferenci v květnu",
        closes_at_0=clock.ahead(8),
        closes_at_1="12:00",
    )
    held = Round.objects.get()
    boss.send(reverse("rounds:detail", args=[held.pk]), "Zahájit hlasování")
    link = mail.link(JANA)
    phone = desk()
    assert "uspořádat konferenci v květnu" in phone.read(link)
    assert held.votes.exclude(choice="").count() == 0
    phone.send(link, "Odeslat hlas", choice="against")
    phone.send(link, "Odeslat hlas", choice="for")
    for vote in held.votes.exclude(person=jana):
        url = reverse("rounds:vote-record", args=[held.pk, vote.pk])
        boss.send(url, choice="for", evidence="telefonicky")
    clock.after(9)
    mail.work()
    held.refresh_from_db()
    assert (held.state, held.votes.get(person=jana).choice) == (RoundState.CLOSED, "for")
    shut = phone.client.post(link, {"choice": "against"})
    held.refresh_from_db()
    assert (shut.status_code, held.votes.get(person=jana).choice) == (409, "for")
    assert "3" in mail.text(JANA)


def test_she_reports_a_task_done_from_its_letter(desk, mail, clock, jana, college):
    boss = desk(college.organiser)
    boss.send(
        reverse("tasks:create"),
        body=college.pk,
        text="Sehnat sál na konferenci.",
        responsible=JANA,
        due="day",
        due_on=clock.ahead(20),
    )
    task = ActionItem.objects.get()
    link = mail.link(JANA)
    phone = desk()
    assert "Sehnat sál na konferenci." in phone.read(link)
    reply = phone.answer(link, "Nahlásit splnění", **{"report-text": "Sál je zamluvený."})
    task.refresh_from_db()
    assert (reply.status_code, task.state, task.report) == (200, ActionState.REPORTED, "Sál je zamluvený.")
    boss.send(reverse("tasks:detail", args=[task.pk]), "Potvrdit splnění")
    task.refresh_from_db()
    assert task.state == ActionState.DONE
    assert phone.status(link) == 410
    assert journal.verify() == []
