import pytest
from django.urls import reverse

from documents.actions import file as files
from documents.models import File
from tests.factories import documents, people

pytestmark = pytest.mark.django_db


class Holder:
    journal_kind = "shelf"
    pk = 7


def keep(*, is_public: bool) -> File:
    return files.keep(
        holder=Holder(),
        upload=documents.upload(b"%PDF-1.7", 'Zápis "č. 1".pdf'),
        by=people.person(),
        now=people.NOW,
        is_public=is_public,
    )


@pytest.mark.parametrize(
    ("file_public", "holder_public", "is_reader", "status"),
    [
        (True, True, False, 200),
        (True, False, False, 404),
        (False, True, False, 404),
        (False, False, True, 200),
        (True, False, True, 200),
    ],
)
def test_a_file_is_given_only_by_the_rule(client, file_public, holder_public, is_reader, status):
    person = people.person()
    documents.shelf(public=holder_public, readers=[person] if is_reader else [])
    client.force_login(person)
    assert client.get(reverse("documents:file", args=[keep(is_public=file_public).pk])).status_code == status


def test_a_stranger_does_not_learn_that_a_file_exists(client):
    documents.shelf(readers=[people.person()])
    assert client.get(reverse("documents:file", args=[keep(is_public=False).pk])).status_code == 404
    assert client.get(reverse("documents:file", args=[0])).status_code == 404


def test_a_file_of_an_unknown_holder_is_given_to_nobody(client):
    file = keep(is_public=True)
    File.objects.update(holder_kind="nobody")
    client.force_login(people.person())
    assert client.get(reverse("documents:file", args=[file.pk])).status_code == 404


def test_a_file_leaves_as_an_attachment_that_nothing_runs(client):
    documents.shelf(public=True)
    response = client.get(reverse("documents:file", args=[keep(is_public=True).pk]))
    assert b"".join(response.streaming_content) == b"%PDF-1.7"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
