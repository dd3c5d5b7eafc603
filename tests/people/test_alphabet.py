"""Names stand as in a Czech register on either database."""

from functools import cmp_to_key

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.alphabet import alphabetical, compare
from people.models import Territory
from tests.factories import people as make

SORTED = [
    "1. máje",
    "Aš",
    "Brno",
    "Cítov",
    "Cvikov",
    "Česká Kubice",
    "Česká Lípa",
    "Dačice",
    "Hodkovice nad Mohelkou",
    "Chodov",
    "Chrastava",
    "Ivančice",
    "Rokytnice nad Jizerou",
    "Říčany",
    "Semily",
    "Šumperk",
    "Vysoké Mýto",
    "Zlín",
    "Železný Brod",
]


@pytest.mark.postgres
@pytest.mark.django_db
def test_places_stand_by_the_czech_alphabet():
    for name in reversed(SORTED):
        make.territory(name=name)
    names = [place.name for place in Territory.objects.order_by(*alphabetical("name"))]
    assert [name for name in names if name in SORTED] == SORTED
    assert [place.name for place in Territory.objects.all()] == names


def test_accents_count_when_letters_are_the_same():
    assert [compare("Cítov", "Cvikov"), compare("Hana", "Haná"), compare("hana", "Hana")] == [-1, -1, -1]


@given(st.text(), st.text(), st.text())
def test_the_order_is_one(one, two, three):
    assert compare(one, two) == -compare(two, one)
    assert compare(one, one) == 0
    assert (compare(one, two) == 0) == (one == two)
    low, middle, high = sorted((one, two, three), key=cmp_to_key(compare))
    assert [compare(low, middle) <= 0, compare(middle, high) <= 0, compare(low, high) <= 0] == [True] * 3
