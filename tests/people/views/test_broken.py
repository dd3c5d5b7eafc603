"""The database is locked or gone for seconds: a kind page, and nothing that was typed is lost."""

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def away():
    """Refuse every statement as a locked database does."""

    def refuse(_execute, _sql, _params, _many, _context):
        raise OperationalError("database is locked")

    return lambda: connection.execute_wrapper(refuse)


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


def test_a_form_sent_while_the_database_is_away_gives_back_what_was_typed(client, away):
    client.force_login(people.person())
    with away():
        response = client.post(reverse("plans:create"), {"title": "Komunitní plán <b>Semily</b>"})
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "Komunitní plán &lt;b&gt;Semily&lt;/b&gt;" in response.content.decode()
    assert "Nic se neuložilo" in response.content.decode().replace("\xa0", " ")


def test_a_page_asked_for_while_the_database_is_away_says_so(client, away):
    with away():
        response = client.get(reverse("plans:list"))
    assert response.status_code == 503


def test_a_fault_of_the_program_is_answered_500(client):
    def fail(_execute, _sql, _params, _many, _context):
        raise ZeroDivisionError

    with connection.execute_wrapper(fail):
        response = client.get(reverse("plans:list"))
    assert response.status_code == 500
