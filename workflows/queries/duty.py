"""Duties for lists, letters and work lists: whose they are, who is written to, what waits for whom."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils import timezone

from people.alphabet import alphabetical
from people.enums import OrganisationKind, Role, TerritoryKind
from people.models import Appointment, Organisation, Person, Territory
from workflows.enums import DutyState
from workflows.models import Duty, DutyRule

DUTY = "duty"
# The rule whose report is a table of capacities (§ 94 f) of Act 108/2006 Sb.)
CAPACITIES = "obec-kapacity"
STAFF = (Role.COORDINATOR, Role.CLERK, Role.ADMINISTRATOR)
WRITTEN_TO = (Role.COORDINATOR, Role.CLERK)
# A duty enters the work list this long before its term: earlier it would only be in the way.
AHEAD = dt.timedelta(days=30)
OFFICES = (OrganisationKind.MUNICIPALITY, OrganisationKind.REGION)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is asked: a person with a role, or the office by its address."""

    person: Person | None
    address: str
    name: str

    @property
    def key(self) -> str:
        return str(self.person.pk) if self.person else self.address


def offices() -> QuerySet[Organisation]:
    """Return the offices of municipalities and regions that have an address."""
    return Organisation.objects.filter(kind__in=OFFICES, parent=None).exclude(email="")


def staff_on(day: dt.date) -> QuerySet[Appointment]:
    return Appointment.objects.on(day).filter(role__in=WRITTEN_TO, person__is_active=True)


def reachable(day: dt.date) -> Q:
    """Match duties of territories where there is somebody to write to."""
    here = OuterRef("territory")
    return Q(Exists(offices().filter(territory=here))) | Q(Exists(staff_on(day).filter(territory=here)))


def recipients_of(duties: Sequence[Duty], day: dt.date) -> dict[int, list[Recipient]]:
    """Return by duty who is written to: people with a role there, or else the office, in two queries."""
    places = {duty.territory_id for duty in duties}
    named: dict[int, dict[str, Recipient]] = {}
    for one in staff_on(day).filter(territory__in=places).select_related("person").order_by("pk"):
        found = Recipient(one.person, one.person.email, one.person.name)
        named.setdefault(one.territory_id, {})[found.key] = found
    for office in offices().filter(territory__in=places - set(named)).order_by("pk"):
        assert office.territory_id is not None  # noqa: S101 - filtered by it
        named.setdefault(office.territory_id, {office.email: Recipient(None, office.email, office.name)})
    return {duty.pk: list(named.get(duty.territory_id, {}).values()) for duty in duties}


def own_places(person: Person, day: dt.date, roles: tuple[Role, ...] = STAFF) -> Q:
    """Match territories that a person acts for: those of the roles, and the towns that own them."""
    held = [one.territory_id for one in person.appointed(day, roles)]
    owners = Organisation.objects.filter(owned_territories__in=held).values("territory")
    return Q(pk__in=held) | Q(kind=TerritoryKind.MUNICIPALITY, pk__in=owners)


def places_of(person: Person, day: dt.date, roles: tuple[Role, ...] = STAFF) -> QuerySet[Any, Any]:
    return Territory.objects.filter(own_places(person, day, roles)).order_by().values("pk")


def regions_of(person: Person, day: dt.date) -> QuerySet[Territory]:
    """Return the regions that a person acts for."""
    held = [one.territory_id for one in person.appointed(day, STAFF)]
    return Territory.objects.filter(pk__in=held, kind=TerritoryKind.REGION).order_by(*alphabetical("name"))


def listed(person: Person, day: dt.date) -> QuerySet[Duty]:
    """Return all duties, those of the person's own territories first, then by year and term."""
    mine = Case(
        When(territory__in=places_of(person, day), then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )
    rows = Duty.objects.select_related("rule", "territory").annotate(is_mine=mine)
    return rows.order_by("-is_mine", "-year", "due_on", *alphabetical("territory__name"), "pk")


def narrowed(rows: QuerySet[Duty], wanted: dict[str, Any], today: dt.date) -> QuerySet[Duty]:
    """Filter a list by words of the territory's name, by year, duty and state."""
    for word in str(wanted.get("q") or "").split():
        rows = rows.filter(territory__name__icontains=word)
    if year := wanted.get("year"):
        rows = rows.filter(year=year)
    if code := wanted.get("code"):
        rows = rows.filter(rule__code=code)
    match wanted.get("state"):
        case "" | None:
            pass
        case "late":
            rows = rows.filter(state=DutyState.DUE, due_on__lt=today)
        case state:
            rows = rows.filter(state=state)
    return rows.filter(Q(is_mine=True)) if wanted.get("mine") else rows


def years() -> list[int]:
    """Return the years that duties are planned for, newest first."""
    return sorted(Duty.objects.order_by().values_list("year", flat=True).distinct(), reverse=True)


def kinds_of_duty() -> list[DutyRule]:
    """Return the duties that the act knows, each as it is worded today."""
    newest = {rule.code: rule for rule in DutyRule.objects.filter(territory=None).order_by("valid_from")}
    return [newest[code] for code in sorted(newest)]


def by_state(region: Territory, year: int) -> dict[str, int]:
    """Count the duties of a region and its municipalities in a year by their state."""
    near = Duty.objects.filter(Q(territory=region) | Q(territory__region=region), year=year).order_by()
    found = dict(near.values_list("state").annotate(number=Count("pk")))
    return {state: found.get(state, 0) for state in DutyState.values}


def awaited(person: Person, now: dt.datetime) -> QuerySet[Duty]:
    """Return the duties that wait for a person: open, near their term or past it, of their own places."""
    today = timezone.localdate(now)
    places = places_of(person, today, WRITTEN_TO)
    return Duty.objects.filter(state=DutyState.DUE, due_on__lte=today + AHEAD, territory__in=places)


def rows_of(person: Person, now: dt.datetime) -> QuerySet[Any, tuple[Any, ...]]:
    """Cut the duties that wait for a person to the columns of the work list's one union."""
    empty = Value("", CharField())
    return (
        awaited(person, now)
        .order_by()
        .values_list(
            Value(DUTY, CharField()),
            F("pk"),
            Cast(F("rule__name"), TextField()),
            Cast(F("territory__name"), CharField()),
            F("due_on"),
            empty,
            empty,
        )
    )
