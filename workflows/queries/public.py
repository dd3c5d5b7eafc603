"""What the public sees of a plan, loaded with a fixed number of queries."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Consultation, Hearing, Version
from people.calendars import days_between
from workflows.enums import EditionState
from workflows.models import Decision, Edition, Plan, Review
from workflows.models.plan import PUBLIC_STATES
from workflows.queries.validity import REPLACING_TEXT, Valid, valid_on

WHOLE_PLAN = "cely-plan"
LONGEST_LABEL = 300
# Of several public editions the page shows the one that people can still change, else the one in force.
SHOWN_FIRST = (
    EditionState.CONSULTATION,
    EditionState.EFFECTIVE,
    EditionState.ADOPTED,
    EditionState.COUNCIL_APPROVAL,
    EditionState.SETTLEMENT,
    EditionState.SUPERSEDED,
)
WITH_CONSULTED_TEXT = (EditionState.CONSULTATION, EditionState.SETTLEMENT, EditionState.COUNCIL_APPROVAL)
RECENTLY = dt.timedelta(days=120)


@dataclass(frozen=True)
class PublicPlan:
    """A plan as anybody may see it at a moment."""

    plan: Plan
    now: dt.datetime
    editions: Sequence[Edition] = ()
    edition: Edition | None = None
    window: Consultation | None = None
    version: Version | None = None
    hearings: Sequence[Hearing] = ()
    reviews: tuple[Review, ...] = ()
    decisions: Sequence[Decision] = ()

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    @property
    def valid(self) -> list[Valid]:
        """What of the plan is valid today: its text, the action plan of the year, the network."""
        return valid_on(self.editions, self.today)

    @property
    def takes_comments(self) -> bool:
        return self.window is not None and self.window.takes_comments_on(self.today)

    @property
    def opens_later(self) -> bool:
        return self.window is not None and self.window.closed_at is None and self.today < self.window.opens_on

    @property
    def days_left(self) -> int:
        return days_between(self.today, self.window.closes_on) if self.window else 0

    @property
    def priorities(self) -> list[dict[str, Any]]:
        """The items of the highest level in the text that the public reads."""
        sections = self.version.snapshot["sections"] if self.version else []
        return [s for s in sections if s["kind"] == "item" and s["depth"] == 0]


def public_plan(plan: Plan, now: dt.datetime, wanted: str = "") -> PublicPlan:
    """Load what the public sees of a plan; `wanted` is the number of an edition chosen in the address."""
    editions = list(plan.editions.filter(state__in=PUBLIC_STATES).select_related("path"))
    edition = chosen(editions, wanted)
    if edition is None:
        return PublicPlan(plan=plan, now=now)
    for one in editions:
        one.plan = plan
    window = last_window(edition)
    return PublicPlan(
        plan=plan,
        now=now,
        editions=editions,
        edition=edition,
        window=window,
        version=public_version(edition, window),
        hearings=list(window.hearings.filter(cancelled_at=None)) if window else [],
        decisions=decided(edition),
        reviews=tuple(Review.objects.filter(edition=edition, round=edition.round).exclude(round=0)),
    )


def chosen(editions: Sequence[Edition], wanted: str) -> Edition | None:
    """Pick the edition to show: the one asked for, else the one that matters most now."""
    for edition in editions:
        if wanted and str(edition.pk) == wanted:
            return edition
    return min(editions, key=rank, default=None)


def rank(edition: Edition) -> tuple[int, bool]:
    """Order editions by how much they matter to the public; of those in force the plan's text is first."""
    return SHOWN_FIRST.index(EditionState(edition.state)), edition.kind not in REPLACING_TEXT


def decided(edition: Edition) -> list[Decision]:
    """Return what councils said of an edition, with the numbers under which it can be looked up."""
    rows = edition.decisions.exclude(outcome="").filter(Q(is_ended=False) | Q(is_informative=True))
    return list(rows.select_related("body").order_by("decided_on", "order"))


def last_window(edition: Edition) -> Consultation | None:
    return (
        Consultation.objects.filter(document=edition.document_id)
        .select_related("version")
        .order_by("-number")
        .first()
    )


def public_version(edition: Edition, window: Consultation | None) -> Version | None:
    """Return the text for the public: the consulted one until the councils decide, the adopted one after."""
    if edition.state in WITH_CONSULTED_TEXT:
        return window.version if window else None
    return Version.objects.filter(document=edition.document_id).order_by("-number").first()


def parts(snapshot: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a comment may be about: the whole plan, a chapter, an item; keys as in the snapshot."""
    return [(WHOLE_PLAN, _("Celý plán")), *((s["key"], part_label(s)) for s in snapshot["sections"])]


def part_label(section: dict[str, Any]) -> str:
    """Name a section as people call it: Priorita 1: Terénní péče."""
    if section["kind"] in ("part", "table"):
        return str(section["title"])[:LONGEST_LABEL]
    name = f"{section['level']} {section['number']}".strip().capitalize()
    return f"{name}: {section['title']}"[:LONGEST_LABEL]


def windows(now: dt.datetime) -> QuerySet[Consultation]:
    """Return windows that are announced, open or ended not long ago, the soonest end first."""
    since = timezone.localdate(now) - RECENTLY
    public = Edition.objects.filter(state__in=PUBLIC_STATES, document__isnull=False).values("document")
    return (
        Consultation.objects.filter(closes_on__gte=since, was_cut_short=False, document__in=public)
        .prefetch_related("hearings")
        .order_by("-closes_on", "pk")
    )


def editions_of(documents: Sequence[int]) -> dict[int, Edition]:
    """Return the editions of documents with their plans, by the document's number."""
    rows = Edition.objects.filter(document__in=documents).select_related("plan__territory")
    return {edition.document_id: edition for edition in rows if edition.document_id}
