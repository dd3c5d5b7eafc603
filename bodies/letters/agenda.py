"""Letters about items that members propose: to the organiser, and back to the author."""

import datetime as dt

from django.conf import settings
from django.urls import reverse

from bodies.models import AgendaItem
from people import post

FOLDER = "bodies/letters"


def address(item: AgendaItem) -> str:
    """Full address of the agenda or of the backlog where the item is."""
    if item.meeting is not None:
        path = reverse("meetings:detail", args=[item.meeting.pk])
    else:
        path = reverse("meetings:backlog", args=[item.body.slug])
    return f"{settings.SITE['url']}{path}"


def item_proposed(item: AgendaItem, *, now: dt.datetime) -> None:
    """Tell the organiser of the body that a member has proposed an item."""
    organiser = item.body.organiser
    if organiser is None or not organiser.is_active or organiser == item.proposed_by:
        return
    post.write(
        key=f"item_proposed:{item.pk}",
        template=f"{FOLDER}/item_proposed",
        to_person=organiser,
        context={"item": item, "body": item.body, "meeting": item.meeting, "url": address(item)},
        cause=item,
        now=now,
    )


def proposal_answered(item: AgendaItem, *, now: dt.datetime) -> None:
    """Tell the author of a proposed item where it was placed, or why it was not."""
    author = item.proposed_by
    if author is None or not author.is_active:
        return
    post.write(
        key=f"proposal_answered:{item.pk}:{item.revision}",
        template=f"{FOLDER}/proposal_answered",
        to_person=author,
        context={
            "item": item,
            "body": item.body,
            "meeting": item.meeting,
            "is_declined": bool(item.proposal),
            "url": address(item),
        },
        cause=item,
        now=now,
    )
