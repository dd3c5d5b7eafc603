"""What plans mean for one municipality, and co-financing by municipality and year: sums over loaded rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from people.alphabet import alphabetical, place
from people.enums import TerritoryKind
from people.models import Territory
from workflows.enums import FundingSource
from workflows.models import Duty, Edition, Item, ItemCost, NetworkService, Plan, ReportedMoney, Statement
from workflows.queries import network
from workflows.queries.report import held_in
from workflows.queries.statement import said_of
from workflows.queries.validity import APPROVED

ZERO = Decimal(0)
DUTIES_SHOWN = 12
SERVICES_SHOWN = 60
STATEMENTS_SHOWN = 8
ITEMS_SHOWN = 30


@dataclass(slots=True)
class Sums:
    """Planned and spent money."""

    planned: Decimal = ZERO
    spent: Decimal = ZERO

    def __bool__(self) -> bool:
        return bool(self.planned or self.spent)


# --- co-financing of a plan -----------------------------------------------------------------------


@dataclass(slots=True)
class Payer:
    """A municipality that co-finances a plan; None pays what nobody in particular was named for."""

    territory: Territory | None
    years: dict[int, Sums]
    total: Sums = field(default_factory=Sums)

    def place(self) -> tuple[bool, Any]:
        """Return what payers are ordered by: their names, nobody in particular last."""
        return self.territory is None, place(self.territory.name if self.territory else "")

    @property
    def cells(self) -> list[Sums]:
        return list(self.years.values())


@dataclass(frozen=True, slots=True)
class Cofinancing:
    """Municipalities × years of a plan."""

    years: tuple[int, ...]
    payers: list[Payer]
    by_year: list[Sums]
    total: Sums


class Paid(NamedTuple):
    """Money of a municipality in a year."""

    municipality: int | None
    year: int
    amount: Decimal


def municipal(prefix: str = "") -> Q:
    """Keep money that municipalities give: of one that is named, or of the source that says so."""
    return Q(**{f"{prefix}municipality__isnull": False}) | Q(
        **{f"{prefix}source": FundingSource.MUNICIPALITY}
    )


def own_of(plan: Plan) -> Territory | None:
    """Return whose money it is when nobody is named: a town's plan is paid by the town."""
    return plan.territory if plan.territory.kind == TerritoryKind.MUNICIPALITY else None


def planned_of(plan: Plan) -> list[Paid]:
    """Return planned money of municipalities, each year as the text of that year says it."""
    editions = list(Edition.objects.filter(plan=plan, state__in=APPROVED))
    rows = ItemCost.objects.filter(municipal(), item__edition__in=[e.pk for e in editions]).order_by()
    sums = rows.values_list("item__edition", "municipality", "year").annotate(total=Sum("amount"))
    found = list(sums)
    texts = {year: held_in(year, editions) for year in {row[2] for row in found}}
    counted = {year: edition.pk for year, edition in texts.items() if edition is not None}
    return [Paid(who, year, total) for edition, who, year, total in found if counted.get(year) == edition]


def spent_of(plan: Plan, until: int | None) -> list[Paid]:
    """Return reported money of municipalities, up to a year where later ones are not for everybody yet."""
    rows = ReportedMoney.objects.filter(municipal(), report__plan=plan).order_by()
    if until is not None:
        rows = rows.filter(report__year__lte=until)
    return [Paid(*row) for row in rows.values_list("municipality", "report__year").annotate(Sum("amount"))]


def cofinancing(plan: Plan, *, until: int | None = None) -> Cofinancing:
    """Add up who of the municipalities pays how much in which year, in four queries."""
    planned, spent = planned_of(plan), spent_of(plan, until)
    own = own_of(plan)
    years = sorted({row.year for row in (*planned, *spent)})
    payers: dict[int | None, Payer] = {}
    by_year, total = {year: Sums() for year in years}, Sums()
    keys = {row.municipality for row in (*planned, *spent) if row.municipality is not None}
    names = {one.pk: one for one in Territory.objects.filter(pk__in=keys)}
    for name, rows in (("planned", planned), ("spent", spent)):
        for row in rows:
            place = names[row.municipality] if row.municipality else own
            key = place.pk if place else None
            payer = payers.setdefault(key, Payer(place, {year: Sums() for year in years}))
            for sums in (payer.years[row.year], payer.total, by_year[row.year], total):
                setattr(sums, name, getattr(sums, name) + row.amount)
    ordered = sorted(payers.values(), key=Payer.place)
    return Cofinancing(tuple(years), ordered, list(by_year.values()), total)


# --- one municipality -----------------------------------------------------------------------------


@dataclass(slots=True)
class Share:
    """One item of a plan that concerns the municipality: it carries it out, pays for it, or both."""

    item: Item
    carries_out: bool = False
    money: dict[int, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        return sum(self.money.values(), ZERO)


@dataclass(slots=True)
class Part:
    """What one plan means for the municipality."""

    plan: Plan
    edition: Edition | None = None  # the text in force
    network: Edition | None = None
    shares: dict[UUID, Share] = field(default_factory=dict)

    @property
    def items(self) -> list[Share]:
        """Return the items, those that cost the municipality most first."""
        return sorted(self.shares.values(), key=lambda s: (-s.total, s.item.number, s.item.pk))


@dataclass(frozen=True, slots=True)
class Meaning:
    """Everything that the page of a municipality says."""

    territory: Territory
    parts: list[Part]
    money: list[tuple[int, Sums]]
    duties: Sequence[Duty]
    services: Sequence[NetworkService]
    elsewhere: int  # services of the networks that work in the whole territory of their plan
    statements: Sequence[Statement]

    @property
    def total(self) -> Sums:
        return Sums(
            sum((sums.planned for _year, sums in self.money), ZERO),
            sum((sums.spent for _year, sums in self.money), ZERO),
        )


def municipalities(wanted: dict[str, Any]) -> QuerySet[Territory]:
    """Return municipalities by name, narrowed by words and by region."""
    rows = Territory.objects.filter(kind=TerritoryKind.MUNICIPALITY).select_related("parent", "region")
    for word in str(wanted.get("q") or "").split():
        rows = rows.filter(Q(name__icontains=word) | Q(parent__name__icontains=word))
    if region := wanted.get("region"):
        rows = rows.filter(region=region)
    return rows.order_by(*alphabetical("name"), "pk")


def around(territory: Territory) -> set[int]:
    """Return the territories that a municipality belongs to, with itself, in one query."""
    found = set(territory.member_of.values_list("pk", flat=True))
    found |= {pk for pk in (territory.pk, territory.parent_id, territory.region_id) if pk}
    return found


def meaning(territory: Territory, now: dt.datetime) -> Meaning:
    """Load what plans mean for a municipality, in a fixed number of queries whatever their size."""
    today = timezone.localdate(now)
    near = around(territory)
    plans = list(
        Plan.objects.public()
        .filter(territory__in=near)
        .select_related("territory")
        .order_by(*alphabetical("territory__name"), "-period_from", "pk")
    )
    editions = editions_of(plans)
    nets = network.in_force([plan.pk for plan in plans], today)
    parts = [
        Part(plan, held_in(today.year, editions[plan.pk]), nets.get(plan.pk))
        for plan in plans
        if is_current(plan, today)
    ]
    planned = planned_for(territory, editions, parts)
    add_carried_out(territory, parts)
    held = [net.pk for net in nets.values()]
    return Meaning(
        territory=territory,
        parts=parts,
        money=money_of(planned, spent_for(territory, today.year - 1)),
        duties=duties_of(territory),
        services=services_near(near, held),
        elsewhere=NetworkService.objects.filter(edition__in=held, territory=None).count(),
        statements=said_of(territory, STATEMENTS_SHOWN),
    )


def is_current(plan: Plan, day: dt.date) -> bool:
    """Say whether a plan still concerns people: past ones stand in the list of plans only."""
    return plan.period_to is None or plan.period_to >= day


def editions_of(plans: Iterable[Plan]) -> dict[int, list[Edition]]:
    """Return the approved editions of plans, in one query."""
    found: dict[int, list[Edition]] = {plan.pk: [] for plan in plans}
    for edition in Edition.objects.filter(plan__in=found, state__in=APPROVED):
        found[edition.plan_id].append(edition)
    return found


def paid_by(territory: Territory, plan: str) -> Q:
    """Keep money of one municipality: where it is named, and what its own plan takes from the town."""
    own = Q(municipality=None, source=FundingSource.MUNICIPALITY, **{f"{plan}__territory": territory})
    return Q(municipality=territory) | own


def planned_for(
    territory: Territory, editions: dict[int, list[Edition]], parts: Iterable[Part]
) -> dict[int, Decimal]:
    """Add up what is planned for the municipality to pay, by year, and hang the items on their plans."""
    approved = [edition.pk for held in editions.values() for edition in held]
    rows = ItemCost.objects.filter(
        paid_by(territory, "item__edition__plan"), item__edition__in=approved
    ).select_related("item__edition")
    by_plan = {part.plan.pk: part for part in parts}
    texts: dict[tuple[int, int], int | None] = {}
    found: dict[int, Decimal] = defaultdict(Decimal)
    for cost in rows.order_by("year", "pk"):
        plan = cost.item.edition.plan_id
        if (plan, cost.year) not in texts:
            text = held_in(cost.year, editions[plan])
            texts[plan, cost.year] = text.pk if text else None
        if texts[plan, cost.year] != cost.item.edition_id:
            continue
        found[cost.year] += cost.amount
        if plan in by_plan:
            share = by_plan[plan].shares.setdefault(cost.item.key, Share(cost.item))
            share.money[cost.year] = share.money.get(cost.year, ZERO) + cost.amount
    return found


def add_carried_out(territory: Territory, parts: Iterable[Part]) -> None:
    """Add the items that the municipality or its organisations carry out, in one query."""
    by_edition = {part.edition.pk: part for part in parts if part.edition}
    rows = Item.objects.filter(edition__in=by_edition, implementer__territory=territory)
    for item in rows.select_related("edition", "implementer").order_by("order", "pk"):
        share = by_edition[item.edition_id].shares.setdefault(item.key, Share(item))
        share.carries_out = True


def spent_for(territory: Territory, until: int) -> dict[int, Decimal]:
    """Add up what the municipality paid by the reports of the years that are over."""
    rows = ReportedMoney.objects.filter(paid_by(territory, "report__plan"), report__year__lte=until)
    rows = rows.filter(report__plan__has_public_edition=True).order_by()
    return dict(rows.values_list("report__year").annotate(Sum("amount")))


def money_of(planned: dict[int, Decimal], spent: dict[int, Decimal]) -> list[tuple[int, Sums]]:
    years = sorted({*planned, *spent})
    return [(year, Sums(planned.get(year, ZERO), spent.get(year, ZERO))) for year in years]


def duties_of(territory: Territory) -> list[Duty]:
    """Return the newest duties of the municipality, as anybody may know of them."""
    rows = Duty.objects.filter(territory=territory).select_related("rule")
    return list(rows.order_by("-year", "due_on", "pk")[:DUTIES_SHOWN])


def services_near(near: Iterable[int], networks: list[int]) -> list[NetworkService]:
    """Return the services of the networks in force that work in the municipality or right around it."""
    rows = NetworkService.objects.filter(edition__in=networks, territory__in=near)
    rows = rows.select_related("provider", "kind", "territory", "edition__plan")
    return list(rows.order_by("tier", "kind__order", *alphabetical("name"), "pk")[:SERVICES_SHOWN])
