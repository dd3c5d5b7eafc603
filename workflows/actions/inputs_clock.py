"""Reminders of rounds: once when the term is near, once when it has passed; only those who are silent."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from workflows import letters
from workflows.actions import inputs
from workflows.enums import InputRoundState
from workflows.models import InputRequest, InputRound

REMIND_DAYS = 3


def sweep(*, now: dt.datetime) -> int:
    """Remind everybody whose reminder is due; doing it twice changes nothing."""
    rounds = due(now).order_by("round").values_list("round", flat=True).distinct()
    return sum(remind_of(pk, now) for pk in list(rounds))


def due(now: dt.datetime) -> QuerySet[InputRequest]:
    """Return the requests not reminded yet whose term is near, and those not reminded since it passed."""
    today = timezone.localdate(now)
    near = Q(reminded_at=None, due_on__lte=today + dt.timedelta(days=REMIND_DAYS))
    late = Q(due_on__lt=today, reminded_at__date__lte=F("due_on"))
    return InputRequest.objects.filter(near | late, state__in=inputs.OPEN, round__state=InputRoundState.OPEN)


@transaction.atomic
def remind_of(pk: int, now: dt.datetime) -> int:
    """Remind those of one round; its lock keeps an answer or the close from happening meanwhile."""
    held = inputs.locked(InputRound(pk=pk))
    rows = due(now).filter(round=held).select_related("person", "organisation", "territory")
    told = letters.reachable(list(rows.order_by("pk")))
    if told:
        inputs.send_reminders(held, told, by=None, now=now)
    return len(told)
