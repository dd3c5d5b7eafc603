"""Every address of the project × every role: who is let in, who is sent to sign in, who is refused."""

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from tests.repository.access.world import World, addresses_of, url_names
from tools.roles import PAGE, ROLES, matrix, written

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access")]
NO_OBJECT = "name its object in tests/repository/access/"


@pytest.fixture(scope="module")
def world(ship, django_db_blocker):
    """Build what the addresses lead to once, in a transaction that ends with this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        ship()
        made = World()
        made.addresses = addresses_of(made)
        yield made
        transaction.set_rollback(True)


def answer(client, name, kwargs):
    """Open an address; "login" stands for being sent to sign in."""
    try:
        response = client.get(reverse(name, kwargs=kwargs))
    except NoReverseMatch:
        return NO_OBJECT
    if response.status_code == 302 and response["Location"].startswith(reverse(settings.LOGIN_URL)):
        return "login"
    return str(response.status_code)


def test_every_address_has_a_row_and_every_row_an_address(world, client):
    known, names = matrix(), list(dict.fromkeys(url_names()))
    kwargs = world.addresses
    missing = []
    for name in names:
        if name not in known:
            row = [name]
            for role in ROLES:
                who = world.people[role]
                client.logout()
                if who:
                    client.force_login(who)
                row.append(answer(client, name, kwargs.get(name, {})))
            missing.append(",".join(dict.fromkeys(row)) if NO_OBJECT in row else ",".join(row))
    message = "rows to read and add to tests/repository/access.csv:\n" + "\n".join(missing)
    assert not missing, message
    assert sorted(set(known) - set(names)) == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_let_in_exactly_where_the_matrix_says(role, world, client):
    kwargs, who = world.addresses, world.people[role]
    if who:
        client.force_login(who)
    found, expected = {}, {}
    for name, row in matrix().items():
        found[name], expected[name] = answer(client, name, kwargs.get(name, {})), row[role]
        if who:  # some pages sign people out
            client.force_login(who)
    assert found == expected


def test_the_table_of_roles_in_the_documentation_is_the_matrix():
    assert PAGE.read_text(encoding="utf-8") == written(matrix()), "run python tools/roles.py"
