"""Facts are loaded by a fixed number of queries, whatever the size of the plan."""

from datetime import timedelta

import pytest

from people.enums import Side
from tests.factories import people
from tests.factories import workflows as make
from workflows import guards
from workflows.actions import review
from workflows.enums import Deed, EditionState, Verdict

pytestmark = pytest.mark.django_db
S = EditionState


def facts_of(edition):
    return guards.facts(make.fresh(edition), make.at(edition))


def seated(edition, count):
    """Name people who hold seats; the facts then ask for their mandates too."""
    group = make.body("steering", edition.plan.territory)
    for side in Side:
        for _ in range(count):
            seat, who = make.seat(group, side), people.person()
            make.mandate(seat, who)
            review.name(
                edition=edition, person=who, side=side, seat=seat, by=make.coordinator(edition), now=make.NOW
            )
    return group


@pytest.mark.parametrize("size", [1, 12])
def test_facts_of_any_size_are_six_queries(size, django_assert_num_queries):
    edition = make.drafted("plan-mesta")
    make.fill(edition, items=size)
    seated(edition, size)
    edition = make.fresh(edition)

    with django_assert_num_queries(6):
        facts = guards.facts(edition, make.NOW)
        assert guards.blockers(facts, Deed.SUBMIT_TO_TRIAD) == []
    assert (facts.item_count, len(facts.named)) == (size + 1, 3 * size)


@pytest.mark.parametrize("comments", [1, 9])
def test_comments_are_counted_not_loaded(comments, django_assert_num_queries):
    edition = make.edition_in(S.CONSULTATION)
    for number in range(comments):
        make.comment(edition, f"Připomínka {number}.")
    edition = make.fresh(edition)

    with django_assert_num_queries(5):
        facts = guards.facts(edition, make.at(edition, days=1))
    assert (facts.comments, facts.open_comments, facts.consultation_done) == (comments, comments, False)


def test_a_mandate_is_judged_on_the_day_of_the_question():
    edition = make.drafted()
    group = seated(edition, 1)
    held = group.seats.first().mandates.get()
    held.ends_on = make.TODAY + timedelta(days=3)
    held.save()
    edition = make.fresh(edition)

    today = guards.facts(edition, make.NOW)
    later = guards.facts(edition, make.NOW + timedelta(days=4))

    assert [guards.blockers(today, Deed.SUBMIT_TO_TRIAD), [r.person for r in later.without_mandate]] == [
        [],
        [held.person],
    ]


def test_only_the_round_that_runs_is_judged():
    edition = make.edition_in(S.TRIAD_REVIEW)
    make.answer_all(edition, Verdict.RETURN, "Doplňte čísla.")
    returned = facts_of(edition)
    make.editions.return_for_rework(
        edition=edition, reason="Doplnit.", by=make.coordinator(edition), now=make.at(edition)
    )
    edition = make.hand_over(make.fresh(edition))
    again = facts_of(edition)

    assert [len(returned.reviews), {s.verdict for s in returned.sides}] == [3, {Verdict.RETURN}]
    assert [len(again.reviews), {s.verdict for s in again.sides}] == [3, {None}]


def test_a_window_that_was_cut_short_is_no_consultation():
    edition = make.edition_in(S.CONSULTATION)
    make.editions.return_for_rework(
        edition=edition, reason="Chyba.", by=make.coordinator(edition), now=make.at(edition)
    )
    facts = facts_of(edition)

    assert (facts.consultation, facts.consultation_done) == (None, False)


def test_the_release_is_that_of_the_last_version():
    edition = make.edition_in(S.COUNCIL_APPROVAL, submitter=people.person())
    facts = facts_of(edition)

    assert (facts.version.number, facts.release_asked, facts.released) == (1, True, False)


def test_moves_are_offered_by_the_law_in_the_order_of_the_path():
    offered = {state: guards.deeds(make.edition_in(state)) for state in (S.DRAFTING, S.CONSULTATION)}
    offered[S.EFFECTIVE] = guards.deeds(make.edition_in(S.EFFECTIVE))

    assert offered == {
        S.DRAFTING: [Deed.SUBMIT_TO_TRIAD, Deed.OPEN_CONSULTATION, Deed.SUBMIT_FOR_APPROVAL, Deed.WITHDRAW],
        S.CONSULTATION: [
            Deed.EXTEND_CONSULTATION,
            Deed.CLOSE_CONSULTATION,
            Deed.RETURN_FOR_REWORK,
            Deed.WITHDRAW,
        ],
        S.EFFECTIVE: [],
    }
