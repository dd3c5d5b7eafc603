"""Reading of comments: what the public sees, what the office works on."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from documents.enums import CommentState, Moderation
from documents.models import Comment


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many comments there are and how many still wait for something."""

    total: int
    unsettled: int
    unmoderated: int
    proposed: int
    unanswered: int
    letters: int

    @property
    def settled(self) -> int:
        return self.total - self.unsettled


def published(document_id: int | None) -> QuerySet[Comment]:
    """Return the comments that the public may read, the newest first."""
    rows = Comment.objects.filter(document=document_id, moderation=Moderation.SHOWN)
    return rows.order_by("-received_on", "-number")


def recorded(document_id: int | None) -> QuerySet[Comment]:
    """Return every comment in the order of receipt numbers, with who wrote it down and who settled it."""
    rows = Comment.objects.filter(document=document_id).select_related(
        "settled_by", "recorded_by", "evidence"
    )
    return rows.order_by("number")


def numbers(document_id: int | None) -> Numbers:
    """Count comments of a document in one query."""
    waiting = Q(state=CommentState.RECEIVED)
    unanswered = Q(answered_at=None) & ~waiting
    counted = Comment.objects.filter(document=document_id).aggregate(
        total=Count("pk"),
        unsettled=Count("pk", filter=waiting),
        unmoderated=Count("pk", filter=Q(moderation=Moderation.WAITING)),
        proposed=Count("pk", filter=waiting & ~Q(proposal_state="")),
        unanswered=Count("pk", filter=unanswered),
        letters=Count("pk", filter=unanswered & ~Q(email="") & Q(email_confirmed_at__isnull=False)),
    )
    return Numbers(**counted)
