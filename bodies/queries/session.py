"""The programme of a session as it goes: what is done, what is on, when the rest should come."""

import datetime as dt
from dataclasses import dataclass

from bodies.enums import ItemState
from bodies.models import AgendaItem, Meeting

LEFT = (ItemState.OPEN, ItemState.INTERRUPTED)


@dataclass(frozen=True, slots=True)
class Step:
    """An item in the column of the programme; `planned_at` is when it should begin."""

    item: AgendaItem
    number: int
    planned_at: dt.datetime | None

    @property
    def is_late(self) -> bool:
        return self.item.is_late

    def elapsed(self, now: dt.datetime) -> int:
        """Return the minutes since the item was opened, or between its beginning and its end."""
        if self.item.began_at is None:
            return 0
        until = self.item.ended_at or now
        return max(0, int((until - self.item.began_at).total_seconds() // 60))


def programme(meeting: Meeting) -> list[Step]:
    """Return the items of a meeting in order, with the time when each should begin, in one query."""
    items = (
        meeting.items.filter(proposal="")
        .select_related("presenter", "document", "version")
        .order_by("order", "pk")
    )
    steps, at, number = [], meeting.starts_at, 0
    for item in items:
        number += 0 if item.is_withdrawn else 1
        steps.append(Step(item, number, at))
        if at is not None and not item.is_withdrawn:
            at += dt.timedelta(minutes=item.minutes)
    return steps


def current(steps: list[Step]) -> Step | None:
    """Return the item that is on, else the first that waits, else the last one."""
    live = [step for step in steps if not step.item.is_withdrawn]
    for wanted in ((ItemState.CURRENT,), LEFT):
        for step in live:
            if step.item.progress in wanted:
                return step
    return live[-1] if live else None


def following(steps: list[Step], here: Step) -> Step | None:
    """Return the next item to be taken up after this one."""
    later = [step for step in steps if (step.item.order, step.item.pk) > (here.item.order, here.item.pk)]
    waiting = [s for s in later if s.item.progress in LEFT and not s.item.is_withdrawn]
    return waiting[0] if waiting else None
