"""The rules of a body hold from a day on; older ones stay for older days."""

import datetime as dt
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from bodies.enums import STATUTORY
from bodies.models import Body, StandingOrders
from people import journal
from people.errors import Refused
from people.models import Person


class Rules(TypedDict, total=False):
    """What rules may say; whatever is left out is as usual (the defaults of the model)."""

    is_statutory: bool
    convened_by: str
    announce_days: int | None
    announce_unit: str
    papers_days: int
    papers_unit: str
    proposals_days: int
    quorum: str
    majority: str
    substitute_days: int | None
    per_rollam: bool
    per_rollam_days: int
    is_public: bool
    publishes_minutes: bool
    remote: str
    verifier_count: int
    minutes_days: int
    minutes_unit: str
    comment_days: int
    output_word: str
    numbering: str
    source: str
    checked_on: dt.date | None


@transaction.atomic
def adopt(
    *, body: Body, valid_from: dt.date, by: Person, now: dt.datetime, **rules: Unpack[Rules]
) -> StandingOrders:
    """Write down rules that hold from a day on.

    Raises Refused when rules from the same day are written already, or when a body set up by statute
    would vote outside its meetings.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    if rules.get("per_rollam") and (rules.get("is_statutory") or body.kind in STATUTORY):
        raise Refused(_("Orgán zřízený zákonem rozhoduje jen na jednání, ne mimo něj."))
    if body.standing_orders.filter(valid_from=valid_from).exists():
        raise Refused(_("Pravidla platná od tohoto dne už jsou zapsaná."))
    made = StandingOrders.objects.create(body=body, valid_from=valid_from, **rules)
    data = {"standing_orders": made.pk, "valid_from": valid_from, "numbering": made.numbering}
    journal.record(body, "standing_orders.adopted", by=by, at=now, data=data)
    return made
