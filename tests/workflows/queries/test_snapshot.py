from decimal import Decimal

import pytest

from tests.factories import workflows
from workflows.actions import content
from workflows.queries.snapshot import amount, snapshot_of

NBSP = "\xa0"


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (None, ""),
        (Decimal(0), "0"),
        (Decimal("1250000.00"), f"1{NBSP}250{NBSP}000"),
        (Decimal("12.50"), "12,5"),
        (Decimal("1250000.50"), f"1{NBSP}250{NBSP}000,5"),
        (Decimal("-1500.25"), f"-1{NBSP}500,25"),
    ],
)
def test_numbers_are_printed_as_czechs_do(number, printed):
    assert amount(number) == printed


@pytest.mark.django_db
def test_a_snapshot_holds_the_tree_in_printed_order_without_empty_fields():
    edition = workflows.drafted()
    by, now = workflows.coordinator(edition), workflows.at(edition)
    top = edition.items.get()
    content.add_item(
        edition=edition,
        parent=top,
        by=by,
        now=now,
        values={"title": "Pod ní", "needs": "Doprava"},
        costs=[content.Cost(2027, "region", Decimal(1000))],
    )
    workflows.fill(edition)
    items = [s for s in snapshot_of(edition)["sections"] if s["kind"] == "item"]
    assert [(s["number"], s["level"], s["depth"]) for s in items] == [
        ("1", "priorita", 0),
        ("1.1", "cíl", 1),
        ("2", "priorita", 0),
    ]
    assert items[1]["fields"] == [
        ["Odpovídá na potřebu", "Doprava"],
        ["Předpokládané náklady", f"2027: kraj 1{NBSP}000 Kč"],
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 12])
def test_a_snapshot_of_any_size_takes_a_fixed_number_of_queries(count, django_assert_num_queries):
    edition = workflows.drafted()
    workflows.fill(edition, count)
    edition = workflows.fresh(edition)
    _ = edition.plan.territory
    with django_assert_num_queries(6):
        snapshot_of(edition)
