"""What polls hear: the clock, and the post office before a letter of theirs leaves."""

import datetime as dt
from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from bodies.actions import poll as polls
from bodies.letters.poll import ASKED, REMINDED
from bodies.models import Poll
from bodies.queries.membership import is_member
from people.models import Letter
from people.post import wanted
from people.signals import clock_ticked


@receiver(clock_ticked, dispatch_uid="bodies.poll")
def remind(now: dt.datetime, **_kwargs: Any) -> None:
    """Remind those who have not answered, tell who asked that the term has passed."""
    polls.remind(now=now)


@wanted(Poll.journal_kind)
def still_asked(letter: Letter, now: dt.datetime) -> str:
    """Say why a question need not leave: the mandate of whoever was to be asked has ended meanwhile."""
    if letter.template not in (ASKED, REMINDED) or letter.person is None:
        return ""
    poll = Poll.objects.select_related("body").get(pk=letter.cause_id)
    if is_member(letter.person, poll.body, timezone.localdate(now)):
        return ""
    return _("Mandát adresáta mezitím skončil.")
