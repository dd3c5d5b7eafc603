"""What a region reports to the ministry for a year: duties, needed capacities, fulfilment of its plans."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from people.alphabet import alphabetical
from people.models import Territory
from workflows.enums import DutyState, FundingSource, Progress, ServiceForm
from workflows.models import Duty, ItemReport, NeededCapacity, Plan, ReportedMoney


@dataclass(slots=True)
class DutyRow:
    """How one duty was fulfilled in the region."""

    name: str
    source: str
    fulfilled: int = 0
    waived: int = 0
    due: int = 0
    late: int = 0

    @property
    def total(self) -> int:
        return self.fulfilled + self.waived + self.due


@dataclass(frozen=True, slots=True)
class Need:
    """Capacity of one kind and form that municipalities need, counted in one unit."""

    kind: str
    form: str
    unit: str
    capacity: Decimal
    available: Decimal | None
    municipalities: int

    @property
    def missing(self) -> Decimal | None:
        """Return what is missing; unknown where some municipality did not say what is available."""
        return None if self.available is None else max(self.capacity - self.available, Decimal(0))


@dataclass(frozen=True, slots=True)
class PlanRow:
    """How far the items of a plan got in the year, and what was spent on them."""

    plan: Plan
    progress: Sequence[tuple[str, int]]
    money: Sequence[tuple[str, Decimal]]

    @property
    def reported(self) -> int:
        return sum(number for _label, number in self.progress)

    @property
    def spent(self) -> Decimal:
        return sum((amount for _label, amount in self.money), Decimal(0))


@dataclass(slots=True)
class MinistryReport:
    """§ 95 f) of Act 108/2006 Sb.: the region informs the ministry of the fulfilment of its plan."""

    region: Territory
    year: int
    duties: list[DutyRow] = field(default_factory=list)
    places: list[Duty] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    plans: list[PlanRow] = field(default_factory=list)

    @property
    def missing(self) -> list[Duty]:
        return [duty for duty in self.places if duty.state == DutyState.DUE]


def ministry_report(region: Territory, year: int, today: dt.date) -> MinistryReport:
    """Put the report of a region for a year together, in five queries for any number of municipalities."""
    near = Duty.objects.filter(Q(territory=region) | Q(territory__region=region), year=year)
    places = list(
        near.select_related("rule", "territory").order_by(
            "rule__code", *alphabetical("territory__name"), "pk"
        )
    )
    report = MinistryReport(region, year, places=places)
    report.duties = duty_rows(places, today)
    report.needs = needs_of(region, year)
    report.plans = plan_rows(region, year)
    return report


def duty_rows(places: Sequence[Duty], today: dt.date) -> list[DutyRow]:
    rows: dict[str, DutyRow] = {}
    for duty in places:
        row = rows.setdefault(duty.rule.code, DutyRow(duty.rule.name, duty.rule.source))
        setattr(row, duty.state, getattr(row, duty.state) + 1)
        row.late += duty.state == DutyState.DUE and duty.due_on < today
    return list(rows.values())


def needs_of(region: Territory, year: int) -> list[Need]:
    """Sum what municipalities have reported as needed; different units are never added together."""
    lines = NeededCapacity.objects.filter(
        duty__year=year, duty__state=DutyState.FULFILLED, duty__territory__region=region
    )
    columns = {
        "needed": Sum("capacity"),
        "offered": Sum("available"),
        "unknown": Count("pk", filter=Q(available=None)),
        "places": Count("duty__territory", distinct=True),
    }
    rows: Any = lines.values("kind__name", "form", "unit").annotate(**columns)
    return [
        Need(
            kind=row["kind__name"],
            form=str(ServiceForm(row["form"]).label) if row["form"] else "",
            unit=row["unit"],
            capacity=row["needed"],
            available=None if row["unknown"] else row["offered"],
            municipalities=row["places"],
        )
        for row in rows.order_by("kind__order", "form", "unit")
    ]


def plan_rows(region: Territory, year: int) -> list[PlanRow]:
    """Read the reports on the region's own plans: items by state, money by source."""
    plans = Plan.objects.filter(
        territory=region, is_elsewhere=False, period_from__year__lte=year, period_to__year__gte=year
    ).order_by("pk")
    reports = ItemReport.objects.filter(plan__in=plans, year=year).order_by()
    progress: dict[int, Counter[str]] = {}
    for plan, state, number in reports.values_list("plan", "progress").annotate(Count("pk")):
        progress.setdefault(plan, Counter())[state] = number
    money: dict[int, dict[str, Decimal]] = {}
    spent = ReportedMoney.objects.filter(report__in=reports).order_by()
    for plan, source, amount in spent.values_list("report__plan", "source").annotate(Sum("amount")):
        money.setdefault(plan, {})[source] = amount
    return [
        PlanRow(
            plan,
            [(str(p.label), progress.get(plan.pk, Counter())[p]) for p in Progress],
            [(str(s.label), money[plan.pk][s]) for s in FundingSource if s in money.get(plan.pk, {})],
        )
        for plan in plans
    ]


def state_of(duty: Duty, today: dt.date) -> str:
    """Say the state of a duty in words, late or not."""
    if duty.state == DutyState.DUE and duty.due_on < today:
        return _("po termínu")
    return str(duty.get_state_display())
