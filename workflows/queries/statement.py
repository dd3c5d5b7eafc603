"""The register of what municipalities say of services: who may write for whom, what is valid."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet

from people.alphabet import alphabetical
from people.enums import Role
from people.models import Person, Territory
from workflows.enums import EditionKind, EditionState
from workflows.models import NetworkService, Statement

# The offices that collect statements; a drafter works on texts only.
COLLECTING = (Role.COORDINATOR, Role.CLERK, Role.ADMINISTRATOR)
VALID = Q(superseded_by=None, withdrawn_on=None)
NAMES = ("territory", "provider", "kind")


def recordable(person: Person | AnonymousUser, day: dt.date) -> QuerySet[Territory]:
    """Return the territories whose statements a person may write down on a day.

    A small village sends its word on paper to the town or the region that plans with it; so besides their own
    territory people write for what lies in it.
    """
    if not isinstance(person, Person):
        return Territory.objects.none()
    held = [one.territory_id for one in person.appointed(day, COLLECTING)]
    if not held:
        return Territory.objects.none()
    inside = Q(pk__in=held) | Q(parent__in=held) | Q(region__in=held) | Q(member_of__in=held)
    return Territory.objects.filter(inside).distinct().order_by(*alphabetical("name"), "pk")


def register() -> QuerySet[Statement]:
    """Return all statements with what their list names."""
    return Statement.objects.select_related(*NAMES, "superseded_by")


def narrowed(rows: QuerySet[Statement], wanted: dict[str, Any]) -> QuerySet[Statement]:
    """Filter the register; without a wish for history it shows what is valid."""
    for word in str(wanted.get("q") or "").split():
        rows = rows.filter(Q(service__icontains=word) | Q(provider__name__icontains=word))
    for name in ("territory", "year", "kind", "necessity", "tier"):
        if value := wanted.get(name):
            rows = rows.filter(**{name: value})
    match wanted.get("state"):
        case "all":
            return rows
        case "superseded":
            return rows.exclude(superseded_by=None)
        case "withdrawn":
            return rows.exclude(withdrawn_on=None)
    return rows.filter(VALID)


def said_of(territory: Territory, limit: int) -> list[Statement]:
    """Return the newest valid statements of a municipality."""
    return list(register().filter(VALID, territory=territory).order_by("-year", "service", "pk")[:limit])


def service_in_network(key: UUID) -> NetworkService | None:
    """Return a service by its key as the newest adopted network has it."""
    rows = NetworkService.objects.filter(
        key=key, edition__kind=EditionKind.NETWORK, edition__state=EditionState.EFFECTIVE
    )
    rows = rows.select_related("provider", "kind").order_by(F("edition__valid_from").desc(), "-edition")
    return rows.first()


def chain(statement: Statement) -> list[Statement]:
    """Return the statements of the same municipality on the same service, the newest first, in one query."""
    same = Q(provider=statement.provider_id, service=statement.service)
    if statement.service_key:
        same |= Q(service_key=statement.service_key)
    rows = Statement.objects.filter(same, territory=statement.territory_id).exclude(pk=statement.pk)
    return list(rows.select_related("superseded_by").order_by("-year", "-given_on", "-pk"))
