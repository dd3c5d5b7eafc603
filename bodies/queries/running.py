"""Which bodies a person runs: as organiser, or by a role for the territory."""

import datetime as dt

from django.db.models import Q

from people.enums import Role, TerritoryKind
from people.models import Person

ROLES = (Role.COORDINATOR, Role.ADMINISTRATOR)


def run_by(person: Person, day: dt.date, prefix: str = "") -> Q:
    """Match the bodies that a person runs on a day; `prefix` leads to the body ("body__")."""
    held = person.appointed(day, ROLES)
    regions = [
        one.territory_id
        for one in held
        if one.role == Role.ADMINISTRATOR and one.territory.kind == TerritoryKind.REGION
    ]
    found = Q(**{f"{prefix}organiser": person})
    if held:
        found |= Q(**{f"{prefix}territory__in": [one.territory_id for one in held]})
    if regions:
        found |= Q(**{f"{prefix}territory__region__in": regions})
    return found
