"""Duties for tests: planned by the deed of the office, under the rules that ship with the program."""

from people.enums import OrganisationKind, TerritoryKind
from people.models import Territory
from tests.factories import people
from workflows.actions import duty as duties
from workflows.models import Duty

NEEDS, CAPACITIES, RESULTS, MINISTRY = "obec-potreby", "obec-kapacity", "kraj-vysledky", "kraj-mpsv"


def region(municipalities: int = 2) -> Territory:
    """Make a region with municipalities, each with an office that has an address."""
    found = people.region()
    for number in range(municipalities):
        town = people.territory(region=found)
        people.organisation(
            town.name,
            kind=OrganisationKind.MUNICIPALITY,
            territory=town,
            email=f"obec{number}@{town.slug}.test",
        )
    return found


def towns(of: Territory) -> list[Territory]:
    return list(Territory.objects.filter(region=of, kind=TerritoryKind.MUNICIPALITY).order_by("pk"))


def planned(year: int = 2026, municipalities: int = 2) -> Territory:
    """Make a region whose duties of a year are planned."""
    found = region(municipalities)
    duties.plan_year(region=found, year=year, by=None, now=people.NOW)
    return found


def duty(of: Territory, code: str = NEEDS, year: int = 2026) -> Duty:
    """Return a duty of a territory, or of the first municipality of a region."""
    place = towns(of)[0] if of.kind == TerritoryKind.REGION and code.startswith("obec") else of
    return Duty.objects.select_related("rule", "territory").get(territory=place, rule__code=code, year=year)


def fulfilled(one: Duty, **changes) -> Duty:
    values = {"fulfilled_on": people.TODAY, "text": "Chybí terénní služba.", "by": None, "now": people.NOW}
    return duties.fulfil(duty=one, **{**values, **changes})
