"""A reviewer without an account: a letter, one link, an answer that nobody loses."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import AccessLink, Letter
from tests.factories import workflows as make
from tests.factories.walk import misfits
from workflows.enums import EditionState

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
S = EditionState


@pytest.fixture
def edition():
    return make.edition_in(S.TRIAD_REVIEW, now=timezone.now())


def address(row):
    link = AccessLink.objects.get(subject_kind="review", subject_id=row.pk)
    return reverse("plans:review-by-link", args=[link.token])


def test_opening_the_link_answers_nothing_and_sending_the_form_does(client, edition):
    row = make.asked(edition)[0]
    page = client.get(address(row))
    row.refresh_from_db()
    assert (page.status_code, row.verdict, edition.plan.title in page.text) == (200, "", True)

    sent = client.post(address(row), {"verdict": "reservation", "text": "Chybí noclehárna."}, follow=True)
    row.refresh_from_db()
    assert (sent.status_code, row.verdict, row.text, row.answered_by) == (
        200,
        "reservation",
        "Chybí noclehárna.",
        row.person,
    )
    assert "Chybí noclehárna." in client.get(address(row)).text
    assert misfits() == []


def test_a_reservation_without_a_text_keeps_the_form_and_records_nothing(client, edition):
    row = make.asked(edition)[0]
    page = client.post(address(row), {"verdict": "return", "text": " "})
    row.refresh_from_db()

    assert (page.status_code, row.verdict) == (422, "")


def test_a_second_answer_is_told_that_it_was_answered(client, edition):
    row = make.asked(edition)[0]
    client.post(address(row), {"verdict": "agree", "text": ""})
    again = client.post(address(row), {"verdict": "return", "text": "Přece jen ne."})
    row.refresh_from_db()

    assert (again.status_code, row.verdict) == (409, "agree")


def test_a_link_of_a_withdrawn_edition_explains_itself(client, edition):
    row = make.asked(edition)[0]
    url = address(row)
    make.editions.withdraw(
        edition=edition, reason="Nebude.", by=make.coordinator(edition), now=timezone.now()
    )
    page = client.get(url)
    client.post(url, {"verdict": "agree", "text": ""})
    row.refresh_from_db()

    assert (page.status_code in (403, 404, 409, 410), row.verdict) == (True, "")
    assert Letter.objects.filter(person=row.person, template__endswith="edition_withdrawn").exists()


def test_when_the_last_one_answers_the_coordinator_goes_on_by_the_page(client, edition):
    for row in make.asked(edition):
        client.post(address(row), {"verdict": "agree", "text": ""})
    by = make.coordinator(edition)
    client.force_login(by)

    home = client.get(reverse("work:home"))
    triad = client.get(reverse("plans:triad", args=[edition.plan.slug, edition.pk]))
    detail = client.get(reverse("plans:detail", args=[edition.plan.slug]))

    assert [page.status_code for page in (home, triad, detail)] == [200, 200, 200]
    assert edition.plan.title in home.text
    assert misfits() == []
