"""The life of a plan follows its editions: force, extension, evaluation."""

from datetime import date, timedelta

import pytest

from people import journal
from people.errors import Blocked
from tests.factories import workflows as make
from workflows.actions import approval, content
from workflows.enums import EditionKind, EditionState, PlanState
from workflows.models import Plan

pytestmark = pytest.mark.django_db
S = EditionState
NOTED = {"kind": "decision", "body_kind": "board", "required_outcomes": ["takes_note"]}


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


def final_evaluation(plan):
    """Start the final evaluation of a plan in force and write what has to be written."""
    edition = make.editions.start(
        plan=plan,
        kind=EditionKind.EVALUATION,
        path=make.path("vyhodnoceni", triad="none", steps=[NOTED]),
        by=plan.coordinator,
        now=make.NOW + timedelta(days=400),
    )
    by, now = plan.coordinator, make.at(edition)
    for part in edition.parts.filter(is_required=True):
        content.write_part(part=part, text="Sešli se tři.", read_at=part.revision, by=by, now=now)
    return make.fresh(edition)


def taken_note_of(edition):
    """Bring an evaluation before the councils, which take note of it, and say since when it holds."""
    edition = make.fresh(make.to_councils(edition))
    by, now = make.coordinator(edition), make.at(edition)
    approval.set_validity(edition=edition, valid_from=now.date(), valid_to=None, by=by, now=now)
    return make.adopt(make.fresh(edition))


def test_an_evaluation_has_chapters_of_its_own_and_says_how_the_triad_took_part():
    edition = final_evaluation(make.edition_in(S.EFFECTIVE).plan)
    parts = {part.key: (part.is_required, part.source) for part in edition.parts.all()}
    assert list(parts) == ["postup", "triada", "vyhodnoceni", "financovani", "zavery"]
    assert parts["triada"] == (True, "§ 95 písm. e) zákona č. 108/2006 Sb.")
    assert [key for key, (required, _source) in parts.items() if required] == ["triada"]


def test_a_final_evaluation_that_comes_into_force_closes_the_plan():
    first = make.edition_in(S.EFFECTIVE)
    evaluation = taken_note_of(final_evaluation(first.plan))
    plan = Plan.objects.get(pk=first.plan_id)
    assert (evaluation.state, plan.state) == (S.EFFECTIVE, PlanState.CLOSED)
    assert make.fresh(first).state == S.EFFECTIVE
    last = journal.of(plan).order_by("number").last()
    assert (last.kind, last.data["to"]) == ("plan.closed", "closed")


def test_what_is_still_prepared_keeps_the_plan_from_being_closed():
    first = make.edition_in(S.EFFECTIVE)
    update = make.later_edition(first, EditionKind.UPDATE)
    evaluation = final_evaluation(first.plan)
    with pytest.raises(Blocked) as refusal:
        taken_note_of(evaluation)
    assert [(b.code, b.link) for b in refusal.value.blockers] == [
        ("still_prepared", f"/plany/{first.plan.slug}/?zneni={update.pk}")
    ]
    assert Plan.objects.get(pk=first.plan_id).state == PlanState.EVALUATING


def test_a_final_evaluation_that_is_withdrawn_gives_the_plan_its_force_back():
    plan = make.edition_in(S.EFFECTIVE).plan
    evaluation = final_evaluation(plan)
    assert Plan.objects.get(pk=plan.pk).state == PlanState.EVALUATING
    make.editions.withdraw(
        edition=evaluation, reason="Udělá se později.", by=plan.coordinator, now=make.at(evaluation)
    )
    assert Plan.objects.get(pk=plan.pk).state == PlanState.IN_FORCE
    assert kinds(plan)[-2:] == ["plan.evaluating", "plan.in_force"]
