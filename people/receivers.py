"""What reaches us from outside: the clock, providers' reports of delivery, mail that they received."""

from datetime import datetime
from typing import Any

from anymail.signals import AnymailInboundEvent, AnymailTrackingEvent, EventType, inbound, tracking
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.utils import timezone

from people.actions import inbound as arrivals
from people.actions import letter as letters
from people.actions import rate
from people.alphabet import teach
from people.enums import LetterState
from people.signals import clock_ticked

STATES = {
    EventType.DELIVERED: LetterState.DELIVERED,
    EventType.BOUNCED: LetterState.BOUNCED,
    EventType.REJECTED: LetterState.BOUNCED,
    EventType.FAILED: LetterState.BOUNCED,
}


connection_created.connect(teach)


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


@receiver(inbound)
def keep_message(*, event: AnymailInboundEvent, **_more: Any) -> None:
    """Store a message that a provider hands over; an error makes the provider try again later."""
    message = event.message
    sender = message.envelope_sender
    arrivals.store(
        raw=message.as_bytes(),
        source="anymail",
        envelope_to=message.envelope_recipient or "",
        envelope_from="<>" if sender == "" else sender or "",
        now=timezone.now(),
    )
