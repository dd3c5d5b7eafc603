"""What a person or the mail server says about letters."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from people import journal, post
from people.enums import LetterState
from people.errors import Gone
from people.models import Letter, Person

UNSETTLED = (LetterState.UNCERTAIN, LetterState.FAILED, LetterState.BOUNCED)
REPORTED = (LetterState.SENDING, LetterState.UNCERTAIN, LetterState.SENT, LetterState.DELIVERED)


@transaction.atomic
def write_secret(
    *,
    key: str,
    person: Person,
    template: str = "",
    context: Mapping[str, Any] | None = None,
    subject: str = "",
    text: str = "",
    expires_at: datetime,
    now: datetime,
) -> Letter:
    """Write a letter with a code or a key; it goes first and its text is forgotten once it is sent."""
    message = post.Message(
        key=key,
        cause=person,
        to_person=person,
        template=template,
        context=context or {},
        subject=subject,
        text=text,
        expires_at=expires_at,
        secret=True,
    )
    return post.write_all([message], now=now)[0]


@transaction.atomic
def send_again(*, letter: Letter, by: Person, now: datetime) -> Letter:
    """Queue once more a letter of which nobody knows whether it left, or which did not."""
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    if held.state not in UNSETTLED or (held.secret and not held.text.strip()):
        raise Gone
    held.state = LetterState.QUEUED
    held.attempts = 0
    held.next_at = now
    held.sent_at = held.ended_at = held.lease_until = None
    held.lease_by = held.problem = ""
    held.save()
    journal.record(held, "letter.queued_again", by=by, at=now)
    return held


@transaction.atomic
def confirm_delivery(*, letter: Letter, by: Person, now: datetime) -> Letter:
    """Note that the addressee has the letter, as somebody found out."""
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    if held.state != LetterState.UNCERTAIN:
        raise Gone
    held.state = LetterState.DELIVERED
    held.sent_at = held.sent_at or now
    held.ended_at, held.lease_until, held.next_at = now, None, None
    held.save()
    journal.record(held, "letter.delivery_confirmed", by=by, at=now)
    return held


@transaction.atomic
def report(*, pk: int, state: LetterState, problem: str = "", now: datetime) -> bool:
    """Store what the provider reports about a letter; a bounce is never overwritten by a delivery."""
    letter = Letter.objects.select_for_update().filter(pk=pk, state__in=REPORTED).first()
    if letter is None:
        return False
    letter.state = state
    letter.sent_at = letter.sent_at or now
    letter.ended_at, letter.lease_until, letter.next_at = now, None, None
    letter.problem = problem[:1000]
    letter.save()
    return True
