import pytest

from people.enums import TerritoryKind
from tests.factories import people
from tests.factories import workflows as make
from workflows.queries.report import municipalities_of

pytestmark = pytest.mark.django_db


def test_municipalities_of_the_plans_territory_may_co_finance_it():
    region = people.region("Liberecký kraj")
    town, village = (people.territory(name, region=region) for name in ("Frýdlant", "Višňová"))
    district = people.territory("ORP Frýdlant", kind=TerritoryKind.ORP, region=region)
    district.members.add(town)
    people.territory("Kdyně")  # of another region

    offered = {
        place: [*municipalities_of(make.Plan(territory=place)).values()] for place in (region, district, town)
    }
    assert offered == {region: [town, village, region], district: [town, district], town: [town]}
