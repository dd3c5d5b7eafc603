from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.enums import LetterState, Role
from people.errors import Blocker
from people.models import Draft, Letter, Person
from tests.factories import people as make

pytestmark = pytest.mark.django_db
LISTS = ["people", "organisations", "territories", "letters"]


@pytest.fixture
def place():
    return make.region()


@pytest.fixture
def admin(place, client):
    who = make.administrator(place, first_name="Adéla", last_name="Správná")
    client.force_login(who)
    return who


def fill(place, count):
    for _ in range(count):
        who = make.coordinator(place)
        make.letter(who)
        make.organisation(territory=place)
        make.territory(region=place)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_the_same_number_of_queries_at_any_size(name, client, admin, place):
    client.get(reverse("account"))  # the navigation remembers for a while who sits where
    seen = []
    for _ in range(2):
        fill(place, 6)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"admin_ui:{name}")).status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1] <= 8


@pytest.mark.parametrize("name", LISTS)
def test_a_filter_that_nothing_matches_says_so(name, client, admin):
    response = client.get(reverse(f"admin_ui:{name}"), {"q": "nic takového"})
    assert "Výběru nic neodpovídá." in response.content.decode()


def test_people_are_found_by_every_word_of_their_name(client, admin):
    make.person(first_name="Eva", last_name="Nováková")
    make.person(first_name="Eva", last_name="Jiná")
    page = client.get(reverse("admin_ui:people"), {"q": "eva nov"}).context["page"]
    assert [one.last_name for one in page.object_list] == ["Nováková"]


def test_a_person_is_entered_once(client, admin):
    data = {"first_name": "Jan", "last_name": "Malý", "email": "Jan@Triada.test", "language": "cs"}
    address = reverse("admin_ui:person-add")
    assert client.post(address, {**data, "last_name": ""}).status_code == 422
    response = client.post(address, data)
    person = Person.objects.get(email="jan@triada.test")
    assert (response.status_code, response["Location"]) == (303, reverse("admin_ui:person", args=[person.pk]))
    again = client.post(address, {**data, "email": "jan@triada.test"})
    assert (again.status_code, "Malý" in again.content.decode()) == (422, True)


def test_a_stale_form_shows_both_texts_and_keeps_what_was_typed(client, admin):
    person = make.person(first_name="Eva", last_name="Stará", phone="1")
    address = reverse("admin_ui:person-change", args=[person.pk])
    data = {"first_name": "Eva", "last_name": "Nová", "email": person.email, "language": "cs", "revision": 1}
    assert client.post(address, data).status_code == 303
    response = client.post(address, {**data, "last_name": "Jinačí"})
    text = response.content.decode()
    assert (response.status_code, "Eva Nová" in text, "Jinačí" in text) == (409, True, True)
    assert Draft.objects.get(person=admin).content["last_name"] == "Jinačí"
    assert "Jinačí" in client.get(reverse("account")).content.decode()


def test_a_person_with_open_work_is_not_deactivated_and_the_page_says_what_is_open(
    client, admin, monkeypatch
):
    person = make.person()
    open_work = [
        lambda who, now: [Blocker("task", "Vyjádření k plánu", "/plany/1/")] if who == person else []
    ]
    monkeypatch.setattr("people.guards.OPEN_WORK", open_work)
    response = client.post(reverse("admin_ui:person-deactivate", args=[person.pk]))
    assert response.status_code == 409
    assert '<a href="/plany/1/">Vyjádření k' in response.content.decode()
    person.refresh_from_db()
    assert person.is_active


def test_deactivation_ends_roles_and_letters_and_a_second_click_is_told(client, admin, place):
    person = make.coordinator(place)
    make.letter(person)
    address = reverse("admin_ui:person-deactivate", args=[person.pk])
    assert client.post(address).status_code == 303
    assert client.post(address).status_code == 409
    person = Person.objects.get(pk=person.pk)
    assert (person.is_active, person.appointments.get().ends_on is None) == (False, False)
    assert Letter.objects.get().state == LetterState.DROPPED


def test_an_appointment_is_given_and_ended(client, admin, place):
    person = make.person()
    data = {"role": Role.COORDINATOR, "territory": place.pk, "starts_on": "2026-01-01", "ends_on": ""}
    address = reverse("admin_ui:appointment-add", args=[person.pk])
    assert client.post(address, {**data, "ends_on": "2025-01-01"}).status_code == 422
    assert client.post(address, data).status_code == 303
    assert client.post(address, {**data, "starts_on": "2026-02-01"}).status_code == 409
    held = person.appointments.get()
    end = reverse("admin_ui:appointment-end", args=[held.pk])
    assert client.get(end).status_code == 200
    assert client.post(end, {"ends_on": "2026-06-30"}).status_code == 303
    held.refresh_from_db()
    assert held.ends_on == date(2026, 6, 30)


def test_a_role_is_not_given_for_a_place_of_others(client, admin):
    data = {"role": Role.COORDINATOR, "territory": make.region("Jiný kraj").pk, "starts_on": "2026-01-01"}
    response = client.post(reverse("admin_ui:appointment-add", args=[make.person().pk]), data)
    assert response.status_code == 422


def test_the_uncertain_letters_are_offered_for_a_decision(client, admin):
    again, known = (make.letter(make.person(), state=LetterState.UNCERTAIN) for _ in range(2))
    assert "U 2 dopisů se neví" in client.get(reverse("admin_ui:letters")).content.decode().replace(
        "\xa0", " "
    )
    page = client.get(reverse("admin_ui:letter", args=[again.pk])).content.decode()
    assert ("Odeslat znovu" in page, "Bylo doručeno" in page) == (True, True)
    assert client.post(reverse("admin_ui:letter-send-again", args=[again.pk])).status_code == 303
    assert client.post(reverse("admin_ui:letter-confirm", args=[known.pk])).status_code == 303
    assert client.post(reverse("admin_ui:letter-confirm", args=[known.pk])).status_code == 409
    assert {row.state for row in Letter.objects.all()} == {LetterState.QUEUED, LetterState.DELIVERED}


def test_the_journal_is_verified_on_its_page(client, admin):
    client.post(reverse("admin_ui:person-deactivate", args=[make.person().pk]))
    page = client.post(reverse("admin_ui:journal")).content.decode()
    assert "Všechny záznamy jsou tak, jak byly zapsány." in page


@pytest.mark.parametrize("name", ["organisation", "territory"])
def test_places_have_their_pages(name, client, admin, place):
    one = {"organisation": make.organisation(territory=place), "territory": place}[name]
    assert client.get(reverse(f"admin_ui:{name}", args=[one.pk])).status_code == 200
