"""A council decides at a meeting with a quorum, by names; the edition moves on by what it resolved."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bodies.enums import BallotKind
from bodies.models import Ballot, Resolution
from people import journal
from tests.factories import bodies, people
from tests.factories import workflows as make
from tests.factories.walk import misfits
from workflows.enums import EditionState, Outcome
from workflows.enums import Outcome as Said

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
ITEM = "Komunitní plán"


@pytest.fixture
def edition(clock):
    return make.edition_in(EditionState.COUNCIL_APPROVAL, "plan-mesta", now=clock.now - timedelta(days=100))


@pytest.fixture
def council(edition):
    body = make.open_decisions(edition)[0].body
    body.organiser = make.coordinator(edition)
    body.save(update_fields=["organiser"])
    bodies.rules(body, is_statutory=True, numbering="{n}/{yy}/RM", quorum="majority_all")
    return body


@pytest.fixture
def councillors(council):
    return [bodies.member(council, people.person(last_name=f"Radní {n}")) for n in range(5)]


@pytest.fixture
def hall(desk, table, clock, edition, council, councillors):
    boss = desk(council.organiser)
    boss.send(
        reverse("meetings:create", args=[council.slug]),
        day=clock.ahead(14),
        starts="9:00",
        ends="12:00",
        place="Radnice",
        form="in_person",
    )
    hall = table(boss, council.meetings.get())
    hall.send("item-add", title=ITEM, purpose="decision", document=edition.document_id)
    hall.send("convene")
    clock.now = bodies.at(hall.meeting.held_on)
    hall.send("session", chair=councillors[0].pk, minute_taker=council.organiser_id)
    return hall


def vote(hall, voters, choice="for"):
    names = {f"name_{hall.meeting.participants.get(person=one).pk}": choice for one in voters}
    return hall.desk.answer(
        hall.at(ITEM), "Zapsat hlasování", kind="names", subject="output", wording="schvaluje plán", **names
    )


def test_without_a_quorum_nothing_is_decided_with_it_the_plan_moves_on(
    desk, clock, edition, council, councillors, hall
):
    hall.there(*councillors[:2])
    hall.open(ITEM)
    refused = vote(hall, councillors[:2])
    assert (refused.status_code in (409, 422), Ballot.objects.count()) == (True, 0)

    hall.there(councillors[2])
    assert vote(hall, councillors[:3]).status_code == 303
    ballot = Ballot.objects.get()
    assert (ballot.kind, ballot.member_count, ballot.quorum_needed, ballot.votes_for) == (
        BallotKind.NAMES,
        5,
        3,
        3,
    )
    told = hall.resolve(ITEM, {"verb": "approves", "text": "komunitní plán"}, outcome=Said.APPROVES.value)
    assert f"1/{clock.now:%y}/RM" in told

    resolution, row = Resolution.objects.get(), edition.decisions.get(body=council)
    assert (row.outcome, row.number, row.resolution, row.meeting, row.decided_on) == (
        Outcome.APPROVES,
        resolution.number,
        resolution,
        hall.meeting,
        hall.meeting.held_on,
    )
    assert [one.body.kind for one in make.open_decisions(edition)] == ["assembly"]
    assert (misfits(), journal.verify()) == ([], [])


def test_a_council_that_meets_elsewhere_is_still_typed_in(desk, clock, edition, council, councillors, hall):
    hall.there(*councillors[:3])
    hall.open(ITEM)
    vote(hall, councillors[:3])
    hall.resolve(ITEM, {"verb": "approves", "text": "komunitní plán"}, outcome=Said.APPROVES.value)
    elsewhere = make.open_decisions(edition)[0]
    url = reverse("plans:decision-record", args=[edition.plan.slug, edition.pk, elsewhere.pk])
    desk(make.coordinator(edition)).send(
        url, outcome="approves", decided_on=clock.after(7), mode="typed", number="Z 12/2026"
    )
    elsewhere.refresh_from_db()
    assert (elsewhere.outcome, elsewhere.number, elsewhere.resolution) == (
        Outcome.APPROVES,
        "Z 12/2026",
        None,
    )
    assert misfits() == []


def test_a_resolution_that_the_plan_refuses_is_not_written_either(clock, edition, council, councillors, hall):
    """The output and the decision are one transaction: neither is without the other."""
    hall.there(*councillors[:3])
    hall.open(ITEM)
    vote(hall, councillors[:3])
    row = edition.decisions.get(body=council)
    make.editions.withdraw(edition=edition, reason="Nebude.", by=make.coordinator(edition), now=clock.now)
    url = hall.url("resolution-record", hall.item(ITEM).pk)
    prefix = f"vystup{hall.item(ITEM).pk}"
    typed = {
        f"{prefix}-bod0-verb": "approves",
        f"{prefix}-bod0-text": "plán",
        f"{prefix}-outcome": "approves",
    }
    reply = hall.desk.answer(url, **typed)
    row.refresh_from_db()
    assert (reply.status_code in (409, 422), Resolution.objects.count(), row.outcome) == (True, 0, "")
