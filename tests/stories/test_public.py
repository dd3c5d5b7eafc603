"""Anybody may comment without an account and learns how it ended."""

from datetime import timedelta

import pytest
from django.urls import reverse

from people.enums import Side
from tests.factories import bodies, people
from tests.factories import workflows as make
from workflows.enums import EditionState

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_a_citizen_comments_confirms_the_address_and_is_answered(desk, clock, postbox):
    edition = make.edition_in(EditionState.CONSULTATION, now=clock.now - timedelta(days=2))
    citizen, boss = desk(), desk(make.coordinator(edition))
    plan = reverse("plans:detail", args=[edition.plan.slug])
    assert edition.plan.title in citizen.read(reverse("public:consultations"))

    sent = citizen.answer(plan, text="Chybí lavičky.", email="jana@obcan.test", author_name="Jana Nováková")
    receipt = sent["Location"]
    assert [part in citizen.read(receipt) for part in ("podací číslo 1", "posuzujeme ji")] == [True, True]
    link = postbox.link("jana@obcan.test")
    assert "Odpověď Vám pošleme i e-mailem." not in citizen.read(receipt)
    citizen.send(link)
    assert "Odpověď Vám pošleme i e-mailem." in citizen.read(receipt)

    def page(name, *more):
        return reverse(f"plans:{name}", args=[edition.plan.slug, edition.pk, *more])

    settled = {"settle-state": "rejected", "settle-reason": "Lavičky nejsou sociální služba."}
    boss.send(page("comment", 1), **settled)
    boss.send(page("comments-answer"), "Vyrozumět autory")
    assert "Lavičky nejsou sociální služba." in postbox.text("jana@obcan.test")
    assert "Lavičky nejsou sociální služba." in citizen.read(receipt)

    table = citizen.read(reverse("public:settlement", args=[edition.plan.slug, edition.pk]))
    assert ["Lavičky nejsou" in table, "Nováková" in table, "jana@" in table] == [True, False, False]


@pytest.fixture
def assembly(clock):
    """An assembly that sits in public; Jana Malá is in it for service users and is not to be named."""
    body = bodies.body(name="Zastupitelstvo Turnova", organiser=people.person())
    bodies.rules(body, is_public=True, publishes_minutes=True, verifier_count=1, comment_days=0)
    jana = people.person("jana@uzivatel.test", first_name="Jana", last_name="Malá")
    bodies.member(body, jana, side=Side.USERS)
    for _ in range(2):
        bodies.member(body)
    return body


@pytest.fixture
def hall(desk, table, clock, assembly):
    boss = desk(assembly.organiser)
    boss.send(
        reverse("meetings:create", args=[assembly.slug]),
        day=clock.ahead(14),
        starts="16:00",
        ends="19:00",
        place="Radnice, velký sál",
        form="in_person",
    )
    hall = table(boss, assembly.meetings.get())
    hall.send("item-add", title="Noclehárna", purpose="decision")
    hall.send("item-add", title="Prodej bytu paní Novotné", purpose="decision", is_closed_to_public="on")
    return hall


def hold(hall, clock, assembly):
    """Hold the meeting, resolve something, publish the minutes."""
    verifier = assembly.seats.last().mandates.get().person
    clock.now = bodies.at(hall.meeting.held_on, 16)
    hall.send("session", chair=assembly.organiser_id, verifiers=[verifier.pk])
    hall.there(*(one.person for one in hall.meeting.participants.select_related("person")))
    hall.open("Noclehárna")
    hall.write("Noclehárna", "Paní Malá (tel. 602 123 456) žádá noclehárnu. [[Je nemocná.]]")
    hall.vote("Noclehárna", subject="output", kind="hands", wording="schvaluje noclehárnu", votes_for=3)
    hall.resolve("Noclehárna", {"verb": "approves", "text": "zřídit noclehárnu"})
    hall.send("session-end")
    hall.send("minutes-submit", verifiers=[verifier.pk])
    return verifier


def test_anybody_follows_a_public_meeting_from_its_agenda_to_what_it_resolved(
    desk, mail, clock, assembly, hall
):
    citizen = desk()
    page = reverse("assemblies:detail", args=[hall.meeting.pk])
    feed = reverse("calendars:body", args=[assembly.slug])
    assert citizen.status(page) == 404
    hall.send("convene")
    seen = citizen.read(page)
    assert ["Noclehárna" in seen, "Novotné" in seen, "Radnice, velký sál" in seen] == [True, False, True]
    assert "Zastupitelstvo Turnova" in citizen.read(reverse("assemblies:list"))
    calendar = citizen.open(feed)
    assert (calendar["Content-Type"][:13], "UID:" in calendar.text) == ("text/calendar", True)
    assert citizen.client.get(feed, headers={"If-None-Match": calendar["ETag"]}).status_code == 304

    verifier = hold(hall, clock, assembly)
    output = reverse("resolutions:detail", args=[assembly.resolutions.get().pk])
    assert ("žádá noclehárnu" in citizen.read(page), citizen.status(output)) == (False, 404)
    desk().send(mail.link(verifier.email), deed="confirm")
    hall.send("minutes", "Zveřejnit zápis")

    seen = citizen.read(page)
    told = ("žádá noclehárnu", "zřídit noclehárnu", "Malá", "602 123 456", "nemocná", "Novotné")
    assert [one in seen for one in told] == [True, True, False, False, False, False]
    assert "zřídit noclehárnu" in citizen.read(output)
    assert output in citizen.open(reverse("resolutions:list")).text
    assert citizen.open(feed)["ETag"] != calendar["ETag"]
