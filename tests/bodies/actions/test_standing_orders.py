"""Rules of a body and the examples that are shipped."""

from datetime import date

import pytest

from bodies.actions import standing_orders
from bodies.enums import STATUTORY, BodyKind, Quorum
from bodies.forms.standing_orders import StandingOrdersForm
from bodies.models import StandingOrders
from bodies.queries.standing_orders import in_words, profile, profiles, profiles_for
from people.errors import Refused
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 1)


def adopt(body, **rules):
    return standing_orders.adopt(body=body, valid_from=SINCE, by=people.person(), now=people.NOW, **rules)


def test_what_is_left_out_is_as_usual():
    held = adopt(make.body(kind=BodyKind.FOCUS), papers_days=5, per_rollam=True)
    assert (held.papers_days, held.per_rollam, held.quorum, held.minutes_days) == (
        5,
        True,
        Quorum.MAJORITY_ALL,
        14,
    )


@pytest.mark.parametrize("kind", STATUTORY)
def test_a_body_set_up_by_an_act_never_votes_outside_its_meetings(kind):
    with pytest.raises(Refused, match="rozhoduje jen na jednání"):
        adopt(make.body(kind=kind), per_rollam=True)
    assert StandingOrders.objects.count() == 0


@pytest.mark.parametrize("one", profiles(), ids=lambda one: one.key)
def test_every_shipped_profile_can_be_adopted_as_it_stands_and_says_where_it_comes_from(one):
    body = make.body(kind=one.kinds[0])
    form = StandingOrdersForm(data(one), body=body)

    assert form.errors == {}
    held = adopt(body, **one.rules)
    assert (bool(held.source), held.checked_on is not None or "ověřte" in held.source) == (True, True)
    assert [said for said in in_words(held) if not all(said)] == []


def data(one):
    usual = {
        name: StandingOrders._meta.get_field(name).default
        for name in StandingOrdersForm.Meta.fields
        if StandingOrders._meta.get_field(name).has_default()
    }
    said = {**usual, **one.rules, "valid_from": SINCE}
    return {name: value for name, value in said.items() if value is not None and value is not False}


def test_profiles_of_the_acts_keep_the_numbers_of_the_acts():
    town, region = profile("obec-zastupitelstvo"), profile("kraj-zastupitelstvo")
    assert [(p.rules["announce_days"], p.rules["minutes_days"]) for p in (town, region)] == [
        (7, 10),
        (10, 10),
    ]
    assert town.rules["substitute_days"] == 15
    assert profile("nic takového") is None


def test_profiles_for_a_kind_come_first():
    fitting, others = profiles_for(BodyKind.STEERING)
    assert [one.key for one in fitting] == ["jablonec-ridici", "jesenicko-ridici", "police-ridici"]
    assert len(fitting) + len(others) == len(profiles())


def test_rules_are_said_in_words():
    held = adopt(make.body(), **profile("obec-zastupitelstvo").rules)
    said = dict(in_words(held))
    assert said["Oznámení"] == "nejpozději 7 dnů před jednáním"
    assert said["Usnášeníschopnost"] == "nadpoloviční většina všech členů, jinak nelze rozhodnout"
    assert said["Náhradní jednání"] == "do 15 dnů"
    assert said["Zápis"] == "do 10 dnů po jednání"
    assert said["Hlasování mimo jednání"] == "ne"
