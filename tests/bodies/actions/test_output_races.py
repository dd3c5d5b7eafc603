"""Two people at once over an output or a vote: one does it, the other is told so, nothing is half done."""

from datetime import date, timedelta

import pytest

from bodies.actions import per_rollam
from bodies.actions import resolution as resolutions
from bodies.enums import BallotResult, Choice, RoundState
from bodies.models import Resolution, Round, RoundVote
from people import journal
from tests.factories import bodies as make
from tests.factories import outputs, people
from tests.factories import workflows as plans
from tests.factories.races import at_once
from workflows.actions import decision as decisions
from workflows.enums import EditionState, Outcome

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
DAY = date(2026, 11, 24)
NOW = make.at(DAY, 11)


def test_two_numbers_at_once_are_two_numbers():
    body, by = outputs.council(), people.person()
    items = [make.item(make.in_session(body, DAY + timedelta(days=n))) for n in (-2, -1, 0)]
    votes = [outputs.ballot(item) for item in items]

    ended = at_once(
        *[
            lambda item=item, vote=vote: outputs.resolution(item, ballot=vote, by=by, now=NOW)
            for item, vote in zip(items, votes, strict=True)
        ]
    )

    assert ended == ["done"] * 3
    assert sorted(Resolution.objects.values_list("number", flat=True)) == ["1/26/RM", "2/26/RM", "3/26/RM"]


def test_a_double_click_records_one_output():
    item, by = make.item(make.in_session(outputs.council(), DAY)), people.person()
    vote = outputs.ballot(item)

    ended = at_once(*[lambda: outputs.resolution(item, ballot=vote, by=by, now=NOW)] * 3)

    assert sorted(ended) == ["Gone", "Gone", "done"]
    assert (Resolution.objects.count(), list(journal.verify())) == (1, [])


def test_the_same_number_typed_in_twice_is_taken_once():
    item, by = make.item(make.in_session(outputs.council(), DAY)), people.person()
    rows = [outputs.resolution(item, draw_number=False, by=by, now=NOW) for _ in range(2)]

    ended = at_once(
        *[
            lambda row=row: resolutions.add_number(resolution=row, number="9/26", by=by, now=NOW)
            for row in rows
        ]
    )

    assert sorted(ended) == ["Refused", "done"]
    assert Resolution.objects.filter(number="9/26").count() == 1


def test_a_decision_by_hand_and_one_in_minutes_at_once_are_one_decision():
    edition = plans.edition_in(EditionState.COUNCIL_APPROVAL)
    row = plans.open_decisions(edition)[0]
    plans.orders(row.body)
    when, by = plans.at(edition), people.person()
    meeting = make.in_session(row.body, when.date())
    item = make.item(meeting, document=edition.document)
    vote = outputs.ballot(item)

    ended = at_once(
        lambda: outputs.resolution(item, ballot=vote, outcome=Outcome.APPROVES, by=by, now=when),
        lambda: decisions.record(
            decision=row,
            outcome=Outcome.APPROVES,
            decided_on=when.date(),
            by=by,
            now=when,
            read_at=row.revision,
            draw_number=True,
            meeting=meeting,
        ),
    )

    row.refresh_from_db()
    assert ended in (["done", "Gone"], ["Refused", "done"])
    assert (row.resolution is not None) == (ended[0] == "done")
    assert list(journal.verify()) == []


@pytest.mark.parametrize("_round", range(2))
def test_a_vote_at_the_instant_of_closing_counts_or_is_refused(_round):
    held = outputs.round_of(outputs.advisory(members=3), NOW)
    one, two, _three = RoundVote.objects.select_related("person", "round")
    for vote in (one, two):
        per_rollam.vote(ballot=vote, choice=Choice.FOR, by=vote.person, now=NOW)
    end = held.closes_at

    def change():
        per_rollam.vote(ballot=one, choice=Choice.AGAINST, by=one.person, now=end - timedelta(milliseconds=1))

    changed, *closed = at_once(change, *[lambda: per_rollam.sweep(now=end)] * 2)

    row = Round.objects.get(pk=held.pk)
    against = RoundVote.objects.filter(round=row, choice=Choice.AGAINST).count()
    assert closed == ["done"] * 2
    assert (row.state, row.result, against) in [
        (RoundState.CLOSED, BallotResult.PASSED, 0),
        (RoundState.CLOSED, BallotResult.FAILED, 1),
    ]
    assert (changed == "done") == (against == 1)
    assert Resolution.objects.filter(round=row).count() == (row.result == BallotResult.PASSED)
    assert list(journal.verify()) == []


def test_two_votes_of_one_person_at_once_are_one_vote_and_the_journal_tells_both():
    held = outputs.round_of(outputs.advisory(members=1), NOW)
    one = held.votes.select_related("person", "round").get()

    ended = at_once(
        *[
            lambda choice=choice: per_rollam.vote(ballot=one, choice=choice, by=one.person, now=NOW)
            for choice in (Choice.FOR, Choice.AGAINST)
        ]
    )

    one.refresh_from_db()
    told = [entry.data for entry in journal.of(held) if entry.kind == "round.voted"]
    first, last = sorted(told, key=lambda data: bool(data["from"]))
    assert ended == ["done"] * 2
    assert (first["from"], last["from"], last["to"]) == ("", first["to"], one.choice)


def test_closing_and_cancelling_at_once_end_it_one_way():
    held, by = outputs.round_of(outputs.advisory(members=1), NOW), people.person()
    outputs.vote_all(held, Choice.FOR, NOW)

    ended = at_once(
        lambda: per_rollam.close(held=held, by=by, now=NOW),
        lambda: per_rollam.cancel(held=held, reason="Omyl.", by=by, now=NOW),
    )

    assert sorted(ended) == ["Gone", "done"]
    held.refresh_from_db()
    assert (held.state == RoundState.CLOSED) == Resolution.objects.filter(round=held).exists()
