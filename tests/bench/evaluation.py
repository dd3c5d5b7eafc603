"""What the evaluation of a big plan costs: two hundred items, each reported on for three years."""

from collections.abc import Iterator
from decimal import Decimal

from django.test import Client
from django.urls import reverse

from tests.bench.measure import Row, at_most, page, ratio
from tests.factories import evaluation as make
from tests.factories import people, reports, workflows
from workflows.enums import FundingSource, Progress
from workflows.models import Edition, Indicator, Item, ItemCost, ItemReport, ReportedMoney, ReportedValue

ITEMS, YEARS, TOWNS, IN_PRIORITY = 200, (2024, 2025, 2026), 12, 20
SOURCES = (FundingSource.REGION, FundingSource.MUNICIPALITY)


def built() -> Edition:
    """Fill a plan in force: every item with money of two sources, an indicator and three reports."""
    edition = make.plan_with_items(0)
    region = edition.plan.territory.region
    towns = [people.territory(f"Obec {number}", region=region) for number in range(TOWNS)]
    items: list[Item] = []
    for number in range(ITEMS):
        parent = items[number - number % IN_PRIORITY] if number % IN_PRIORITY else None
        items.append(
            Item.objects.create(
                edition=edition,
                parent=parent,
                depth=1 if parent else 0,
                order=number + 2,
                number=f"{number // IN_PRIORITY + 2}" + (f".{number % IN_PRIORITY}" if parent else ""),
                title=f"Opatření {number}: dostupnost terénních služeb",
            )
        )
    report(edition, items, towns)
    return edition


def report(edition: Edition, items: list[Item], towns) -> None:
    """Plan and report on every item in every year."""
    measured = [Indicator(item=item, name="úvazky", unit="úv.", target=Decimal(9)) for item in items]
    Indicator.objects.bulk_create(measured)
    planned, money, values = [], [], []
    states = list(Progress)
    for year in YEARS:
        for number, (item, indicator) in enumerate(zip(items, measured, strict=True)):
            told = ItemReport.objects.create(
                plan=edition.plan,
                key=item.key,
                year=year,
                progress=states[(number + year) % len(states)],
                text="Služba se rozšířila do dvou dalších obcí.",
                reported_at=reports.NOW,
            )
            for source in SOURCES:
                town = towns[number % TOWNS] if source == FundingSource.MUNICIPALITY else None
                sums = {"source": source, "municipality": town, "amount": Decimal(10_000 + number)}
                planned.append(ItemCost(item=item, year=year, **sums))
                money.append(ReportedMoney(report=told, **sums))
            values.append(
                ReportedValue(report=told, indicator=indicator.key, name="úvazky", unit="úv.", value=number)
            )
    for rows in (planned, money, values):
        type(rows[0]).objects.bulk_create(rows)


def pages() -> Iterator[Row]:
    """Measure the evaluation of the whole period against an empty page."""
    edition = built()
    client = Client()
    client.force_login(workflows.coordinator(edition))
    empty = page(client, reverse("about"))
    url = reverse("plans:evaluation", args=[edition.plan.slug])
    yield at_most("evaluation, 200 items × 3 years", ratio(empty, page(client, url), 30), 6)
