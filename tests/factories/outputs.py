"""Votes, outputs and rounds for tests."""

from datetime import date, datetime, timedelta

from bodies.actions import per_rollam
from bodies.actions import resolution as resolutions
from bodies.actions.per_rollam import Question
from bodies.actions.resolution import Point
from bodies.enums import BallotResult, BodyKind, Majority, OutputWord, Quorum, Verb
from bodies.models import AgendaItem, Ballot, Body, Resolution, Round
from people.models import Person, Territory
from tests.factories import bodies as make
from tests.factories import people

TAKEN = (12, 1, 1)


def council(where: Territory | None = None, **fields) -> Body:
    """A council with its numbering: it decides by votes only."""
    body = make.body(where, BodyKind.BOARD, **{"name": "Rada města", **fields})
    make.rules(body, is_statutory=True, numbering="{n}/{yy}/RM")
    return body


def advisory(where: Territory | None = None, members: int = 0, **rules) -> Body:
    """A college that recommends and may vote outside a meeting."""
    body = make.body(where, BodyKind.COLLEGE, name="Kolegium K21", short_name="K21")
    values = {"numbering": "{n}/{yy}", "output_word": OutputWord.RECOMMENDATION, "per_rollam": True}
    make.rules(body, **{**values, **rules})
    for _ in range(members):
        make.member(body)
    return body


def ballot(item: AgendaItem, votes: tuple[int, int, int] = TAKEN, **fields) -> Ballot:
    pro, against, abstained = votes
    passed = pro > (pro + against + abstained) / 2
    values = {
        "number": item.ballots.count() + 1,
        "wording": "Doporučuje schválit plán.",
        "quorum": Quorum.MAJORITY_ALL,
        "majority": Majority.MAJORITY_PRESENT,
        "member_count": 21,
        "present_count": sum(votes),
        "quorum_needed": 11,
        "votes_needed": 8,
        "has_quorum": True,
        "votes_for": pro,
        "votes_against": against,
        "abstained": abstained,
        "result": BallotResult.PASSED if passed else BallotResult.FAILED,
        "taken_at": make.at(date(2026, 11, 24), 10),
        **fields,
    }
    values.setdefault("recorded_by", people.person())
    return Ballot.objects.create(item=item, **values)


def point(text: str = "schválit plán služeb na rok 2027", verb: str = Verb.RECOMMENDS, **fields) -> Point:
    return Point(verb, text, **fields)


def resolution(
    item: AgendaItem, *points: Point, now: datetime, by: Person | None = None, **said
) -> Resolution:
    """An output of an item, from a vote that passed unless said otherwise."""
    vote = said.pop("ballot", None) or ballot(item)
    return resolutions.record(
        item=item, ballot=vote, points=points or [point()], by=by or people.person(), now=now, **said
    )


def question(now: datetime, days: int = 7, **fields) -> Question:
    values = {"title": "Termín konference", "wording": "uspořádat konferenci v květnu 2027", **fields}
    return Question(closes_at=now + timedelta(days=days), **values)


def round_of(body: Body, now: datetime, by: Person | None = None, **fields) -> Round:
    """A round that is open."""
    by = by or people.person()
    held = per_rollam.draft(body=body, question=question(now, **fields), by=by, now=now)
    return per_rollam.open_round(held=held, by=by, now=now)


def vote_all(held: Round, choice: str, now: datetime) -> None:
    for one in held.votes.select_related("person", "round"):
        per_rollam.vote(ballot=one, choice=choice, by=one.person, now=now)
