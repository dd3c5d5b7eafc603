from decimal import Decimal

import pytest

from people import journal
from people.errors import Gone, Refused
from tests.factories import inputs as make
from tests.factories import people, reports, workflows
from tests.factories import plan_in_force as later
from workflows.actions import proposal as proposals
from workflows.enums import EditionKind

pytestmark = pytest.mark.django_db
NOW = make.NOW


@pytest.fixture
def text():
    return make.plan_text(("Charita",))


@pytest.fixture
def draft(text):
    """Return the action plan of the year to come that is being written."""
    edition = later.start(text, EditionKind.ACTION_PLAN, 2027, keys=[one.key for one in text.items.all()])
    return workflows.fresh(edition)


def money(amount: str = "120000", source: str = "region", municipality: int | None = None) -> dict:
    return {"source": source, "municipality": municipality, "amount": amount}


def test_a_proposal_becomes_an_item_with_its_money_and_implementer(text, draft):
    village = people.territory("Smržovka")
    row = make.proposal(text, money=[money(), money("5000.50", "municipality", village.pk)])
    by = workflows.coordinator(text)

    item = proposals.take(proposal=row, edition=draft, parent=draft.items.get(depth=0), by=by, now=NOW)

    row.refresh_from_db()
    assert (row.outcome, row.item, row.settled_by, row.settled_at) == ("taken", item.key, by, NOW)
    assert (item.title, item.implementer, item.depth) == ("Odlehčovací služba", row.request.organisation, 1)
    assert {(c.year, c.source, c.amount, c.municipality) for c in item.costs.all()} == {
        (2027, "region", Decimal(120_000), None),
        (2027, "municipality", Decimal("5000.50"), village),
    }


def test_a_proposal_gives_its_money_to_an_item_that_is_there(text, draft):
    into = draft.items.filter(depth=1).first()
    row = make.proposal(text, key=into.key, money=[money()])
    by = workflows.coordinator(text)

    item = proposals.take(proposal=row, edition=draft, into=into, by=by, now=NOW)

    assert (item.pk, item.title) == (into.pk, into.title)
    assert [(c.year, c.source, c.amount) for c in item.costs.all()] == [(2027, "region", Decimal(120_000))]


def test_a_proposal_is_declined_with_a_reason_only(text):
    row, by = make.proposal(text), workflows.coordinator(text)
    with pytest.raises(Refused, match="proč"):
        proposals.decline(proposal=row, reason=" ", by=by, now=NOW)

    proposals.decline(proposal=row, reason="Není z čeho.", by=by, now=NOW)

    row.refresh_from_db()
    assert (row.outcome, row.reason, row.settled_by) == ("declined", "Není z čeho.", by)


def test_a_proposal_is_settled_once(text, draft):
    row, by = make.proposal(text), workflows.coordinator(text)
    proposals.decline(proposal=row, reason="Není z čeho.", by=by, now=NOW)
    with pytest.raises(Gone):
        proposals.take(proposal=row, edition=draft, by=by, now=NOW)
    with pytest.raises(Gone):
        proposals.decline(proposal=row, reason="Znovu.", by=by, now=NOW)


def test_a_settled_proposal_waits_again_and_its_item_stays(text, draft):
    row, by = make.proposal(text, money=[money()]), workflows.coordinator(text)
    item = proposals.take(proposal=row, edition=draft, by=by, now=NOW)

    row = proposals.reopen(proposal=row, by=by, now=NOW)

    assert (row.outcome, row.item, row.reason, row.settled_at, row.settled_by) == (
        "open",
        None,
        "",
        None,
        None,
    )
    assert draft.items.filter(pk=item.pk).exists()
    assert journal.of(row).last().data == {"request": row.request_id, "before": "taken"}
    proposals.decline(proposal=row, reason="Není z čeho.", by=by, now=NOW)


def test_a_proposal_that_waits_is_not_reopened(text):
    with pytest.raises(Gone, match="už znovu rozhoduje"):
        proposals.reopen(proposal=make.proposal(text), by=workflows.coordinator(text), now=NOW)


def test_a_proposal_goes_neither_into_a_text_in_force_nor_into_another_plan(text, draft):
    row, by = make.proposal(text), workflows.coordinator(text)
    with pytest.raises(Gone, match="nelze ho měnit"):
        proposals.take(proposal=row, edition=text, by=by, now=NOW)
    with pytest.raises(Refused, match="k jinému plánu"):
        proposals.take(proposal=row, edition=workflows.drafted(), by=by, now=NOW)
    with pytest.raises(Refused, match="v jiném znění"):
        proposals.take(proposal=row, edition=draft, parent=reports.measures(text)[0], by=by, now=NOW)
