"""What the clock does: windows end, editions come into force, people are reminded.

Due rows are selected first, then each has a transaction of its own: lock, read again, skip silently
what is no longer due. A refusal writes one letter to the coordinator and leaves the state as it is.
"""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from documents.models import Consultation
from people.errors import Blocked, Gone
from people.models import Person
from workflows import letters
from workflows.actions import approval, consultation
from workflows.enums import Deed, EditionState
from workflows.models import Edition, Review

S = EditionState
REMIND_DAYS = 3


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """Do everything that is due at a moment; doing it twice changes nothing. Return counts by deed."""
    today = timezone.localdate(now)
    closing = Consultation.objects.filter(closed_at=None, closes_on__lt=today).values("document")
    closed = Edition.objects.filter(state=S.CONSULTATION, document__in=closing)
    starting = Edition.objects.filter(state=S.ADOPTED, valid_from__lte=today)
    return {
        Deed.CLOSE_CONSULTATION.value: each(closed, Deed.CLOSE_CONSULTATION, consultation.close, now),
        Deed.MAKE_EFFECTIVE.value: each(starting, Deed.MAKE_EFFECTIVE, approval.make_effective, now),
        "remind": remind(now),
    }


def each(rows: object, deed: Deed, act: Callable[..., object], now: dt.datetime) -> int:
    """Do one deed on every due edition, one transaction each."""
    done = 0
    for pk in list(rows.values_list("pk", flat=True)):  # type: ignore[attr-defined]
        try:
            act(edition=Edition(pk=pk), by=None, now=now)
        except Gone:
            continue  # somebody was faster: it is no longer due
        except Blocked as refusal:
            tell_blocked(pk, deed, refusal, now)
        else:
            done += 1
    return done


@transaction.atomic
def tell_blocked(pk: int, deed: Deed, refusal: Blocked, now: dt.datetime) -> None:
    """Tell the coordinator once in a state what the clock could not do and what is missing."""
    edition = Edition.objects.select_related("plan__coordinator", "plan__deputy").get(pk=pk)
    letters.clock_blocked(edition=edition, deed=deed, blockers=refusal.blockers, now=now)


def remind(now: dt.datetime) -> int:
    """Remind, once, those who have not answered and whose term is near."""
    due = Edition.objects.filter(pk__in=to_remind(now).values("edition")).order_by("pk")
    return sum(remind_of(pk, now) for pk in list(due.values_list("pk", flat=True)))


def to_remind(now: dt.datetime) -> QuerySet[Review]:
    """Return those of a running round who have not answered, were not reminded and whose term is near."""
    return Review.objects.filter(
        verdict="",
        is_excused=False,
        reminded_at=None,
        asked_at__isnull=False,
        due_on__lte=timezone.localdate(now) + dt.timedelta(days=REMIND_DAYS),
        edition__state=S.TRIAD_REVIEW,
        round=F("edition__round"),
    )


@transaction.atomic
def remind_of(pk: int, now: dt.datetime) -> int:
    """Remind the late reviewers of one edition; its lock keeps the round from ending meanwhile."""
    Edition.objects.locked(pk)
    reviews = list(for_letters(to_remind(now).filter(edition=pk)))
    for review in reviews:
        review.reminded_at = now
    Review.objects.bulk_update(reviews, ["reminded_at"])
    letters.review_reminded(reviews=reviews, now=now)
    return len(reviews)


def for_letters(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Load with reviews what their letters say, but not the texts of versions."""
    return (
        reviews.select_related("person", "version", "edition__plan__territory")
        .defer("version__snapshot")
        .order_by("pk")
    )


@transaction.atomic
def remind_again(*, review: Review, by: Person, now: dt.datetime) -> Review:
    """Remind one reviewer because the coordinator asks for it.

    Raises Gone when they have answered or the round has ended.
    """
    edition = Edition.objects.locked(review.edition_id)
    row = for_letters(Review.objects.filter(pk=review.pk)).first()
    if row is None or not row.is_open or edition.state != S.TRIAD_REVIEW or row.round != edition.round:
        raise Gone
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    letters.review_reminded(reviews=[row], now=now, by=by)
    return row
