"""An election ends mandates; others go on until their successors come."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bodies.actions import seat as seats
from bodies.models import Mandate, Seat
from bodies.queries.election import Outlook, outlook
from people import journal
from people.errors import Refused, Stale
from people.models import Person, Territory

# Further away than this the year was most likely mistyped.
FURTHEST = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Held:
    """What an election has changed."""

    ended: tuple[Mandate, ...]
    carried_over: tuple[Mandate, ...]


@transaction.atomic
def hold(
    *, territory: Territory, voted_on: dt.date, by: Person, now: dt.datetime, seen: str | None = None
) -> Held:
    """End the mandates of the assembly and its committees by the first voting day; mark who carries on.

    The rada, its commissions and the seats of the mayor's office hold until a successor takes the seat
    (§§ 102a and 107 act 128/2000). Doing it twice changes nothing. `seen` is the digest of what the person
    has read. Raises Refused for a day too far away, Stale when the composition has changed meanwhile.
    """
    if abs(voted_on - timezone.localdate(now)) > FURTHEST:
        raise Refused(_("Rok %(year)d je nejspíš překlep, zkontrolujte ho prosím.") % {"year": voted_on.year})
    territory = Territory.objects.select_for_update().get(pk=territory.pk)
    found = locked(territory, voted_on)
    if seen is not None and not found.is_done and seen != found.digest:
        raise Stale(message=_("Složení orgánů se mezitím změnilo. Otevřete prosím náhled znovu."))
    for mandate in found.ending:
        seats.finish(mandate, voted_on, by=by, now=now)
    for mandate in found.staying:
        carry_over(mandate, voted_on, by=by, now=now)
    return Held(found.ending, found.staying)


def locked(territory: Territory, voted_on: dt.date) -> Outlook:
    """Lock the seats in the order of their keys, then read again what they hold."""
    before = outlook(territory, voted_on)
    keys = {mandate.seat_id for mandate in (*before.ending, *before.staying)}
    list(Seat.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    return outlook(territory, voted_on)


def carry_over(mandate: Mandate, voted_on: dt.date, *, by: Person, now: dt.datetime) -> None:
    mandate.term_ends_on = voted_on
    mandate.save(update_fields=["term_ends_on"])
    data = {"mandate": mandate.pk, "seat": mandate.seat_id, "term_ends_on": voted_on}
    journal.record(mandate.seat.body, "mandate.carried_over", by=by, at=now, data=data)
