import pytest

from bodies.enums import BodyKind
from people.enums import TerritoryKind
from tests.factories import people, workflows
from tests.factories.people import TODAY
from workflows.models import PathStep
from workflows.queries.bodies import asked_of

pytestmark = pytest.mark.django_db


def step(scope: str, *, skip: bool = False) -> PathStep:
    return PathStep(kind="decision", body_kind=BodyKind.BOARD, scope=scope, skip_if_missing=skip)


def test_a_step_of_the_plans_own_territory_means_its_body_as_it_is_on_the_day():
    edition = workflows.drafted()
    place = edition.plan.territory
    place_bodies = {b.kind: b for b in place.bodies.all()} if hasattr(place, "bodies") else {}
    ended = workflows.body(territory=place, ends_on=TODAY.replace(year=2020))
    found = asked_of(edition, [step("own")], TODAY)
    assert [asked.territory for asked in found] == [place]
    assert found[0].body != ended
    assert not place_bodies or found[0].body == place_bodies[BodyKind.BOARD]


@pytest.mark.parametrize(("skip", "asked"), [(True, ["A"]), (False, ["A", "B"])])
def test_a_village_without_the_body_is_left_out_where_the_step_says_so(
    skip, asked, django_assert_max_num_queries
):
    union = people.territory("Svazek", kind=TerritoryKind.PLANNING)
    edition = workflows.drafted(territory=union)
    for name in ("A", "B"):
        village = people.territory(name)
        union.members.add(village)
        if name == "A":
            workflows.body(territory=village)
    with django_assert_max_num_queries(2):
        found = asked_of(edition, [step("each", skip=skip)], TODAY)
    assert [one.territory.name for one in found] == asked
    assert [one.body is not None for one in found] == [name == "A" for name in asked]
