"""A plan ends with its final evaluation and goes on as the next one; its items keep their trace."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from bodies.enums import BodyKind
from documents.actions import comment as comments
from people import journal
from tests.factories import bodies, people, reports
from tests.factories import plan_in_force as plans
from tests.factories import workflows as make
from tests.factories.walk import misfits
from tests.stories.conftest import plain
from workflows.actions import content
from workflows.enums import EditionKind, EditionState, PlanState
from workflows.models import ItemReport, Plan

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
FIRST, LAST = 2024, 2026
TITLE = f"Komunitní plán Domažlic {FIRST}–{LAST}"
WISH = "Prosíme i o víkend."
HOME, ADVICE, SHELTER = "Péče doma", "Dluhová poradna", "Noclehárna"


@pytest.fixture
def text(clock):
    """The plan of Domažlice for 2024–2026 in force, with three measures."""
    town = people.territory("Domažlice", region=people.region("Plzeňský kraj"))
    for kind in (BodyKind.BOARD, BodyKind.ASSEMBLY):
        bodies.rules(make.body(kind, town), numbering="{n}/{yyyy}")
    period, now = (date(FIRST, 1, 1), date(LAST, 12, 31)), clock.now - timedelta(days=1100)
    edition = make.plan(territory=town, title=TITLE, period=period, now=now).editions.get()
    make.fill(edition, items=0)
    top = reports.add(edition, "Bydlení a péče")
    costs = [content.Cost(year, "municipality", Decimal(100_000)) for year in range(FIRST, LAST + 1)]
    for title in (HOME, ADVICE, SHELTER):
        reports.add(
            edition,
            title,
            parent=top,
            values={"implementer": people.organisation(title), "needs": f"Chybí {title.lower()}."},
            costs=costs,
        )
    return plans.in_force(make.fresh(edition))


@pytest.fixture
def office(desk, binder, text):
    return binder(desk(text.plan.coordinator), text.plan)


def report_on_everything(office, clock, text):
    """The last year is over: one measure goes on, one is done, one was dropped."""
    clock.until(date(LAST + 1, 1, 18))
    for title, progress in ((HOME, "continuous"), (ADVICE, "done"), (SHELTER, "dropped")):
        said = {"said_by": title, "progress": progress, "text": f"{title}: co se stalo."}
        money = {"money-0-source": "municipality", "money-0-amount": "95 000,50 Kč"}
        key = text.items.get(title=title).key
        office.send("report-write", "Zapsat hlášení", LAST, key, **said, **money)
    assert "3 z 3" in office.read("reports", rok=LAST)


def evaluate_finally(office, clock):
    """The final evaluation moves the plan when it begins and closes it when councils take note of it."""
    edition = office.start(EditionKind.EVALUATION, make.path("vyhodnoceni"))
    office.plan.refresh_from_db()
    assert (edition.is_final_evaluation, office.plan.state) == (True, PlanState.EVALUATING)
    office.send("part-write", "", edition.pk, "triada", text="Sešli jsme se čtyřikrát.")
    office.desk.send(office.url("part-write", edition.pk, "financovani") + "?cisla=1", "Uložit kapitolu")
    office.decide(edition, clock, "takes_note", "takes_note")
    office.plan.refresh_from_db()
    assert (edition.state, office.plan.state) == (EditionState.EFFECTIVE, PlanState.CLOSED)
    return edition


def nothing_is_added(office, text):
    """A closed plan is read only."""
    key = text.items.get(title=HOME).key
    refused = office.desk.answer(office.url("report-write", LAST, key), "Zapsat hlášení", progress="done")
    assert (refused.status_code, ItemReport.objects.filter(key=key).get().progress) == (409, "continuous")
    assert "Plán už skončil" in office.desk.read(office.url("edition-new", druh="update"))


def begin_again(office, binder, text):
    """The next plan takes over what is not finished, under the same keys, and how the old one ended."""
    path = make.path("plan-mesta-rada")
    told = office.send("next", "Začít nový cyklus", path=path.pk)
    assert "Nový cyklus začal." in told
    plan = Plan.objects.exclude(pk=office.plan.pk).get()
    assert (plan.title, plan.predecessor) == (TITLE.replace("2024–2026", "2027–2029"), office.plan)
    edition = plan.editions.get()
    assert plans.numbers(edition) == ["1", "1.1"]
    kept = edition.items.get(title=HOME)
    assert (kept.key, kept.costs.count()) == (text.items.get(title=HOME).key, 0)
    chapter = edition.parts.get(key="vyhodnoceni").text
    assert ["Sešli jsme se čtyřikrát." in chapter, "285 001,50" in plain(chapter)] == [True, True]

    again = office.desk.client.post(office.url("next"), {"path": path.pk, "title": "Znovu"})
    assert (again.status_code in (409, 422), Plan.objects.count()) == (True, 2)
    return binder(office.desk, plan)


def bring_into_force(heir, clock):
    """The new plan goes its way; somebody of the public speaks of the item that goes on."""
    edition = heir.plan.editions.get()
    key = edition.items.get(title=HOME).key
    costs = {"costs-0-year": 2027, "costs-0-source": "region", "costs-0-amount": "1 250 000"}
    heir.send("item-write", "", edition.pk, key, **costs)
    edition = make.fresh(edition)
    while edition.state != EditionState.EFFECTIVE:
        if edition.state == EditionState.CONSULTATION:
            comment_on(edition, key)
        if edition.state == EditionState.SETTLEMENT:
            make.settle_comments(edition)
        edition = make.next_step(edition)
    clock.now = max(clock.now, make.at(edition, days=1))
    return edition


def comment_on(edition, key):
    window, by = make.window(edition), make.coordinator(edition)
    said = comments.submit(
        consultation=window, text=WISH, part_key=str(key), part_label=HOME, now=make.at(edition, minutes=5)
    )
    comments.moderate(comment=said, shown=True, reason="", by=by, now=make.at(edition, minutes=9))


def read_trace(desk, office, heir, text):
    """Everybody follows the item across both plans; what ended is followed in the old one only."""
    key, gone = (text.items.get(title=title).key for title in (HOME, SHELTER))
    pages = [heir.read("trace", key), desk().read(reverse("public:trace", args=[heir.plan.slug, key]))]
    for words in (TITLE, heir.plan.title, "Chybí péče doma.", "plněno průběžně", WISH):
        assert [words in page for page in pages] == [True, True], words
    # What implementers write is the office's; the public reads what councils took note of.
    assert ["Péče doma: co se stalo." in page for page in pages] == [True, False]
    public = [reverse("public:trace", args=[one.plan.slug, gone]) for one in (office, heir)]
    assert [desk().status(url) for url in public] == [200, 404]


def test_a_plan_is_evaluated_closed_and_goes_on_as_the_next_one(office, binder, desk, clock, text):
    report_on_everything(office, clock, text)
    evaluate_finally(office, clock)
    nothing_is_added(office, text)
    heir = begin_again(office, binder, text)
    edition = bring_into_force(heir, clock)
    read_trace(desk, office, heir, text)

    heir.plan.refresh_from_db()
    assert (edition.state, heir.plan.state) == (EditionState.EFFECTIVE, PlanState.IN_FORCE)
    pages = [desk().read(reverse("plans:detail", args=[one.plan.slug])) for one in (office, heir)]
    assert ["Pokračuje plánem" in pages[0], "Navazuje na plán" in pages[1]] == [True, True]
    assert misfits() == []
    call_command("check_flows")
    assert journal.verify() == []
