"""What of a plan is valid on a day: its text, the action plan of the year, the network, an extension."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workflows.enums import EditionKind, EditionState
from workflows.models import Decision, Edition, Plan
from workflows.models.edition import WITHDRAWABLE

K, S = EditionKind, EditionState
# The text of a plan is one line: an update and an extension each start from what was there before.
TEXT_KINDS = (K.ORIGINAL, K.UPDATE, K.EXTENSION)
REPLACING_TEXT = (K.ORIGINAL, K.UPDATE)
WITH_VALIDITY = (*TEXT_KINDS, K.ACTION_PLAN, K.NETWORK)
APPROVED = (S.ADOPTED, S.EFFECTIVE, S.SUPERSEDED)
IN_FORCE = (S.EFFECTIVE, S.ADOPTED)


@dataclass(frozen=True, slots=True)
class Valid:
    """An approved edition with the days on which it is valid; `until` is the last of them, None: no end."""

    edition: Edition
    since: dt.date
    until: dt.date | None

    def covers(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def is_retroactive(self) -> bool:
        """Say whether it was approved only after its validity had begun (a plan adopted in March)."""
        return self.edition.adopted_on is not None and self.edition.adopted_on > self.since


def thing(edition: Edition) -> tuple[str, int | None]:
    """Name the thing that an edition is a revision of: the text, the action plan of a year, the network."""
    if edition.kind in TEXT_KINDS:
        return "text", None
    return edition.kind, None if edition.kind == K.NETWORK else edition.year


def replaces(later: Edition, earlier: Edition) -> bool:
    """Say whether one edition takes the place of the other once both are in force.

    Of a text and of a year's action plan the one started later contains the one before it. Of networks,
    each valid for a time of its own, the one that begins later. An extension only moves the end.
    """
    if later.pk == earlier.pk or K.EXTENSION in (later.kind, earlier.kind):
        return False
    if thing(later) != thing(earlier):
        return False
    if later.kind == K.NETWORK and later.valid_from and earlier.valid_from:
        return (later.valid_from, later.pk) > (earlier.valid_from, earlier.pk)
    return later.pk > earlier.pk


def spans(editions: Iterable[Edition]) -> list[Valid]:
    """Return approved editions with the days of their validity, the oldest first.

    The editions are those of one plan and carry it. A revision that was approved only after its first day
    takes the place of the one before it when it was approved: until then the earlier one was valid. What
    was replaced before it began is left out.
    """
    approved = [e for e in editions if e.state in APPROVED and e.kind in WITH_VALIDITY and e.valid_from]
    days = {e.pk: own_days(e, approved) for e in approved}
    turns = {e.pk: max(days[e.pk][0], e.adopted_on or days[e.pk][0]) for e in approved}
    found = []
    for edition in sorted(approved, key=lambda e: (e.valid_from, e.pk)):
        since, until = days[edition.pk]
        for other in approved:
            if replaces(other, edition):
                eve = turns[other.pk] - dt.timedelta(days=1)
                until = eve if until is None else min(until, eve)
            elif replaces(edition, other) and days[other.pk][0] < turns[edition.pk]:
                since = max(since, turns[edition.pk])
        if until is None or since <= until:
            found.append(Valid(edition, since, until))
    return found


def own_days(edition: Edition, approved: Sequence[Edition]) -> tuple[dt.date, dt.date | None]:
    """Return from when to when an edition says it is valid; one that says nothing, as long as the plan."""
    since, until = edition.valid_from or dt.date.min, edition.valid_to
    if edition.kind == K.ACTION_PLAN and edition.year:
        new_year, eve = dt.date(edition.year, 1, 1), dt.date(edition.year, 12, 31)
        return max(since, new_year), min(until or eve, eve)
    last = until or edition.plan.period_to
    if edition.kind in REPLACING_TEXT and last is not None:
        ends = [e.valid_to for e in approved if e.kind == K.EXTENSION and e.valid_to]
        return since, max([last, *ends])
    return since, last


def has_ended(edition: Edition, day: dt.date) -> bool:
    """Say whether an edition in force has passed its last day; its state does not know the calendar."""
    if edition.state != S.EFFECTIVE or edition.kind not in WITH_VALIDITY:
        return False
    until = edition.plan.period_to if edition.kind in TEXT_KINDS else own_days(edition, ())[1]
    return until is not None and until < day


def valid_on(editions: Iterable[Edition], day: dt.date) -> list[Valid]:
    """Return what of a plan is valid on a day, in the order of the kinds: text, extension, year, network."""
    found = [valid for valid in spans(editions) if valid.covers(day)]
    return sorted(found, key=lambda v: WITH_VALIDITY.index(K(v.edition.kind)))


def text_in_force(plan: Plan) -> Edition | None:
    """Return the edition whose text and items the plan has now."""
    rows = plan.editions.filter(kind__in=TEXT_KINDS, state=S.EFFECTIVE)
    return rows.order_by("-pk").first()


def newest_text(plan: Plan) -> Edition | None:
    """Return the newest approved text: in force, or waiting for its first day."""
    rows = plan.editions.filter(kind__in=TEXT_KINDS, state__in=IN_FORCE)
    return rows.order_by("-pk").first()


def action_plan_of(plan: Plan, year: int) -> Edition | None:
    """Return the action plan of a year: the one in force, or approved and waiting for its first day."""
    rows = plan.editions.filter(kind=K.ACTION_PLAN, year=year, state__in=IN_FORCE)
    return min(rows.order_by("-pk"), key=lambda e: IN_FORCE.index(S(e.state)), default=None)


def prepared(editions: Iterable[Edition], kind: str, year: int | None) -> Edition | None:
    """Return the edition of the same thing that is being prepared; a refused one may still be reworked."""
    wanted = thing(Edition(kind=kind, year=year))
    if kind == K.NETWORK:
        rows = [e for e in editions if e.kind == kind and e.year == year]
    else:
        rows = [e for e in editions if thing(e) == wanted]
    return next((e for e in rows if e.state in WITHDRAWABLE), None)


def base_of(editions: Iterable[Edition], kind: str, year: int | None) -> Edition | None:
    """Return the approved edition that a new one starts from, the newest first; None: it starts empty.

    A revision starts from the one before it, the first action plan of a year from the plan's text. What is
    approved and waits for its first day counts, so that the next one does not lose it.
    """
    if kind == K.EVALUATION:
        return None
    wanted = thing(Edition(kind=kind, year=year))
    approved = sorted((e for e in editions if e.state in IN_FORCE), key=lambda e: -e.pk)
    same = [e for e in approved if thing(e) == wanted]
    if kind == K.NETWORK:
        same.sort(key=lambda e: e.year != year)
    if not same and kind == K.ACTION_PLAN:
        same = [e for e in approved if thing(e) == ("text", None)]
    return same[0] if same else None


def binding_decisions(editions: Sequence[Edition]) -> dict[int, list[Decision]]:
    """Return by what resolutions editions were approved, in one query."""
    found: dict[int, list[Decision]] = {}
    wanted = [e.pk for e in editions if e.state in APPROVED]
    rows = Decision.objects.filter(edition__in=wanted, is_informative=False, is_ended=False)
    for row in rows.exclude(outcome="").select_related("body").order_by("decided_on", "order"):
        if row.edition_id is not None:
            found.setdefault(row.edition_id, []).append(row)
    return found
