from datetime import timedelta

from django.utils import timezone

from documents.actions.comment import PURPOSE
from documents.models import Comment, Hearing
from people.actions import link as links
from people.models import AccessLink
from tests.factories import workflows as make
from workflows.enums import EditionState

COUNCILLORS = ("detail", "changes", "question", "counterproposal")


def triad_answers():
    """Return the token of somebody who is asked about another plan right now."""
    row = make.asked(make.edition_in(EditionState.TRIAD_REVIEW, now=timezone.now()))[0]
    return AccessLink.objects.get(subject_kind="review", subject_id=row.pk).token


def confirms(comment):
    """Return the token by which the author of a comment confirms an address."""
    Comment.objects.filter(pk=comment.pk).update(email="jana@triada.test")
    now = timezone.now()
    return links.issue(
        purpose=PURPOSE,
        subject=comment,
        address="jana@triada.test",
        expires_at=now + timedelta(days=1),
        by=None,
        now=now,
    ).token


def plain_pages(edition):
    """Give the pages whose address holds nothing but the plan or its edition."""
    slug = {"slug": edition.plan.slug}
    here = {**slug, "pk": edition.pk}
    of_plan = ("detail", "describe", "people", "history", "projects", "decisions", "plan-decision")
    of_edition = (
        *("text", "items", "item-add", "triad", "review-name", "review-name-body", "consultation"),
        *("hearing-plan", "comments", "comment-record", "comments-answer", "settlement", "settlement-xlsx"),
        *("poster", "poster-qr", "bulletin", "approval", "opinions", "validity", "publish", "material"),
        *("material-docx", "schedule", "versions"),
    )
    return {
        **{f"plans:{name}": slug for name in (*of_plan, "end", "withdraw")},
        **{f"plans:{name}": here for name in of_edition},
        **{f"approvals:{name}": {"pk": edition.pk} for name in COUNCILLORS},
        "public:comment": slug,
        "public:text": here,
        "public:settlement": here,
    }


def of_rows(edition, here):
    """Give the pages of what an edition holds: reviews, items, decisions, opinions."""
    decided, waiting = edition.decisions.order_by("order")
    make.decide(decided)
    review = {**here, "review": edition.reviews.first().pk}
    item = {**here, "key": edition.items.first().key}
    of_review = ("answer", "record", "excuse", "reassign", "remind", "settle")
    return {
        **{f"plans:review-{name}": review for name in of_review},
        **{f"plans:{name}": item for name in ("item", "item-write", "item-shift", "item-remove")},
        **{f"plans:decision-{name}": {**here, "decision": decided.pk} for name in ("number", "amended")},
        "plans:decision-record": {**here, "decision": waiting.pk},
        "plans:opinion-record": {**here, "opinion": edition.opinions.first().pk},
        "plans:part-write": {**here, "key": edition.parts.order_by("order").first().key},
    }


def addresses(world):
    edition = world.edition
    slug = {"slug": edition.plan.slug}
    here = {**slug, "pk": edition.pk}
    comment = edition.document.comments.get()
    hearing = Hearing.objects.get(consultation=make.window(edition))
    note, held = {**here, "number": comment.number}, {**here, "hearing": hearing.pk}
    of_comment = ("comment", "comment-moderate", "comment-propose", "comment-settle")
    return {
        **plain_pages(edition),
        **of_rows(edition, here),
        **{f"plans:{name}": note for name in of_comment},
        **{f"plans:hearing-{name}": held for name in ("record", "cancel")},
        "plans:elsewhere-edit": slug,
        "plans:ask": {**here, "kind": "vyjadreni"},
        "plans:move": {**here, "deed": "adopt"},
        "plans:version": {**here, "number": 1},
        "plans:compare": {**here, "old": 1, "new": edition.document.versions.count()},
        "plans:review-by-link": {"token": triad_answers()},
        "public:receipt": {"key": comment.receipt_key},
        "public:confirm": {"token": confirms(comment)},
        "public:hearing-ics": {**slug, "pk": hearing.pk},
    }
