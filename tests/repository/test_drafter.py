"""The outside drafter (zpracovatel): narrow rights while the contract runs, none after it ends."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from people.enums import Role
from people.models import Appointment
from tests.factories import people as make
from tests.factories import workflows
from tests.repository.access.world import World, addresses_of
from workflows.enums import Permission
from workflows.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access")]
# What a drafter does and sees; everything else is somebody else's to do.
NARROW = {
    Permission.VIEW_PLAN,
    Permission.EDIT_CONTENT,
    Permission.VIEW_WORKING,
    Permission.PROPOSE_SETTLEMENT,
}


@pytest.fixture(scope="module")
def world(ship, django_db_blocker):
    """Build the same world as the matrix of access, in a transaction that ends with this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        ship()
        made = World()
        made.addresses = addresses_of(made)
        yield made
        transaction.set_rollback(True)


def ended(who):
    """End the contract of a drafter yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(person=who, role=Role.DRAFTER).update(ends_on=yesterday)
    who.__dict__.pop("all_appointments", None)


def answers(client, who, addresses):
    found = {}
    for name, kwargs in sorted(addresses.items()):
        client.force_login(who)
        url = reverse(name, kwargs=kwargs)
        found[name] = (client.get(url).status_code, client.post(url).status_code)
    return found


def of_plans(world):
    """Keep the addresses that belong to one plan; links in letters and public pages open to anybody."""
    slug = world.edition.plan.slug
    return {
        name: kwargs
        for name, kwargs in world.addresses.items()
        if name.startswith(("plans:", "approvals:")) and (kwargs.get("slug") == slug or "approvals" in name)
    }


def test_after_the_contract_every_address_of_a_plan_answers_like_to_anybody(world, client):
    drafter, stranger = world.people["drafter"], world.people["member"]
    addresses = of_plans(world)
    with transaction.atomic():
        ended(drafter)
        found = answers(client, drafter, addresses)
        transaction.set_rollback(True)

    assert len(addresses) > 60
    with transaction.atomic():
        assert found == answers(client, stranger, addresses)
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", ["detail", "text", "items", "comments", "history"])
def test_after_the_contract_a_plan_that_is_not_public_is_not_even_known(name, client):
    edition = workflows.drafted(drafter=(who := make.person()))
    make.appointment(who, Role.DRAFTER, edition.plan.territory)
    client.force_login(who)
    of_plan = name in ("detail", "history")
    url = reverse(f"plans:{name}", args=[edition.plan.slug] if of_plan else [edition.plan.slug, edition.pk])
    running = client.get(url).status_code
    ended(who)

    assert (running, client.get(url).status_code) == (200, 404)
    assert edition.plan not in Plan.objects.visible_to(who, timezone.localdate())


def test_drafter_has_the_narrow_permissions_and_no_other():
    edition = workflows.drafted(drafter=(who := make.person()))
    make.appointment(who, Role.DRAFTER, edition.plan.territory)
    on_editions = {
        permission
        for permission in Permission
        if permission not in (Permission.CONFIRM, Permission.CREATE_PLAN, Permission.MANAGE_DUTIES)
        and permission != Permission.VIEW_DRAFTING
        and permission not in (Permission.OVERSEE_DUTIES, Permission.RECORD_STATEMENT)
        and permission not in (Permission.ANSWER_REVIEW, Permission.ANSWER_REQUEST)
    }
    held = {p for p in on_editions if who.has_perm(p, edition.plan if p == Permission.VIEW_PLAN else edition)}
    of_place = (Permission.CREATE_PLAN, Permission.MANAGE_DUTIES, Permission.RECORD_STATEMENT)

    assert held == NARROW
    assert [who.has_perm(permission, edition.plan.territory) for permission in of_place] == [False] * 3


def test_drafter_of_one_town_sees_nothing_of_another():
    edition, other = workflows.drafted(drafter=(who := make.person())), workflows.drafted(drafter=who)
    make.appointment(who, Role.DRAFTER, edition.plan.territory)

    assert who.has_perm(Permission.EDIT_CONTENT, edition)
    assert not any(who.has_perm(p, other) for p in NARROW - {Permission.VIEW_PLAN})
    assert not who.has_perm(Permission.VIEW_PLAN, other.plan)


def test_every_narrow_permission_ends_with_the_contract():
    edition = workflows.drafted(drafter=(who := make.person()))
    make.appointment(who, Role.DRAFTER, edition.plan.territory)
    ended(who)

    assert not any(who.has_perm(p, edition) for p in NARROW - {Permission.VIEW_PLAN})
    assert not who.has_perm(Permission.VIEW_PLAN, edition.plan)
