from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.enums import Channel
from people.actions import link as links
from people.enums import Side
from people.models import AccessLink, Letter
from tests.factories import people, workflows
from workflows.actions import edition as editions
from workflows.actions import review as reviews
from workflows.enums import EditionState, Verdict
from workflows.letters import REVIEW
from workflows.models import Review

pytestmark = pytest.mark.django_db
S = EditionState


def first(pages) -> Review:
    return pages.edition.reviews.order_by("pk").first()


def personal(review: Review, **fields) -> str:
    """Address of a personal link like the one in the letter."""
    values = {"purpose": REVIEW, "subject": review, "person": review.person, "expires_at": None}
    link = links.issue(**{**values, **fields}, by=review.person, now=timezone.now())
    return reverse("plans:review-by-link", args=[link.token])


def errors(response) -> dict:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def said(review: Review) -> tuple[str, str]:
    review.refresh_from_db()
    return review.verdict, review.text


# --- the page -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "of_one", "others"),
    [
        ("triad", False, {"clerk": 200, "drafter": 200, "guarantor": 200, "reviewer": 403}),
        ("review-record", True, {"clerk": 200, "drafter": 403, "guarantor": 403, "reviewer": 403}),
        ("review-excuse", True, {"clerk": 403, "drafter": 403, "guarantor": 403, "reviewer": 403}),
        ("review-reassign", True, {"clerk": 403, "drafter": 403, "guarantor": 403, "reviewer": 403}),
        ("review-settle", True, {"clerk": 403, "drafter": 403, "guarantor": 403, "reviewer": 403}),
        ("review-name", False, {"clerk": 403, "drafter": 403, "guarantor": 403, "reviewer": 403}),
        ("review-name-body", False, {"clerk": 403, "drafter": 403, "guarantor": 403, "reviewer": 403}),
    ],
)
def test_each_page_of_the_triad_opens_to_those_who_do_it(page, of_one, others, scene, answers):
    pages = scene(S.TRIAD_REVIEW)
    url = pages.url(page, first(pages).pk) if of_one else pages.url(page)
    expected = {"coordinator": 200, **others, "stranger": 404, "anonymous": "login"}
    assert answers(pages, url) == expected


def test_only_the_one_who_is_asked_answers_when_signed_in(scene, answers):
    pages = scene(S.TRIAD_REVIEW)
    assert answers(pages, pages.url("review-answer", first(pages).pk)) == {
        "coordinator": 403,
        "clerk": 403,
        "drafter": 403,
        "guarantor": 403,
        "reviewer": 200,
        "stranger": 404,
        "anonymous": "login",
    }


@pytest.mark.parametrize(
    "page",
    ["review-answer", "review-record", "review-excuse", "review-reassign", "review-remind", "review-settle"],
)
def test_a_review_of_another_plan_is_not_found(page, scene):
    pages, other = scene(S.TRIAD_REVIEW), scene(S.TRIAD_REVIEW)
    assert pages.client().post(pages.url(page, first(other).pk)).status_code == 404


# --- naming ---------------------------------------------------------------------------------------


def test_a_reviewer_is_named_and_once_only(scene, text):
    pages = scene()
    who = people.coordinator(pages.edition.plan.territory)
    fields = {"side": "users", "person": who.pk, "capacity": "za skupinu"}
    client, url = pages.client(), pages.url("review-name")
    assert client.post(url, fields).status_code == 303
    assert first(pages).person == who
    assert "se vyjádří." in text(client.get(pages.url("triad")))
    again = client.post(url, fields)
    assert (again.status_code, list(errors(again)), pages.edition.reviews.count()) == (422, ["person"], 1)
    assert "za skupinu" in text(again)


def test_naming_without_a_side_is_said_beside_the_field(scene):
    pages = scene()
    response = pages.client().post(pages.url("review-name"), {"side": "jiná", "person": ""})
    assert (response.status_code, sorted(errors(response))) == (422, ["person", "side"])


def test_everybody_with_a_side_in_a_body_is_named_at_one_go(scene):
    pages = scene()
    group = workflows.body(territory=pages.edition.plan.territory)
    for side in Side:
        workflows.mandate(workflows.seat(group, side), people.person())
    client, url = pages.client(), pages.url("review-name-body")
    assert client.post(url, {"body": group.pk}).status_code == 303
    assert sorted(pages.edition.reviews.values_list("side", flat=True)) == sorted(Side.values)
    assert client.post(url, {"body": group.pk}).status_code == 303
    assert pages.edition.reviews.count() == 3


def test_a_body_from_elsewhere_cannot_be_chosen(scene):
    pages = scene()
    other = workflows.body()
    workflows.seat(other, Side.USERS)
    assert pages.client().post(pages.url("review-name-body"), {"body": other.pk}).status_code == 422


# --- answering signed in --------------------------------------------------------------------------


def test_a_reviewer_answers(scene, text):
    pages = scene(S.TRIAD_REVIEW)
    review = first(pages)
    client = pages.client("reviewer")
    response = client.post(pages.url("review-answer", review.pk), {"verdict": "agree"})
    assert (response.status_code, said(review)) == (303, (Verdict.AGREE, ""))
    assert "Děkujeme, Vaše vyjádření je zapsáno." in text(client.get(response["Location"]))


@pytest.mark.parametrize("verdict", ["reservation", "return"])
@pytest.mark.parametrize("words", ["", "   "])
def test_anything_but_agreement_needs_words(verdict, words, scene, text):
    pages = scene(S.TRIAD_REVIEW)
    url = pages.url("review-answer", first(pages).pk)
    response = pages.client("reviewer").post(url, {"verdict": verdict, "text": words})
    message = "Napište, v čem výhrada je nebo proč text vracíte."
    assert (response.status_code, errors(response)) == (422, {"text": [message]})
    assert message in text(response)
    assert said(first(pages)) == ("", "")


def test_an_answer_without_a_verdict_keeps_the_words(scene, text):
    pages = scene(S.TRIAD_REVIEW)
    response = pages.client("reviewer").post(
        pages.url("review-answer", first(pages).pk), {"text": "Dlouho psané odůvodnění."}
    )
    assert (response.status_code, errors(response)) == (422, {"verdict": ["Vyberte jednu z možností."]})
    assert "Dlouho psané odůvodnění." in text(response)


def test_an_answer_sent_twice_counts_once(scene, text):
    pages = scene(S.TRIAD_REVIEW)
    review = first(pages)
    client, url = pages.client("reviewer"), pages.url("review-answer", review.pk)
    client.post(url, {"verdict": "agree"})
    again = client.post(url, {"verdict": "return", "text": "Rozmyslel jsem se."})
    assert (again.status_code, said(review)) == (409, (Verdict.AGREE, ""))
    assert "Už vyřízeno" in text(again)
    assert "Rozmyslel jsem se." in text(again)


def test_an_answer_after_the_round_has_ended_is_refused_and_not_lost(scene, text):
    pages = scene(S.TRIAD_REVIEW)
    editions.return_for_rework(
        edition=pages.edition, reason="Chyba.", by=pages.people["coordinator"], now=timezone.now()
    )
    url = pages.url("review-answer", first(pages).pk)
    client = pages.client("reviewer")
    assert "Na Vaše vyjádření se už nečeká" in text(client.get(url))
    response = client.post(url, {"verdict": "reservation", "text": "Moje výhrada."})
    assert response.status_code == 409
    assert "Moje výhrada." in text(response)


# --- answering by a link --------------------------------------------------------------------------


def test_a_link_shows_the_text_and_takes_the_answer_without_an_account(scene, text):
    pages = scene(S.TRIAD_REVIEW)
    review = first(pages)
    url = personal(review)
    client = Client()
    shown = client.get(url)
    assert (shown.status_code, said(review)) == (200, ("", ""))
    assert "Priorita 1" in text(shown)
    response = client.post(url, {"verdict": "reservation", "text": "Chybí doprava."})
    assert (response.status_code, said(review)) == (200, (Verdict.RESERVATION, "Chybí doprava."))
    assert "Děkujeme, Vaše vyjádření je zapsáno." in text(response)
    assert review.answered_by == review.person


def test_the_link_of_the_letter_itself_opens_the_page(scene):
    pages = scene(S.TRIAD_REVIEW)
    review = first(pages)
    link = AccessLink.objects.get(purpose=REVIEW, subject_id=review.pk, person=review.person)
    assert link.placeholder in Letter.objects.get(person=review.person, cause_id=review.pk).text
    assert Client().get(reverse("plans:review-by-link", args=[link.token])).status_code == 200


def test_a_used_link_shows_what_was_said_and_refuses_a_second_answer(scene, text):
    pages = scene(S.TRIAD_REVIEW)
    review = first(pages)
    url, client = personal(review), Client()
    client.post(url, {"verdict": "reservation", "text": "Chybí doprava."})
    shown = text(client.get(url))
    assert "Už jste se vyjádřil/a:" in shown
    assert "Chybí doprava." in shown
    again = client.post(url, {"verdict": "agree"})
    assert (again.status_code, said(review)) == (409, (Verdict.RESERVATION, "Chybí doprava."))


def test_a_link_that_opens_nothing_says_why(scene, text):
    pages = scene(S.TRIAD_REVIEW)
    review = first(pages)
    now = timezone.now()
    good = personal(review)
    revoked = personal(review)
    links.revoke(link=AccessLink.objects.latest("pk"), now=now)
    gone = people.person(is_active=False)
    found = {}
    for name, url in {
        "expired": personal(review, expires_at=now - timedelta(minutes=1)),
        "revoked": revoked,
        "tampered": good[:-14] + ("A" if good[-14] != "A" else "B") + good[-13:],
        "other purpose": personal(review, purpose="notice"),
        "other person": personal(review, person=people.person()),
        "left": personal(review, person=gone),
        "nonsense": reverse("plans:review-by-link", args=["x" * 300]),
    }.items():
        response = Client().post(url, {"verdict": "agree"})
        found[name] = response.status_code
    assert said(review) == ("", "")
    assert found == {
        "expired": 410,
        "revoked": 410,
        "tampered": 404,
        "other purpose": 404,
        "other person": 409,
        "left": 410,
        "nonsense": 404,
    }
    assert "Tento odkaz byl zrušen" in text(Client().get(revoked))


def test_a_link_of_a_round_that_was_called_back_is_closed(scene, text):
    pages = scene(S.TRIAD_REVIEW)
    url = personal(first(pages))
    editions.withdraw(
        edition=pages.edition, reason="Nebude.", by=pages.people["coordinator"], now=timezone.now()
    )
    response = Client().get(url)
    assert response.status_code == 410
    assert "Tento odkaz byl zrušen" in text(response)


def test_an_answer_by_link_without_words_keeps_the_choice(scene):
    pages = scene(S.TRIAD_REVIEW)
    response = Client().post(personal(first(pages)), {"verdict": "return", "text": ""})
    assert (response.status_code, response.context["form"]["verdict"].value()) == (422, "return")


# --- typed in for somebody ------------------------------------------------------------------------


def recorded(**fields) -> dict:
    return {
        "verdict": "agree",
        "text": "",
        "channel": Channel.IN_PERSON,
        "evidence_note": "telefonát 14. 11. 2026",
        **fields,
    }


def test_a_clerk_types_in_what_somebody_said(scene):
    pages = scene(S.TRIAD_REVIEW)
    review = first(pages)
    client, url = pages.client("clerk"), pages.url("review-record", review.pk)
    assert client.post(url, recorded()).status_code == 303
    assert (said(review), review.answered_by, review.evidence_note) == (
        (Verdict.AGREE, ""),
        pages.people["clerk"],
        "telefonát 14. 11. 2026",
    )
    assert client.post(url, recorded()).status_code == 409


def test_what_is_typed_in_for_somebody_says_what_proves_it(scene):
    pages = scene(S.TRIAD_REVIEW)
    review = first(pages)
    url = pages.url("review-record", review.pk)
    response = pages.client("clerk").post(url, recorded(evidence_note="", text="Souhlasí."))
    assert response.status_code == 422
    assert "evidence_note" in errors(response) or "__all__" in errors(response)
    assert said(review) == ("", "")


# --- excusing, replacing, reminding, settling -----------------------------------------------------


def test_somebody_is_excused_with_a_reason(scene):
    pages = scene(S.TRIAD_REVIEW)
    review = first(pages)
    client, url = pages.client(), pages.url("review-excuse", review.pk)
    assert list(errors(client.post(url, {"reason": ""}))) == ["reason"]
    assert client.post(url, {"reason": "Je v nemocnici."}).status_code == 303
    review.refresh_from_db()
    assert (review.is_excused, review.excuse) == (True, "Je v nemocnici.")
    assert client.post(url, {"reason": "Ještě jednou."}).status_code == 409


def test_somebody_else_is_asked_instead(scene):
    pages = scene(S.TRIAD_REVIEW)
    other = people.coordinator(pages.edition.plan.territory)
    client, url = pages.client(), pages.url("review-reassign", first(pages).pk)
    assert client.post(url, {"person": ""}).status_code == 422
    assert client.post(url, {"person": other.pk}).status_code == 303
    assert pages.edition.reviews.filter(person=other, verdict="", is_excused=False).count() == 1


def test_a_reminder_is_one_letter_and_only_by_post(scene):
    pages = scene(S.TRIAD_REVIEW)
    review = first(pages)
    client, url = pages.client(), pages.url("review-remind", review.pk)
    assert client.get(url).status_code == 405
    before = Letter.objects.count()
    assert client.post(url).status_code == 303
    assert (Letter.objects.count() - before, len(mail.outbox)) == (1, 0)
    review.refresh_from_db()
    assert review.reminded_at is not None


def test_a_reservation_is_settled_once_with_words(scene):
    pages = scene(S.TRIAD_REVIEW)
    review = first(pages)
    reviews.answer(
        review=review,
        verdict=Verdict.RESERVATION,
        text="Chybí doprava.",
        by=review.person,
        now=timezone.now(),
    )
    client, url = pages.client(), pages.url("review-settle", review.pk)
    assert list(errors(client.post(url, {"settlement": " "}))) == ["settlement"]
    assert client.post(url, {"settlement": "Doplněno do 2.1."}).status_code == 303
    again = client.post(url, {"settlement": "Jinak."})
    review.refresh_from_db()
    assert (again.status_code, review.settlement) == (409, "Doplněno do 2.1.")


# --- how dear -------------------------------------------------------------------------------------


@pytest.mark.parametrize("each", [1, 7])
def test_the_triad_of_any_size_takes_eleven_queries(each, scene, django_assert_num_queries):
    pages = scene()
    workflows.name_sides(pages.edition, each)
    workflows.hand_over(pages.fresh())
    client = pages.client()
    client.get(pages.url("triad"))
    with django_assert_num_queries(11):
        client.get(pages.url("triad"))


def test_answering_takes_at_most_forty_five_queries(scene, django_assert_max_num_queries):
    pages = scene(S.TRIAD_REVIEW)
    url, client = personal(first(pages)), Client()
    with django_assert_max_num_queries(45):
        response = client.post(url, {"verdict": "reservation", "text": "Chybí doprava."})
    assert response.status_code == 200
