"""The content of one edition is taken over into another; stable keys stay what they were."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from people import journal
from people.models import Person
from workflows.models import Edition, Indicator, Item, ItemCost, NetworkService, TextPart

NOT_COPIED = frozenset({"id", "edition", "parent", "item", "revision"})


@transaction.atomic
def copy_content(
    *,
    source: Edition,
    target: Edition,
    by: Person,
    now: dt.datetime,
    keys: Collection[UUID] | None = None,
    years: Collection[int] | None = None,
) -> int:
    """Take over the content of an edition into one that is being written; return how many items came.

    Without `keys` the whole text comes: chapters, items, services of a network. With them only the items
    of those keys, and the items above them. `years` keeps only money of those years. What the target has
    already under the same key stays as it is. The number of queries does not grow with the text.
    """
    came = bring_items(source, target, keys, years)
    if keys is None:
        copy_parts(source, target)
        copy_services(source, target)
    journal.record(target, "edition.content_copied", by=by, at=now, data={"from": source.pk, "items": came})
    return came


def bring_items(
    source: Edition, target: Edition, keys: Collection[UUID] | None, years: Collection[int] | None
) -> int:
    """Copy the wanted items with everything that hangs on them; return how many."""
    hanging = ("target_groups", "service_kinds", "costs", "indicators")
    rows = list(source.items.prefetch_related(*hanging).order_by("depth", "order", "pk"))
    made = {item.key: item for item in target.items.all()}
    wanted = with_ancestors(rows, keys) - set(made)
    copy_items(rows, wanted, target, made)
    hang(made, [row for row in rows if row.key in wanted], years)
    return len(wanted)


def with_ancestors(items: Iterable[Item], keys: Collection[UUID] | None) -> set[UUID]:
    """Return the chosen keys with those of the items above them; all when nothing was chosen."""
    by_pk = {item.pk: item for item in items}
    if keys is None:
        return {item.key for item in by_pk.values()}
    chosen = set(keys)
    found: set[UUID] = set()
    for item in by_pk.values():
        here: Item | None = item if item.key in chosen else None
        while here is not None and here.key not in found:
            found.add(here.key)
            here = by_pk.get(here.parent_id) if here.parent_id else None
    return found


def values_of(row: Any) -> dict[str, Any]:
    """Return the columns of a row that its copy takes over."""
    names = (field.attname for field in row._meta.concrete_fields if field.name not in NOT_COPIED)  # noqa: SLF001
    return {name: getattr(row, name) for name in names}


def copy_items(rows: list[Item], wanted: set[UUID], target: Edition, made: dict[UUID, Item]) -> None:
    """Write the wanted items level by level, those above first; `made` learns each by its key."""
    keys = {row.pk: row.key for row in rows}
    levels: dict[int, list[Item]] = defaultdict(list)
    for row in rows:
        if row.key in wanted:
            levels[row.depth].append(row)
    for depth in sorted(levels):
        fresh = []
        for row in levels[depth]:
            parent = made[keys[row.parent_id]] if row.parent_id else None
            fresh.append(Item(edition=target, parent=parent, **values_of(row)))
        made.update({item.key: item for item in Item.objects.bulk_create(fresh)})


def hang(made: dict[UUID, Item], rows: list[Item], years: Collection[int] | None) -> None:
    """Hang money, indicators, groups and kinds of the source's rows on their copies."""
    ItemCost.objects.bulk_create(
        ItemCost(item=made[row.key], **values_of(cost))
        for row in rows
        for cost in row.costs.all()
        if years is None or cost.year in years
    )
    Indicator.objects.bulk_create(
        Indicator(item=made[row.key], **values_of(one)) for row in rows for one in row.indicators.all()
    )
    groups, kinds = Item.target_groups.through, Item.service_kinds.through
    groups.objects.bulk_create(
        groups(item_id=made[row.key].pk, targetgroup_id=group.pk)
        for row in rows
        for group in row.target_groups.all()
    )
    kinds.objects.bulk_create(
        kinds(item_id=made[row.key].pk, servicekind_id=kind.pk)
        for row in rows
        for kind in row.service_kinds.all()
    )


def copy_parts(source: Edition, target: Edition) -> None:
    """Take over the texts of chapters that the target has empty, and chapters that it has not at all."""
    own = {part.key: part for part in target.parts.all()}
    changed, added = [], []
    for part in source.parts.all():
        if (here := own.get(part.key)) is None:
            added.append(TextPart(edition=target, **values_of(part)))
        elif not here.text:
            here.text = part.text
            changed.append(here)
    TextPart.objects.bulk_update(changed, ["text"])
    TextPart.objects.bulk_create(added)


def copy_services(source: Edition, target: Edition) -> None:
    """Take over the services of a network with their places in it."""
    known = set(target.services.values_list("key", flat=True))
    rows = [row for row in source.services.prefetch_related("target_groups") if row.key not in known]
    fresh = NetworkService.objects.bulk_create(
        NetworkService(edition=target, **values_of(row)) for row in rows
    )
    groups = NetworkService.target_groups.through
    groups.objects.bulk_create(
        groups(networkservice_id=copy.pk, targetgroup_id=group.pk)
        for row, copy in zip(rows, fresh, strict=True)
        for group in row.target_groups.all()
    )
