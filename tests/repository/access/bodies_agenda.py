"""Addresses of meetings, their agenda and the backlog."""

from datetime import timedelta

from django.utils import timezone

from bodies.models import Paper
from documents.actions import file as files
from tests.factories import bodies as make
from tests.factories import documents as shelf
from tests.factories import people


def addresses(world):
    body = make.body(world.own)
    meeting = make.meeting(body, timezone.localdate() + timedelta(days=30))
    item = make.item(meeting)
    proposed = make.item(
        meeting, proposal="proposed", proposed_by=people.person(), proposed_at=timezone.now()
    )
    kept = files.keep(holder=item, upload=shelf.upload(), by=None, now=timezone.now())
    paper = Paper.objects.create(item=item, file=kept, added_at=timezone.now(), added_by=people.person())
    of_body = ("create", "backlog", "backlog-add", "backlog-propose")
    of_meeting = (
        "detail",
        "edit",
        "history",
        "item-add",
        "agenda-break",
        "agenda-shift",
        "agenda-standing",
        "propose",
    )
    of_item = ("edit", "shift", "withdraw", "remove", "carry", "papers")
    return {
        **{f"meetings:{name}": {"slug": body.slug} for name in of_body},
        **{f"meetings:{name}": {"pk": meeting.pk} for name in of_meeting},
        **{f"meetings:item-{name}": {"item": item.pk} for name in of_item},
        "meetings:item-proposal": {"item": proposed.pk},
        "meetings:paper-remove": {"item": item.pk, "paper_pk": paper.pk},
    }
