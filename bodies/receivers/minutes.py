"""What bodies hear about minutes: answers of verifiers, the clock."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from bodies.actions import minutes as minutes_actions
from bodies.actions import minutes_reminder
from bodies.holders.minutes import MinutesHolder
from bodies.models import Minutes
from documents import holders
from documents.enums import ConfirmationKind
from documents.models import Confirmation
from documents.signals import confirmation_answered
from people.models import Person
from people.signals import clock_ticked


@receiver(confirmation_answered)
def hear_verifier(*, confirmation: Confirmation, by: Person, now: datetime, **_more: Any) -> None:
    """Follow a verifier's answer in the same transaction."""
    is_ours = confirmation.version.document.holder_kind == Minutes.journal_kind
    if is_ours and confirmation.kind == ConfirmationKind.VERIFICATION:
        minutes_actions.hear_answer(confirmation=confirmation, by=by, now=now)


@receiver(clock_ticked)
def remind(*, now: datetime, **_more: Any) -> None:
    minutes_reminder.remind(now=now)


holders.register(Minutes.journal_kind, MinutesHolder())
