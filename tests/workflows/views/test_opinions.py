from datetime import timedelta

import pytest
from django.urls import reverse

from bodies.models import AgendaItem
from people.enums import Role
from tests.factories import bodies as councils
from tests.factories import people
from tests.factories import workflows as make
from workflows.models import Opinion

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make.drafted("plan-mesta")


@pytest.fixture
def opinion(edition) -> Opinion:
    return edition.opinions.select_related("body").filter(verdict="").first()


@pytest.fixture
def session(opinion):
    return councils.meeting(opinion.body, make.NOW.date() + timedelta(days=4000))


def page(client, edition):
    return client.get(reverse("plans:opinions", args=[edition.plan.slug, edition.pk]))


def add_url(session, edition) -> str:
    return f"{reverse('meetings:item-add', args=[session.pk])}?dokument={edition.document_id}"


def test_the_edition_is_put_on_the_programme_of_the_body_whose_opinion_is_missing(
    client, edition, opinion, session
):
    client.force_login(edition.plan.coordinator)
    address = add_url(session, edition)
    assert address in page(client, edition).content.decode()
    form = client.get(address).context["form"]
    assert (form.initial["document"], form.initial["purpose"]) == (edition.document_id, "opinion")


def test_what_is_on_the_programme_is_not_offered_again(client, edition, opinion, session):
    councils.item(session, document=edition.document)
    client.force_login(edition.plan.coordinator)
    text = page(client, edition).content.decode()
    assert add_url(session, edition) not in text
    assert "Je na programu jednání" in text


def test_who_does_not_run_the_body_is_not_offered_its_programme(client, edition, opinion, session):
    drafter = people.person()
    people.appointment(drafter, Role.DRAFTER, edition.plan.territory)
    client.force_login(drafter)
    text = page(client, edition).content.decode()
    assert (add_url(session, edition) in text, AgendaItem.objects.count()) == (False, 0)


def test_a_body_without_a_session_ahead_is_told(client, edition, opinion):
    client.force_login(edition.plan.coordinator)
    assert "není naplánováno žádné jednání" in page(client, edition).content.decode()
