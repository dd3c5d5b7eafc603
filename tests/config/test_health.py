import pytest
from django.db import DatabaseError, connection


@pytest.mark.postgres
@pytest.mark.django_db
def test_health_answers_without_login(client):
    response = client.get("/zdravi/")
    assert (response.status_code, response.content.decode()) == (200, "v pořádku\n")


@pytest.mark.django_db
def test_health_is_bad_when_the_database_is_gone(client):
    def gone(*args):
        raise DatabaseError

    with connection.execute_wrapper(gone):
        response = client.get("/zdravi/")
    assert (response.status_code, response.content.decode()) == (503, "databáze neodpovídá\n")
