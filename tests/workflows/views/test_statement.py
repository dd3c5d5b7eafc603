from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from people.enums import Role, TerritoryKind
from tests.factories import networks, people
from workflows.actions import statement as statements
from workflows.enums import Necessity
from workflows.models import Statement

pytestmark = pytest.mark.django_db
LIST = reverse("statements:list")
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def village():
    return people.territory("Kdyně")


@pytest.fixture
def clerk(village):
    person = people.person()
    people.appointment(person, Role.CLERK, village)
    return person


@pytest.fixture
def office(clerk):
    client = Client()
    client.force_login(clerk)
    return client


def czech(day) -> str:
    return f"{day:%-d. %-m. %Y}"


def sent(village, **fields) -> dict:
    return {
        "territory": village.pk,
        "year": "2027",
        "provider": people.organisation().pk,
        "service": "Osobní asistence",
        "kind": networks.kind("§ 39").pk,
        "form": "outreach",
        "necessity": "needed",
        "tier": "basic",
        "capacity": "2,5",
        "unit": "úvazky",
        "text": "Kvůli paní Novákové.",
        "given_by": "starosta Jan Tichý",
        "given_on": czech(timezone.localdate()),
        **fields,
    }


def page(name, held) -> str:
    return reverse(f"statements:{name}", args=[held.pk])


def add(client, typed):
    return client.post(reverse("statements:add"), typed)


def test_a_word_of_a_municipality_is_written_down_with_its_file(village, office):
    response = add(office, sent(village, upload=SimpleUploadedFile("vyjadreni.pdf", PDF)))
    held = Statement.objects.get()

    assert (response.status_code, response["Location"]) == (303, page("detail", held))
    assert (str(held.capacity), held.territory, held.file.name) == ("2.50", village, "vyjadreni.pdf")
    shown = office.get(page("detail", held)).content.decode()
    assert "paní Novákové" in shown
    assert office.get(reverse("documents:file", args=[held.file.pk])).status_code == 200


def test_the_public_reads_what_was_said_but_no_names_reasons_and_files(village, client):
    upload = SimpleUploadedFile("vyjadreni.pdf", PDF)
    held = statements.record(
        territory=village, values=networks.said(), upload=upload, by=people.person(), now=people.NOW
    )
    for address in (LIST, page("detail", held)):
        shown = client.get(address).content.decode()
        assert "Osobní asistence" in shown
        assert "služba je pro obec potřebná" in shown
        for hidden in ("Novákové", "Tichý", "vyjadreni.pdf", held.recorded_by.last_name):
            assert hidden not in shown
    assert client.get(reverse("documents:file", args=[held.file.pk])).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("territory", "999999", "možnost"),
        ("year", "1999", "2007"),
        ("year", "příští", "číslo"),
        ("provider", "", "vyplnit"),
        ("necessity", "snad", "možnost"),
        ("capacity", "dost", "číslo"),
        ("unit", "", "v čem"),
        ("given_on", "31. 2. 2026", "datum"),
        ("given_on", czech(timezone.localdate() + timedelta(days=2)), "budoucího"),
        ("resolution", "999999", "možnost"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_kept(field, value, says, village, office):
    response = add(office, sent(village, **{field: value}))

    assert response.status_code == 422
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert says in " ".join(errors[field])
    assert "Kvůli paní Novákové." in response.content.decode()
    assert not Statement.objects.exists()


def test_a_service_is_not_refused_without_a_reason(village, office):
    response = add(office, sent(village, necessity="not_needed", text=" "))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["text"]


def test_a_file_of_another_kind_is_refused_at_the_field(village, office):
    response = add(office, sent(village, upload=SimpleUploadedFile("virus.exe", b"MZ\x00\xff")))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["upload"]


def test_a_second_word_on_the_same_service_is_answered_with_what_to_do(village, office):
    typed = sent(village)
    add(office, typed)
    response = add(office, typed)

    assert response.status_code == 422
    assert "Nahraďte ho prosím novým" in response.content.decode()


def test_a_nonsense_key_of_a_service_means_nothing(village, office):
    assert add(office, sent(village, service_key="11111111-1111-4111-8111-111111111111")).status_code == 303
    assert Statement.objects.get().service_key is None
    assert office.get(reverse("statements:add"), {"sluzba": "nic", "obec": "nic"}).status_code == 200


def test_a_form_starts_with_a_service_of_the_network(village, office):
    network = networks.in_force(networks.drafted(services=1))
    service = network.services.get()
    found = office.get(reverse("statements:add"), {"sluzba": service.key, "obec": village.slug})

    initial = found.context["form"].initial
    assert (initial["service"], initial["service_key"]) == (service.name, service.key)
    assert initial["territory"] == village.pk


def test_people_write_for_what_lies_in_their_territory_and_for_nobody_else(village, office):
    stranger = people.territory("Jinde")
    assert add(office, sent(stranger)).status_code == 422

    town = people.territory("ORP", kind=TerritoryKind.ORP, region=village.region)
    village.parent = town
    village.save()
    planner, regional = people.coordinator(town), people.coordinator(village.region)
    for person, year in ((planner, "2028"), (regional, "2029")):
        client = Client()
        client.force_login(person)
        assert add(client, sent(village, year=year)).status_code == 303
    nobody = Client()
    nobody.force_login(people.person())
    assert nobody.get(reverse("statements:add")).status_code == 403


def test_a_newer_word_takes_the_place_of_the_older_one(village, office):
    held = networks.stated(village)
    there = page("supersede", held)
    assert office.get(there).context["form"].initial["service"] == held.service
    typed = sent(people.territory(), provider=held.provider.pk, necessity="needed_less")
    assert office.post(there, typed).status_code == 303

    new = held.superseded_by
    assert (new.territory, new.necessity) == (village, Necessity.NEEDED_LESS)
    assert office.post(there, typed).status_code == 409
    shown = office.get(page("detail", held)).content.decode()
    assert "nahrazeno novým" in shown
    assert page("detail", new) in shown


def test_a_word_is_taken_back_with_a_reason_and_only_once(village, office):
    held = networks.stated(village)
    typed = {"withdrawn_on": czech(timezone.localdate()), "reason": "Omyl.", "read_at": "0"}
    assert office.post(page("withdraw", held), {**typed, "reason": ""}).status_code == 422
    assert office.post(page("withdraw", held), {**typed, "withdrawn_on": "1. 1. 2020"}).status_code == 422
    assert [office.post(page("withdraw", held), typed).status_code for _time in range(2)] == [303, 409]


def test_the_register_shows_what_is_valid_unless_asked_for_more(village, client):
    old = networks.stated(village, service="Stará", year=2026)
    statements.supersede(
        statement=old, values=networks.said(service="Nová"), by=people.person(), now=people.NOW
    )
    networks.stated(people.territory(), service="Jiná", necessity=Necessity.NEEDED_LESS, tier="reserve")

    def names(**wanted):
        return [one.service for one in client.get(LIST, wanted).context["page"]]

    assert sorted(names()) == ["Jiná", "Nová"]
    assert names(page="1", territory=str(village.pk)) == ["Nová"]
    assert sorted(names(page="9")) == ["Jiná", "Nová"]
    assert names(state="superseded") == ["Stará"]
    assert names(state="all", year="2026") == ["Stará"]
    assert names(tier="reserve", necessity="needed_less") == ["Jiná"]
    assert names(q="nic takového") == []


def test_the_spreadsheet_gives_reasons_to_offices_only(village, office, client):
    networks.stated(village, service="=1+1")
    networks.stated(people.territory("Jinde"), service="Z jiného kraje")

    def rows(who):
        response = who.get(reverse("statements:xlsx"))
        found = load_workbook(BytesIO(b"".join(response.streaming_content))).active
        return {row[0]: row for row in list(found.values)[2:]}

    assert rows(office)["Kdyně"][13:] == ("Potřebujeme ji kvůli paní Novákové.", "starosta Jan Tichý")
    assert rows(office)["Jinde"][13:] == (None, None)
    assert rows(client)["Kdyně"][13:] == (None, None)
    assert (rows(client)["Kdyně"][3], rows(client)["Kdyně"][8]) == ("=1+1", 12.5)


@pytest.mark.parametrize("more", [1, 9])
def test_the_register_takes_the_same_queries_for_any_number(more, client, django_assert_num_queries):
    for _number in range(more):
        networks.stated(people.territory())
    client.get(LIST)
    with django_assert_num_queries(4):
        client.get(LIST)


def test_the_page_of_a_statement_leads_to_the_others_on_the_same_service(village, client):
    held = networks.stated(village)
    other = networks.stated(village, provider=held.provider, year=2028)

    assert page("detail", other) in client.get(page("detail", held)).content.decode()
