import pytest

from people.enums import Role
from tests.factories import people, workflows
from tests.factories.people import TODAY
from workflows.enums import EditionKind, EditionState
from workflows.queries.plans import editions_of, foremost, listed

pytestmark = pytest.mark.django_db
S = EditionState


def test_a_person_sees_public_plans_and_those_they_have_a_part_in():
    public, private = workflows.edition_in(S.CONSULTATION), workflows.edition_in(S.TRIAD_REVIEW)
    place = private.plan.territory
    asked = private.reviews.first().person
    clerk, late, region = people.person(), people.person(), people.administrator(place.region)
    people.appointment(clerk, Role.CLERK, place)
    people.appointment(late, Role.CLERK, place, ends_on=TODAY.replace(year=2021))
    seen = {
        name: set(listed(who, TODAY)) - {public.plan}
        for name, who in {"asked": asked, "clerk": clerk, "late": late, "region": region}.items()
    }
    mine = {private.plan}
    assert seen == {"asked": mine, "clerk": mine, "late": set(), "region": mine}


def test_the_foremost_edition_is_the_one_under_way_then_the_one_in_force():
    first = workflows.edition_in(S.EFFECTIVE)
    slug = first.plan.slug
    assert foremost(editions_of(slug)) == first
    update = workflows.later_edition(first, EditionKind.UPDATE)
    editions = editions_of(slug)
    assert [foremost(editions, wanted) for wanted in ("", str(first.pk), "²", "0")] == [
        update,
        first,
        update,
        update,
    ]
    assert foremost([]) is None
