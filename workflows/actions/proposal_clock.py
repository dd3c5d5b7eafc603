"""Letters about what became of proposals: one to each author in a round, once the deciding has calmed down.

Lock order, always: round → proposals → journal head.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet

from people import journal
from workflows import letters
from workflows.actions import inputs
from workflows.models import InputRound, Proposal

# Long enough to go through a list and to take a mistake back
QUIET = dt.timedelta(hours=1)


def sweep(*, now: dt.datetime) -> int:
    """Tell authors what became of their proposals; doing it twice changes nothing. Return of how many."""
    rounds = untold().filter(settled_at__lte=now - QUIET).order_by("request__round")
    return sum(tell_of(pk, now) for pk in list(rounds.values_list("request__round", flat=True).distinct()))


def untold() -> QuerySet[Proposal]:
    """Return settled proposals whose authors have an address and do not know yet."""
    has_address = Q(request__person__isnull=False) | Q(request__organisation__email__gt="")
    return Proposal.objects.filter(has_address, settled_at__isnull=False, told_at=None)


@transaction.atomic
def tell_of(pk: int, now: dt.datetime) -> int:
    """Tell the authors in one round, except those with whose proposals somebody deals just now."""
    held = inputs.locked(InputRound(pk=pk))
    parts = ("request__person", "request__organisation", "request__territory")
    rows = untold().filter(request__round=held).select_for_update(of=("self",)).select_related(*parts)
    settled = list(rows.order_by("pk"))
    busy = {letters.reader_of(one.request) for one in settled if is_fresh(one, now)}
    told = [one for one in settled if letters.reader_of(one.request) not in busy]
    if told:
        Proposal.objects.filter(pk__in=[one.pk for one in told]).update(told_at=now)
        data = {"proposals": len(told)}
        journal.record(held, "input_round.proposals_told", by=None, at=now, data=data)
        letters.proposals_settled(held=held, settled=told, now=now)
    return len(told)


def is_fresh(proposal: Proposal, now: dt.datetime) -> bool:
    return proposal.settled_at is not None and proposal.settled_at > now - QUIET
