from datetime import timedelta

from django.utils import timezone

from bodies.enums import StandingItem
from tests.factories import bodies as make

DEEDS = ("take-up", "report", "attach", "want-time", "accept", "send-back", "extend", "keep-term")
ENDS = ("reassign", "cancel", "reopen")


def addresses(world):
    body = make.body(world.own)
    meeting = make.meeting(body, timezone.localdate() + timedelta(days=40))
    item = make.item(meeting, standing=StandingItem.TASK_CHECK)
    task = make.action_item(body)
    return {
        **{f"tasks:{name}": {"pk": task.pk} for name in ("detail", *DEEDS, *ENDS)},
        "tasks:answer": {"token": "x" * 43},
        "meetings:tasks": {"pk": meeting.pk},
        "meetings:task-check": {"pk": meeting.pk, "task": task.pk},
        "meetings:task-add": {"pk": meeting.pk, "item": item.pk},
    }
