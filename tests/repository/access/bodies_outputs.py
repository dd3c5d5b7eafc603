from datetime import timedelta

from django.utils import timezone

from bodies.actions import per_rollam
from people.models import AccessLink
from tests.factories import bodies as make
from tests.factories import outputs, people


def addresses(world):
    now = timezone.now()
    body = outputs.advisory(world.own, members=1)
    item = make.item(make.held(body, timezone.localdate() - timedelta(days=1)))
    resolution = {"pk": outputs.resolution(item, draw_number=False, now=now).pk}
    held = outputs.round_of(body, now)
    vote = held.votes.get()
    draft = per_rollam.draft(body=body, question=outputs.question(now), by=people.person(), now=now)
    token = AccessLink.objects.get(subject_kind="round_vote", subject_id=vote.pk).token
    opened = ("detail", "open", "remind", "close", "cancel", "vote")
    return {
        "meetings:resolution-record": {"pk": item.meeting_id, "item": item.pk},
        **{f"resolutions:{name}": resolution for name in ("detail", "number", "title")},
        **{f"rounds:{name}": {"pk": held.pk} for name in opened},
        "rounds:edit": {"pk": draft.pk},
        "rounds:create": {"slug": body.slug},
        "rounds:vote-record": {"pk": held.pk, "vote": vote.pk},
        "rounds:vote-by-link": {"token": token},
    }
