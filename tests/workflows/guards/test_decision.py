"""What follows from what councils decided: all, each for itself, in sequence, in parallel."""

import pytest

from tests.factories.workflows import decided, known
from workflows.enums import DecisionOrder, DecisionRule, EditionState, Need
from workflows.enums import Outcome as Out
from workflows.guards import decision as guards

S = EditionState


def codes(found):
    return [blocker.code for blocker in found]


def council(*decisions, rule=DecisionRule.ALL, **facts):
    return known(S.COUNCIL_APPROVAL, path={"decision_rule": rule}, decisions=decisions, **facts)


@pytest.mark.parametrize(
    ("decisions", "adopt", "reject"),
    [
        ([decided(Out.APPROVES)], [], ["not_refused"]),
        ([decided()], ["decision"], ["not_refused"]),
        ([decided(Out.APPROVES), decided()], ["decision"], ["not_refused"]),
        ([decided(Out.APPROVES), decided(Out.REJECTS)], ["decision"], []),
        ([decided(Out.APPROVES), decided(Out.POSTPONES)], ["decision"], ["not_refused"]),
        ([decided(Out.TAKES_NOTE)], ["decision"], ["not_refused"]),
        ([decided(Out.APPROVES), decided(is_informative=True)], [], ["not_refused"]),
        ([decided(Out.APPROVES), decided(Out.REJECTS, is_informative=True)], [], ["not_refused"]),
        ([decided(Out.APPROVES), decided(Out.RETURNS, is_ended=True)], [], ["not_refused"]),
    ],
)
def test_all_councils_have_to_approve(decisions, adopt, reject):
    facts = council(*decisions)

    assert codes(guards.councils_have_approved(facts)) == adopt
    assert codes(guards.councils_have_refused(facts)) == reject


@pytest.mark.parametrize(
    ("outcomes", "adopt", "reject"),
    [
        ([Out.APPROVES, Out.REJECTS], [], ["not_refused"]),
        ([Out.APPROVES, Out.RETURNS, Out.REJECTS], [], ["not_refused"]),
        ([Out.APPROVES, ""], ["decision"], ["not_refused"]),
        ([Out.REJECTS, Out.REJECTS], ["nobody_approved"], []),
        ([Out.REJECTS, Out.NO_MAJORITY], ["decision", "decision"], ["not_refused"]),
    ],
)
def test_in_a_union_each_village_decides_for_itself(outcomes, adopt, reject):
    facts = council(*map(decided, outcomes), rule=DecisionRule.EACH)

    assert codes(guards.councils_have_approved(facts)) == adopt
    assert codes(guards.councils_have_refused(facts)) == reject


def test_what_a_council_still_has_to_do_differs_from_what_it_did_otherwise():
    facts = council(decided(name="Rada"), decided(Out.AGREES, name="Zastupitelstvo"))

    assert [b.message for b in guards.councils_have_approved(facts)] == [
        "Chybí rozhodnutí: Rada.",
        "Zastupitelstvo plán neschválilo v potřebném znění.",
    ]


@pytest.mark.parametrize(
    ("order", "earlier", "expected"),
    [
        (DecisionOrder.SEQUENCE, decided(order=1), ["earlier_body"]),
        (DecisionOrder.SEQUENCE, decided(Out.POSTPONES, order=1), ["earlier_body"]),
        (DecisionOrder.SEQUENCE, decided(Out.RECOMMENDS, order=1), []),
        (DecisionOrder.SEQUENCE, decided(order=1, is_informative=True), []),
        (DecisionOrder.SEQUENCE, decided(order=1, is_ended=True), []),
        (DecisionOrder.SEQUENCE, decided(order=3), []),
        (DecisionOrder.PARALLEL, decided(order=1), []),
    ],
)
def test_in_sequence_a_body_decides_after_those_before_it(order, earlier, expected):
    mine = decided(order=2)
    facts = known(S.COUNCIL_APPROVAL, path={"decision_order": order}, decisions=(earlier, mine))

    assert codes(guards.earlier_bodies_have_decided(facts, mine)) == expected


def test_nothing_is_recorded_when_everybody_has_decided():
    assert codes(guards.some_decision_is_open(council(decided(Out.APPROVES)))) == ["all_decided"]
    assert codes(guards.some_decision_is_open(council(decided(Out.APPROVES), decided(Out.NO_MAJORITY)))) == []


def test_a_required_release_comes_before_the_decision():
    wants = {"release": Need.REQUIRED}

    assert codes(guards.material_is_released(known(path=wants))) == ["not_released"]
    assert codes(guards.material_is_released(known(path=wants, released=True))) == []
    assert codes(guards.material_is_released(known())) == []


def test_a_text_approved_with_changes_has_to_be_kept_as_approved():
    changed = {"wanted": (Out.APPROVES_WITH_CHANGES,), "changes": "bod 3"}

    assert codes(guards.amended_text_is_frozen(council(decided(Out.APPROVES_WITH_CHANGES, **changed)))) == [
        "amended_text"
    ]
    assert (
        guards.amended_text_is_frozen(council(decided(Out.APPROVES_WITH_CHANGES, adopted_version_id=7))) == []
    )
    assert guards.amended_text_is_frozen(council(decided(Out.APPROVES_WITH_CHANGES, is_ended=True))) == []
