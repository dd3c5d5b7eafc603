"""Which items of the plan an action plan takes up: chosen and taken back while it is being written."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from people import journal
from people.errors import Refused
from people.models import Person
from workflows.actions.content import writable
from workflows.actions.copying import bring_items, with_ancestors
from workflows.enums import EditionKind
from workflows.models import Edition, Item
from workflows.queries.validity import newest_text


@transaction.atomic
def choose_items(
    *, edition: Edition, keys: Collection[UUID], shown: Collection[UUID], by: Person, now: dt.datetime
) -> tuple[int, int]:
    """Make an action plan hold exactly the chosen items of the plan, with that year's money.

    `shown` are the items that the person saw as chosen: what somebody else has added meanwhile stays.
    Items above the chosen ones come along, what was written into the action plan alone stays. Return how
    many came and how many went. Raises Refused for another kind of edition, Gone when it is being judged.
    """
    edition = writable(edition)
    source = newest_text(edition.plan)
    if edition.kind != EditionKind.ACTION_PLAN or edition.year is None or source is None:
        raise Refused(_("Položky na rok se vybírají jen do akčního plánu."))
    offered = set(source.items.values_list("key", flat=True))
    came = bring_items(source, edition, offered & set(keys), {edition.year})
    went = take_back(edition, (offered & set(shown)) - set(keys))
    if came or went:
        data = {"added": came, "removed": went}
        journal.record(edition, "edition.items_chosen", by=by, at=now, data=data)
    return came, went


def take_back(edition: Edition, keys: set[UUID]) -> int:
    """Remove items from below upwards; those with an item left below them stay."""
    rows = list(edition.items.order_by("depth", "order", "pk"))
    kept = with_ancestors(rows, {row.key for row in rows} - keys)
    gone = [row for row in rows if row.key not in kept]
    for depth in sorted({row.depth for row in gone}, reverse=True):
        Item.objects.filter(pk__in=[row.pk for row in gone if row.depth == depth]).delete()
    return len(gone)
