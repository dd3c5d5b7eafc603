"""What the clock does for duties: whoever has not fulfilled one is reminded before its term."""

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from workflows.actions import duty as duties
from workflows.enums import DutyState
from workflows.models import Duty, DutyRule
from workflows.queries.duty import reachable

AT_ONCE = 200  # letters of one tick; the next one goes on


def sweep(now: dt.datetime) -> int:
    """Remind, once, of the open duties whose term is near; return of how many."""
    keys = list(to_remind(now).values_list("pk", flat=True)[:AT_ONCE])
    return remind_of(keys, now) if keys else 0


def to_remind(now: dt.datetime) -> QuerySet[Duty]:
    """Return open duties near their term, as their rules say, of which nobody was reminded yet."""
    today = timezone.localdate(now)
    near = Q(pk__in=[])
    for pk, days in DutyRule.objects.values_list("pk", "remind_days"):
        near |= Q(rule=pk, due_on__lte=today + dt.timedelta(days=days))
    # One long past its term was left alone on purpose: the office asks again itself
    fresh = Duty.objects.filter(near, state=DutyState.DUE, reminded_at=None, due_on__gte=today)
    return fresh.filter(reachable(today)).order_by("due_on", "pk")


@transaction.atomic
def remind_of(keys: list[int], now: dt.datetime) -> int:
    """Remind of duties that are still open when locked."""
    rows = [row for row in duties.held(keys) if row.state == DutyState.DUE and row.reminded_at is None]
    duties.ask(rows, by=None, now=now)
    return sum(row.reminded_at is not None for row in rows)
