"""Outputs of bodies (usnesení, doporučení, stanoviska): recorded from a vote, numbered, corrected.

Lock order: meeting → minutes → the owner of the document → number series → journal head.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bodies import signals
from bodies.actions import action_item, move, numbering
from bodies.enums import BallotResult, BallotSubject, Due, MeetingState, MinutesState, Outcome, Verb
from bodies.models import (
    AgendaItem,
    Ballot,
    Meeting,
    Minutes,
    Resolution,
    ResolutionPoint,
    Round,
    StandingOrders,
)
from bodies.queries.membership import rules_of, rules_on
from people import journal
from people.errors import Gone, Refused, Stale
from people.models import Organisation, Person

# What a vote on an output may be about; a vote on the order of business resolves nothing.
RESOLVING = (BallotSubject.OUTPUT, BallotSubject.AMENDMENT)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of an output; who is responsible and until when belongs to "ukládá"."""

    verb: str
    text: str
    responsible: Person | None = None
    organisation: Organisation | None = None
    due: str = Due.DAY
    due_on: dt.date | None = None
    cooperating: str = ""


class Said(TypedDict, total=False):
    """What an output says beside its points; what is left out follows from the item and the rules."""

    word: str | None
    title: str
    outcome: str
    changes: str
    is_public: bool
    decided_on: dt.date | None
    consensus: str


@transaction.atomic
def record(
    *,
    item: AgendaItem,
    ballot: Ballot | None,
    points: Sequence[Point],
    by: Person,
    now: dt.datetime,
    number: str = "",
    draw_number: bool = True,
    **said: Unpack[Said],
) -> Resolution:
    """Record what a body resolved at an item; "ukládá" makes tasks, an outcome moves the edition it is about.

    A proposal that failed may be recorded only as an outcome without majority and has no number. Without a
    ballot an advisory body's consensus is noted in words.

    Raises Refused when the vote, the points or the number do not allow it, Gone when the ballot has its
    output already; whatever a receiver refuses takes the whole record back.
    """
    meeting, item = writable(item)
    rules = rules_of(meeting)
    ballot = cast_vote(item, ballot, said.get("consensus", ""), rules)
    passed = ballot is None or ballot.result == BallotResult.PASSED
    check_meaning(item, said.get("outcome", ""), said.get("changes", ""), passed=passed)
    check_points(points, passed=passed)
    if ballot is None and said_already(item, points):
        raise Gone
    row = drafted(meeting, item, ballot, **said)
    row.word = said.get("word") or rules.output_word
    return store(row, points, number=number, draw=draw_number and passed, by=by, now=now)


def drafted(meeting: Meeting, item: AgendaItem, ballot: Ballot | None, **said: Unpack[Said]) -> Resolution:
    """Put down what was said at an item; what the item is about is copied as at that moment."""
    return Resolution(
        body=item.body,
        meeting=meeting,
        item=item,
        ballot=ballot,
        consensus=said.get("consensus", "").strip() if ballot is None else "",
        decided_on=said.get("decided_on") or meeting.held_on,
        title=said.get("title", "").strip() or item.title,
        document=item.document,
        version=item.version,
        outcome=said.get("outcome", ""),
        changes=said.get("changes", "").strip(),
        is_public=said.get("is_public", True),
    )


@transaction.atomic
def record_round(*, held: Round, outcome: str, by: Person, now: dt.datetime) -> Resolution:
    """Record what a body resolved outside a meeting; the round is locked and has passed."""
    day = timezone.localdate(now)
    rules = rules_on(held.body, day)
    row = Resolution(
        body=held.body,
        round=held,
        word=rules.output_word,
        decided_on=day,
        title=held.title,
        document=held.document,
        version=held.version,
        outcome=outcome,
    )
    return store(row, [Point(held.verb, held.wording)], number="", draw=bool(rules.numbering), by=by, now=now)


def writable(item: AgendaItem) -> tuple[Meeting, AgendaItem]:
    """Lock the meeting of an item and read the item again, if outputs may still be written to it."""
    if item.meeting is None:
        raise Refused(_("Výstup lze zapsat jen k bodu, který je na programu jednání."))
    meeting = move.locked(item.meeting)
    row = AgendaItem.objects.select_related("body__territory", "document", "version").get(pk=item.pk)
    if row.meeting_id != meeting.pk:
        raise Gone
    check_unfrozen(meeting)
    return meeting, row


def check_unfrozen(meeting: Meeting) -> None:
    """Refuse when a locked meeting has not begun, or its minutes are no longer written; locks the minutes."""
    if meeting.state in (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.CANCELLED):
        raise Refused(_("Výstupy se zapisují, až jednání začne."))
    minutes = Minutes.objects.select_for_update().filter(meeting=meeting).first()
    closed = meeting.state == MeetingState.CLOSED
    if closed or (minutes is not None and minutes.state != MinutesState.WRITING):
        raise Refused(
            _("Zápis už se nepíše. Vraťte ho k úpravám; ověřený zápis se mění jen opravou nebo dodatkem.")
        )


def cast_vote(
    item: AgendaItem, ballot: Ballot | None, consensus: str, rules: StandingOrders
) -> Ballot | None:
    """Return the vote that an output stands on, read again; an advisory body may do with its consensus."""
    if ballot is None:
        if rules.is_statutory:
            raise Refused(_("Tento orgán rozhoduje jen hlasováním; nejdřív zapište hlasování."))
        if not consensus.strip():
            raise Refused(_("Uveďte, jak předsedající shodu bez hlasování zjistil/a."))
        return None
    row = item.ballots.filter(pk=ballot.pk).first()
    if row is None or row.subject not in RESOLVING:
        raise Refused(_("O výstupu k tomuto bodu se v tomto hlasování nehlasovalo."))
    if Resolution.objects.filter(ballot=row).exists():
        raise Gone
    return row


def check_meaning(item: AgendaItem, outcome: str, changes: str, *, passed: bool) -> None:
    """Refuse an outcome that the vote or the item does not bear."""
    if outcome and item.document is None:
        raise Refused(_("Bod se netýká znění žádného plánu, do schvalování nemá co propsat."))
    if passed and outcome == Outcome.NO_MAJORITY:
        raise Refused(_("Návrh byl přijat, nelze zapsat, že nezískal většinu."))
    if not passed and outcome != Outcome.NO_MAJORITY:
        raise Refused(_("Návrh nebyl přijat. Usnesení nevzniklo; zapsat lze jen, že nezískal většinu."))
    if outcome == Outcome.APPROVES_WITH_CHANGES and not changes.strip():
        raise Refused(_("Vypište úpravy, se kterými orgán znění schválil."))


def check_points(points: Sequence[Point], *, passed: bool) -> None:
    """Refuse an output that says nothing, or that asks for something from nobody."""
    if passed and not points:
        raise Refused(_("Napište aspoň jeden bod výstupu."))
    for point in points:
        if point.verb not in Verb.values or not point.text.strip():
            raise Refused(_("Každý bod potřebuje sloveso a text."))
        if point.verb == Verb.ASSIGNS and point.responsible is None and point.organisation is None:
            raise Refused(_("U bodu „ukládá“ vyberte, kdo za úkol odpovídá."))
        if not passed and point.verb == Verb.ASSIGNS:
            raise Refused(_("Nepřijatý návrh nikomu úkol neukládá."))


def said_already(item: AgendaItem, points: Sequence[Point]) -> bool:
    """Say whether a consensus of the same words stands at the item: somebody has clicked twice."""
    said = [(point.verb, point.text.strip()) for point in points]
    rows = item.resolutions.filter(ballot=None).prefetch_related("points")
    return any([(p.verb, p.text) for p in row.points.all()] == said for row in rows)


def store(
    row: Resolution, points: Sequence[Point], *, number: str, draw: bool, by: Person, now: dt.datetime
) -> Resolution:
    """Save an output with its number and points, assign its tasks and tell who waits for the outcome."""
    if row.decided_on > timezone.localdate(now):
        raise Refused(_("Datum výstupu je v budoucnosti."))
    if row.outcome:
        signals.outcome_coming.send(sender=Resolution, document=row.document)
    if row.outcome == Outcome.NO_MAJORITY and number.strip():
        raise Refused(_("Nepřijatý návrh číslo nemá."))
    row.recorded_at, row.recorded_by = now, by
    give_number(row, number, draw=draw)
    saved = add_points(row, points)
    data = {name: getattr(row, name) for name in ("word", "number", "decided_on", "outcome", "is_public")}
    data |= {"meeting": row.meeting_id, "item": row.item_id, "ballot": row.ballot_id, "round": row.round_id}
    told = {"title": row.title, "text": "\n".join(f"{p.get_verb_display()} {p.text}" for p in saved)}
    journal.record(row, "resolution.recorded", by=by, at=now, data=data, personal=told)
    if row.meeting is not None:
        seen = {"resolution": row.pk, "item": row.item_id, "number": row.number, "outcome": row.outcome}
        journal.record(row.meeting, "meeting.resolution", by=by, at=now, data=seen)
    assign(row, list(zip(saved, points, strict=True)), by=by, now=now)
    if row.outcome:
        signals.resolution_recorded.send(sender=Resolution, resolution=row, by=by, now=now)
    return row


def give_number(row: Resolution, number: str, *, draw: bool) -> None:
    """Save an output with the number typed in, drawn, or none; the database has the last word on both.

    Raises Refused when the body has used the number in the year, Gone when its vote has an output already.
    """
    year = row.decided_on.year
    label = number.strip()
    if not label and draw:
        label = numbering.draw(body=row.body, day=row.decided_on)
    row.number, row.number_year = label, year if label else None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "number" not in str(error):
            raise Gone from error
        text = _("Číslo %(number)s už tento orgán v tomto roce použil.") % {"number": label}
        raise Refused(text) from error


def add_points(row: Resolution, points: Sequence[Point]) -> list[ResolutionPoint]:
    """Save the points in their order, by one query."""
    return ResolutionPoint.objects.bulk_create(
        ResolutionPoint(resolution=row, order=order, verb=point.verb, text=point.text.strip(), **task(point))
        for order, point in enumerate(points, 1)
    )


def task(point: Point) -> dict[str, Any]:
    """Return to whom a point assigns something and until when."""
    if point.verb != Verb.ASSIGNS:
        return {}
    return {
        "responsible": point.responsible,
        "organisation": point.organisation,
        "cooperating": point.cooperating.strip(),
        "due": Due(point.due),
        "due_on": point.due_on if point.due == Due.DAY else None,
    }


def assign(
    row: Resolution, points: Sequence[tuple[ResolutionPoint, Point]], *, by: Person, now: dt.datetime
) -> None:
    """Make a task of each point that assigns something to somebody."""
    for saved, point in points:
        if point.verb == Verb.ASSIGNS:
            action_item.assign(
                body=row.body,
                text=saved.text,
                meeting=row.meeting,
                item=row.item,
                point=saved,
                document=row.document,
                by=by,
                now=now,
                **task(point),
            )


@transaction.atomic
def add_number(
    *, resolution: Resolution, by: Person, now: dt.datetime, number: str = "", draw_number: bool = False
) -> Resolution:
    """Give a number to an output recorded without one, typed in or drawn.

    Raises Gone when it has a number already, Refused when none is given, it is used, or none belongs there.
    """
    if resolution.outcome and resolution.document is not None:
        signals.outcome_coming.send(sender=Resolution, document=resolution.document)
    row = locked(resolution)
    if row.number:
        raise Gone
    if row.outcome == Outcome.NO_MAJORITY:
        raise Refused(_("Nepřijatý návrh číslo nemá."))
    if not number.strip() and not draw_number:
        raise Refused(_("Napište číslo."))
    row.revision += 1
    give_number(row, number, draw=draw_number)
    journal.record(row, "resolution.numbered", by=by, at=now, data={"number": row.number})
    signals.resolution_numbered.send(sender=Resolution, resolution=row, by=by, now=now)
    return row


@transaction.atomic
def correct_title(
    *, resolution: Resolution, title: str, read_at: int, by: Person, now: dt.datetime
) -> Resolution:
    """Mend the name of the matter while the minutes are still written.

    Raises Refused afterwards, Stale when somebody else mended it meanwhile.
    """
    if resolution.meeting is None:
        raise Refused(_("Výsledek hlasování mimo jednání už měnit nelze."))
    check_unfrozen(move.locked(resolution.meeting))
    row = locked(resolution)
    if row.revision != read_at:
        raise Stale(yours=title, current=row.title)
    if not title.strip():
        raise Refused(_("Napište, o čem výstup je."))
    before = row.title
    row.title = title.strip()
    row.revision += 1
    row.save(update_fields=["title", "revision"])
    told = {"from": before, "to": row.title}
    journal.record(row, "resolution.retitled", by=by, at=now, personal=told)
    return row


def locked(resolution: Resolution) -> Resolution:
    """Lock one output and read it again."""
    rows = Resolution.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("body", "document").get(pk=resolution.pk)
