"""Materiál do rady nebo zastupitelstva as data: built once, page and DOCX are renditions of the same."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Case, Count, OuterRef, Prefetch, Q, Subquery, Sum, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from bodies.enums import BodyKind
from bodies.models import Meeting
from documents.enums import SETTLED, CommentState
from documents.models import Comment, Consultation, Hearing, Version
from documents.queries.compare import Section, compare
from people.enums import Side
from people.templatetags.triada import cdate
from workflows.enums import EditionKind, EditionState, FundingSource, Verdict
from workflows.models import Decision, Edition, ItemCost, Review
from workflows.queries.resolution import Resolution, name_of, resolution_of
from workflows.queries.snapshot import money_text

# An update replaces the text of the original; an action plan only the one of its kind.
TEXTS = (EditionKind.ORIGINAL, EditionKind.UPDATE)


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a side was not sure of, and how it was settled."""

    who: str
    text: str
    settlement: str


@dataclass(frozen=True, slots=True)
class SideSummary:
    side: str
    label: str
    asked: int
    answered: int
    counts: tuple[tuple[str, int], ...]
    reservations: tuple[Reservation, ...]


@dataclass(frozen=True, slots=True)
class OpinionSummary:
    body: str
    verdict: str
    day: dt.date | None
    reference: str
    text: str


@dataclass(frozen=True, slots=True)
class HearingSummary:
    day: dt.datetime
    place: str
    attendance: int | None


@dataclass(frozen=True, slots=True)
class Window:
    """One round of public comments."""

    opens_on: dt.date
    closes_on: dt.date


@dataclass(frozen=True, slots=True)
class CostRow:
    label: str
    amounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Costs:
    """Financial impact: sources by years, with sums."""

    years: tuple[int, ...]
    rows: tuple[CostRow, ...]
    total: str

    @property
    def heads(self) -> list[str]:
        return [*(str(year) for year in self.years), _("celkem")]


@dataclass(frozen=True, slots=True)
class ChangeSummary:
    """What is different from the version before, by the titles of parts and items."""

    since: int
    since_day: dt.datetime
    since_label: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True)
class Material:
    """Everything that a council needs to decide on a version of an edition."""

    title: str
    edition: str
    territory: str
    office: str
    body: str
    session: dt.date | None
    papers_due: dt.date | None
    submits: str
    prepared: str
    lead: str
    sources: tuple[str, ...]
    period: str
    version_pk: int
    version: int
    frozen_at: dt.datetime
    digest: str
    sides: tuple[SideSummary, ...]
    opinions: tuple[OpinionSummary, ...]
    windows: tuple[Window, ...]
    comments: tuple[tuple[str, int], ...]
    comment_count: int
    hearings: tuple[HearingSummary, ...]
    costs: Costs | None
    changes: ChangeSummary | None
    resolution: Resolution
    attachments: tuple[str, ...]
    bodies: tuple[tuple[int, str], ...] = ()
    chosen: int | None = None

    @property
    def short_digest(self) -> str:
        return self.digest[:12]


def material(edition: Edition, now: dt.datetime, chosen: int | None = None) -> Material | None:
    """Build the material for one council's session (`chosen` decision), in Czech, the language of record.

    Returns None before the first version is frozen. Ten queries, whatever the size.
    """
    version, since = last_pair(edition)
    if version is None:
        return None
    with override("cs"):
        return build(edition, version, since, now, chosen)


def asked_first(rows: Sequence[Decision], chosen: int | None) -> Decision | None:
    """Return the chosen decision, else the first that is still open, else the last."""
    wanted = [d for d in rows if d.pk == chosen] or [d for d in rows if d.is_open]
    return wanted[0] if wanted else rows[-1] if rows else None


def build(
    edition: Edition, version: Version, since: Version | None, now: dt.datetime, chosen: int | None
) -> Material:
    plan = edition.plan
    rows = decisions_of(edition, timezone.localdate(now))
    decision = asked_first(rows, chosen)
    windows = consultations_of(edition)
    comments = comment_counts(edition)
    opinions = opinions_of(edition)
    session = session_of(decision)
    return Material(
        title=plan.title,
        edition=edition.label,
        territory=plan.territory.name,
        office=str(settings.SITE.get("operator") or plan.territory.name),
        body=name_of(decision),
        session=session[0],
        papers_due=session[1],
        submits=submits(edition, decision, rows),
        prepared=", ".join(p.name for p in (plan.coordinator, plan.drafter) if p is not None),
        lead=plan.lead,
        sources=tuple(part.strip() for part in edition.path.source.split(";") if part.strip()),
        period=plan.period,
        version_pk=version.pk,
        version=version.number,
        frozen_at=version.frozen_at,
        digest=version.digest,
        sides=tuple(sides_of(edition)),
        opinions=tuple(opinions),
        windows=tuple(Window(w.opens_on, w.closes_on) for w in windows),
        comments=comments,
        comment_count=sum(n for _label, n in comments),
        hearings=tuple(hearings_of(windows)),
        costs=costs_of(edition),
        changes=changes_of(version, since),
        resolution=resolution_of(edition, decision, rows),
        attachments=attachments(edition, version, has_comments=bool(comments), has_opinions=bool(opinions)),
        bodies=tuple((d.pk, name_of(d)) for d in rows),
        chosen=decision.pk if decision else None,
    )


def decisions_of(edition: Edition, day: dt.date) -> list[Decision]:
    """Load the decisions, each knowing the nearest session of its body, in one query."""
    nearest = Meeting.objects.upcoming(day).filter(body=OuterRef("body"))
    rows = edition.decisions.filter(is_ended=False).select_related("body", "meeting", "territory")
    return list(
        rows.annotate(
            nearest_on=Subquery(nearest.values("held_on")[:1]),
            nearest_due=Subquery(nearest.values("papers_due_on")[:1]),
        )
    )


def session_of(decision: Decision | None) -> tuple[dt.date | None, dt.date | None]:
    """Return the session at which the matter is or was dealt with: the recorded one, else the nearest."""
    if decision is None:
        return None, None
    if decision.meeting is not None:
        return decision.meeting.held_on, decision.meeting.papers_due_on
    if decision.decided_on is not None and not decision.is_open:
        return decision.decided_on, None
    return getattr(decision, "nearest_on", None), getattr(decision, "nearest_due", None)


def submits(edition: Edition, decision: Decision | None, rows: Sequence[Decision]) -> str:
    """Name who lays it before the body: the rada before an assembly, otherwise the named person."""
    if decision is not None and decision.body is not None and decision.body.kind == BodyKind.ASSEMBLY:
        for row in rows:
            if row.body and row.body.kind == BodyKind.BOARD and row.territory_id == decision.territory_id:
                return row.body.name
    return edition.submitter.name if edition.submitter else ""


# --- how it was prepared --------------------------------------------------------------------------


def sides_of(edition: Edition) -> list[SideSummary]:
    """Sum up the last round of the triad by side; who speaks for users is not named (GDPR art. 9)."""
    reviews = list(edition.reviews.filter(round=edition.round, round__gt=0).select_related("person"))
    found = []
    for side in Side:
        own = [r for r in reviews if r.side == side and not r.is_excused]
        count = Counter(r.verdict for r in own if r.verdict)
        reserved = [r for r in own if r.verdict == Verdict.RESERVATION]
        found.append(
            SideSummary(
                side=side.value,
                label=str(side.label),
                asked=len(own),
                answered=sum(count.values()),
                counts=tuple((str(v.label), count[v]) for v in Verdict if count[v]),
                reservations=tuple(Reservation(speaker(r), r.text, r.settlement) for r in reserved),
            )
        )
    return found if reviews else []


def speaker(review: Review) -> str:
    if review.side == Side.USERS:
        return review.capacity or _("zástupce uživatelů")
    return ", ".join(part for part in (review.person.name, review.capacity) if part)


def opinions_of(edition: Edition) -> list[OpinionSummary]:
    rows = edition.opinions.select_related("body").exclude(verdict="")
    return [
        OpinionSummary(o.body.name, str(Verdict(o.verdict).label), o.given_on, o.reference, o.text)
        for o in rows
    ]


def consultations_of(edition: Edition) -> list[Consultation]:
    """Return the windows that ran their course, with their hearings, in two queries."""
    held = Hearing.objects.filter(held_at__isnull=False)
    rows = Consultation.objects.filter(document=edition.document_id, was_cut_short=False)
    return list(rows.prefetch_related(Prefetch("hearings", queryset=held, to_attr="held")))


def hearings_of(windows: Sequence[Consultation]) -> list[HearingSummary]:
    held = [h for w in windows for h in w.held]  # type: ignore[attr-defined]  # prefetched above
    return [HearingSummary(h.starts_at, h.place, h.attendance) for h in held]


def comment_counts(edition: Edition) -> tuple[tuple[str, int], ...]:
    rows = Comment.objects.filter(document=edition.document_id).order_by().values("state")
    count = {row["state"]: row["n"] for row in rows.annotate(n=Count("pk"))}
    return tuple((str(s.label), count[s]) for s in (*SETTLED, CommentState.RECEIVED) if count.get(s))


# --- money ----------------------------------------------------------------------------------------


def costs_of(edition: Edition) -> Costs | None:
    """Sum the planned costs by source and year, in one query."""
    rows = ItemCost.objects.filter(item__edition=edition).order_by().values("year", "source")
    sums = {(r["year"], r["source"]): r["sum"] for r in rows.annotate(sum=Sum("amount"))}
    if not sums:
        return None
    years = tuple(sorted({year for year, _source in sums}))
    used = [s for s in FundingSource if any((year, s) in sums for year in years)]
    found = [cost_row(str(s.label), [sums.get((year, s), Decimal(0)) for year in years]) for s in used]
    by_year = [sum((sums.get((year, s), Decimal(0)) for s in used), Decimal(0)) for year in years]
    found.append(cost_row(_("celkem"), by_year))
    return Costs(years, tuple(found), money_text(sum(by_year, Decimal(0))))


def cost_row(label: str, values: Sequence[Decimal]) -> CostRow:
    return CostRow(label, tuple(money_text(value) for value in (*values, sum(values, Decimal(0)))))


# --- what changed ---------------------------------------------------------------------------------


def last_pair(edition: Edition) -> tuple[Version | None, Version | None]:
    """Return the last version and the one before it, in one query.

    What a first version is compared with is the text in force that it would replace.
    """
    kinds = TEXTS if edition.kind in TEXTS else (edition.kind,)
    in_force = Edition.objects.filter(plan=edition.plan_id, state=EditionState.EFFECTIVE, kind__in=kinds)
    own = Q(document=edition.document_id)
    others = in_force.exclude(pk=edition.pk).values("document")
    found = Version.objects.filter(own | Q(document__in=others)).annotate(
        is_own=Case(When(own, then=Value(1)), default=Value(0))
    )
    rows = list(found.order_by("-is_own", "-number")[:2])
    last = rows[0] if rows and rows[0].document_id == edition.document_id else None
    return last, rows[1] if last and len(rows) > 1 else None


def changes_of(version: Version, since: Version | None) -> ChangeSummary | None:
    if since is None:
        return None
    sections = compare(since.snapshot, version.snapshot)
    return ChangeSummary(
        since=since.number,
        since_day=since.frozen_at,
        since_label=str(since.snapshot.get("edition", ""))
        if since.document_id != version.document_id
        else "",
        added=tuple(title_of(s) for s in sections if s.kind == "added"),
        changed=tuple(title_of(s) for s in sections if s.kind == "changed"),
        removed=tuple(title_of(s) for s in sections if s.kind == "removed"),
    )


def title_of(section: Section) -> str:
    words = "".join(m.text for m in section.title if m.kind != "removed" or section.kind == "removed")
    return f"{section.number} {words}".strip()


# --- annexes --------------------------------------------------------------------------------------


def attachments(
    edition: Edition, version: Version, *, has_comments: bool, has_opinions: bool
) -> tuple[str, ...]:
    text = _("%(edition)s, verze %(n)s ze dne %(day)s, otisk SHA-256 %(digest)s")
    found = [
        text
        % {
            "edition": edition.label,
            "n": version.number,
            "day": cdate(version.frozen_at),
            "digest": version.digest,
        }
    ]
    if has_comments:
        found.append(_("Vypořádání připomínek"))
    if has_opinions:
        found.append(_("Stanoviska orgánů"))
    return tuple(found)
