from datetime import timedelta

from django.utils import timezone

from tests.factories import bodies as make

OF_MEETING = (
    "session",
    "session-end",
    "session-lost",
    "live",
    "attendance",
    "attendance-tick",
    "sheet",
    "sheet-upload",
)
OF_ITEM = ("item-step", "record-save", "record-merge", "declare", "ballot")


def addresses(world):
    body = make.body(world.own)
    meeting = make.convened(body, timezone.localdate() + timedelta(days=30))
    participant, item = make.participant(meeting), make.item(meeting)
    pk = {"pk": meeting.pk}
    return {
        **{f"meetings:{name}": pk for name in OF_MEETING},
        **{f"meetings:{name}": {**pk, "item": item.pk} for name in OF_ITEM},
        "meetings:attendance-mark": {**pk, "participant": participant.pk},
    }
