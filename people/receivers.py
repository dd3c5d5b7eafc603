"""What reaches us from outside: the clock, and providers' reports of delivery."""

from datetime import datetime
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, tracking
from django.dispatch import receiver
from django.utils import timezone

from people.actions import letter as letters
from people.actions import rate
from people.enums import LetterState
from people.signals import clock_ticked

STATES = {
    EventType.DELIVERED: LetterState.DELIVERED,
    EventType.BOUNCED: LetterState.BOUNCED,
    EventType.REJECTED: LetterState.BOUNCED,
    EventType.FAILED: LetterState.BOUNCED,
}


@receiver(clock_ticked)
def forget_old_counts(*, now: datetime, **_more: Any) -> None:
    rate.forget(now=now)


@receiver(tracking)
def note_delivery(*, event: AnymailTrackingEvent, **_more: Any) -> None:
    """Move the letter that a provider reports about; its number travelled in the metadata."""
    number = str((event.metadata or {}).get("letter", ""))
    state = STATES.get(event.event_type)
    if state is not None and number.isdigit():
        problem = f"{event.reject_reason or ''} {event.description or ''}".strip()
        letters.report(pk=int(number), state=state, problem=problem, now=event.timestamp or timezone.now())
