from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import people, workflows
from workflows.enums import EditionState

pytestmark = pytest.mark.django_db
S = EditionState
HOME = reverse("work:home")


def test_the_door_leads_everybody_to_their_page(scene):
    pages = scene()
    assert pages.client().get("/")["Location"] == HOME
    assert pages.client("anonymous").get("/")["Location"] == reverse("plans:list")


def test_my_work_is_everybodys_own(scene, answers):
    found = answers(scene(), HOME)
    assert found.pop("anonymous") == "login"
    assert set(found.values()) == {200}


def test_a_coordinator_finds_what_to_write_and_a_reviewer_what_to_answer(scene, text):
    drafting, asked = scene(), scene(S.TRIAD_REVIEW)
    mine = text(drafting.client().get(HOME))
    assert "Napsat text a předat ho dál" in mine
    assert drafting.url("text") in mine
    question = asked.edition.reviews.order_by("pk").first()
    theirs = text(asked.client("reviewer").get(HOME))
    assert "Vyjádřit se za triádu" in theirs
    assert asked.url("review-answer", question.pk) in theirs


def test_who_asked_sees_whom_they_wait_for(scene, text):
    pages = scene(S.TRIAD_REVIEW)
    page = text(pages.client().get(HOME))
    assert all(review.person.name in page for review in workflows.asked(pages.edition))


def test_what_is_late_comes_first_and_says_by_how_much(scene, text):
    pages = scene()
    pages.edition.due_on = timezone.localdate() - timedelta(days=3)
    pages.edition.save(update_fields=["due_on"])
    response = pages.client().get(HOME)
    assert [len(response.context[name]) for name in ("late", "soon", "later")] == [1, 0, 0]
    assert "dní po termínu" in text(response) or "dny po termínu" in text(response)


def test_nothing_to_do_is_said_kindly(scene, text):
    page = text(scene().client("stranger").get(HOME))
    assert "Nic není po termínu." in page
    assert "Na nikoho nečekáte." in page


def test_many_that_one_waits_for_are_folded_and_unfolded(scene):
    pages = scene()
    workflows.name_sides(pages.edition, 4)
    workflows.hand_over(pages.fresh())
    client = pages.client()
    shown = [len(client.get(HOME + query).context["waiting"]) for query in ("", "?vse=1")]
    assert shown == [6, 12]


@pytest.mark.parametrize("count", [1, 9])
def test_my_work_of_any_length_takes_eight_queries(count, client, django_assert_num_queries):
    town = people.territory("Tanvald")
    who = people.coordinator(town)
    for number in range(count):
        workflows.plan(title=f"Plán {number}", territory=town, coordinator=who, now=timezone.now())
    client.force_login(who)
    client.get(HOME)
    with django_assert_num_queries(8):
        response = client.get(HOME)
    assert len(response.context["later"]) == count
