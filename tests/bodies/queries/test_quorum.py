"""The arithmetic of quorum and majority over everything that can happen in a body."""

from hypothesis import assume, given
from hypothesis import strategies as st

from bodies.enums import Majority, Quorum
from bodies.queries.quorum import quorum_needed, result_of, standing, votes_needed

MEMBERS = st.integers(1, 300)
MAJORITIES = st.sampled_from(Majority.values)
QUORUMS = st.sampled_from(Quorum.values)


def ends(majority, members, present, votes_for, against):
    needed = votes_needed(majority, members=members, present=present, against=against)
    return result_of(majority, votes_for=votes_for, against=against, needed=needed)


@given(QUORUMS, MEMBERS)
def test_all_members_are_always_enough_and_never_more_than_all_are_needed(quorum, members):
    assert 0 <= quorum_needed(quorum, members) <= members
    assert standing(quorum, members=members, present=members).has_quorum


@given(QUORUMS, MEMBERS, st.data())
def test_one_more_who_comes_never_loses_the_quorum(quorum, members, data):
    present = data.draw(st.integers(0, members - 1))
    before, after = (standing(quorum, members=members, present=n) for n in (present, present + 1))
    assert after.has_quorum or not before.has_quorum
    assert after.spare == before.spare + 1


@given(MEMBERS)
def test_a_majority_of_all_is_more_than_a_half_and_the_least_such(members):
    needed = quorum_needed(Quorum.MAJORITY_ALL, members)
    assert 2 * (needed - 1) <= members < 2 * needed


@given(MAJORITIES, MEMBERS, st.data())
def test_one_vote_more_for_a_proposal_never_fails_it(majority, members, data):
    present = data.draw(st.integers(1, members))
    against = data.draw(st.integers(0, present - 1))
    votes_for = data.draw(st.integers(0, present - against - 1))
    before, after = (ends(majority, members, present, n, against) for n in (votes_for, votes_for + 1))
    assert after == "passed" or before == "failed"


@given(MAJORITIES, MEMBERS, st.data())
def test_one_vote_more_against_never_passes_it(majority, members, data):
    present = data.draw(st.integers(1, members))
    votes_for = data.draw(st.integers(0, present - 1))
    against = data.draw(st.integers(0, present - votes_for - 1))
    before, after = (ends(majority, members, present, votes_for, n) for n in (against, against + 1))
    assert before == "passed" or after == "failed"


@given(MAJORITIES, MEMBERS, st.data())
def test_nothing_passes_without_a_vote_for_it_and_everything_with_all_of_them(majority, members, data):
    present = data.draw(st.integers(1, members))
    assert ends(majority, members, present, 0, data.draw(st.integers(0, present))) == "failed"
    assert ends(majority, members, members, members, 0) == "passed"


@given(MEMBERS, st.data())
def test_under_the_rule_of_all_a_proposal_and_its_opposite_never_both_pass(members, data):
    present = data.draw(st.integers(1, members))
    votes_for = data.draw(st.integers(0, present))
    against = data.draw(st.integers(0, present - votes_for))
    majority = data.draw(MAJORITIES)
    assume(majority != Majority.CONSENSUS)
    both = (ends(majority, members, present, *pair) for pair in ((votes_for, against), (against, votes_for)))
    assert set(both) != {"passed"}
