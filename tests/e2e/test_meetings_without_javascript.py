"""What a meeting needs can be done with JavaScript off: convene, answer, vote, assign, comment."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bodies.actions import attendance, convening, minutes, session
from bodies.enums import Attendance, BodyKind
from bodies.models import ActionItem, Body
from tests.e2e.conftest import PHONE
from tests.factories import bodies as make
from tests.factories import minutes as given
from tests.factories import people

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser-4"),
]


@pytest.fixture
def visit(opened):
    """Open windows of a phone whose browser runs no script."""

    def visit(person=None):
        return opened(person, width=PHONE, java_script_enabled=False)

    return visit


@pytest.fixture
def boss():
    return people.person("eva@kraj.test", first_name="Eva", last_name="Součková")


@pytest.fixture
def body(boss):
    body = make.body(kind="coordination", name="Koordinační skupina", organiser=boss)
    make.rules(body)
    for _ in range(2):
        make.member(body)
    return body


@pytest.fixture
def planned(body):
    begins = make.at(timezone.localdate() + timedelta(days=40))
    meeting = make.meeting(body, begins.date(), starts_at=begins, ends_at=begins + timedelta(hours=2))
    type(meeting).objects.filter(pk=meeting.pk).update(place="Krajský úřad, č. 222", number=2)
    make.item(meeting, "Zahájení")
    return meeting


@pytest.fixture
def live(body, boss):
    """A session with everybody there and its only item open."""
    meeting = make.in_session(body, timezone.localdate(), chair=boss, minute_taker=boss)
    now = timezone.now()
    for one in meeting.participants.all():
        attendance.mark(participant=one, attendance=Attendance.PRESENT, at=now, by=boss, now=now)
    session.take_up(item=make.item(meeting, "Síť služeb"), by=boss, now=now)
    return meeting


def test_a_meeting_is_convened(visit, boss, planned, postbox):
    with visit(boss) as visitor:
        visitor.go(reverse("meetings:convene", args=[planned.pk])).reads("Komu se pošle")
        with visitor.page.expect_navigation():
            visitor.page.get_by_role("button", name=re.compile("Svolat a odeslat")).click()
        visitor.reads("Jednání je svoláno")
    planned.refresh_from_db()
    assert planned.state == "convened"
    assert len(postbox.collect().received) == 2


def test_an_invitation_is_answered_by_the_link_of_a_letter(visit, boss, planned, postbox):
    convening.convene(meeting=planned, by=boss, now=timezone.now())
    one = planned.participants.select_related("person").first()
    with visit() as visitor:
        visitor.go(postbox.collect().link(one.person.email)).send("Uložit odpověď")
        visitor.reads("Vyberte prosím jednu z odpovědí")
        visitor.tick("value", "declined").type(comment="Jsem nemocná.").send("Uložit odpověď")
        visitor.reads("vaše odpověď je zapsaná")
    one.refresh_from_db()
    assert (one.answer, one.reason) == ("declined", "Jsem nemocná.")


def test_a_vote_is_recorded(visit, boss, live):
    item = live.items.get()
    with visit(boss) as visitor:
        visitor.go(reverse("meetings:live", args=[live.pk]))
        visitor.type(wording="Doporučuje předložit návrh.", votes_for="3").send("Zapsat hlasování")
        visitor.reads("hlasů")
        assert item.ballots.count() == 0
        visitor.type(votes_for="2", votes_against="0", abstained="0").send("Zapsat hlasování")
        visitor.reads("přijato")
    assert [(one.votes_for, one.result) for one in item.ballots.all()] == [(2, "passed")]


def test_a_task_is_assigned_at_an_item(visit, boss, live):
    who = live.participants.select_related("person").first().person
    with visit(boss) as visitor:
        visitor.go(reverse("meetings:live", args=[live.pk]))
        visitor.page.get_by_text("Úkol z tohoto bodu").click()
        form = visitor.page.locator("form[action$='/ukol/']")
        form.locator("[name=text]").fill("Doplnit opatření 4.6.")
        form.locator("[name=responsible]").fill(who.email)
        form.locator("[name=due_on]").fill((timezone.localdate() + timedelta(days=10)).isoformat())
        visitor.send("Uložit úkol").reads("Doplnit opatření 4.6.")
    assert [(one.text, one.responsible) for one in ActionItem.objects.all()] == [
        ("Doplnit opatření 4.6.", who)
    ]


def test_a_remark_is_sent_by_the_link_of_a_letter(visit, postbox):
    held = given.over()
    Body.objects.filter(pk=held.meeting.body_id).update(kind=BodyKind.COORDINATION)
    held = minutes.circulate(minutes=given.fresh(held), by=people.person(), now=timezone.now())
    member = given.members(held)[0]
    with visit() as visitor:
        visitor.go(postbox.collect().link(member.email)).send("Odeslat připomínku")
        visitor.reads("Toto pole je třeba vyplnit")
        visitor.type(text="Odešla až v 10.40.").send("Odeslat připomínku").reads("připomínka je zapsaná")
    assert [(one.person, one.text) for one in held.remarks.all()] == [(member, "Odešla až v 10.40.")]
