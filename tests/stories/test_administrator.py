"""An administrator enters people and gives them roles; nobody leaves with work undone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from people.models import Person
from tests.factories import people
from tests.factories import workflows as make

pytestmark = pytest.mark.django_db


def test_an_administrator_enters_appoints_and_lets_go(desk, clock):
    edition = make.drafted(now=clock.now - timedelta(days=2))
    town, old = edition.plan.territory, make.coordinator(edition)
    office = desk(people.administrator(town.region))
    added = {"first_name": "Alena", "last_name": "Malá", "email": "Mala@Turnov.test"}
    assert "Osobu jsme zapsali." in office.send(reverse("admin_ui:person-add"), **added)
    new = Person.objects.get(email="mala@turnov.test")
    assert desk(new).status(reverse("plans:create")) == 403
    office.send(
        reverse("admin_ui:appointment-add", args=[new.pk]),
        role="coordinator",
        territory=town.pk,
        starts_on=clock.ahead(0),
    )
    assert desk(Person.objects.get(pk=new.pk)).status(reverse("plans:create")) == 200

    leaving = reverse("admin_ui:person", args=[old.pk])
    assert f"Vede plán „{edition.plan.title}“" in office.read(leaving)
    early = office.client.post(reverse("admin_ui:person-deactivate", args=[old.pk]))
    assert (early.status_code, edition.plan.title in early.text) == (409, True)

    office.send(reverse("plans:people", args=[edition.plan.slug]), coordinator=new.pk)
    assert "Přístup jsme ukončili." in office.send(leaving, "Deaktivovat")
    home = reverse("work:home")
    assert (desk(old).status(home), desk(new).status(home)) == (302, 200)
    assert edition.plan.title in desk(new).read(home)
