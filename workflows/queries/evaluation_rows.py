"""What an evaluation is computed from: reports and what was planned, loaded by a fixed number of queries."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from bodies.enums import THERE, InvitedAs, MeetingState
from bodies.models import Participant
from people.enums import Side
from people.models import Organisation
from workflows.enums import EditionKind, EditionState, InputPurpose
from workflows.models import (
    Edition,
    Indicator,
    InputRequest,
    Item,
    ItemCost,
    ItemReport,
    Plan,
    ReportedMoney,
    ReportedValue,
    Review,
)
from workflows.queries.report import held_in, years_of
from workflows.queries.validity import APPROVED, TEXT_KINDS


class ItemRow(NamedTuple):
    """An item as one text of the plan says it."""

    pk: int
    edition: int
    parent: int | None
    key: UUID
    number: str
    title: str
    order: int
    implementer: int | None
    implementer_name: str | None


class Money(NamedTuple):
    """Money of an item in a year: planned or spent."""

    key: UUID
    year: int
    source: str
    municipality: int | None
    municipality_name: str | None
    amount: Decimal
    edition: int = 0


class Measured(NamedTuple):
    """An indicator as one text of the plan says it."""

    item: UUID
    edition: int
    key: UUID
    name: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None


class Reported(NamedTuple):
    """A report of an item's year."""

    key: UUID
    year: int
    progress: str
    text: str


class Reached(NamedTuple):
    """The value that an indicator reached in a year, with the name that it had."""

    item: UUID
    year: int
    indicator: UUID
    name: str
    unit: str
    value: Decimal


class Asked(NamedTuple):
    """Where an asking for reports of a year stands with an implementer."""

    year: int
    organisation: int | None
    state: str


class Spoken(NamedTuple):
    """One person of the triad in the review of an evaluation."""

    edition: int
    side: str
    verdict: str
    is_excused: bool


class Sat(NamedTuple):
    """Whether somebody came to a meeting for a place of one side in a body of the plan's territory."""

    body: int
    name: str  # of the body
    meeting: int
    side: str
    place: tuple[str, int]
    is_there: bool


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything that an evaluation is computed from."""

    plan: Plan
    years: tuple[int, ...]
    texts: dict[int, tuple[Edition, ...]]  # of each year: what counts first, then the whole text of the plan
    items: tuple[ItemRow, ...] = ()
    gone: tuple[ItemRow, ...] = ()  # reported items that none of the texts has, as they were last called
    planned: tuple[Money, ...] = ()
    indicators: tuple[Measured, ...] = ()
    reports: tuple[Reported, ...] = ()
    spent: tuple[Money, ...] = ()
    values: tuple[Reached, ...] = ()
    asked: tuple[Asked, ...] = ()
    triad: tuple[Spoken, ...] = ()
    sat: tuple[Sat, ...] = ()
    evaluations: tuple[Edition, ...] = ()  # prepared or adopted for just these years, the newest first


def all_years(plan: Plan) -> list[int]:
    """Return the years of a plan's whole period."""
    return years_of(plan, plan.period_to) if plan.period_to else []


def begun_years(plan: Plan, today: dt.date) -> list[int]:
    """Return the years that may be evaluated on a day: those of the period that have begun."""
    return years_of(plan, today)


def years_evaluated(edition: Edition) -> list[int]:
    """Return the years that an evaluation is about: its year, or the whole period of the plan."""
    return [edition.year] if edition.year else all_years(edition.plan)


def load(plan: Plan, years: Sequence[int]) -> Loaded:
    """Load what an evaluation of some years is computed from, in eleven queries whatever the plan's size."""
    editions = list(Edition.objects.filter(plan=plan).exclude(state=EditionState.WITHDRAWN))
    adopted = [e for e in editions if e.state in APPROVED]
    texts = {year: texts_of(year, adopted) for year in years}
    chosen = {edition.pk for found in texts.values() for edition in found}
    items = items_of(chosen)
    reports = reports_of(plan, years)
    evaluations = about(editions, years)
    return Loaded(
        plan=plan,
        years=tuple(years),
        texts=texts,
        items=items,
        gone=gone_from(plan, {row.key for row in items}, reports),
        planned=planned_in(chosen),
        indicators=indicators_of(chosen),
        reports=reports,
        spent=spent_in(plan, years),
        values=values_of(plan, years),
        asked=asked_in(plan, years),
        triad=triad_of(evaluations),
        sat=sat_in(plan, years),
        evaluations=evaluations,
    )


def texts_of(year: int, adopted: Iterable[Edition]) -> tuple[Edition, ...]:
    """Return the texts of a year: its action plan if there is one, then the text of the whole plan."""
    adopted = list(adopted)
    first = held_in(year, adopted)
    whole = held_in(year, [e for e in adopted if e.kind in TEXT_KINDS])
    return tuple(dict.fromkeys(edition for edition in (first, whole) if edition is not None))


def about(editions: Iterable[Edition], years: Sequence[int]) -> tuple[Edition, ...]:
    """Return the evaluations of just these years: of one year, or final ones of several."""
    only = years[0] if len(years) == 1 else None
    found = [e for e in editions if e.kind == EditionKind.EVALUATION and e.year == only]
    return tuple(sorted(found, key=lambda e: (-e.number, -e.pk)))


ITEM = ("pk", "edition", "parent", "key", "number", "title", "order", "implementer", "implementer__name")


def items_of(editions: Iterable[int]) -> tuple[ItemRow, ...]:
    rows = Item.objects.filter(edition__in=editions).order_by("order", "pk").values_list(*ITEM)
    return tuple(ItemRow(*row) for row in rows)


def gone_from(plan: Plan, known: set[UUID], reports: Iterable[Reported]) -> tuple[ItemRow, ...]:
    """Return reported items that the texts of the years no longer have, as they were last called."""
    keys = {report.key for report in reports} - known
    rows = Item.objects.filter(edition__plan=plan, key__in=keys).order_by("edition_id", "order", "pk")
    last = {row[3]: ItemRow(*row) for row in rows.values_list(*ITEM)} if keys else {}
    return tuple(last.values())


def planned_in(editions: Iterable[int]) -> tuple[Money, ...]:
    """Return planned money of all years: an item with money of its own is reported on in each of them."""
    rows = ItemCost.objects.filter(item__edition__in=editions).order_by("pk")
    names = ("item__key", "year", "source", "municipality", "municipality__name", "amount", "item__edition")
    return tuple(Money(*row) for row in rows.values_list(*names))


def spent_in(plan: Plan, years: Sequence[int]) -> tuple[Money, ...]:
    rows = ReportedMoney.objects.filter(report__plan=plan, report__year__in=years).order_by("pk")
    names = ("report__key", "report__year", "source", "municipality", "municipality__name", "amount")
    return tuple(Money(*row) for row in rows.values_list(*names))


def indicators_of(editions: Iterable[int]) -> tuple[Measured, ...]:
    rows = Indicator.objects.filter(item__edition__in=editions).order_by("item__order", "item_id", "pk")
    names = ("item__key", "item__edition", "key", "name", "unit", "baseline", "target")
    return tuple(Measured(*row) for row in rows.values_list(*names))


def reports_of(plan: Plan, years: Sequence[int]) -> tuple[Reported, ...]:
    rows = ItemReport.objects.filter(plan=plan, year__in=years).order_by("year", "pk")
    return tuple(Reported(*row) for row in rows.values_list("key", "year", "progress", "text"))


def values_of(plan: Plan, years: Sequence[int]) -> tuple[Reached, ...]:
    rows = ReportedValue.objects.filter(report__plan=plan, report__year__in=years).order_by("pk")
    names = ("report__key", "report__year", "indicator", "name", "unit", "value")
    return tuple(Reached(*row) for row in rows.values_list(*names))


def asked_in(plan: Plan, years: Sequence[int]) -> tuple[Asked, ...]:
    """Return how far the askings of implementers are; a later asking of the same year counts."""
    rows = InputRequest.objects.filter(
        round__plan=plan, round__purpose=InputPurpose.REPORTS, round__year__in=years
    )
    names = ("round__year", "organisation", "state")
    return tuple(Asked(*row) for row in rows.order_by("round_id", "pk").values_list(*names))


def triad_of(evaluations: Iterable[Edition]) -> tuple[Spoken, ...]:
    """Return who of the three sides judged the evaluation in its last round."""
    rounds = {edition.pk: edition.round for edition in evaluations}
    rows = Review.objects.filter(edition__in=rounds, side__in=Side.values).order_by("pk")
    found = rows.values_list("edition", "side", "verdict", "is_excused", "round")
    return tuple(Spoken(*row[:4]) for row in found if row[4] == rounds[row[0]])


def sat_in(plan: Plan, years: Sequence[int]) -> tuple[Sat, ...]:
    """Return who of the three sides came to the meetings of the plan's own bodies in some years.

    The plan's own are the bodies of its territory and of the town that owns it. Meetings without a recorded
    attendance say nothing.
    """
    owners = Organisation.objects.filter(owned_territories=plan.territory_id).values("territory")
    rows = Participant.objects.filter(
        Q(meeting__body__territory=plan.territory_id) | Q(meeting__body__territory__in=owners),
        meeting__state__in=[MeetingState.HELD, MeetingState.CLOSED],
        meeting__held_on__year__in=years,
        side__in=Side.values,
        removed_at=None,
    ).exclude(Q(attendance="") | Q(invited_as=InvitedAs.GUEST))
    names = ("meeting__body", "meeting__body__short_name", "meeting__body__name", "meeting", "side")
    found = rows.order_by("meeting_id", "pk").values_list(*names, "seat", "pk", "attendance")
    return tuple(
        Sat(body, short or name, meeting, side, ("seat", seat) if seat else ("person", pk), was in THERE)
        for body, short, name, meeting, side, seat, pk, was in found
    )
