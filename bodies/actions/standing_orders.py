"""The rules of a body hold from a day on; older ones stay for older days."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from bodies.enums import OutputWord
from bodies.models import Body, StandingOrders
from people import journal
from people.errors import Refused
from people.models import Person


@transaction.atomic
def adopt(
    *,
    body: Body,
    valid_from: dt.date,
    output_word: OutputWord,
    papers_days: int,
    by: Person,
    now: dt.datetime,
    numbering: str = "",
    source: str = "",
    checked_on: dt.date | None = None,
) -> StandingOrders:
    """Write down rules that hold from a day on.

    Raises Refused when rules from the same day are written already.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    if body.standing_orders.filter(valid_from=valid_from).exists():
        raise Refused(_("Pravidla platná od tohoto dne už jsou zapsaná."))
    rules = StandingOrders.objects.create(
        body=body,
        valid_from=valid_from,
        output_word=output_word,
        numbering=numbering,
        papers_days=papers_days,
        source=source,
        checked_on=checked_on,
    )
    data = {"standing_orders": rules.pk, "valid_from": valid_from, "numbering": numbering}
    journal.record(body, "standing_orders.adopted", by=by, at=now, data=data)
    return rules
