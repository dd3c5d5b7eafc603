"""A coordinator takes a plan from its founding into force, by the pages alone."""

import pytest
from django.urls import reverse

from bodies.enums import BodyKind
from documents.models import Comment
from people.enums import Side
from tests.factories import bodies, people
from tests.factories import workflows as make
from tests.factories.walk import misfits
from workflows.actions import clock as hands
from workflows.enums import EditionState, PlanState
from workflows.models import Edition

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
TITLE = "Komunitní plán sociálních služeb Turnova"


@pytest.fixture
def town():
    place = people.territory("Turnov", region=people.region())
    for kind in (BodyKind.STEERING, BodyKind.COMMISSION, BodyKind.BOARD, BodyKind.ASSEMBLY):
        bodies.rules(make.body(kind, place), numbering="{n}/{yyyy}")
    return place


@pytest.fixture
def triad(town):
    """Seat somebody for each side in the town's steering group."""
    group = town.bodies.get(kind=BodyKind.STEERING)
    return [bodies.member(group, side=side) for side in Side]


@pytest.fixture
def boss(desk, town):
    return desk(people.coordinator(town))


def the_edition():
    return Edition.objects.select_related("plan").get()


def page(name, *more):
    edition = the_edition()
    return reverse(f"plans:{name}", args=[edition.plan.slug, edition.pk, *more])


def plan_page():
    return reverse("plans:detail", args=[the_edition().plan.slug])


def opine(boss, clock, before):
    for row in the_edition().opinions.filter(before=before):
        boss.send(page("opinion-record", row.pk), verdict="agree", given_on=clock.ahead(0))


def found(boss, town):
    made = boss.send(
        reverse("plans:create"),
        title=TITLE,
        territory=town.pk,
        period_from="2027-01-01",
        period_to="2029-12-31",
        path=make.path("plan-mesta").pk,
        lead="Jak pomáhat lidem, kteří to sami nezvládnou.",
    )
    assert "Plán je založen" in made


def write(boss):
    for part in the_edition().parts.filter(is_required=True):
        boss.send(page("part-write", part.key), text=f"{part.title}: co víme.")
    boss.send(page("item-add"), title="Zůstat doma i ve stáří")
    costs = {"costs-0-year": 2027, "costs-0-source": "municipality", "costs-0-amount": "1 250 000"}
    boss.send(page("item-add"), title="Terénní péče o víkendu", **costs)
    assert "1 250 000" in boss.read(page("items"))


def review(boss, desk, clock, postbox, triad):
    assert "není určen nikdo" in boss.read(page("move", "submit_to_triad"))
    group = triad[0].mandates.get().seat.body
    assert "Určeno lidí: 3." in boss.send(page("triad"), body=group.pk)
    boss.send(page("move", "submit_to_triad"), due_on=clock.ahead(14))
    phone = desk()
    for person, verdict, text in zip(
        triad,
        ("agree", "reservation", "agree"),
        ("", "Chybí noclehárna.", ""),
        strict=True,
    ):
        reply = phone.answer(postbox.link(person.email), verdict=verdict, text=text)
        assert (reply.status_code, "je zapsáno" in reply.text) == (200, True)
    row = the_edition().reviews.get(verdict="reservation")
    boss.send(page("review-settle", row.pk), settlement="Noclehárna je u opatření 2.")
    assert "Noclehárna je u opatření 2." in postbox.text(triad[1].email)


def consult(boss, desk, clock):
    opine(boss, clock, "open_consultation")
    boss.send(
        page("move", "open_consultation"),
        opens_on=clock.ahead(0),
        closes_on=clock.ahead(13),
        answer_by=clock.ahead(44),
    )
    boss.send(
        page("hearing-plan"),
        starts_at_0=clock.ahead(10),
        starts_at_1="17:00",
        place="Kulturní dům",
    )
    assert "podací číslo 1" in desk().send(plan_page(), text="V sobotu pečovatelka nejezdí.")
    clock.after(14)
    hearing = the_edition().document.consultations.get().hearings.get()
    boss.send(page("hearing-record", hearing.pk), attendance=31, record="Mluvilo se o víkendech.")


def settle(boss, clock):
    assert hands.sweep(now=clock.now)["close_consultation"] == 1
    assert "Zbývá vypořádat 1 připomínku" in boss.read(page("move", "submit_for_approval"))
    comment = Comment.objects.get()
    where = page("comment", comment.number)
    boss.send(where, **{"settle-state": "accepted", "settle-reason": "Víkendy jsme doplnili."})
    assert "Víkendy jsme doplnili." in boss.read(page("settlement"))


def decide(boss, clock):
    opine(boss, clock, "submit_for_approval")
    boss.send(page("move", "submit_for_approval"))
    assert TITLE in boss.read(page("material"))
    for row, outcome in zip(
        the_edition().decisions.order_by("order"), ("recommends", "approves"), strict=True
    ):
        told = boss.send(
            page("decision-record", row.pk), outcome=outcome, decided_on=clock.after(7), mode="draw"
        )
        assert "1/2026" in told


def bring_into_force(boss, clock):
    boss.send(page("validity"), valid_from="2027-01-01", valid_to="2029-12-31")
    boss.send(page("move", "adopt"))
    boss.send(page("publish"), published_on=clock.ahead(0))
    clock.after(120)
    assert hands.sweep(now=clock.now)["make_effective"] == 1
    assert misfits() == []


def test_a_plan_goes_from_its_founding_into_force(boss, desk, clock, postbox, town, triad):
    found(boss, town)
    write(boss)
    review(boss, desk, clock, postbox, triad)
    consult(boss, desk, clock)
    settle(boss, clock)
    decide(boss, clock)
    bring_into_force(boss, clock)

    edition = the_edition()
    assert (edition.state, edition.plan.state) == (EditionState.EFFECTIVE, PlanState.IN_FORCE)
    anybody = desk().read(plan_page())
    assert [TITLE in anybody, "Zůstat doma i ve stáří" in anybody, "v platnosti" in anybody] == [True] * 3
