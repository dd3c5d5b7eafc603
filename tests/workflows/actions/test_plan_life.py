"""The life of a plan follows its editions: force, extension, evaluation."""

from datetime import date

import pytest

from people import journal
from tests.factories import workflows as make
from workflows.enums import EditionKind, EditionState, PlanState
from workflows.models import Plan

pytestmark = pytest.mark.django_db
S = EditionState


def kinds(plan):
    return [entry.kind for entry in journal.of(plan).order_by("number")]


def in_force(edition):
    while edition.state != S.EFFECTIVE:
        edition = make.next_step(edition)
    return Plan.objects.get(pk=edition.plan_id)


def test_the_original_edition_puts_its_plan_in_force():
    edition = make.edition_in(S.ADOPTED)
    assert edition.plan.state == PlanState.PREPARING
    plan = in_force(edition)

    assert (plan.state, plan.has_public_edition) == (PlanState.IN_FORCE, True)
    last = journal.of(plan).order_by("number").last()
    assert (last.kind, last.data) == (
        "plan.in_force",
        {"edition": edition.pk, "from": "preparing", "to": "in_force"},
    )


def test_an_update_leaves_the_period_and_an_extension_moves_its_end():
    first = make.edition_in(S.EFFECTIVE, "plan-mesta")
    until = date(2031, 12, 31)
    plan = in_force(make.later_edition(first, EditionKind.UPDATE))
    assert (plan.state, plan.period_to) == (PlanState.IN_FORCE, make.PERIOD[1])

    plan = in_force(make.later_edition(first, EditionKind.EXTENSION, valid_to=until))
    assert (plan.state, plan.period_from, plan.period_to) == (PlanState.IN_FORCE, make.PERIOD[0], until)
    assert kinds(plan) == ["plan.created", *["plan.in_force"] * 3]


def evaluated(year):
    edition = make.edition_in(S.EFFECTIVE)
    plan = edition.plan
    make.editions.start(
        plan=plan,
        kind=EditionKind.EVALUATION,
        path=make.path("vyhodnoceni"),
        by=plan.coordinator,
        now=make.at(edition),
        year=year,
    )
    return Plan.objects.get(pk=plan.pk)


@pytest.mark.parametrize(("year", "state"), [(2027, PlanState.IN_FORCE), (None, PlanState.EVALUATING)])
def test_only_the_final_evaluation_moves_the_plan(year, state):
    plan = evaluated(year)
    assert (plan.state, "plan.evaluating" in kinds(plan)) == (state, year is None)
