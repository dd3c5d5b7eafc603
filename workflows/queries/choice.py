"""The plan's items from which a year's action plan is chosen, with the money of that year."""

from dataclasses import dataclass
from decimal import Decimal

from workflows.models import Edition, Item, ItemCost
from workflows.queries.snapshot import ordered


@dataclass(frozen=True, slots=True)
class Choice:
    """One item of the plan: what it costs in the year by the plan and by the action plan, if it is there.

    One with items below it may be chosen with all of them.
    """

    item: Item
    level: str
    planned: Decimal
    chosen: bool
    own: Decimal | None = None
    has_below: bool = False


def choices(source: Edition, year: int, target: Edition | None = None) -> list[Choice]:
    """Return the items of a text in printed order, in a fixed number of queries.

    Before the action plan exists, those with money of its year are offered as chosen; where the plan has
    no money of that year at all, all of them.
    """
    rows = ordered(list(source.items.all()))
    planned = money_of(source, year)
    own = money_of(target, year) if target else {}
    here = set(target.items.values_list("key", flat=True)) if target else set()
    above = {item.parent_id for item in rows}
    found = []
    for item in rows:
        money = planned.get(str(item.key), Decimal(0))
        chosen = item.key in here if target else bool(money) or not planned
        spent = own.get(str(item.key), Decimal(0)) if item.key in here else None
        level = source.plan.level_name(item.depth)
        found.append(Choice(item, level, money, chosen, spent, item.pk in above))
    return found


def money_of(edition: Edition, year: int) -> dict[str, Decimal]:
    """Add up what the items of an edition cost in a year, by the items' keys."""
    found: dict[str, Decimal] = {}
    rows = ItemCost.objects.filter(item__edition=edition, year=year).order_by()
    for key, amount in rows.values_list("item__key", "amount"):
        found[str(key)] = found.get(str(key), Decimal(0)) + amount
    return found


def only_here(source: Edition, target: Edition) -> list[Item]:
    """Return the items that were written into the action plan alone."""
    known = set(source.items.values_list("key", flat=True))
    return [item for item in ordered(list(target.items.all())) if item.key not in known]
