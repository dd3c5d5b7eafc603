from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from people.enums import Role
from tests.factories import networks, people, workflows
from workflows.enums import NetworkTier
from workflows.models import NetworkService

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return networks.drafted(services=2)


@pytest.fixture
def coordinator(edition):
    client = Client()
    client.force_login(workflows.coordinator(edition))
    return client


def url(edition, name, *more):
    return reverse(f"plans:{name}", args=[edition.plan.slug, edition.pk, *more])


def sent(**fields) -> dict:
    return {
        "name": "Osobní asistence",
        "provider": people.organisation().pk,
        "identifier": "3456789",
        "kind": networks.kind("§ 39").pk,
        "form": "outreach",
        "tier": "basic",
        "capacity": "1 250,5",
        "unit": "úvazky",
        **fields,
    }


def sheet(response):
    return load_workbook(BytesIO(b"".join(response.streaming_content))).active


def test_a_service_is_added_as_czechs_write_numbers(edition, coordinator):
    response = coordinator.post(url(edition, "service-add"), sent(since="1. 1. 2027"))

    assert (response.status_code, response["Location"]) == (303, url(edition, "services"))
    service = edition.services.get(name="Osobní asistence")
    assert (str(service.capacity), service.unit, service.tier) == ("1250.50", "úvazky", NetworkTier.BASIC)
    assert "Osobní asistence" in coordinator.get(url(edition, "services")).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "vyplnit"),
        ("provider", "999999", "možnost"),
        ("kind", "nic", "možnost"),
        ("form", "letecká", "možnost"),
        ("tier", "jinam", "možnost"),
        ("identifier", "abc", "číslice"),
        ("capacity", "hodně", "číslo"),
        ("capacity", "-1", "od nuly"),
        ("capacity", "123456789012", "od nuly"),
        ("unit", "", "v čem"),
        ("until", "1. 1. 2020", "dřív"),
        ("territory", "0", "možnost"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_kept(field, value, says, edition, coordinator):
    typed = sent(since="1. 1. 2027", **{"note": "Ponechat.", field: value})
    response = coordinator.post(url(edition, "service-add"), typed)

    assert response.status_code == 422
    errors = response.context["form"].errors
    assert [name for name in errors if name != field] == []
    assert says in " ".join(errors[field])
    assert "Ponechat." in response.content.decode()
    assert edition.services.count() == 2


def test_the_same_service_sent_twice_is_refused_kindly(edition, coordinator):
    typed = sent()
    coordinator.post(url(edition, "service-add"), typed)
    response = coordinator.post(url(edition, "service-add"), typed)

    assert response.status_code == 409
    assert edition.services.count() == 3


def test_a_service_is_written_and_an_older_reading_is_refused(edition, coordinator):
    service = edition.services.first()
    there = url(edition, "service", service.key)
    assert coordinator.get(there).status_code == 200
    for status in (303, 409):
        response = coordinator.post(there, sent(name="Jinak", read_at="0"))
        assert response.status_code == status
    service.refresh_from_db()
    assert (service.name, service.revision) == ("Jinak", 1)


def test_a_service_moves_by_a_button_and_nowhere_else(edition, coordinator):
    service = edition.services.first()
    there = url(edition, "service-move", service.key)

    assert coordinator.post(there, {"tier": "reserve"}).status_code == 303
    assert coordinator.post(there, {"tier": "jinam"}).status_code == 404
    service.refresh_from_db()
    assert service.tier == NetworkTier.RESERVE


def test_removal_asks_first_and_the_same_page_then_says_it_is_done(edition, coordinator):
    service = edition.services.first()
    there = url(edition, "service-remove", service.key)

    assert "Odebrat službu" in coordinator.get(there).content.decode()
    assert coordinator.post(there).status_code == 303
    assert not NetworkService.objects.filter(pk=service.pk).exists()
    assert coordinator.post(there).status_code == 404


def test_other_editions_and_unknown_services_have_no_such_page(edition, coordinator):
    other = edition.plan.editions.exclude(pk=edition.pk).get()

    assert coordinator.get(url(other, "services")).status_code == 404
    assert coordinator.get(url(edition, "service", uuid4())).status_code == 404


def test_who_writes_and_who_only_reads(edition):
    place, service = edition.plan.territory, edition.services.first()
    clerk, reader, stranger = people.person(), people.person(), people.person()
    people.appointment(clerk, Role.CLERK, place)
    edition.plan.guarantor = reader
    edition.plan.save()
    found = {}
    for name, person in (("clerk", clerk), ("guarantor", reader), ("stranger", stranger)):
        client = Client()
        client.force_login(person)
        found[name] = [
            client.get(url(edition, page, *more)).status_code
            for page, more in (("services", []), ("services-xlsx", []), ("service", [service.key]))
        ]
    assert found == {"clerk": [200] * 3, "guarantor": [200, 200, 403], "stranger": [403] * 3}


def test_the_list_takes_the_same_queries_for_any_number(edition, coordinator):
    counts = []
    for _size in range(2):
        coordinator.get(url(edition, "services"))
        with CaptureQueriesContext(connection) as found:
            coordinator.get(url(edition, "services"))
        counts.append(len(found))
        for _number in range(8):
            networks.service(edition)

    assert counts[0] == counts[1]


def test_the_spreadsheet_has_numbers_as_numbers_and_runs_nothing(edition, coordinator):
    networks.service(edition, name="=1+1", capacity="12.50", unit="lůžka", tier=NetworkTier.RESERVE)
    found = sheet(coordinator.get(url(edition, "services-xlsx")))
    row = [cell.value for cell in found[5]]

    assert (row[0], row[3], row[8], row[9]) == ("zásobník", "=1+1", 12.5, "lůžka")
    assert found["D5"].data_type == "s"


def test_a_new_network_is_compared_with_the_one_in_force(coordinator, edition):
    first = networks.in_force(edition)
    second = networks.drafted(first, now=first.state_since + timedelta(days=1))
    networks.service(second, name="Nová služba")
    page = coordinator.get(url(second, "services-compare"))

    assert page.context["counts"] == {"added": 1, "changed": 0, "removed": 0}
    assert "Nová služba" in page.content.decode()


def test_the_first_network_has_nothing_to_be_compared_with(edition, coordinator):
    page = coordinator.get(url(edition, "services-compare"))

    assert "Není s čím porovnávat" in page.content.decode()


# --- the public -----------------------------------------------------------------------------------


@pytest.fixture
def valid():
    """Return a network that has been in force for some days."""
    period = (date(2020, 1, 1), date(2099, 12, 31))
    old = workflows.edition_in("effective", now=timezone.now() - timedelta(days=900), period=period)
    edition = networks.drafted(old, services=3)
    return networks.in_force(edition, timezone.localdate(edition.state_since))


def test_anybody_reads_the_network_in_force_and_takes_it_away(valid, client):
    networks_page = client.get(reverse("public:network", args=[valid.plan.slug]))
    assert networks_page.status_code == 200
    assert [one.count for one in networks_page.context["tiers"]] == [3, 0]
    found = sheet(client.get(reverse("public:network-xlsx", args=[valid.plan.slug])))
    assert found.max_row == 5
    none = client.get(reverse("public:network", args=[valid.plan.slug]), {"q": "nic takového"})
    assert "neodpovídá žádná služba" in none.content.decode()


def test_a_network_that_is_being_prepared_is_not_public(edition, client):
    assert client.get(reverse("public:network", args=[edition.plan.slug])).status_code == 404


def test_the_public_text_of_a_network_names_its_services(valid, client):
    page = client.get(reverse("public:text", args=[valid.plan.slug, valid.pk])).content.decode()

    assert valid.services.first().name in page
    assert "Zásobník" in page
