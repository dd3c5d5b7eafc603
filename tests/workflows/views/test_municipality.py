from io import BytesIO
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from people.enums import Role, TerritoryKind
from tests.factories import networks, people, workflows
from workflows.enums import DutyState
from workflows.models import Duty, DutyRule

pytestmark = pytest.mark.django_db
LIST = reverse("municipalities:list")


@pytest.fixture
def village():
    return people.territory("Kdyně")


def page(name, territory) -> str:
    return reverse(f"municipalities:{name}", args=[territory.slug])


def duty(territory) -> Duty:
    rule = DutyRule.objects.filter(territory=None)[0]
    return Duty.objects.create(rule=rule, territory=territory, year=2026, due_on=people.TODAY)


def test_anybody_finds_a_municipality(village, client):
    people.territory("Domažlice")

    assert [one.name for one in client.get(LIST).context["page"]] == ["Domažlice", "Kdyně"]
    assert [one.name for one in client.get(LIST, {"q": "kdy"}).context["page"]] == ["Kdyně"]
    assert client.get(LIST, {"region": "nic", "page": "x"}).status_code == 200
    assert "neodpovídá žádná obec" in client.get(LIST, {"q": "nikde"}).content.decode()


def test_the_page_of_a_municipality_needs_no_account_and_names_its_duties(village, client):
    held = duty(village)
    networks.stated(village)
    response = client.get(page("detail", village))
    shown = response.content.decode()

    assert response.status_code == 200
    assert held.rule.name[:12] in shown
    assert str(DutyState.DUE.label) in shown
    assert "Osobní asistence" in shown
    assert "Novákové" not in shown
    assert "Zapsat vyjádření" not in shown


def test_the_office_of_the_municipality_is_offered_to_say_its_word(village):
    clerk = people.person()
    people.appointment(clerk, Role.CLERK, village)
    office = Client()
    office.force_login(clerk)

    assert f"?obec={village.slug}" in office.get(page("detail", village)).content.decode()


def test_other_kinds_of_territories_have_no_such_page(village, client):
    region = village.region
    district = people.territory("ORP", kind=TerritoryKind.ORP)

    for one in (region, district):
        assert client.get(page("detail", one)).status_code == 404
        assert client.get(page("send", one)).status_code == 404
    assert client.get("/obce/neni-tu/").status_code == 404


def test_the_page_is_sent_as_a_link_and_as_a_letter_from_one_s_own_mail(village, client):
    response = client.get(page("send", village))
    mail = response.context["mail"]

    assert response.context["address"] == f"http://testserver{page('detail', village)}"
    assert mail.startswith("mailto:?subject=")
    assert "http://testserver/obce/" in unquote(mail)
    assert "\n" not in mail
    assert "Kdyně" in unquote(mail)


@pytest.mark.parametrize("more", [0, 6])
def test_the_pages_take_the_same_queries_for_any_number(more, village, client, django_assert_num_queries):
    for number in range(more):
        people.territory(region=village.region)
        networks.stated(village, year=2027 + number)
    client.get(LIST)
    with django_assert_num_queries(3):
        client.get(LIST)
    with django_assert_num_queries(6):
        client.get(page("detail", village))


def test_co_financing_is_public_once_the_plan_is_and_comes_as_a_spreadsheet(client):
    draft = workflows.drafted()
    hidden = reverse("plans:cofinancing", args=[draft.plan.slug])
    assert client.get(hidden).status_code == 404

    edition = workflows.edition_in("effective")
    address = [edition.plan.slug]
    shown = client.get(reverse("plans:cofinancing", args=address))
    assert "nepočítá s\xa0penězi obcí" in shown.content.decode()
    found = client.get(reverse("plans:cofinancing-xlsx", args=address))
    rows = list(load_workbook(BytesIO(b"".join(found.streaming_content))).active.values)
    assert rows[1][:3] == ("Obec", "celkem plán (Kč)", "celkem skutečnost (Kč)")
    assert rows[2] == ("Celkem", 0, 0)
