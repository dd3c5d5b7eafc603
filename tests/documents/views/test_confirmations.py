from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.actions import confirmation as confirmations
from documents.enums import ConfirmationKind, ConfirmationState
from documents.models import Confirmation
from people.models import AccessLink
from tests.factories import documents, people

pytestmark = pytest.mark.django_db
S = ConfirmationState


@pytest.fixture(autouse=True)
def shelf():
    return documents.shelf()


def ask(kind=ConfirmationKind.NOTICE, **fields) -> Confirmation:
    return documents.confirmation(kind, now=timezone.now(), due_on=None, **fields)


def token(held) -> str:
    return AccessLink.objects.get(subject_kind="confirmation", subject_id=held.pk).token


def page(held) -> str:
    return reverse("documents:link", args=[token(held)])


def text_of(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def test_the_letter_opens_the_version_and_changes_nothing(client):
    held = ask()
    response = client.get(f"/o/{token(held)}/", follow=True)
    text = text_of(response)
    assert response.request["PATH_INFO"] == page(held)
    assert "Nenahrazuje hlasování." in text
    assert held.version.digest[:12] in text
    assert "Potvrdit seznámení" in text
    assert "Odmítnout s důvodem" in text
    assert "Předat jinému" in text
    held = Confirmation.objects.get()
    assert held.state == S.REQUESTED


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (ConfirmationKind.NOTICE, {"question", "counterproposal"}),
        (ConfirmationKind.STATEMENT, {"text"}),
        (ConfirmationKind.RELEASE, set()),
        (ConfirmationKind.VERIFICATION, set()),
    ],
)
def test_each_kind_asks_only_for_what_belongs_to_it(client, kind, fields):
    form = client.get(page(ask(kind))).context["confirm_form"]
    assert set(form.fields) == {"digest", *fields}


def test_one_click_confirms_the_version_that_was_shown(client):
    held = ask(ConfirmationKind.RELEASE)
    response = client.post(page(held), {"deed": "confirm", "digest": held.version.digest})
    assert response.status_code == 303
    held = Confirmation.objects.get(pk=held.pk)
    assert (held.state, held.answered_by) == (S.CONFIRMED, held.person)
    assert AccessLink.objects.get().use_count == 1
    assert "potvrzeno" in text_of(client.get(response.url))


def test_the_second_click_is_told_that_it_is_done(client):
    held = ask()
    said = {"deed": "confirm", "digest": held.version.digest}
    client.post(page(held), said)
    response = client.post(page(held), said)
    assert response.status_code == 409
    assert "Už vyřízeno" in text_of(response)


def test_another_version_than_the_one_shown_is_not_confirmed(client):
    held = ask()
    response = client.post(page(held), {"deed": "confirm", "digest": "0" * 64, "question": "Proč?"})
    assert response.status_code == 409
    assert Confirmation.objects.get(pk=held.pk).state == S.REQUESTED


def test_refusal_without_a_reason_comes_back_open(client):
    held = ask()
    response = client.post(page(held), {"deed": "decline", "text": ""})
    assert response.status_code == 422
    assert '<details class="t-panel" open>' in text_of(response)
    assert client.post(page(held), {"deed": "decline", "text": "Chybí rozpočet."}).status_code == 303
    assert Confirmation.objects.get(pk=held.pk).text == "Chybí rozpočet."


def test_handing_over_goes_by_address_and_tells_nothing_about_others(client):
    held, other = ask(), people.person("nova@urad.test")
    response = client.post(page(held), {"deed": "delegate", "to": "nikdo@urad.test"})
    assert response.status_code == 422
    assert "Nikoho s touto adresou nemáme" in text_of(response)
    assert client.post(page(held), {"deed": "delegate", "to": "NOVA@urad.test"}).status_code == 303
    assert Confirmation.objects.get(person=other).state == S.REQUESTED
    assert "Předáno" in text_of(client.get(page(held)))


def test_an_unknown_deed_does_nothing(client):
    assert client.post(page(ask()), {"deed": "vote"}).status_code == 404


def test_a_used_up_expired_or_foreign_link_says_what_is_wrong(client):
    held = ask()
    url = page(held)
    AccessLink.objects.update(purpose="review")
    assert client.get(url).status_code == 404
    AccessLink.objects.update(purpose="confirmation", expires_at=timezone.now() - timedelta(days=1))
    assert client.get(url).status_code == 410
    AccessLink.objects.update(expires_at=None)
    confirmations.end_open(document=held.version.document, now=timezone.now())
    assert client.get(url).status_code == 410
    assert client.get(reverse("documents:link", args=["x" * 43])).status_code == 404


def test_the_text_and_what_changed_are_read_by_the_same_link(client):
    document = documents.document()
    documents.version(document, documents.section("1", "Terénní péče", "jezdí ve všední dny"))
    newer = documents.version(document, documents.section("1", "Terénní péče", "jezdí denně <b>"))
    held = ask(of=newer)
    text = text_of(client.get(reverse("documents:link-text", args=[token(held)])))
    assert "jezdí denně &lt;b&gt;" in text
    changes = text_of(client.get(reverse("documents:link-changes", args=[token(held)])))
    assert "<ins>" in changes
    assert "denně" in changes
    first = ask(of=documents.version())
    assert client.get(reverse("documents:link-changes", args=[token(first)])).status_code == 404


def test_signed_in_the_asked_person_answers_and_others_may_not(client):
    held = ask()
    url = reverse("documents:confirmation", args=[held.pk])
    assert client.get(url).status_code == 302
    client.force_login(people.person())
    assert client.get(url).status_code == 403
    client.force_login(held.person)
    assert "evidence_note" not in text_of(client.get(url))
    assert client.post(url, {"deed": "confirm", "digest": held.version.digest}).status_code == 303


def test_who_writes_it_down_for_somebody_names_the_evidence(client, shelf):
    held, clerk = ask(), people.person()
    shelf.recorders = (clerk,)
    client.force_login(clerk)
    url = reverse("documents:confirmation", args=[held.pk])
    assert "Zapisujete odpověď za někoho jiného" in text_of(client.get(url))
    said = {"deed": "confirm", "digest": held.version.digest}
    assert client.post(url, said).status_code == 422
    assert client.post(url, {**said, "evidence_note": "Telefonicky."}).status_code == 303
    assert Confirmation.objects.get(pk=held.pk).answered_by == clerk


def test_the_question_is_answered_on_the_same_page(client, shelf):
    held, clerk = ask(), people.person()
    client.post(page(held), {"deed": "confirm", "digest": held.version.digest, "question": "Kdo to platí?"})
    url = reverse("documents:confirmation", args=[held.pk])
    client.force_login(held.person)
    assert "reply_form" not in client.get(url).context
    assert client.post(url, {"deed": "reply", "text": "Nikdo."}).status_code == 403
    shelf.recorders = (clerk,)
    client.force_login(clerk)
    assert client.post(url, {"deed": "reply", "text": ""}).status_code == 422
    assert client.post(url, {"deed": "reply", "text": "Kraj."}).status_code == 303
    assert "Kraj." in text_of(client.get(page(held)))


def test_the_page_costs_the_same_at_any_size(client):
    def cost(size: int) -> int:
        document = documents.document()
        for _ in range(2):
            held = ask(
                of=documents.version(
                    document,
                    *(documents.section(str(n), f"Cíl {next(documents.numbers)}") for n in range(size)),
                )
            )
        for _ in range(size):
            ask(of=held.version)
        url = page(held)
        with CaptureQueriesContext(connection) as counted:
            client.get(url)
        return len(counted)

    assert cost(1) == cost(40) <= 6
