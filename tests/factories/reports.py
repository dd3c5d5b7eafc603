"""Plans in force with items, money and indicators, and reports on them."""

from datetime import UTC, date, datetime
from decimal import Decimal

from people.models import Organisation
from tests.factories import workflows
from workflows.actions import content
from workflows.actions import report as reports
from workflows.enums import EditionKind, EditionState, Progress
from workflows.models import Edition, Item, ItemReport

YEAR = 2027
# A morning when the year is over and its reports are collected
NOW = datetime(2028, 1, 17, 9, 0, tzinfo=UTC)


def in_force(items: int = 1, year: int = YEAR, implementer: Organisation | None = None, **fields) -> Edition:
    """Return a text in force since a year began, with measures that have money and an indicator."""
    fields.setdefault("period", (date(year, 1, 1), date(year + 2, 12, 31)))
    edition = workflows.plan(now=datetime(year - 1, 6, 1, 9, 0, tzinfo=UTC), **fields).editions.get()
    workflows.fill(edition, items=0)
    priority = add(edition, "Služby pro seniory")
    for number in range(items):
        add(
            edition,
            f"Opatření {number + 1}",
            parent=priority,
            values={"implementer": implementer},
            costs=[
                content.Cost(year, "region", Decimal(100_000)),
                content.Cost(year + 1, "eu", Decimal(50_000)),
            ],
            indicators=[content.Measure("úvazky", "úv.", Decimal("1.5"), Decimal(3))],
        )
    while edition.state != EditionState.EFFECTIVE:
        edition = workflows.next_step(edition)
    return workflows.fresh(edition)


def add(edition: Edition, title: str, *, parent: Item | None = None, values=None, **more) -> Item:
    return content.add_item(
        edition=edition,
        parent=parent,
        values={"title": title, **(values or {})},
        by=workflows.coordinator(edition),
        now=edition.state_since,
        **more,
    )


def measures(edition: Edition) -> list[Item]:
    return list(Item.objects.filter(edition=edition, depth=1).order_by("order"))


def report(item: Item, year: int = YEAR, **said) -> ItemReport:
    """Report on an item as the coordinator's office; `said` are the arguments of the action."""
    values = {
        "progress": Progress.RUNNING,
        "by": workflows.coordinator(item.edition),
        "now": NOW,
        **said,
    }
    return reports.write(plan=item.edition.plan, key=item.key, year=year, **values)


def leave(edition: Edition, item: Item) -> Edition:
    """Bring an update without an item into force at the end of the year."""
    update = workflows.later_edition(edition, EditionKind.UPDATE, valid_from=date(YEAR, 12, 1))
    Item.objects.filter(edition=update, key=item.key).delete()
    while update.state != EditionState.EFFECTIVE:
        update = workflows.next_step(update)
    return workflows.fresh(update)
