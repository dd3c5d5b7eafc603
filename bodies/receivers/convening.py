"""What bodies hear about convening: the clock, and the post office asking if an invitation holds."""

import datetime as dt
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from bodies.actions import convening
from bodies.calendars import Method
from bodies.enums import InvitedAs, MeetingState
from bodies.models import Participant
from bodies.queries.invitations import with_mandate
from people import post
from people.models import Letter
from people.signals import clock_ticked


@receiver(clock_ticked)
def tell_changes(*, now: dt.datetime, **_more: Any) -> None:
    convening.sweep(now=now)


@post.wanted(Participant.journal_kind)
def still_wanted(letter: Letter, now: dt.datetime) -> str:  # noqa: ARG001 - the signature of the post office
    """Say why an invitation need not leave any more; a cancellation always has to."""
    if letter.ics_method != Method.REQUEST:
        return ""
    participant = with_mandate(letter.cause_id)
    if participant is None or participant.removed_at is not None:
        return _("Pozvánka byla mezitím odvolána.")
    if participant.meeting.state != MeetingState.CONVENED:
        return _("Jednání mezitím začalo nebo bylo zrušeno.")
    if participant.invited_as == InvitedAs.MEMBER and not participant.has_mandate:  # type: ignore[attr-defined]
        return _("Mandát v orgánu mezitím skončil.")
    return ""
