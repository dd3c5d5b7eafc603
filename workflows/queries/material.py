"""Materiál do rady nebo zastupitelstva as data: built once, page and DOCX are renditions of the same."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, Prefetch, Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from bodies.enums import BodyKind
from documents.enums import SETTLED, CommentState
from documents.models import Comment, Consultation, Hearing, Version
from documents.queries.compare import Section, compare
from people.enums import Side
from people.templatetags.triada import cdate, nbsp
from workflows.enums import EditionKind, EditionState, FundingSource, Outcome, Verdict
from workflows.models import Decision, Edition, ItemCost, Opinion, Review
from workflows.queries.snapshot import amount

# An update replaces the text of the original; an action plan only the one of its kind.
TEXTS = (EditionKind.ORIGINAL, EditionKind.UPDATE)
# In whose name a body's resolution speaks, and to whom an earlier body recommends.
DATIVE = {BodyKind.ASSEMBLY: "zastupitelstvu", BodyKind.BOARD: "radě", BodyKind.UNION: "orgánu svazku obcí"}


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


@dataclass(frozen=True, slots=True)
class Resolution:
    """A proposed resolution: who decides and its points, each led by a verb."""

    body: str
    points: tuple[str, ...]


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


def material(edition: Edition, version: Version, now: dt.datetime, chosen: int | None = None) -> Material:
    """Build the material for one council's session (`chosen` decision), in Czech, the language of record."""
    with override("cs"):
        return build(edition, version, now, chosen)


def asked_first(rows: Sequence[Decision], chosen: int | None) -> Decision | None:
    """Return the chosen decision, else the first that is still open, else the last."""
    wanted = [d for d in rows if d.pk == chosen] or [d for d in rows if d.is_open]
    return wanted[0] if wanted else rows[-1] if rows else None


def build(edition: Edition, version: Version, now: dt.datetime, chosen: int | None) -> Material:
    plan = edition.plan
    rows = list(edition.decisions.filter(is_ended=False).select_related("body", "meeting", "territory"))
    decision = asked_first(rows, chosen)
    windows = consultations_of(edition)
    comments = comment_counts(edition)
    opinions = opinions_of(edition)
    session = session_of(decision, now)
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
        changes=changes_of(edition, version),
        resolution=resolution_of(edition, decision, rows),
        attachments=attachments(edition, version, has_comments=bool(comments), has_opinions=bool(opinions)),
        bodies=tuple((d.pk, name_of(d)) for d in rows),
        chosen=decision.pk if decision else None,
    )


def name_of(decision: Decision | None) -> str:
    if decision is None:
        return _("orgán, který rozhodne")
    return decision.body.name if decision.body else decision.body_name


def session_of(decision: Decision | None, now: dt.datetime) -> tuple[dt.date | None, dt.date | None]:
    """Return the session at which the matter is or was dealt with: the recorded one, else the nearest."""
    if decision is None or decision.body is None:
        return None, None
    meeting = decision.meeting or decision.body.meetings.upcoming(now.date()).first()
    return (meeting.held_on, meeting.papers_due_on) if meeting else (decision.decided_on, None)


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
    rows: Sequence[Opinion] = edition.opinions.select_related("body").exclude(verdict="")
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
    return Costs(years, tuple(found), amount(sum(by_year, Decimal(0))))


def cost_row(label: str, values: Sequence[Decimal]) -> CostRow:
    return CostRow(label, tuple(amount(value) for value in (*values, sum(values, Decimal(0)))))


# --- what changed ---------------------------------------------------------------------------------


def previous_version(edition: Edition, version: Version) -> Version | None:
    """Return the version before; of a first one, the text in force that it would replace."""
    before = Version.objects.filter(document=version.document_id, number__lt=version.number)
    found = before.order_by("-number").first()
    if found is not None:
        return found
    kinds = TEXTS if edition.kind in TEXTS else (edition.kind,)
    in_force = Edition.objects.filter(plan=edition.plan_id, state=EditionState.EFFECTIVE, kind__in=kinds)
    documents = in_force.exclude(pk=edition.pk).values("document")
    return Version.objects.filter(document__in=documents).order_by("-frozen_at").first()


def changes_of(edition: Edition, version: Version) -> ChangeSummary | None:
    since = previous_version(edition, version)
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


# --- the resolution -------------------------------------------------------------------------------


def resolution_of(edition: Edition, decision: Decision | None, rows: Sequence[Decision]) -> Resolution:
    """Propose what the path wants of the body, in the verbs of the office."""
    what = _("%(title)s (%(edition)s) ve znění přílohy č. 1") % {
        "title": edition.plan.title,
        "edition": edition.label,
    }
    wanted = Outcome(decision.required_outcomes[0]) if decision and decision.required_outcomes else None
    points = [_("bere na vědomí důvodovou zprávu a vypořádání připomínek")]
    match wanted:
        case Outcome.RECOMMENDS:
            points.append(
                _("doporučuje %(whom)s schválit %(what)s") % {"whom": later(decision, rows), "what": what}
            )
        case Outcome.AGREES:
            points.append(_("souhlasí s dokumentem %(what)s") % {"what": what})
        case Outcome.TAKES_NOTE:
            points = [_("bere na vědomí %(what)s") % {"what": what}]
        case _other:
            points += approving(edition, what)
    return Resolution(name_of(decision), tuple(nbsp(p) for p in points))


def approving(edition: Edition, what: str) -> list[str]:
    """Approve, say from when it is valid, and charge somebody with publishing it."""
    found = [_("schvaluje %(what)s") % {"what": what}]
    if edition.valid_from:
        until = f" {_('do')} {cdate(edition.valid_to)}" if edition.valid_to else ""
        found.append(
            _("stanovuje platnost od %(day)s%(until)s") % {"day": cdate(edition.valid_from), "until": until}
        )
    text = _("ukládá zajistit zveřejnění schváleného dokumentu; T: do %(days)s dnů, O: %(who)s")
    who = edition.plan.coordinator.name if edition.plan.coordinator else ""
    found.append(text % {"days": edition.path.publish_days, "who": who})
    return found


def later(decision: Decision | None, rows: Sequence[Decision]) -> str:
    """Say to whom a body recommends: the one that decides after it, in the dative."""
    after = [r for r in rows if decision and r.order > decision.order and not r.is_informative and r.body]
    kind = after[0].body.kind if after and after[0].body else BodyKind.ASSEMBLY
    return DATIVE.get(BodyKind(kind), DATIVE[BodyKind.ASSEMBLY])


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
