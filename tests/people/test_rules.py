from datetime import date

import pytest

from people.enums import Permission, Role, TerritoryKind
from people.rules import holds, is_coordinator_of
from tests.factories import people as make

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def test_a_role_counts_for_its_own_territory_only():
    region = make.region()
    town = make.territory(region=region)
    who = make.coordinator(region)
    assert holds(who, Role.COORDINATOR, region, DAY)
    assert not holds(who, Role.COORDINATOR, town, DAY)
    assert not holds(who, Role.ADMINISTRATOR, region, DAY)


def test_the_administrator_of_a_region_administers_all_its_territories_and_no_others():
    region = make.region()
    town, foreign = make.territory(region=region), make.territory()
    who = make.administrator(region)
    assert holds(who, Role.ADMINISTRATOR, town, DAY)
    assert not holds(who, Role.ADMINISTRATOR, foreign, DAY)
    assert not holds(who, Role.COORDINATOR, town, DAY)


def test_the_administrator_of_an_orp_does_not_administer_what_lies_in_it():
    orp = make.territory(kind=TerritoryKind.ORP)
    town = make.territory(region=orp.region, parent=orp)
    assert not holds(make.administrator(orp), Role.ADMINISTRATOR, town, DAY)


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2026, 1, 1), False),
        (date(2026, 2, 1), True),
        (date(2026, 3, 31), True),
        (date(2026, 4, 1), False),
    ],
)
def test_a_role_holds_from_its_first_to_its_last_day(day, held):
    who, town = make.person(), make.territory()
    made = make.appointment(who, Role.DRAFTER, town, date(2026, 2, 1), date(2026, 3, 31))
    assert holds(who, Role.DRAFTER, town, day) is held
    assert who.appointments.on(day).filter(pk=made.pk).exists() is held


def test_a_deactivated_person_holds_nothing():
    who, town = make.person(is_active=False), make.territory()
    make.appointment(who, Role.COORDINATOR, town)
    assert not is_coordinator_of(who, town)


def test_appointments_are_read_once_per_request(django_assert_num_queries):
    town = make.territory()
    who = make.coordinator(town)
    with django_assert_num_queries(1):
        assert [is_coordinator_of(who, town) for _ in range(3)] == [True] * 3


def test_a_person_with_a_role_elsewhere_or_the_operator_is_not_administered_from_here():
    region = make.region()
    admin, member = make.administrator(region), make.person()
    elsewhere, operator = make.coordinator(make.territory()), make.person(is_superuser=True)
    allowed = [admin.has_perm(Permission.ADMINISTER_PERSON, who) for who in (member, elsewhere, operator)]
    assert allowed == [True, False, False]


def test_letters_of_a_territory_are_seen_by_its_administrators_only():
    region = make.region()
    own = make.letter(make.person(), territory=make.territory(region=region))
    foreign = make.letter(make.person(), territory=make.territory())
    admin = make.administrator(region)
    assert [admin.has_perm(Permission.ADMINISTER_LETTER, one) for one in (own, foreign)] == [True, False]
