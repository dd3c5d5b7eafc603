"""An organiser takes a meeting from its planning to published minutes and to the check of its tasks."""

import pytest
from django.urls import reverse

from bodies.enums import (
    ActionState,
    AnswerChannel,
    BodyKind,
    MeetingState,
    MinutesState,
    OutputWord,
    StandingItem,
)
from bodies.models import ActionItem, Meeting, Remark, Resolution
from people import journal
from people.enums import Side
from tests.factories import bodies, people
from tests.factories import workflows as make
from workflows.enums import EditionState, Verdict
from workflows.models import Opinion

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
PLAN, WEB = "Stanovisko k plánu", "Nový web"


@pytest.fixture
def edition(clock):
    return make.edition_in(EditionState.TRIAD_REVIEW, "plan-kraje", now=clock.now)


@pytest.fixture
def boss(desk, edition):
    return desk(make.coordinator(edition))


@pytest.fixture
def koos(edition, boss):
    """The coordination group of the region: it advises on the plan before the consultation."""
    body = edition.plan.territory.bodies.get(kind=BodyKind.COORDINATION)
    body.short_name, body.organiser = "KOOS", boss.person
    body.save(update_fields=["short_name", "organiser"])
    bodies.rules(
        body,
        numbering="{n}/{yy}/KOOS",
        output_word=OutputWord.OPINION,
        announce_days=14,
        verifier_count=1,
        comment_days=7,
    )
    return body


@pytest.fixture
def members(koos):
    """Alena answers by the link, Bohumil from his calendar, Cyril by telephone; Dana does not answer."""
    names = ("Alena", "Bohumil", "Cyril", "Dana")
    sides = (*Side, Side.PROVIDERS)
    return [
        bodies.member(koos, people.person(f"{name.lower()}@koos.test", first_name=name), side=side)
        for name, side in zip(names, sides, strict=True)
    ]


def plan_meeting(boss, table, koos, clock):
    said = boss.send(
        reverse("meetings:create", args=[koos.slug]),
        day=clock.ahead(21),
        starts="9:00",
        ends="12:00",
        place="Krajský úřad, místnost č. 222",
        form="in_person",
    )
    assert "připravuje se" in said
    return table(boss, Meeting.objects.latest("pk"))


def write_agenda(hall, edition, members):
    hall.send(
        "item-add",
        title=PLAN,
        purpose="opinion",
        minutes=40,
        presenter=members[0].email,
        document=edition.document_id,
        proposed_wording="souhlasí s návrhem plánu",
    )
    hall.send("item-add", title=WEB, purpose="discussion", minutes=20)
    items = [one.standing or one.title for one in hall.meeting.items.order_by("order")]
    assert items == [
        StandingItem.OPENING,
        StandingItem.TASK_CHECK,
        PLAN,
        WEB,
        StandingItem.ANY_OTHER,
    ]


def convene(hall, mail, members):
    preview = hall.read("convene")
    assert [one.name in preview for one in members] == [True] * 4
    mail.work()
    assert mail.server.received == []
    hall.send("convene")
    mail.work()
    assert sorted(one["To"].addresses[0].addr_spec for one in mail.server.received) == sorted(
        one.email for one in members
    )
    method, event = mail.event(members[0].email)
    assert (method, event["SUMMARY"][:4], str(event["LOCATION"])) == (
        "REQUEST",
        "KOOS",
        "Krajský úřad, místnost č. 222",
    )


def hear_answers(hall, mail, desk, members):
    alena, bohumil, cyril, _dana = members
    assert "je zapsaná" in desk().send(mail.link(alena.email), value="accepted")
    mail.reply(bohumil.email, "ACCEPTED")
    his = hall.meeting.participants.get(person=cyril)
    hall.send("answer-record", "", his.pk, value="declined", comment="Volal, že je nemocný.")

    told = {one.person.first_name: one.answer for one in hall.meeting.participants.select_related("person")}
    assert told == {"Alena": "accepted", "Bohumil": "accepted", "Cyril": "declined", "Dana": ""}
    channels = [
        one.answers.get().channel for one in hall.meeting.participants.exclude(answer="").order_by("person")
    ]
    assert channels == [AnswerChannel.LINK, AnswerChannel.MAIL, AnswerChannel.TYPED]
    page = hall.read("people")
    assert ["Volal, že je nemocný." in page, "nemocný" in desk(alena).read(hall.url("people"))] == [
        True,
        False,
    ]


def sit(hall, members, clock):
    alena, bohumil, _cyril, dana = members
    clock.after(21)
    hall.send("session", chair=alena.pk, verifiers=[bohumil.pk])
    hall.there(alena, bohumil, dana)
    hall.open(PLAN)
    hall.write(PLAN, "Předkladatelka představila plán.\n\nDiskutovalo se o noclehárně.")
    told = hall.vote(PLAN, subject="output", kind="hands", votes_for=3, wording="souhlasí s návrhem plánu")
    assert "Přijato." in told
    resolve(hall, bohumil, clock)
    hall.open(WEB)
    hall.write(WEB, "Na vědomí.")
    refused = hall.desk.answer(hall.at(WEB), "Zapsat hlasování", wording="Web", votes_for=4)
    assert (refused.status_code, hall.item(WEB).ballots.count()) == (422, 0)
    hall.send("session-end")


def resolve(hall, bohumil, clock):
    hall.resolve(
        PLAN,
        {"verb": "agrees", "text": "s návrhem plánu"},
        {
            "verb": "assigns",
            "text": "doplnit počet lůžek noclehárny",
            "responsible": bohumil.email,
            "due": "day",
            "due_on": clock.ahead(30),
        },
        outcome="agree",
    )


def circulate(hall, mail, desk, members):
    dana = members[3]
    hall.meeting.refresh_from_db()
    assert hall.meeting.state == MeetingState.HELD
    hall.send("minutes", "Rozeslat k připomínkám")
    link = mail.link(dana.email)
    place = f"?bod={hall.item(PLAN).pk}&odstavec=2"
    told = desk().send(f"{link}{place}", "Odeslat připomínku", text="Mluvilo se i o azylovém domě.")
    assert "Mluvilo se i o azylovém domě." in told
    remark = Remark.objects.get()
    assert (remark.person, remark.paragraph, remark.item) == (dana, 2, hall.item(PLAN))
    hall.write(PLAN, "Předkladatelka představila plán.\n\nDiskutovalo se o noclehárně a azylovém domě.")
    hall.send("remark-settle", "", remark.pk, state="accepted", reason="Doplněno.")
    assert "Doplněno." in mail.text(dana.email)


def verify(hall, mail, desk, members, clock):
    bohumil = members[1]
    clock.after(8)
    mail.work()
    hall.send("minutes-submit", verifiers=[bohumil.pk])
    hall.meeting.minutes.refresh_from_db()
    version = hall.meeting.minutes.version
    page = mail.link(bohumil.email)
    assert version.digest[:8] in desk().read(page).replace(" ", "")
    desk().send(page, deed="confirm")
    hall.send("minutes", "Zveřejnit zápis")
    hall.meeting.minutes.refresh_from_db()
    hall.meeting.refresh_from_db()
    assert (hall.meeting.minutes.state, hall.meeting.state) == (MinutesState.PUBLISHED, MeetingState.CLOSED)
    assert hall.meeting.minutes.version == version


def check_next(boss, table, koos, clock):
    task = ActionItem.objects.get()
    hall = plan_meeting(boss, table, koos, clock)
    assert "Doplnit počet lůžek noclehárny" in hall.read("tasks")
    assert "Minulý zápis" in hall.read("minutes")
    hall.send("convene")
    clock.after(21)
    hall.send("session", chair=koos.organiser.pk)
    hall.send("task-check", "", task.pk, **{f"t{task.pk}-found": "done", f"t{task.pk}-note": "Je v plánu."})
    task.refresh_from_db()
    assert (task.state, task.done_on) == (ActionState.DONE, hall.meeting.held_on)


def test_a_meeting_goes_from_its_planning_to_the_check_of_its_tasks(
    boss, desk, mail, clock, table, koos, edition, members
):
    hall = plan_meeting(boss, table, koos, clock)
    write_agenda(hall, edition, members)
    convene(hall, mail, members)
    hear_answers(hall, mail, desk, members)
    sit(hall, members, clock)
    circulate(hall, mail, desk, members)
    verify(hall, mail, desk, members, clock)

    output, opinion = Resolution.objects.get(), Opinion.objects.get(edition=edition, body=koos)
    assert (output.number, output.outcome) == (f"1/{clock.now:%y}/KOOS", "agree")
    assert (opinion.verdict, opinion.given_on) == (Verdict.AGREE, output.decided_on)
    task = ActionItem.objects.get()
    assert (task.text, task.responsible, task.state) == (
        "doplnit počet lůžek noclehárny",
        members[1],
        ActionState.ASSIGNED,
    )
    check_next(boss, table, koos, clock)
    assert journal.verify() == []
