"""How long a sheet of 2,000 reports takes to be read and written: from `make bench`, or by itself."""

import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

ITEMS = 2_000
LIMIT = 5  # seconds
Row = tuple[str, float, float, str, bool]


def plan_of_many(items: int):
    """Return a text in force with so many measures, each with money and an indicator."""
    from tests.factories import reports
    from workflows.models import Indicator, Item, ItemCost

    edition = reports.in_force(items=0)
    parent = edition.items.get()
    made = Item.objects.bulk_create(
        [
            Item(edition=edition, parent=parent, depth=1, order=n, number=f"1.{n}", title=f"Opatření {n}")
            for n in range(1, items + 1)
        ],
        batch_size=500,
    )
    costs = [ItemCost(item=item, year=reports.YEAR, source="region", amount=Decimal(9000)) for item in made]
    ItemCost.objects.bulk_create(costs, batch_size=500)
    Indicator.objects.bulk_create([Indicator(item=item, name="úvazky", unit="úv.") for item in made], 500)
    return edition


def filled_in(edition):
    """Fill in the state, words, money of two sources and the indicator of every measure."""
    from tests.factories import sheets
    from workflows.queries import sheet as layout

    book = sheets.exported(edition)
    columns = layout.headers()[layout.REPORTS]
    value = layout.headers()[layout.INDICATORS].index(layout.VALUE) + 1
    said = {"Stav plnění": "splněno", "Co se podařilo a co ne": "Služba běžela celý rok."}
    said |= {"Vynaloženo: kraj (Kč)": "1 250,50", "Vynaloženo: dary (Kč)": 900}
    for row in range(layout.FIRST_ROW, layout.FIRST_ROW + ITEMS):
        for column, word in said.items():
            book[layout.REPORTS].cell(row + 1, columns.index(column) + 1).value = word
        book[layout.INDICATORS].cell(row, value).value = "2,5"
    return book


def imported() -> Iterator[Row]:
    """Upload a filled-in sheet, read it as the worker does, and confirm it; nothing may be refused."""
    from tests.factories import reports, sheets
    from workflows.actions import sheet as actions
    from workflows.models import ItemReport

    edition = plan_of_many(ITEMS)
    sheet = sheets.uploaded(edition, filled_in(edition))
    # The processor time of the deeds: on a shared machine the clock on the wall measures its neighbours.
    wall, start = time.perf_counter(), time.process_time()
    sheet = actions.read(sheet=sheet)
    read = time.process_time() - start
    actions.apply(sheet=sheet, by=sheet.uploaded_by, now=reports.NOW)
    took, by_wall = time.process_time() - start, time.perf_counter() - wall
    assert ItemReport.objects.filter(plan=edition.plan).count() == ITEMS
    note = f"s, {read:.1f} of them reading (by the wall {by_wall:.1f})"
    yield f"sheet of {ITEMS} reports imported", took, LIMIT, note, took <= LIMIT


def main() -> int:
    root = Path(__file__).resolve().parents[2]
    sys.path.insert(0, str(root))
    from tests.bench.run import database, prepare

    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        with database(folder):
            for name, figure, limit, unit, good in imported():
                print(f"{name:<38}{figure:>7.1f}  limit {limit:<4g}{'ok' if good else 'over':<6}{unit}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
