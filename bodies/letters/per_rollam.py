"""Letters of a vote outside a meeting: the question with a personal link, a reminder, the result, the end."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from bodies.enums import RoundState
from bodies.models import Round, RoundVote
from people import post
from people.actions import link as links
from people.models import AccessLink, Letter, Person
from people.post import Message, write_all

FOLDER = "bodies/letters"
ROUND = "round"
# A personal link outlives its term, so that a late click still shows how the vote ended.
AFTER_TERM = dt.timedelta(days=60)
REMINDER = f"{FOLDER}/round_reminded"


def to_voters(
    name: str,
    key: str,
    held: Round,
    votes: Sequence[RoundVote],
    by: Person | None,
    now: dt.datetime,
    **more: Any,
) -> None:
    """Write the same letter to voters, each with their own link, in a fixed number of queries."""
    issued = voting_links(held, votes, by, now)
    shared = {"round": held, "body": held.body, **more}
    write_all(
        [
            Message(
                key=f"round-{key}:{vote.pk}",
                template=f"{FOLDER}/{name}",
                cause=held,
                to_person=vote.person,
                territory=held.body.territory,
                context={**shared, "seat": vote.seat, "link": issued[vote.pk]},
            )
            for vote in votes
            if vote.person.is_active and vote.person.email
        ],
        now=now,
    )


def voting_links(
    held: Round, votes: Sequence[RoundVote], by: Person | None, now: dt.datetime
) -> dict[int, AccessLink]:
    """Issue a personal link for each vote, all by one query."""
    made = [
        links.draw(
            purpose=ROUND,
            subject=vote,
            person=vote.person,
            expires_at=max(held.closes_at, now) + AFTER_TERM,
            by=by,
            now=now,
        )
        for vote in votes
    ]
    links.issue_all(made)
    return {vote.pk: link for vote, link in zip(votes, made, strict=True)}


def opened(*, held: Round, votes: Sequence[RoundVote], by: Person, now: dt.datetime) -> None:
    """Ask each voter for a vote, by a personal link that needs no account."""
    to_voters("round_opened", "opened", held, votes, by, now)


def reminded(*, held: Round, votes: Sequence[RoundVote], by: Person | None, now: dt.datetime) -> None:
    """Remind those who have not voted; the old link is good too, the new one saves looking for it."""
    to_voters("round_reminded", f"reminded-{now:%Y%m%d%H}", held, votes, by, now)


def closed(
    *, held: Round, votes: Sequence[RoundVote], told: str, label: str, by: Person | None, now: dt.datetime
) -> None:
    """Tell the voters how it ended, in words."""
    to_voters("round_closed", "closed", held, votes, by, now, told=told, resolution=label)


def cancelled(*, held: Round, votes: Sequence[RoundVote], now: dt.datetime) -> None:
    """Tell those who were asked that no vote is awaited any more; the links are closed, so none is given."""
    write_all(
        [
            Message(
                key=f"round-cancelled:{vote.pk}",
                template=f"{FOLDER}/round_cancelled",
                cause=held,
                to_person=vote.person,
                territory=held.body.territory,
                context={"round": held, "body": held.body, "reason": held.cancel_reason},
            )
            for vote in votes
            if vote.person.is_active and vote.person.email
        ],
        now=now,
    )


def clock_refused(*, held: Round, reason: str, now: dt.datetime) -> None:
    """Tell whoever runs the round that its result could not be carried over to the plan."""
    person = held.body.organiser or held.created_by
    if not person.is_active:
        return
    post.write(
        key=f"round-refused:{held.pk}",
        template=f"{FOLDER}/round_refused",
        cause=held,
        to_person=person,
        territory=held.body.territory,
        context={"round": held, "body": held.body, "reason": reason, "url": address(held)},
        now=now,
    )


def address(held: Round) -> str:
    """Full address of the page of a round, for those who have an account."""
    return f"{settings.SITE['url']}{reverse('rounds:detail', args=[held.pk])}"


@post.wanted(Round.journal_kind)
def needless(letter: Letter, now: dt.datetime) -> str:  # noqa: ARG001 - the registry's signature
    """Say why a reminder need not leave: the vote has ended or the person has voted meanwhile."""
    if letter.template != REMINDER:
        return ""
    waiting = RoundVote.objects.filter(round=letter.cause_id, person=letter.person_id, choice="")
    still = waiting.filter(round__state=RoundState.OPEN).exists()
    return "" if still else "Hlas už je zapsán, nebo hlasování skončilo."
