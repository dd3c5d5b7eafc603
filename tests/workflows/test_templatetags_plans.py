from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.factories.people import TODAY
from workflows.enums import EditionState, Outcome, PlanState, Verdict
from workflows.models import Edition, Plan
from workflows.queries.work import Entry
from workflows.templatetags import plans, work


@pytest.mark.parametrize("state", EditionState)
def test_every_state_of_an_edition_has_its_tag(state):
    assert str(state.label) in plans.edition_tag(Edition(state=state, plan=Plan()))


@pytest.mark.parametrize("state", PlanState)
def test_every_state_of_a_plan_has_its_tag(state):
    assert str(state.label) in plans.plan_tag(Plan(state=state))


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_its_tag(verdict):
    assert str(verdict.label) in plans.verdict_tag(verdict)


@pytest.mark.parametrize(
    ("outcome", "color"),
    [
        (Outcome.APPROVES, "success"),
        (Outcome.TAKES_NOTE, "success"),
        (Outcome.POSTPONES, "warning"),
        (Outcome.NO_MAJORITY, "warning"),
        (Outcome.RETURNS, "error"),
        (Outcome.REJECTS, "error"),
    ],
)
def test_an_outcome_is_coloured_by_what_it_means(outcome, color):
    assert f'data-color="{color}"' in plans.outcome_tag(outcome)


def test_money_is_printed_as_czechs_do():
    written = {
        "": None,
        "1\xa0250\xa0000": Decimal("1250000.00"),
        "1\xa0250\xa0000,50": Decimal("1250000.50"),
    }
    assert [plans.money(number) for number in written.values()] == list(written)


def test_a_number_that_is_not_money_has_no_needless_zeros():
    assert [plans.number(n) for n in (None, Decimal("12.50"))] == ["", "12,5"]


@pytest.mark.parametrize(("days", "soon"), [(-1, True), (0, True), (7, True), (8, False)])
def test_soon_is_a_week(days, soon):
    due = TODAY + timedelta(days=days)
    assert work.is_soon(Entry("", "", "", "", "", "", due), TODAY) is soon


def test_what_has_no_term_is_neither_soon_nor_late():
    entry = Entry("", "", "", "", "", "")
    assert (work.is_soon(entry, TODAY), entry.days_late(TODAY)) == (False, 0)


def test_lateness_is_said_in_days():
    entry = Entry("", "", "", "", "", "", date(2026, 11, 14))
    assert work.lateness(entry, date(2026, 11, 21)) == "7 dní po termínu"
