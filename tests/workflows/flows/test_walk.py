"""Random walks over all deeds: law and errand never differ and nobody is stuck."""

import pytest

from people import journal
from people.enums import TerritoryKind
from tests.factories import people
from tests.factories import workflows as make
from tests.factories.walk import Walk, misfits
from workflows.actions import edition as editions
from workflows.enums import DecisionOrder, Need
from workflows.models.edition import WITHDRAWABLE

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
STEPS = 160


def union():
    """Return a planning territory of three villages with assemblies, one of them without a council."""
    region = people.region(f"Kraj {next(people.numbers)}")
    territory = people.territory(kind=TerritoryKind.PLANNING, region=region)
    for has_board in (True, True, False):
        village = people.territory(region=region)
        territory.members.add(village)
        if has_board:
            make.body("board", village)
        make.body("assembly", village)
    return territory


def start(name, seed):
    if name == "union":
        return Walk(seed, "plan-svazku", union())
    if name == "parallel":
        return Walk(
            seed, make.path("plan-mesta", decision_order=DecisionOrder.PARALLEL, consultation=Need.OPTIONAL)
        )
    return Walk(seed, name)


@pytest.mark.parametrize(
    ("name", "seed"),
    [("plan-mesta-rada", 7), ("plan-mesta", 11), ("parallel", 23), ("union", 42)],
)
def test_after_every_deed_the_errand_fits_the_law(name, seed):
    walk = start(name, seed)

    for number in range(STEPS):
        deed = walk.step()
        assert misfits() == [], f"step {number}: {deed}"

    assert journal.verify() == []
    assert walk.done.total() > STEPS / 5
    for edition in walk.plan.editions.filter(state__in=WITHDRAWABLE):
        editions.withdraw(edition=edition, reason="Konec.", by=walk.by, now=walk.now)
    assert misfits() == []
