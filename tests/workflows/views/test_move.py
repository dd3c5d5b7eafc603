from datetime import date, timedelta

import pytest
from django.utils import timezone

from documents.models import Consultation
from tests.factories import workflows
from workflows.actions import edition as editions
from workflows.enums import Deed, EditionState
from workflows.forms.move import FORMS

pytestmark = pytest.mark.django_db
S = EditionState


def today() -> date:
    return timezone.localdate()


def in_days(number: int) -> str:
    return (today() + timedelta(days=number)).isoformat()


def errors(response) -> dict:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_only_those_who_run_the_plan_make_its_moves(scene, answers):
    pages = scene(S.TRIAD_REVIEW)
    assert answers(pages, pages.url("move", "return_for_rework")) == {
        "coordinator": 200,
        "clerk": 403,
        "drafter": 403,
        "guarantor": 403,
        "reviewer": 403,
        "stranger": 404,
        "anonymous": "login",
    }


@pytest.mark.parametrize("role", ["clerk", "drafter", "guarantor", "reviewer", "stranger", "anonymous"])
def test_nobody_else_moves_it_by_sending_the_form_either(role, scene):
    pages = scene(S.TRIAD_REVIEW)
    pages.client(role).post(pages.url("move", "return_for_rework"), {"reason": "Zkouším."})
    assert pages.fresh().state == S.TRIAD_REVIEW


def test_handing_over_to_the_triad_says_who_will_be_written_to_and_does_it(scene, text):
    pages = scene()
    named = workflows.name_sides(pages.edition)
    client = pages.client()
    page = text(client.get(pages.url("move", "submit_to_triad")))
    assert all(review.person.name in page for review in named)
    response = client.post(
        pages.url("move", "submit_to_triad"), {"due_on": in_days(10), "note": "První návrh."}
    )
    assert (response.status_code, response["Location"]) == (303, pages.url("detail"))
    edition = pages.fresh()
    assert (edition.state, edition.due_on.isoformat()) == (S.TRIAD_REVIEW, in_days(10))
    assert "Hotovo. Znění je teď ve stavu „projednání v triádě“." in text(client.get(response["Location"]))


def test_a_term_that_has_passed_is_said_beside_the_field_and_the_note_is_kept(scene, text):
    pages = scene()
    workflows.name_sides(pages.edition)
    response = pages.client().post(
        pages.url("move", "submit_to_triad"), {"due_on": in_days(-1), "note": "Rozepsaná poznámka."}
    )
    assert (response.status_code, errors(response)) == (
        422,
        {"due_on": ["Termín pro vyjádření už uplynul, zvolte pozdější."]},
    )
    assert "Rozepsaná poznámka." in text(response)


def test_a_move_that_is_not_ready_shows_what_is_missing_instead_of_the_form(scene, text):
    pages = scene()
    page = text(pages.client().get(pages.url("move", "submit_to_triad")))
    assert "Co chybí" in page
    assert 'name="due_on"' not in page


def test_a_move_that_is_not_ready_is_refused_with_the_same_list(scene, text):
    pages = scene()
    response = pages.client().post(pages.url("move", "submit_to_triad"), {"due_on": in_days(10)})
    assert response.status_code == 409
    assert "není určen nikdo, kdo by se vyjádřil" in text(response)
    assert pages.fresh().state == S.DRAFTING


def test_a_move_sent_twice_is_done_once_and_said_so(scene, text):
    pages = scene()
    workflows.name_sides(pages.edition)
    client, url = pages.client(), pages.url("move", "submit_to_triad")
    assert client.post(url, {"due_on": in_days(10)}).status_code == 303
    again = client.post(url, {"due_on": in_days(10)})
    assert again.status_code == 409
    assert "Už vyřízeno" in text(again)
    assert pages.fresh().round == 1


def test_a_move_made_by_somebody_else_first_is_already_done(scene, text):
    pages = scene(S.TRIAD_REVIEW)
    client, url = pages.client(), pages.url("move", "return_for_rework")
    assert client.get(url).status_code == 200
    editions.return_for_rework(
        edition=pages.edition, reason="Dřív.", by=pages.people["coordinator"], now=timezone.now()
    )
    response = client.post(url, {"reason": "Pozdě, ale s důvody."})
    assert response.status_code == 409
    assert "Už vyřízeno" in text(response)
    assert "Pozdě, ale s důvody." in text(response)


@pytest.mark.parametrize("deed", ["neznamy-krok", "supersede", "record_decision", "state", "__class__"])
def test_an_unknown_move_is_not_found(deed, scene):
    pages = scene()
    client = pages.client()
    url = pages.url("move", "withdraw").replace("withdraw", deed)
    assert [client.get(url).status_code, client.post(url).status_code] == [404, 404]


def test_every_move_that_a_person_makes_has_its_form():
    assert set(FORMS) == set(Deed) - {Deed.SUPERSEDE, Deed.RECORD_DECISION}


@pytest.mark.parametrize(("deed", "state"), [("return_for_rework", S.DRAFTING), ("withdraw", S.WITHDRAWN)])
def test_a_move_back_or_out_says_why(deed, state, scene):
    pages = scene(S.TRIAD_REVIEW)
    client, url = pages.client(), pages.url("move", deed)
    silent = client.post(url, {"reason": "  "})
    assert (silent.status_code, list(errors(silent))) == (422, ["reason"])
    assert client.post(url, {"reason": "Chybí doprava."}).status_code == 303
    assert pages.fresh().state == state


def test_the_state_cannot_be_sent_along(scene):
    pages = scene()
    workflows.name_sides(pages.edition)
    pages.client().post(pages.url("move", "submit_to_triad"), {"due_on": in_days(5), "state": "effective"})
    assert pages.fresh().state == S.TRIAD_REVIEW


# --- the consultation -----------------------------------------------------------------------------


def announced(**fields) -> dict:
    return {"opens_on": in_days(1), "closes_on": in_days(30), "answer_by": in_days(60), **fields}


def ready_for_the_public(scene):
    pages = scene(S.TRIAD_REVIEW)
    workflows.answer_all(pages.edition)
    return pages


def test_the_consultation_is_announced(scene):
    pages = ready_for_the_public(scene)
    client, url = pages.client(), pages.url("move", "open_consultation")
    assert client.get(url).context["form"].initial["opens_on"] == today() + timedelta(days=1)
    response = client.post(url, announced(lead="Co plán řeší."))
    window = Consultation.objects.get()
    assert (response.status_code, window.lead, window.closes_on.isoformat()) == (
        303,
        "Co plán řeší.",
        in_days(30),
    )
    assert pages.fresh().state == S.CONSULTATION


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"opens_on": -1}, "opens_on", "Připomínkové řízení nemůže začít v minulosti."),
        (
            {"closes_on": 0, "answer_by": 40},
            "closes_on",
            "Připomínkové řízení nemůže skončit dřív, než začne.",
        ),
        ({"answer_by": 30}, "answer_by", "Odpovídat budete až po skončení připomínek."),
    ],
)
def test_a_wrong_day_of_the_consultation_is_said_beside_the_field(wrong, field, message, scene, text):
    pages = ready_for_the_public(scene)
    days = {name: in_days(number) for name, number in wrong.items()}
    response = pages.client().post(
        pages.url("move", "open_consultation"), announced(lead="Rozepsaný úvod.", **days)
    )
    assert (response.status_code, errors(response)) == (422, {field: [message]})
    assert "Rozepsaný úvod." in text(response)
    assert pages.fresh().state == S.TRIAD_REVIEW


def test_a_consultation_shorter_than_the_path_wants_is_refused_with_both_numbers(scene):
    pages = ready_for_the_public(scene)
    least = pages.edition.path.consultation_minimum
    response = pages.client().post(
        pages.url("move", "open_consultation"), announced(closes_on=in_days(least - 1))
    )
    assert errors(response) == {
        "closes_on": [f"Podle schvalovacího postupu musí trvat nejméně {least} dní, zadáno je {least - 1}."]
    }


def test_a_consultation_is_extended_and_never_shortened(scene):
    pages = scene(S.CONSULTATION)
    last = Consultation.objects.get().closes_on
    client, url = pages.client(), pages.url("move", "extend_consultation")
    shorter = client.post(url, {"closes_on": last.isoformat()})
    assert errors(shorter) == {"closes_on": ["Nový konec musí být později než dosavadní."]}
    later = (last + timedelta(days=7)).isoformat()
    assert client.post(url, {"closes_on": later}).status_code == 303
    assert Consultation.objects.get().closes_on.isoformat() == later
    assert client.post(url, {"closes_on": later}).status_code == 422


def test_a_running_window_cannot_be_closed_by_hand(scene, text):
    pages = scene(S.CONSULTATION)
    response = pages.client().post(pages.url("move", "close_consultation"))
    assert response.status_code == 409
    assert "ukončí se samo druhý den" in text(response)


@pytest.mark.parametrize(
    ("deed", "state"),
    [("adopt", S.COUNCIL_APPROVAL), ("reject", S.COUNCIL_APPROVAL), ("make_effective", S.ADOPTED)],
)
def test_the_last_moves_wait_for_councils_and_for_the_day(deed, state, scene):
    pages = scene(state)
    if deed == "make_effective":
        workflows.approval.set_validity(
            edition=pages.edition,
            valid_from=today() + timedelta(days=30),
            valid_to=None,
            by=pages.people["coordinator"],
            now=timezone.now(),
        )
    response = pages.client().post(pages.url("move", deed), {"reason": "Proto."})
    assert (response.status_code, pages.fresh().state) == (409, state)


# --- how dear -------------------------------------------------------------------------------------


@pytest.mark.parametrize("each", [1, 6])
def test_the_page_of_a_move_takes_a_fixed_number_of_queries(each, scene, django_assert_num_queries):
    pages = scene()
    workflows.name_sides(pages.edition, each)
    client = pages.client()
    client.get(pages.url("detail"))
    with django_assert_num_queries(9):
        client.get(pages.url("move", "submit_to_triad"))
