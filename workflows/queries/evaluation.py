"""What became of a plan: pure sums over loaded rows.

Every reported crown is counted once in each sum: what belongs nowhere (an item that left the plan, no
municipality) has a line of its own, so that every column adds up to the reports.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from people import alphabet
from workflows.enums import FundingSource, Progress
from workflows.models import Edition, Plan
from workflows.queries.evaluation_rows import ItemRow, Loaded, Measured, Money, Reported, load
from workflows.queries.evaluation_triad import Presence, Sitting, presence_of, sittings_of

ZERO = Decimal(0)


@dataclass(slots=True)
class Priority:
    """One item of the highest level, or what left the plan: states of its items and their money."""

    item: ItemRow | None
    counts: Counter[str] = field(default_factory=Counter)  # by Progress, of the last report of each item
    silent: int = 0  # items that nobody has reported on
    planned: Decimal = ZERO
    spent: Decimal = ZERO

    @property
    def reported(self) -> int:
        return self.counts.total()


@dataclass(slots=True)
class MoneySum:
    """Planned and spent money of a source, a municipality or a year."""

    key: Any
    label: str
    planned: Decimal = ZERO
    spent: Decimal = ZERO


@dataclass(slots=True)
class IndicatorLine:
    """An indicator with the values that were reported; one that left the plan has no target."""

    item: ItemRow | None
    name: str
    unit: str
    baseline: Decimal | None = None
    target: Decimal | None = None
    values: dict[int, Decimal] = field(default_factory=dict)

    @property
    def last(self) -> Decimal | None:
        return self.values[max(self.values)] if self.values else None

    @property
    def share(self) -> int | None:
        """Per cent of the way from the baseline to the target; None when it cannot be said."""
        if self.last is None or self.target is None:
            return None
        way = self.target - (self.baseline or ZERO)
        if not way:
            return 100 if self.last == self.target else None
        return round(100 * (self.last - (self.baseline or ZERO)) / way)


@dataclass(slots=True)
class Missing:
    """What one implementer, or nobody in particular, has not reported, and whether they were asked."""

    organisation: int | None
    name: str
    items: dict[UUID, tuple[ItemRow, list[int]]] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)  # of the asking, by year

    @property
    def count(self) -> int:
        return sum(len(years) for _item, years in self.items.values())


@dataclass(slots=True)
class Gone:
    """An item that left the plan and has reports."""

    item: ItemRow
    years: list[int] = field(default_factory=list)
    progress: str = ""
    spent: Decimal = ZERO


@dataclass(frozen=True)
class Evaluation:
    """What became of a plan in some years."""

    loaded: Loaded

    @property
    def plan(self) -> Plan:
        return self.loaded.plan

    @property
    def years(self) -> tuple[int, ...]:
        return self.loaded.years

    @property
    def edition(self) -> Edition | None:
        """The newest evaluation that is prepared or adopted for just these years."""
        return self.loaded.evaluations[0] if self.loaded.evaluations else None

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to evaluate: no adopted text and no report."""
        return not any(self.loaded.texts.values()) and not self.loaded.reports

    @property
    def planned(self) -> Decimal:
        return sum((one.amount for one in self.plans), ZERO)

    @property
    def spent(self) -> Decimal:
        return sum((one.amount for one in self.loaded.spent), ZERO)

    @property
    def reported(self) -> int:
        return len(self.last)

    @property
    def silent(self) -> int:
        return len(self.awaited_keys - self.last.keys())

    @property
    def every(self) -> int:
        """How many items are evaluated."""
        return self.reported + self.silent

    @property
    def counts(self) -> Counter[str]:
        """How many items stand in which state, each by its last report."""
        return Counter(report.progress for report in self.last.values())

    @cached_property
    def plans(self) -> list[Money]:
        """Planned money of the years, each year as its own text says it."""
        counted = {year: found[0].pk for year, found in self.loaded.texts.items() if found}
        return [one for one in self.loaded.planned if counted.get(one.year) == one.edition]

    @cached_property
    def last(self) -> dict[UUID, Reported]:
        """The last report of each item; reports come by years."""
        return {report.key: report for report in self.loaded.reports}

    @cached_property
    def known(self) -> dict[UUID, ItemRow]:
        """Items of the texts by their key, as the newest of the texts says them."""
        rows: dict[int, dict[UUID, ItemRow]] = {row.edition: {} for row in self.loaded.items}
        for row in self.loaded.items:
            rows[row.edition][row.key] = row
        found: dict[UUID, ItemRow] = {}
        for edition in self.newest_first:
            found = {**rows.get(edition, {}), **found}
        return found

    @cached_property
    def newest_first(self) -> list[int]:
        """Texts from the newest year; the text of the whole plan stands before the action plan of a year."""
        texts = self.loaded.texts
        return list(dict.fromkeys(e.pk for year in sorted(texts, reverse=True) for e in texts[year][::-1]))

    @cached_property
    def roots(self) -> dict[UUID, ItemRow]:
        """The item of the highest level under which each item stands."""
        by_pk = {row.pk: row for row in self.loaded.items}

        def top(row: ItemRow) -> ItemRow:
            return row if row.parent is None else top(by_pk[row.parent])

        return {key: top(row) for key, row in self.known.items()}

    @cached_property
    def awaited(self) -> dict[int, list[ItemRow]]:
        """Items of each year's text that are reported on: the lowest, and those with money or indicators."""
        own = {(one.edition, one.key) for one in self.loaded.planned}
        own |= {(one.edition, one.item) for one in self.loaded.indicators}
        parents = {row.parent for row in self.loaded.items}
        rows = defaultdict(list)
        for row in self.loaded.items:
            if row.pk not in parents or (row.edition, row.key) in own:
                rows[row.edition].append(row)
        texts = self.loaded.texts
        return {year: rows[texts[year][0].pk] if texts.get(year) else [] for year in self.years}

    @cached_property
    def awaited_keys(self) -> set[UUID]:
        return {row.key for rows in self.awaited.values() for row in rows}

    @cached_property
    def priorities(self) -> list[Priority]:
        """States and money by the items of the highest level, in printed order; what left comes last."""
        tops = {root.key: root for root in self.roots.values()}
        age = {edition: number for number, edition in enumerate(self.newest_first)}
        order = sorted(tops.values(), key=lambda row: (age[row.edition], row.order, row.pk))
        found: dict[UUID | None, Priority] = {root.key: Priority(root) for root in order}
        gone = Priority(None)

        def under(key: UUID) -> Priority:
            root = self.roots.get(key)
            return found[root.key] if root else gone

        for key in {**dict.fromkeys(self.last), **dict.fromkeys(self.awaited_keys)}:
            if key in self.last:
                under(key).counts[self.last[key].progress] += 1
            else:
                under(key).silent += 1
        for planned in self.plans:
            under(planned.key).planned += planned.amount
        for spent in self.loaded.spent:
            under(spent.key).spent += spent.amount
        return [*found.values(), *([gone] if gone.reported or gone.spent else [])]

    @cached_property
    def told(self) -> list[ItemRow]:
        """Items that are awaited or reported on, in printed order; those that left the plan come last."""
        wanted = self.awaited_keys | self.last.keys()
        rows = [row for key, row in self.known.items() if key in wanted]
        rows.sort(key=place)
        return [*rows, *(one.item for one in self.gone)]

    def sums(self, key: Callable[[Money], Any], label: Callable[[Money], str]) -> list[MoneySum]:
        """Add up planned and spent money by what `key` reads of it."""
        found: dict[Any, MoneySum] = {}

        def line(one: Money) -> MoneySum:
            name = key(one)
            if name not in found:  # a label is translated, so it is asked for once
                found[name] = MoneySum(name, label(one))
            return found[name]

        for one in self.plans:
            line(one).planned += one.amount
        for one in self.loaded.spent:
            line(one).spent += one.amount
        return list(found.values())

    @cached_property
    def by_source(self) -> list[MoneySum]:
        order = FundingSource.values
        found = self.sums(lambda m: m.source, lambda m: str(FundingSource(m.source).label))
        return sorted(found, key=lambda one: order.index(one.key))

    @cached_property
    def by_municipality(self) -> list[MoneySum]:
        """Sums by the municipality that gives the money; money of nobody in particular comes last."""
        found = self.sums(lambda m: m.municipality, lambda m: m.municipality_name or "")
        return sorted(found, key=lambda one: (one.key is None, alphabet.place(one.label), one.key or 0))

    @cached_property
    def by_year(self) -> list[MoneySum]:
        return sorted(self.sums(lambda m: m.year, lambda m: str(m.year)), key=lambda one: one.key)

    @cached_property
    def indicators(self) -> list[IndicatorLine]:
        """Indicators in the order of the newest text, each with its reported values."""
        found = {one.key: self.line_of(one) for one in self.measured()}
        former = {**{row.key: row for row in self.loaded.gone}, **self.known}
        for value in self.loaded.values:
            line = found.get(value.indicator)
            if line is None:
                line = IndicatorLine(former.get(value.item), value.name, value.unit)
                found[value.indicator] = line
            line.values[value.year] = value.value
        return sorted(found.values(), key=lambda one: (one.item is None, one.item and place(one.item)))

    def measured(self) -> Iterable[Measured]:
        """Return the indicators of the texts, each as the newest one says it."""
        by_edition = defaultdict(list)
        for one in self.loaded.indicators:
            by_edition[one.edition].append(one)
        found: dict[UUID, Measured] = {}
        for edition in self.newest_first:
            for one in by_edition[edition]:
                found.setdefault(one.key, one)
        return found.values()

    def line_of(self, one: Measured) -> IndicatorLine:
        return IndicatorLine(self.known[one.item], one.name, one.unit, one.baseline, one.target)

    @cached_property
    def missing(self) -> list[Missing]:
        """What is not reported, by implementer; items without one come last."""
        said = {(report.key, report.year) for report in self.loaded.reports}
        found: dict[int | None, Missing] = {}
        for year in self.years:
            for row in self.awaited[year]:
                if (row.key, year) in said:
                    continue
                who = found.setdefault(row.implementer, Missing(row.implementer, row.implementer_name or ""))
                who.items.setdefault(row.key, (row, []))[1].append(year)
        for who in found.values():
            who.items = dict(sorted(who.items.items(), key=lambda pair: place(pair[1][0])))
        for asked in self.loaded.asked:
            if asked.organisation in found and asked.organisation is not None:
                found[asked.organisation].states[asked.year] = asked.state
        return sorted(found.values(), key=lambda one: (one.organisation is None, alphabet.place(one.name)))

    @cached_property
    def gone(self) -> list[Gone]:
        """Reported items that left the plan, with what was said of them and what they cost."""
        found = {row.key: Gone(row) for row in self.loaded.gone}
        for report in self.loaded.reports:
            if report.key in found:
                found[report.key].years.append(report.year)
                found[report.key].progress = str(Progress(report.progress).label)
        for money in self.loaded.spent:
            if money.key in found:
                found[money.key].spent += money.amount
        return sorted(found.values(), key=lambda one: place(one.item))

    @cached_property
    def presence(self) -> list[Presence]:
        """How the three sides took part in the newest evaluation of these years (§ 95 e) of the act)."""
        newest = self.edition.pk if self.edition else None
        return presence_of(one for one in self.loaded.triad if one.edition == newest)

    @cached_property
    def sittings(self) -> list[Sitting]:
        """How the three sides came to the meetings of the plan's own bodies in these years."""
        return sittings_of(self.loaded.sat)


def place(item: ItemRow) -> tuple[bool, list[int], str]:
    """Say where an item stands by its printed number: 1.10 after 1.9, one without a number last."""
    numbers = [int(part) for part in item.number.split(".") if part.isdecimal()]
    return not numbers, numbers, item.title


def evaluation_of(plan: Plan, years: Sequence[int]) -> Evaluation:
    """Evaluate a plan in some years: eleven queries, then sums."""
    return Evaluation(load(plan, years))
