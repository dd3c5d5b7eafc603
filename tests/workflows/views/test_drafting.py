"""The page of an outside drafter: territories, contracts and plans while they run, then nothing."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.enums import Role
from people.models import Appointment
from tests.factories import people, workflows

pytestmark = pytest.mark.django_db
LATER = (date(2030, 1, 1), date(2032, 12, 31))
PAGE, LIST = reverse("work:territories"), reverse("plans:list")


@pytest.fixture
def drafter(client):
    """Somebody who drafts the plan of a town, signed in."""
    who = people.person()
    edition = workflows.drafted(drafter=who, title="Plán města")
    people.appointment(who, Role.DRAFTER, edition.plan.territory)
    client.force_login(who)
    client.who, client.edition = who, edition
    return client


def end(client, days, **where):
    """Let contracts of the drafter end so many days from now."""
    day = timezone.localdate() + timedelta(days=days)
    Appointment.objects.filter(person=client.who, **where).update(ends_on=day)


def test_a_drafter_finds_territories_plans_and_the_end_of_each_contract(drafter, text):
    idle = people.territory("Ahníkov")
    people.appointment(drafter.who, Role.DRAFTER, idle)
    end(drafter, 400, territory=idle)
    page = drafter.get(PAGE)
    edition = drafter.edition
    assert [(one.territory, [p.plan for p in one.plans]) for one in page.context["contracts"]] == [
        (idle, []),
        (edition.plan.territory, [edition.plan]),
    ]
    shown = text(page)
    assert "smlouva bez konce" in shown
    assert "Zatím vám tu nikdo nepřidělil plán." in shown
    for name in ("text", "items", "comments"):
        assert drafter.get(reverse(f"plans:{name}", args=[edition.plan.slug, edition.pk])).status_code == 200
        assert reverse(f"plans:{name}", args=[edition.plan.slug, edition.pk]) in shown


@pytest.mark.parametrize(
    ("days", "said"), [(0, "smlouva končí dnes"), (12, "zbývá 12 dnů"), (31, "smlouva do")]
)
def test_the_coming_end_of_a_contract_is_pointed_out(days, said, drafter, text):
    end(drafter, days)
    page = text(drafter.get(PAGE))
    assert said in page
    assert ("zbývá" in page) == (days == 12)


def test_of_two_contracts_for_one_territory_the_later_end_counts(drafter):
    place = drafter.edition.plan.territory
    end(drafter, 5)
    day = timezone.localdate() + timedelta(days=50)
    people.appointment(drafter.who, Role.DRAFTER, place, timezone.localdate(), day)
    assert [one.ends_on for one in drafter.get(PAGE).context["contracts"]] == [day]


def test_a_plan_drafted_by_somebody_else_is_not_among_mine(drafter):
    other = workflows.drafted(territory=drafter.edition.plan.territory, title="Jiný plán", period=LATER)
    assert other.plan not in [p.plan for one in drafter.get(PAGE).context["contracts"] for p in one.plans]


def test_after_the_contract_the_page_and_its_item_in_the_navigation_are_gone(drafter):
    assert f'href="{PAGE}"' in drafter.get(LIST).content.decode()
    end(drafter, -1)
    assert drafter.get(PAGE).status_code == 403
    assert f'href="{PAGE}"' not in drafter.get(LIST).content.decode()


def test_the_page_is_for_drafters_only(scene, answers):
    assert answers(scene(), PAGE) == {
        "coordinator": 403,
        "clerk": 403,
        "drafter": 200,
        "guarantor": 403,
        "reviewer": 403,
        "stranger": 403,
        "anonymous": "login",
    }


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_takes_the_same_queries_for_any_number_of_territories(
    count, drafter, django_assert_num_queries
):
    for _number in range(count - 1):
        edition = workflows.drafted(drafter=drafter.who)
        people.appointment(drafter.who, Role.DRAFTER, edition.plan.territory)
    drafter.get(LIST)
    with django_assert_num_queries(6):
        assert len(drafter.get(PAGE).context["contracts"]) == count
