import pytest

from people.enums import Side
from tests.factories.workflows import said
from workflows.enums import SideRule, Verdict
from workflows.guards.triad import side_verdicts, verdict_of

A, R, X = Verdict.AGREE, Verdict.RESERVATION, Verdict.RETURN


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ([], None),
        ([A], A),
        ([A, A, R], R),
        ([A, R, X], X),
        ([X, A, A, A], X),
    ],
)
def test_under_the_strict_rule_the_gravest_answer_speaks_for_the_side(answers, verdict):
    assert verdict_of(answers, SideRule.STRICT) == verdict


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ([], None),
        ([A, A, X], A),
        ([X, X, A], X),
        ([X, A], R),
        ([X, X, A, A], R),
        ([A, R], R),
        ([A, A, R], A),
        ([R, R, X], R),
    ],
)
def test_under_majority_a_side_returns_only_when_more_than_half_do(answers, verdict):
    assert verdict_of(answers, SideRule.MAJORITY) == verdict


def test_a_side_has_no_verdict_until_its_last_person_has_answered():
    rows = [
        said(Side.USERS, A),
        said(Side.USERS),
        said(Side.PROVIDERS, R),
        said(Side.PROVIDERS, excused=True),
    ]

    users, providers, commissioners = side_verdicts(rows, SideRule.STRICT)

    assert (users.verdict, users.is_open, users.asked, users.answered) == (None, True, 2, 1)
    assert (providers.verdict, providers.is_open, providers.asked, providers.answered) == (R, False, 1, 1)
    assert (commissioners.verdict, commissioners.is_open, commissioners.asked) == (None, False, 0)


def test_a_side_counts_its_verdicts():
    (users, *_others) = side_verdicts(
        [said(Side.USERS, A), said(Side.USERS, A), said(Side.USERS, R)], "strict"
    )

    assert [users.count(v) for v in Verdict] == [2, 1, 0]
