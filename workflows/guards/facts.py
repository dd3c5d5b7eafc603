"""Everything that the guards of an edition ask about, loaded with a fixed number of queries."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from bodies.models import Mandate
from documents.enums import CommentState, ConfirmationKind, ConfirmationState
from documents.models import Comment, Confirmation, Consultation, Hearing, Version
from workflows.enums import Deed, EditionState
from workflows.guards.triad import SideVerdict, side_verdicts
from workflows.models import ApprovalPath, Decision, Edition, Item, Opinion, Review, TextPart


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
    released: bool = False
    release_asked: bool = False

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    @property
    def sides(self) -> list[SideVerdict]:
        return side_verdicts(self.reviews, self.path.side_rule)  # type: ignore[arg-type]

    @property
    def unsettled(self) -> list[Review]:
        return [r for r in self.reviews if r.needs_settlement]

    @property
    def triad_runs(self) -> bool:
        return bool(self.edition.state == EditionState.TRIAD_REVIEW)

    def opinions_before(self, deed: Deed) -> list[Opinion]:
        return [o for o in self.opinions if o.before == deed]


def link(facts: EditionFacts, page: str) -> str:
    """Address of the edition's page on which a blocker is removed."""
    return reverse(f"plans:{page}", args=[facts.edition.plan.slug, facts.edition.pk])


def facts(edition: Edition, now: dt.datetime) -> EditionFacts:
    """Load the facts of an edition as at a moment, in nine queries whatever its size."""
    today = timezone.localdate(now)
    reviews = _reviews(edition)
    named = tuple(r for r in reviews if r.round == edition.round + 1)
    counts = _counts(edition)
    version = _last_version(edition)
    return EditionFacts(
        edition=edition,
        path=edition.path,
        now=now,
        item_count=counts["items_all"],
        empty_parts=tuple(edition.parts.filter(is_required=True, text="")),
        named=named,
        reviews=tuple(r for r in reviews if r.round == edition.round),
        without_mandate=_without_mandate(named, today),
        opinions=tuple(edition.opinions.select_related("body")),
        decisions=tuple(edition.decisions.select_related("body", "territory", "meeting")),
        consultation=Consultation.objects.filter(document=edition.document_id, closed_at=None).first(),
        consultation_done=counts["windows_done"] > 0,
        hearings=tuple(Hearing.objects.filter(consultation__document=edition.document_id, cancelled_at=None)),
        open_comments=counts["comments_open"],
        comments=counts["comments_all"],
        version=version,
        released=bool(version and getattr(version, "released", False)),
        release_asked=bool(version and getattr(version, "release_asked", False)),
    )


def outline(edition: Edition, now: dt.datetime) -> EditionFacts:
    """Load only what the head and the tabs of every page show and how the triad stands, in three queries."""
    reviews = _reviews(edition)
    counts = _counts(edition)
    return EditionFacts(
        edition=edition,
        path=edition.path,
        now=now,
        item_count=counts["items_all"],
        comments=counts["comments_all"],
        open_comments=counts["comments_open"],
        named=tuple(r for r in reviews if r.round == edition.round + 1),
        reviews=tuple(r for r in reviews if r.round == edition.round),
        version=_last_version(edition),
    )


def _reviews(edition: Edition) -> list[Review]:
    """Return the reviews of the round that runs or ran last, and of the next one."""
    rows = edition.reviews.filter(round__gte=edition.round).select_related("person", "seat__body")
    return list(rows.order_by("pk"))


def _counts(edition: Edition) -> dict[str, int]:
    """Count what the guards only need to know the number of, in one query."""

    def number_of(rows: QuerySet[Any]) -> Coalesce:
        counted = rows.order_by().values("document").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

    comments = Comment.objects.filter(document=OuterRef("document"))
    items = Item.objects.filter(edition=OuterRef("pk")).order_by().values("edition")
    counts: Any = (
        Edition.objects.filter(pk=edition.pk)
        .values(
            items_all=Coalesce(
                Subquery(items.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
            ),
            comments_all=number_of(comments),
            comments_open=number_of(comments.filter(state=CommentState.RECEIVED)),
            windows_done=number_of(
                Consultation.objects.filter(document=OuterRef("document"), was_cut_short=False).exclude(
                    closed_at=None
                )
            ),
        )
        .get()
    )
    return {name: int(number) for name, number in counts.items()}


def _last_version(edition: Edition) -> Version | None:
    """Return the last frozen version without its text, knowing whether its release was asked and given."""
    release = Confirmation.objects.filter(version=OuterRef("pk"), kind=ConfirmationKind.RELEASE)
    return (
        Version.objects.filter(document=edition.document_id)
        .defer("snapshot")
        .annotate(
            released=Exists(release.filter(state=ConfirmationState.CONFIRMED)),
            release_asked=Exists(release.filter(state=ConfirmationState.REQUESTED)),
        )
        .order_by("-number")
        .first()
    )


def _without_mandate(named: tuple[Review, ...], today: dt.date) -> tuple[Review, ...]:
    """Return those named through a seat that they do not hold on the day."""
    seats = {r.seat_id for r in named if r.seat_id}
    if not seats:
        return ()
    held = set(Mandate.objects.on(today).filter(seat__in=seats).values_list("seat_id", "person_id"))
    return tuple(r for r in named if r.seat_id and (r.seat_id, r.person_id) not in held)
