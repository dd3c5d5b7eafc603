"""Everything that the guards of an edition ask about, loaded with a fixed number of queries."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from bodies.models import Mandate
from documents.enums import CommentState, ConfirmationKind, ConfirmationState
from documents.models import Comment, Confirmation, Consultation, Hearing, Version
from workflows.enums import Deed, EditionKind, Need
from workflows.guards.triad import SideVerdict, side_verdicts
from workflows.models import (
    ApprovalPath,
    Decision,
    Edition,
    Item,
    NetworkService,
    Opinion,
    Review,
    TextPart,
)

VERSIONS_SHOWN = 4


@dataclass(frozen=True)
class EditionFacts:
    """What is known of an edition at a moment; guards read nothing else."""

    edition: Edition
    path: ApprovalPath
    now: dt.datetime
    item_count: int = 0
    empty_parts: tuple[TextPart, ...] = ()
    named: tuple[Review, ...] = ()  # named for the round that would start next
    reviews: tuple[Review, ...] = ()  # of the round that runs or ran last
    without_mandate: tuple[Review, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    decisions: tuple[Decision, ...] = ()
    consultation: Consultation | None = None
    consultation_done: bool = False
    hearings: tuple[Hearing, ...] = ()
    open_comments: int = 0
    comments: int = 0
    version: Version | None = None
    versions: tuple[Version, ...] = ()  # the last few, newest first
    released: bool = False
    release_asked: bool = False
    still_prepared: tuple[Edition, ...] = ()  # beside a final evaluation, which closes the plan

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    @property
    def sides(self) -> list[SideVerdict]:
        return side_verdicts(self.reviews, self.path.side_rule)  # type: ignore[arg-type]

    @property
    def unsettled(self) -> list[Review]:
        return [r for r in self.reviews if r.needs_settlement]

    def opinions_before(self, deed: Deed) -> list[Opinion]:
        return [o for o in self.opinions if o.before == deed]


def link(facts: EditionFacts, page: str) -> str:
    """Address of the edition's page on which a blocker is removed."""
    return reverse(f"plans:{page}", args=[facts.edition.plan.slug, facts.edition.pk])


def facts(edition: Edition, now: dt.datetime) -> EditionFacts:
    """Load the facts of an edition as at a moment, in at most nine queries whatever its size."""
    today = timezone.localdate(now)
    reviews = _reviews(edition)
    named = tuple(r for r in reviews if r.round == edition.round + 1)
    counts = _counts(edition)
    versions = _last_versions(edition)
    version = versions[0] if versions else None
    # Every order is written out: the models' own goes through the edition to its plan and territory.
    # What is not there is not read: most editions have no opinion, and before the councils no decision.
    opinions = edition.opinions.select_related("body").order_by("order", "pk")
    decisions = edition.decisions.select_related("body", "territory", "meeting").order_by("order", "pk")
    windows = list(Consultation.objects.filter(document=edition.document_id).order_by("-number"))
    hearings = Hearing.objects.filter(consultation__document=edition.document_id, cancelled_at=None)
    return EditionFacts(
        edition=edition,
        path=edition.path,
        now=now,
        item_count=counts["items"],
        empty_parts=tuple(_empty_parts(edition)) if counts["empty_parts"] else (),
        named=named,
        reviews=tuple(r for r in reviews if r.round == edition.round),
        without_mandate=_without_mandate(named, today),
        opinions=tuple(opinions) if counts["opinions"] else (),
        decisions=tuple(decisions) if counts["decisions"] else (),
        consultation=next((w for w in windows if w.closed_at is None), None),
        consultation_done=any(w.closed_at and not w.was_cut_short for w in windows),
        hearings=tuple(hearings.order_by("starts_at")) if windows else (),
        open_comments=counts["open_comments"],
        comments=counts["comments"],
        version=version,
        versions=versions,
        released=bool(version and getattr(version, "released", False)),
        release_asked=bool(version and getattr(version, "release_asked", False)),
        still_prepared=_still_prepared(edition),
    )


def _still_prepared(edition: Edition) -> tuple[Edition, ...]:
    """Return what else goes on in the plan; only its final evaluation asks, because it closes the plan."""
    if not edition.is_final_evaluation:
        return ()
    others = Edition.objects.in_preparation().filter(plan=edition.plan_id).exclude(pk=edition.pk)
    return tuple(others.order_by("pk"))


def outline(edition: Edition, now: dt.datetime) -> EditionFacts:
    """Load only what the head and the tabs of every page show and how the triad stands, in three queries."""
    reviews = _reviews(edition)
    counts = _counts(edition)
    return EditionFacts(
        edition=edition,
        path=edition.path,
        now=now,
        item_count=counts["items"],
        comments=counts["comments"],
        open_comments=counts["open_comments"],
        named=tuple(r for r in reviews if r.round == edition.round + 1),
        reviews=tuple(r for r in reviews if r.round == edition.round),
        version=next(iter(_last_versions(edition)), None),
    )


def _reviews(edition: Edition) -> list[Review]:
    """Return the reviews of the round that runs or ran last, and of the next one."""
    rows = edition.reviews.filter(round__gte=edition.round).select_related("person", "seat__body")
    return list(rows.order_by("pk"))


class Counted(Subquery):
    """How many rows a subquery has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _counts(edition: Edition) -> dict[str, int]:
    """Count what the guards only need to know the number of, in one query."""
    comments = Comment.objects.filter(document=edition.document_id).order_by().values("pk")
    # A network consists of services as other editions of items.
    held: Any = NetworkService.objects if edition.kind == EditionKind.NETWORK else Item.objects
    items = held.filter(edition=edition.pk).order_by().values("pk")
    wanted = {
        "items": items,
        "comments": comments,
        "open_comments": comments.filter(state=CommentState.RECEIVED),
        "empty_parts": _empty_parts(edition).order_by().values("pk"),
        "opinions": edition.opinions.order_by().values("pk"),
        "decisions": edition.decisions.order_by().values("pk"),
    }
    row: Any = Edition.objects.filter(pk=edition.pk).values_list(*(Counted(rows) for rows in wanted.values()))
    return dict(zip(wanted, row.get(), strict=True))


def _empty_parts(edition: Edition) -> QuerySet[TextPart]:
    return edition.parts.filter(is_required=True, text="").order_by("order", "pk")


def _last_versions(edition: Edition) -> tuple[Version, ...]:
    """Return the last frozen versions without their text, knowing whether release was asked and given."""
    rows = Version.objects.filter(document=edition.document_id).defer("snapshot").select_related("by")
    if edition.path.release != Need.NONE:
        release = Confirmation.objects.filter(version=OuterRef("pk"), kind=ConfirmationKind.RELEASE)
        rows = rows.annotate(
            released=Exists(release.filter(state=ConfirmationState.CONFIRMED)),
            release_asked=Exists(release.filter(state=ConfirmationState.REQUESTED)),
        )
    rows = rows.order_by("-number")
    return tuple(rows[:VERSIONS_SHOWN])


def _without_mandate(named: tuple[Review, ...], today: dt.date) -> tuple[Review, ...]:
    """Return those named through a seat that they do not hold on the day."""
    seats = {r.seat_id for r in named if r.seat_id}
    if not seats:
        return ()
    held = set(Mandate.objects.on(today).filter(seat__in=seats).values_list("seat_id", "person_id"))
    return tuple(r for r in named if r.seat_id and (r.seat_id, r.person_id) not in held)
