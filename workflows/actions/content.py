"""The text of an edition is written: chapters, the tree of items, money and indicators."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from people import journal
from people.errors import Gone, Refused, Stale
from people.models import Person, Territory
from workflows.actions import move
from workflows.enums import EditionKind, EditionState
from workflows.models import Edition, Indicator, Item, ItemCost, ServiceKind, TargetGroup, TextPart

TEXTS = (
    "title",
    "description",
    "implementer",
    "partners",
    "guarantor",
    "timetable",
    "outputs",
    "risks",
    "needs",
)
DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """Planned money: a year, a source of enums.FundingSource, an amount in crowns, who co-finances."""

    year: int
    source: str
    amount: Decimal
    municipality: Territory | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator as it is written: what, in which unit, from what to what; a known one has its key."""

    name: str
    unit: str
    baseline: Decimal | None = None
    target: Decimal | None = None
    key: UUID | None = None


def writable(edition: Edition) -> Edition:
    """Lock an edition whose text may be written now.

    Raises Gone when it is being judged; after "approves with changes" the amended text is written too.
    """
    edition = move.locked(edition)
    if edition.content_is_open:
        return edition
    decides = edition.state == EditionState.COUNCIL_APPROVAL
    if decides and any(d.awaits_amended_text for d in edition.decisions.all()):
        return edition
    raise Gone(_("Text se právě posuzuje a nelze ho měnit. Vraťte ho k přepracování, nebo počkejte."))


def present(item: Item) -> Item:
    """Read an item again under the edition's lock. Raises Gone when somebody has removed it."""
    found = Item.objects.filter(pk=item.pk).first()
    if found is None:
        raise Gone(_("Tuto položku mezitím někdo odebral."))
    return found


@transaction.atomic
def write_part(*, part: TextPart, text: str, read_at: int, by: Person, now: dt.datetime) -> TextPart:
    """Write a chapter. Raises Stale with both texts when somebody else wrote meanwhile."""
    edition = writable(part.edition)
    part = TextPart.objects.get(pk=part.pk, edition=edition)
    if part.revision != read_at:
        raise Stale(yours=text, current=part.text)
    part.text = text
    part.revision += 1
    part.save(update_fields=["text", "revision"])
    journal.record(edition, "part.written", by=by, at=now, data={"part": part.key, "length": len(text)})
    return part


@transaction.atomic
def add_item(
    *,
    edition: Edition,
    parent: Item | None,
    by: Person,
    now: dt.datetime,
    values: Mapping[str, Any],
    target_groups: Iterable[TargetGroup] = (),
    service_kinds: Iterable[ServiceKind] = (),
    costs: Sequence[Cost] = (),
    indicators: Sequence[Measure] = (),
) -> Item:
    """Add an item at the end of its siblings; its stable key is drawn now and survives every edition.

    Raises Refused when the tree would be deeper than the plan's levels.
    """
    edition = writable(edition)
    if parent is not None:
        parent = present(parent)
    depth = parent.depth + 1 if parent else 0
    if depth >= min(len(edition.plan.levels), DEEPEST):
        raise Refused(
            _("Plán má jen %(n)d úrovně, hlouběji už položku přidat nejde.") % {"n": len(edition.plan.levels)}
        )
    place = Item.objects.filter(edition=edition, parent=parent).count() + 1
    number = free_number(edition, parent, place)
    item = Item(edition=edition, parent=parent, depth=depth, order=place, number=number, **only_texts(values))
    item.save()
    attach(item, target_groups, service_kinds, costs, recognised([], indicators))
    journal.record(edition, "item.added", by=by, at=now, data={"item": str(item.key), "number": item.number})
    return item


def keeps_numbers(edition: Edition) -> bool:
    """Say whether items keep the numbers of the plan: in an action plan people cite measure 2.3 as it is."""
    return edition.kind == EditionKind.ACTION_PLAN and edition.based_on_id is not None


def free_number(edition: Edition, parent: Item | None, place: int) -> str:
    """Return the number of a new item: its place, or, where numbers are the plan's, the first free one."""
    prefix = f"{parent.number}." if parent else ""
    if not keeps_numbers(edition):
        return f"{prefix}{place}"
    used = Item.objects.filter(edition__plan=edition.plan_id, number__startswith=prefix)
    taken = set(used.values_list("number", flat=True))
    return next(number for n in range(1, len(taken) + 2) if (number := f"{prefix}{n}") not in taken)


def only_texts(values: Mapping[str, Any]) -> dict[str, Any]:
    """Refuse fields that people do not write."""
    if unknown := set(values) - set(TEXTS):
        raise Refused(_("Toto pole se takto měnit nedá: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    return dict(values)


def fill(
    item: Item,
    target_groups: Iterable[TargetGroup],
    service_kinds: Iterable[ServiceKind],
    costs: Sequence[Cost],
    indicators: Sequence[Measure],
) -> None:
    """Replace what hangs on an item: groups, kinds, money, indicators; known indicators keep their keys."""
    indicators = recognised(list(item.indicators.all()), indicators)
    item.target_groups.clear()
    item.service_kinds.clear()
    item.costs.all().delete()
    item.indicators.all().delete()
    attach(item, target_groups, service_kinds, costs, indicators)


def recognised(known: Sequence[Indicator], measures: Sequence[Measure]) -> list[Measure]:
    """Give measures the keys of the indicators that they are: by the key, else by name and unit."""
    free = {one.key: one for one in known}
    found: dict[int, UUID] = {}
    for place, measure in enumerate(measures):
        if measure.key in free:
            found[place] = free.pop(measure.key).key
    for place, measure in enumerate(measures):
        same = (k for k, one in free.items() if (one.name, one.unit) == (measure.name, measure.unit))
        if place not in found and (key := next(same, None)):
            found[place] = free.pop(key).key
    return [replace(measure, key=found.get(place)) for place, measure in enumerate(measures)]


def attach(
    item: Item,
    target_groups: Iterable[TargetGroup],
    service_kinds: Iterable[ServiceKind],
    costs: Sequence[Cost],
    indicators: Sequence[Measure],
) -> None:
    """Hang groups, kinds, money and indicators on an item that has none."""
    item.target_groups.add(*target_groups)
    item.service_kinds.add(*service_kinds)
    ItemCost.objects.bulk_create(
        ItemCost(item=item, year=c.year, source=c.source, amount=c.amount, municipality=c.municipality)
        for c in costs
    )
    Indicator.objects.bulk_create(
        Indicator(
            item=item, key=m.key or uuid4(), name=m.name, unit=m.unit, baseline=m.baseline, target=m.target
        )
        for m in indicators
    )


@transaction.atomic
def write_item(
    *,
    item: Item,
    values: Mapping[str, Any],
    read_at: int,
    by: Person,
    now: dt.datetime,
    target_groups: Iterable[TargetGroup],
    service_kinds: Iterable[ServiceKind],
    costs: Sequence[Cost],
    indicators: Sequence[Measure],
) -> Item:
    """Write an item. Raises Stale with both descriptions when somebody else wrote meanwhile."""
    edition = writable(item.edition)
    item = present(item)
    if item.revision != read_at:
        raise Stale(yours=str(values.get("description", "")), current=item.description)
    for name, value in only_texts(values).items():
        setattr(item, name, value)
    item.revision += 1
    item.save()
    fill(item, target_groups, service_kinds, costs, indicators)
    journal.record(
        edition, "item.written", by=by, at=now, data={"item": str(item.key), "number": item.number}
    )
    return item


@transaction.atomic
def shift_item(*, item: Item, up: bool, by: Person, now: dt.datetime) -> Item:
    """Move an item one place up or down among its siblings; printable numbers follow, keys stay."""
    edition = writable(item.edition)
    item = present(item)
    siblings = list(Item.objects.filter(edition=edition, parent=item.parent_id).order_by("order", "pk"))
    at = next(n for n, one in enumerate(siblings) if one.pk == item.pk)
    to = at - 1 if up else at + 1
    if 0 <= to < len(siblings):
        siblings[at], siblings[to] = siblings[to], siblings[at]
        for order, one in enumerate(siblings, 1):
            one.order = order
        Item.objects.bulk_update(siblings, ["order"])
        renumber(edition)
        journal.record(edition, "item.moved", by=by, at=now, data={"item": str(item.key), "up": up})
    return item


@transaction.atomic
def remove_item(*, item: Item, by: Person, now: dt.datetime) -> None:
    """Take an item out of a text that is being written; frozen versions keep it.

    Raises Refused while it has items below it.
    """
    edition = writable(item.edition)
    item = present(item)
    if item.children.exists():
        raise Refused(_("Položka má pod sebou další položky, nejdřív odeberte je."))
    key, number = str(item.key), item.number
    item.delete()
    renumber(edition)
    journal.record(edition, "item.removed", by=by, at=now, data={"item": key, "number": number})


def renumber(edition: Edition) -> None:
    """Write printable numbers by the order of the tree: 1, 1.1, 1.1.1."""
    if keeps_numbers(edition):
        return
    children: dict[int | None, list[Item]] = defaultdict(list)
    for item in Item.objects.filter(edition=edition).order_by("order", "pk"):
        children[item.parent_id].append(item)
    changed: list[Item] = []

    def walk(parent: int | None, prefix: str) -> None:
        for place, item in enumerate(children[parent], 1):
            number = f"{prefix}{place}"
            if item.number != number:
                item.number = number
                changed.append(item)
            walk(item.pk, f"{number}.")

    walk(None, "")
    Item.objects.bulk_update(changed, ["number"])
