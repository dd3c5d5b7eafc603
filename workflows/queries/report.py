"""What is reported on a plan: its years, the text that holds in a year, its items and their reports."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, Q

from people.alphabet import alphabetical
from people.enums import TerritoryKind
from people.models import Territory
from workflows.enums import EditionKind
from workflows.models import Edition, Item, ItemReport, Plan, ReportedMoney
from workflows.queries.snapshot import ordered
from workflows.queries.validity import APPROVED, TEXT_KINDS


def years_of(plan: Plan, today: dt.date) -> list[int]:
    """Return the years that may be reported on: those of the plan's period that have begun."""
    if not (plan.period_from and plan.period_to):
        return []
    return list(range(plan.period_from.year, min(plan.period_to.year, today.year) + 1))


def usual_year(plan: Plan, today: dt.date) -> int | None:
    """Return the year whose reports are collected now: the last whole one, else the first that has begun."""
    years = years_of(plan, today)
    whole = [year for year in years if year < today.year]
    return (whole or years or [None])[-1]  # type: ignore[list-item]


def edition_for(plan: Plan, year: int) -> Edition | None:
    """Return the text whose items are reported on for a year.

    It is the last revision of the action plan of that year, where the plan has one, else the text that
    held at the end of that year.
    """
    rows = Edition.objects.filter(plan=plan, state__in=APPROVED).select_related("path")
    wanted = Q(kind=EditionKind.ACTION_PLAN, year=year) | Q(kind__in=TEXT_KINDS)
    return held_in(year, rows.filter(wanted))


def held_in(year: int, editions: Iterable[Edition]) -> Edition | None:
    """Pick the text of a year among adopted ones: its action plan, else what held at the year's end."""
    last = dt.date(year, 12, 31)
    found = [
        e
        for e in editions
        if (e.kind in TEXT_KINDS or (e.kind == EditionKind.ACTION_PLAN and e.year == year))
        and (not e.valid_from or e.valid_from <= last)
    ]
    return max(found, key=lambda e: (e.kind == EditionKind.ACTION_PLAN, e.pk), default=None)


def has_left(plan: Plan, key: UUID) -> Item | None:
    """Return the last known words of an item that some adopted text of the plan has had."""
    rows = Item.objects.filter(edition__plan=plan, edition__state__in=APPROVED, key=key)
    return rows.select_related("edition").order_by("-edition__valid_from", "-edition_id").first()


@dataclass(slots=True)
class Line:
    """An item of the year with its report, if there is one."""

    item: Item
    level: str
    report: ItemReport | None = None
    planned: Decimal = Decimal(0)
    # An item that others stand under is told by them; one may still report on it.
    is_awaited: bool = True
    is_gone: bool = False

    @property
    def spent(self) -> Decimal:
        return sum((one.amount for one in self.report.money.all()), Decimal(0)) if self.report else Decimal(0)

    @property
    def is_missing(self) -> bool:
        return self.is_awaited and self.report is None


@dataclass(slots=True)
class YearOfReports:
    """Everything that was and was not said of a year."""

    year: int
    edition: Edition | None
    lines: list[Line] = field(default_factory=list)

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.lines if line.is_missing]

    @property
    def awaited(self) -> int:
        return sum(line.is_awaited for line in self.lines)

    @property
    def reported(self) -> int:
        return self.awaited - len(self.missing)

    @property
    def planned(self) -> Decimal:
        return sum((line.planned for line in self.lines), Decimal(0))

    @property
    def spent(self) -> Decimal:
        return sum((line.spent for line in self.lines), Decimal(0))


def reports_of(plan: Plan, years: Iterable[int], keys: Sequence[UUID] | None = None) -> list[ItemReport]:
    """Load reports with their money and values, in three queries."""
    rows = ItemReport.objects.filter(plan=plan, year__in=list(years))
    if keys is not None:
        rows = rows.filter(key__in=keys)
    money = ReportedMoney.objects.select_related("municipality")
    return list(rows.select_related("file").prefetch_related(Prefetch("money", money), "values"))


def year_of_reports(plan: Plan, year: int) -> YearOfReports:
    """Put the items of a year beside their reports, in printed order; items that left the plan come last."""
    edition = edition_for(plan, year)
    found = YearOfReports(year, edition)
    reports = {report.key: report for report in reports_of(plan, [year])}
    for item in items_of(edition):
        costs = [cost.amount for cost in item.costs.all() if cost.year == year]
        found.lines.append(
            Line(
                item,
                plan.level_name(item.depth),
                reports.pop(item.key, None),
                sum(costs, Decimal(0)),
                is_awaited=item.is_awaited,  # type: ignore[attr-defined]
            )
        )
    found.lines += gone(plan, reports)
    return found


def line_of(plan: Plan, year: int, key: UUID) -> Line | None:
    """Return one item of a year with its report; None when the plan never had it."""
    edition = edition_for(plan, year)
    rows = Item.objects.select_related("implementer", "edition").prefetch_related("costs", "indicators")
    item = rows.filter(edition=edition, key=key).first() if edition else None
    is_gone = item is None
    if item is None:
        left = has_left(plan, key)
        item = rows.get(pk=left.pk) if left else None
    if item is None:
        return None
    report = next(iter(reports_of(plan, [year], [key])), None)
    planned = sum((cost.amount for cost in item.costs.all() if cost.year == year), Decimal(0))
    level = plan.level_name(item.depth)
    return Line(item, level, report, planned, is_awaited=not is_gone, is_gone=is_gone)


def items_of(edition: Edition | None) -> list[Item]:
    """Load the items of an edition in printed order and say of each whether a report on it is awaited.

    Awaited are those at the bottom of the tree and those above that have money or indicators of their own.
    """
    if edition is None:
        return []
    rows = Item.objects.filter(edition=edition).select_related("implementer")
    items = ordered(list(rows.prefetch_related("costs__municipality", "indicators")))
    parents = {item.parent_id for item in items}
    for item in items:
        own = item.costs.all() or item.indicators.all()
        item.is_awaited = item.pk not in parents or bool(own)  # type: ignore[attr-defined]
    return items


def gone(plan: Plan, reports: dict[UUID, ItemReport]) -> list[Line]:
    """Return the lines of reports whose items are no longer in the text, as they were last called."""
    if not reports:
        return []
    rows = Item.objects.filter(edition__plan=plan, key__in=list(reports)).select_related(
        "implementer", "edition"
    )
    named: dict[UUID, list[Item]] = defaultdict(list)
    for item in rows.order_by("edition_id"):
        named[item.key].append(item)
    return [
        Line(items[-1], plan.level_name(items[-1].depth), reports[key], is_awaited=False, is_gone=True)
        for key, items in sorted(named.items(), key=lambda pair: (pair[1][-1].number, pair[1][-1].pk))
    ]


def municipalities_of(plan: Plan) -> dict[str, Territory]:
    """Return the territories that may co-finance, by their keys: the plan's own and its municipalities."""
    own = plan.territory_id
    inside = Q(member_of=own) | Q(region=own, kind=TerritoryKind.MUNICIPALITY)
    rows = Territory.objects.filter(Q(pk=own) | inside)
    return {str(one.pk): one for one in rows.distinct().order_by("kind", *alphabetical("name"))}
