import pytest
from django.urls import reverse

from people.enums import Side
from tests.factories import people, workflows
from workflows.actions import review as reviews
from workflows.enums import EditionKind, EditionState, Verdict

pytestmark = pytest.mark.django_db
S = EditionState


# --- who comes in ---------------------------------------------------------------------------------


def test_before_the_public_meets_a_plan_only_those_who_have_a_part_in_it_find_it(scene, answers):
    pages = scene(S.TRIAD_REVIEW)
    assert answers(pages, pages.url("detail")) == {
        "coordinator": 200,
        "clerk": 200,
        "drafter": 200,
        "guarantor": 200,
        "reviewer": 200,
        "stranger": 404,
        "anonymous": 404,
    }


def test_after_the_consultation_opens_everybody_reads_the_plan(scene, answers):
    pages = scene(S.CONSULTATION)
    assert set(answers(pages, pages.url("detail")).values()) == {200}


def test_only_those_who_work_with_the_plan_read_its_history(scene, answers):
    pages = scene(S.CONSULTATION)
    assert answers(pages, pages.url("history")) == {
        "coordinator": 200,
        "clerk": 200,
        "drafter": 200,
        "guarantor": 200,
        "reviewer": 403,
        "stranger": 403,
        "anonymous": "login",
    }


# --- what it shows --------------------------------------------------------------------------------


def test_the_page_says_what_is_missing_to_the_next_step_and_where_to_mend_it(scene, text):
    pages = scene()
    page = text(pages.client().get(pages.url("detail")))
    for side in Side:
        assert f"Za stranu „{side.label}“ není určen nikdo" in page
    assert pages.url("triad") in page
    assert "1. fáze z" in page


def test_the_next_step_is_offered_once_nothing_is_missing(scene, text):
    pages = scene()
    workflows.name_sides(pages.edition)
    page = text(pages.client().get(pages.url("detail")))
    assert pages.url("move", "submit_to_triad") in page
    assert "Co chybí ke kroku" not in page


def test_who_does_not_move_the_plan_sees_the_steps_without_buttons(scene, text):
    pages = scene()
    workflows.name_sides(pages.edition)
    page = text(pages.client("guarantor").get(pages.url("detail")))
    assert "Předat triádě" in page
    assert "/krok/" not in page


def test_a_coordinator_who_is_asked_finds_the_question_on_the_page(scene, text):
    pages = scene(S.TRIAD_REVIEW)
    who = pages.people["coordinator"]
    mine = reviews.name(
        edition=pages.edition, person=who, side=Side.COMMISSIONERS, by=who, now=workflows.at(pages.edition)
    )
    response = pages.client().get(pages.url("detail"))
    assert response.context["mine"] == [mine]
    assert pages.url("review-answer", mine.pk) in text(response)


def test_the_verdicts_of_the_sides_are_on_the_page(scene, text):
    pages = scene(S.TRIAD_REVIEW)
    workflows.answer_all(pages.edition, Verdict.RESERVATION, "Doplňte prosím víkendy.")
    response = pages.client().get(pages.url("detail"))
    assert [side.verdict for side in response.context["facts"].sides] == [Verdict.RESERVATION] * 3
    assert "Doplňte prosím víkendy." in text(response)


@pytest.mark.parametrize("state", workflows.WAY)
def test_the_page_opens_in_every_state(state, scene):
    pages = scene(state)
    response = pages.client().get(pages.url("detail"))
    assert (response.status_code, response.context["edition"].state) == (200, state)


def test_an_edition_chosen_in_the_address_is_shown_and_nonsense_is_not_an_error(scene):
    pages = scene(S.EFFECTIVE)
    later = workflows.later_edition(pages.edition, EditionKind.UPDATE)
    client = pages.client()
    found = {
        wanted: client.get(f"{pages.url('detail')}?zneni={wanted}").context["edition"].pk
        for wanted in ("", str(pages.edition.pk), "²", "x", "999999", "-1")
    }
    assert found == {"": later.pk, str(pages.edition.pk): pages.edition.pk} | dict.fromkeys(
        ("²", "x", "999999", "-1"), later.pk
    )


def test_the_public_view_is_what_the_public_reads(scene, text):
    pages = scene(S.CONSULTATION)
    page = text(pages.client().get(pages.url("detail") + "?pohled=verejny"))
    assert "Napište připomínku" in page
    assert "/krok/" not in page


# --- history --------------------------------------------------------------------------------------


def test_the_history_tells_steps_and_on_wish_every_edit(scene, text):
    pages = scene(S.TRIAD_REVIEW)
    client = pages.client()
    short, long = (text(client.get(pages.url("history") + query)) for query in ("", "?vse=1"))
    assert ("Předáno triádě: verze 1" in short, "Přidána položka" in short) == (True, False)
    assert ("Předáno triádě: verze 1" in long, "Přidána položka: 1" in long) == (True, True)


def test_a_long_history_is_cut_into_pages(scene):
    pages = scene()
    workflows.fill(pages.edition, 60)
    response = pages.client().get(pages.url("history") + "?vse=1&page=2")
    assert (response.status_code, response.context["page"].number) == (200, 2)


# --- how dear -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [S.DRAFTING, S.TRIAD_REVIEW, S.CONSULTATION, S.COUNCIL_APPROVAL])
def test_a_plan_of_any_size_takes_at_most_fifteen_queries(state, scene, django_assert_max_num_queries):
    counts = []
    for size in (1, 8):
        pages = scene(state)
        workflows.fill(pages.edition, size) if state == S.DRAFTING else None
        if state == S.TRIAD_REVIEW:
            for _ in range(size):
                person, by = people.person(), pages.people["coordinator"]
                reviews.name(
                    edition=pages.edition,
                    person=person,
                    side=Side.USERS,
                    by=by,
                    now=workflows.at(pages.edition),
                )
        if state == S.CONSULTATION:
            for number in range(size):
                workflows.comment(pages.edition, f"Připomínka {number}.")
        for role in ("coordinator", "guarantor"):
            client = pages.client(role)
            client.get(pages.url("detail"))
            with django_assert_max_num_queries(15) as queries:
                assert client.get(pages.url("detail")).status_code == 200
            counts.append((role, len(queries)))
    assert counts[:2] == counts[2:]


@pytest.mark.parametrize("count", [1, 20])
def test_a_history_of_any_length_takes_seven_queries(count, scene, django_assert_num_queries):
    pages = scene()
    workflows.fill(pages.edition, count)
    client = pages.client()
    client.get(reverse("plans:list"))
    with django_assert_num_queries(7):
        client.get(pages.url("history") + "?vse=1")
