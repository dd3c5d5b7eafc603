"""Votes outside a meeting (per rollam): drafted, opened, voted, closed by the clock, reported to a meeting.

Lock order: round → the owner of the document → number series → journal head. Every vote takes the lock of
its round, so a vote either counts in the result or is refused; never both, never neither.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bodies.actions import resolution as resolutions
from bodies.enums import BallotResult, Choice, Majority, Outcome, RoundState, Verb
from bodies.holders import matters
from bodies.letters import per_rollam as letters
from bodies.models import AgendaItem, Body, Resolution, Round, RoundVote, StandingOrders
from bodies.queries import quorum
from bodies.queries.membership import members_on, rules_on, voting_seats_on
from bodies.queries.rounds import MAJORITIES, result_in_words, tally, unreported
from documents.models import Document
from people import journal, post
from people.actions import link as links
from people.errors import Gone, Refused, Stale
from people.models import Person

REMIND_BEFORE = dt.timedelta(days=2)
REMIND_AGAIN = dt.timedelta(days=1)
CHOICES = (Choice.FOR, Choice.AGAINST, Choice.ABSTAINED)
# Tasks are assigned at a meeting, where it is said to whom and until when.
VERBS = tuple(verb for verb in Verb if verb != Verb.ASSIGNS)


def allowing(body: Body, day: dt.date) -> StandingOrders:
    """Return the rules of a body on a day. Raises Refused when they do not let it vote outside a meeting."""
    rules = rules_on(body, day)
    if rules.is_statutory:
        raise Refused(_("Tento orgán rozhoduje jen na řádně svolaném jednání, mimo jednání hlasovat nemůže."))
    if not rules.per_rollam:
        raise Refused(_("Pravidla tohoto orgánu hlasování mimo jednání nepřipouštějí."))
    return rules


def locked(held: Round) -> Round:
    """Lock a round before anything of it and read it again."""
    Round.objects.select_for_update(of=("self",), no_key=True).get(pk=held.pk)
    parts = ("body__territory", "body__organiser", "document", "version", "created_by")
    return Round.objects.select_related(*parts).get(pk=held.pk)


def votes_of(held: Round) -> list[RoundVote]:
    return list(held.votes.select_related("person", "seat"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a round asks: the matter, the exact wording after its verb, until when, by what majority."""

    title: str
    wording: str
    closes_at: dt.datetime
    verb: str = Verb.RECOMMENDS
    reasons: str = ""
    majority: str = Majority.MAJORITY_ALL
    document: Document | None = None
    outcome: str = ""


@transaction.atomic
def draft(*, body: Body, question: Question, by: Person, now: dt.datetime) -> Round:
    """Prepare a vote outside a meeting; nobody is asked yet.

    Raises Refused when the body may not vote so, or when the question makes no sense.
    """
    allowing(body, timezone.localdate(now))
    held = Round(body=body, created_by=by, created_at=now)
    fill(held, question)
    held.save()
    journal.record(held, "round.drafted", by=by, at=now, data={"body": body.pk}, personal=told(held))
    return held


@transaction.atomic
def describe(*, held: Round, question: Question, read_at: int, by: Person, now: dt.datetime) -> Round:
    """Change a round that nobody has been asked about yet.

    Raises Gone when it is open already, Stale when somebody else changed it meanwhile.
    """
    row = locked(held)
    if row.state != RoundState.DRAFT:
        raise Gone
    if row.revision != read_at:
        raise Stale(yours=question.wording, current=row.wording)
    fill(row, question)
    row.revision += 1
    row.save()
    journal.record(row, "round.described", by=by, at=now, personal=told(row))
    return row


def fill(held: Round, question: Question) -> None:
    """Write the question of a round. Raises Refused when it says nothing or means what it cannot."""
    if not question.title.strip() or not question.wording.strip():
        raise Refused(_("Napište, o čem a v jakém znění se hlasuje."))
    if question.verb not in VERBS:
        raise Refused(_("Úkoly se ukládají na jednání, ne hlasováním mimo jednání."))
    if question.majority not in MAJORITIES:
        raise Refused(_("Mimo jednání není nikdo přítomen: většina se počítá ze všech členů."))
    if question.outcome and question.document is None:
        raise Refused(_("Věc se netýká znění žádného plánu, do schvalování nemá co propsat."))
    if question.outcome in (Outcome.APPROVES_WITH_CHANGES, Outcome.NO_MAJORITY):
        raise Refused(_("Tento výsledek lze zapsat jen na jednání."))
    held.title, held.wording, held.verb = question.title.strip(), question.wording.strip(), question.verb
    held.reasons, held.majority = question.reasons.strip(), question.majority
    held.closes_at = question.closes_at
    held.document, held.outcome = question.document, question.outcome


def told(held: Round) -> dict[str, str]:
    return {"title": held.title, "wording": f"{held.get_verb_display()} {held.wording}"}


@transaction.atomic
def open_round(*, held: Round, by: Person, now: dt.datetime) -> Round:
    """Freeze the wording, the version and the voters, and ask each of them by a personal link.

    Raises Gone when it is open already, Refused when the rules do not allow it, when less time is left than
    they give, or when nobody may vote.
    """
    row = locked(held)
    if row.state != RoundState.DRAFT:
        raise Gone
    today = timezone.localdate(now)
    check_time(allowing(row.body, today), row.closes_at, now)
    voters = [member for member in members_on(row.body, today) if member.seat.is_voting]
    if not voters:
        raise Refused(_("Orgán nemá žádného člena s hlasem, není koho se ptát."))
    row.member_count = voting_seats_on(row.body, today)
    row.votes_needed = needed(row.majority, row.member_count)
    row.version = matters().current_version(row.document) if row.document else None
    row.opens_at = now
    row.open()
    row.revision += 1
    row.save()
    RoundVote.objects.bulk_create(
        RoundVote(round=row, person=member.person, seat=member.seat) for member in voters
    )
    data = {"voters": [m.person.pk for m in voters], "needed": row.votes_needed, "closes_at": row.closes_at}
    data |= {"version": row.version.number if row.version else None, "majority": row.majority}
    journal.record(row, "round.opened", by=by, at=now, data=data, personal=told(row))
    letters.opened(held=row, votes=votes_of(row), by=by, now=now)
    return row


def check_time(rules: StandingOrders, closes_at: dt.datetime, now: dt.datetime) -> None:
    """Refuse a term that leaves less time than the rules give."""
    days = (timezone.localdate(closes_at) - timezone.localdate(now)).days
    if closes_at > now and days >= rules.per_rollam_days:
        return
    text = ngettext(
        "Na hlasování musí podle pravidel orgánu zbývat nejméně %(n)d den. Posuňte prosím konec.",
        "Na hlasování musí podle pravidel orgánu zbývat nejméně %(n)d dní. Posuňte prosím konec.",
        rules.per_rollam_days,
    )
    raise Refused(text % {"n": rules.per_rollam_days})


def needed(majority: str, members: int) -> int:
    """Return how many votes for are needed; under consensus a majority, and nobody against."""
    rule = Majority.MAJORITY_ALL if majority == Majority.CONSENSUS else majority
    return quorum.votes_needed(rule, members=members, present=members)


@transaction.atomic
def vote(
    *,
    ballot: RoundVote,
    choice: str,
    by: Person,
    now: dt.datetime,
    comment: str = "",
    evidence: str = "",
) -> RoundVote:
    """Record a vote; until the end it may be changed, and the journal remembers what it was before.

    Raises Refused when the vote has ended, when the choice is none of the three, or when it is typed in for
    somebody without saying what proves it.
    """
    held = locked(ballot.round)
    if held.state != RoundState.OPEN or now >= held.closes_at:
        raise Refused(_("Hlasování už skončilo, hlas nelze zapsat ani změnit."))
    if choice not in CHOICES:
        raise Refused(_("Vyberte, zda jste pro, proti, nebo se zdržujete."))
    row = RoundVote.objects.select_related("person", "seat").get(pk=ballot.pk)
    if by.pk != row.person_id and not evidence.strip():
        raise Refused(_("Zapisujete za někoho jiného: uveďte, čím je hlas doložen."))
    before = row.choice
    row.choice, row.comment, row.evidence = choice, comment.strip(), evidence.strip()
    row.voted_at, row.recorded_by = now, by
    row.save()
    data = {"vote": row.pk, "person": row.person_id, "from": before, "to": choice}
    said = {name: text for name in ("comment", "evidence") if (text := getattr(row, name))}
    journal.record(held, "round.voted", by=by, at=now, data=data, personal=said or None)
    return row


@transaction.atomic
def remind(*, held: Round, by: Person | None, now: dt.datetime) -> int:
    """Remind those who have not voted and were not reminded within a day; return how many.

    Raises Gone when the vote has ended.
    """
    row = locked(held)
    if row.state != RoundState.OPEN or now >= row.closes_at:
        raise Gone
    again = now - REMIND_AGAIN
    waiting = [v for v in votes_of(row) if not v.choice and (v.reminded_at is None or v.reminded_at <= again)]
    RoundVote.objects.filter(pk__in=[v.pk for v in waiting]).update(reminded_at=now)
    if waiting:
        letters.reminded(held=row, votes=waiting, by=by, now=now)
        data = {"people": [v.person_id for v in waiting]}
        journal.record(row, "round.reminded", by=by, at=now, data=data)
    return len(waiting)


@transaction.atomic
def close(*, held: Round, by: Person | None, now: dt.datetime) -> Round:
    """End a vote at its term, or earlier once everybody has voted, and record the output if it passed.

    Raises Gone when it has ended, Refused when somebody may still vote.
    """
    row = locked(held)
    if row.state != RoundState.OPEN:
        raise Gone
    votes = votes_of(row)
    counted = tally(row, votes)
    if now < row.closes_at and not counted.is_complete:
        raise Refused(_("Hlasovat se ještě dá: dřív lze uzavřít, jen když hlasovali všichni."))
    row.result = quorum.result_of(
        row.majority, votes_for=counted.votes_for, against=counted.against, needed=counted.needed
    )
    row.closed_at = now
    row.close()
    row.revision += 1
    row.save()
    data = {"result": row.result, "for": counted.votes_for, "against": counted.against}
    data |= {"abstained": counted.abstained, "voters": counted.voters, "needed": counted.needed}
    journal.record(row, "round.closed", by=by, at=now, data=data)
    made = resolved(row, by=by, now=now) if row.result == BallotResult.PASSED else None
    letters.closed(
        held=row, votes=votes, told=result_in_words(row, votes), label=str(made or ""), by=by, now=now
    )
    return row


def resolved(held: Round, *, by: Person | None, now: dt.datetime) -> Resolution:
    """Record the output of a round that passed.

    The members have decided, whatever became of the plan meanwhile: when the plan refuses the outcome, the
    output stands without it and whoever runs the body is told why.
    """
    recorder = by or held.created_by
    if held.outcome:
        try:
            with transaction.atomic():
                return resolutions.record_round(held=held, outcome=held.outcome, by=recorder, now=now)
        except Refused as refusal:
            letters.clock_refused(held=held, reason=refusal.message, now=now)
    return resolutions.record_round(held=held, outcome="", by=recorder, now=now)


@transaction.atomic
def cancel(*, held: Round, reason: str, by: Person, now: dt.datetime) -> Round:
    """Call a vote off with a reason: letters are dropped, links closed, and those who were asked are told.

    Raises Gone when it has ended, Refused without a reason.
    """
    row = locked(held)
    if row.state not in (RoundState.DRAFT, RoundState.OPEN):
        raise Gone
    if not reason.strip():
        raise Refused(_("Napište, proč se hlasování ruší."))
    was_open = row.state == RoundState.OPEN
    row.cancel_reason = reason.strip()
    row.cancel()
    row.revision += 1
    row.save()
    post.drop(row, now)
    votes = votes_of(row)
    for ballot in votes:
        links.revoke_for(ballot, now, purpose=letters.ROUND)
    journal.record(row, "round.cancelled", by=by, at=now, personal={"reason": row.cancel_reason})
    if was_open:
        letters.cancelled(held=row, votes=votes, now=now)
    return row


@transaction.atomic
def report(*, item: AgendaItem, now: dt.datetime, by: Person | None = None) -> list[Round]:
    """Put every closed round that no meeting has heard of under an item of an agenda; return them."""
    rows = list(unreported(item.body).select_for_update(no_key=True))
    for row in rows:
        row.reported_at = item
        row.save(update_fields=["reported_at"])
        journal.record(
            row, "round.reported", by=by, at=now, data={"item": item.pk, "meeting": item.meeting_id}
        )
    return rows


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """End what has reached its term and remind those whose term is near; doing it twice changes nothing."""
    running = Round.objects.filter(state=RoundState.OPEN)
    ended = running.filter(closes_at__lte=now)
    # Who was asked a moment ago need not be reminded of it.
    near = running.filter(closes_at__gt=now, closes_at__lte=now + REMIND_BEFORE)
    near = near.filter(opens_at__lte=now - REMIND_AGAIN)
    waiting = RoundVote.objects.filter(choice="", reminded_at=None, round__in=near)
    return {
        "closed": each(ended, lambda held: close(held=held, by=None, now=now)),
        "reminded": each(
            Round.objects.filter(pk__in=waiting.values("round")),
            lambda held: remind(held=held, by=None, now=now),
        ),
    }


def each(rows: QuerySet[Round], act: Callable[[Round], object]) -> int:
    """Do one deed on every due round, one transaction each; count those on which it was still due."""
    count = 0
    for held in list(rows.order_by("pk")):
        try:
            act(held)
        except Gone:
            continue
        count += 1
    return count
