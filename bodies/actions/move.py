"""What every move of a meeting shares: lock, law, journal, in one transaction.

Lock order, always: meeting → minutes → journal head. The callers are the deeds of the office; nothing
else changes a state.
"""

import datetime as dt
from typing import Any

from bodies.enums import MeetingDeed
from bodies.models import Meeting
from people import journal
from people.errors import Gone
from people.models import Person


def locked(meeting: Meeting) -> Meeting:
    """Lock the meeting before anything else and read it again."""
    return Meeting.objects.locked(meeting.pk)


def permitted(meeting: Meeting, deed: MeetingDeed) -> Meeting:
    """Return the meeting, locked, if its state allows a deed.

    Raises Gone when it has left the state in which the person saw it.
    """
    row = locked(meeting)
    if deed not in moves(row):
        raise Gone
    return row


def moves(meeting: Meeting) -> set[str]:
    """Return the names of the deeds that the state of a meeting allows."""
    machine: Any = meeting  # django-fsm adds its methods without telling the types
    return {move.name for move in machine.get_available_state_transitions()}


def carry_out(
    meeting: Meeting,
    deed: MeetingDeed,
    *,
    by: Person | None,
    now: dt.datetime,
    data: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Move the law of a locked meeting and journal it."""
    before = meeting.state
    getattr(meeting, deed.value)()
    meeting.revision += 1
    meeting.save()
    words = {"from": before, "to": meeting.state, **(data or {})}
    journal.record(
        meeting,
        f"meeting.{deed.value}",
        by=by,
        at=now,
        data=words,
        personal={"reason": reason} if reason else None,
    )
