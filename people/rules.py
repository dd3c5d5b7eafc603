"""Who may: predicates over a person and a territory, at today's date, checked at the edge."""

from datetime import date

from django.utils import timezone
from rules.permissions import add_perm
from rules.predicates import predicate

from people.enums import Permission, Role, TerritoryKind
from people.models import Letter, Organisation, Person, Territory


def covers(role: str, at: Territory, wanted: Territory) -> bool:
    """Say whether a role for one territory counts for another.

    A role counts for its own territory only: the region's coordinator is nobody in a town's plan.
    The administrator of a region is the one exception and counts for every territory of the region.
    """
    if at.pk == wanted.pk:
        return True
    return role == Role.ADMINISTRATOR and at.kind == TerritoryKind.REGION and wanted.region_id == at.pk


def holds(person: Person, role: Role, territory: Territory, day: date) -> bool:
    """Say whether `person` holds `role` for `territory` on `day`."""
    if not person.is_authenticated or not person.is_active:
        return False
    return any(covers(one.role, one.territory, territory) for one in person.appointed(day, (role,)))


def territories_of(person: Person, roles: tuple[Role, ...], day: date) -> list[Territory]:
    """List the territories that `person` holds one of `roles` for, without those covered by a region."""
    if not person.is_authenticated:
        return []
    return [one.territory for one in person.appointed(day, roles)]


@predicate
def is_coordinator_of(person: Person, territory: Territory | None) -> bool:
    return territory is not None and holds(person, Role.COORDINATOR, territory, timezone.localdate())


@predicate
def is_administrator_of(person: Person, territory: Territory | None) -> bool:
    return territory is not None and holds(person, Role.ADMINISTRATOR, territory, timezone.localdate())


@predicate
def is_administrator(person: Person) -> bool:
    """Say whether the person administers anything at all."""
    return bool(territories_of(person, (Role.ADMINISTRATOR,), timezone.localdate()))


@predicate
def is_administrator_for(person: Person, other: Person | None) -> bool:
    """Say whether every live appointment of `other` lies where the person administers."""
    if other is None:
        return False
    today = timezone.localdate()
    return all(holds(person, Role.ADMINISTRATOR, one.territory, today) for one in other.appointed(today))


@predicate
def is_protected(person: Person, other: Person | None) -> bool:
    """Say whether the other is the operator of the system, whom only an operator may change."""
    return other is not None and other.is_superuser and not person.is_superuser


@predicate
def is_administrator_of_its_place(person: Person, organisation: Organisation | None) -> bool:
    """Say whether the person administers where the organisation belongs; one of no place is a region's."""
    if organisation is None:
        return False
    today = timezone.localdate()
    if organisation.territory is not None:
        return holds(person, Role.ADMINISTRATOR, organisation.territory, today)
    places = territories_of(person, (Role.ADMINISTRATOR,), today)
    return any(place.kind == TerritoryKind.REGION for place in places)


@predicate
def administers_region(person: Person) -> bool:
    """Say whether the person administers a whole region, and so what belongs to no territory."""
    if not person.is_authenticated or not person.is_active:
        return False
    held = person.appointed(timezone.localdate(), (Role.ADMINISTRATOR,))
    return person.is_superuser or any(one.territory.kind == TerritoryKind.REGION for one in held)


@predicate
def sees_letter(person: Person, letter: Letter | None) -> bool:
    if letter is None:
        return False
    today = timezone.localdate()
    if letter.territory is not None:
        return holds(person, Role.ADMINISTRATOR, letter.territory, today)
    places = territories_of(person, (Role.ADMINISTRATOR,), today)
    return any(place.kind == TerritoryKind.REGION for place in places)


add_perm(Permission.ADMINISTER, is_administrator)
add_perm(Permission.ADMINISTER_TERRITORY, is_administrator_of)
add_perm(Permission.ADMINISTER_PERSON, is_administrator & is_administrator_for & ~is_protected)
add_perm(Permission.ADMINISTER_ORGANISATION, is_administrator_of_its_place)
add_perm(Permission.ADMINISTER_LETTER, sees_letter)
add_perm(Permission.ADMINISTER_INBOUND, administers_region)
