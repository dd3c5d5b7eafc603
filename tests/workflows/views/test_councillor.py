from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse

from documents.enums import ConfirmationKind
from documents.models import Confirmation
from people.models import Letter
from tests.factories import bodies as councils
from tests.factories import people
from tests.factories import workflows as make
from workflows.actions import notice
from workflows.enums import EditionState, Outcome

S = EditionState
pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make.edition_in(S.COUNCIL_APPROVAL, "plan-mesta-rada", now=make.NOW - timedelta(days=60))


@pytest.fixture
def body(edition):
    return make.open_decisions(edition)[0].body


@pytest.fixture
def councillor(client, body):
    who = councils.member(body)
    client.force_login(who)
    return who


def url(edition, page="detail"):
    return reverse(f"approvals:{page}", args=[edition.pk])


def shown(response) -> str:
    return unescape(response.content.decode()).replace("\xa0", " ")


def digest(client, edition):
    return client.get(url(edition)).context["material"].digest


def test_a_councillor_sees_what_lies_before_the_bodies_where_they_sit(client, edition, body, councillor):
    councils.meeting(body, date(2100, 3, 4))
    page = client.get(reverse("approvals:list"))
    assert [(e.pk, e.my_body, e.session, e.notice) for e in page.context["page"]] == [
        (edition.pk, body.name, date(2100, 3, 4), None)
    ]
    assert "čeká na Vás" in shown(page)
    assert 'href="/ke-schvaleni/"' in shown(page)


def test_the_list_is_narrowed_by_state_and_says_kindly_that_it_is_empty(client, edition, councillor):
    page = client.get(reverse("approvals:list"), {"stav": "done"})
    assert list(page.context["page"]) == []
    assert "V tomto stavu tu nic není." in shown(page)


def test_who_sits_nowhere_has_an_empty_list_and_no_menu_item(client, edition):
    client.force_login(people.person())
    page = client.get(reverse("approvals:list"))
    assert "teď není předložen žádný plán" in shown(page)
    assert '<a href="/ke-schvaleni/"' not in page.content.decode()


def test_a_mandate_that_has_ended_opens_nothing(client, edition, body):
    who = people.person()
    councils.mandate(councils.seat(body), who, ends_on=date(2023, 1, 1))
    client.force_login(who)
    assert list(client.get(reverse("approvals:list")).context["page"]) == []
    assert client.get(url(edition)).status_code == 404


@pytest.mark.parametrize("page", ["detail", "question", "counterproposal"])
def test_strangers_do_not_learn_of_it(client, edition, page):
    client.force_login(people.person())
    assert client.get(url(edition, page)).status_code == 404
    client.logout()
    assert client.get(url(edition, page)).status_code == 302


def test_the_page_says_plainly_that_it_is_no_vote(client, edition, councillor):
    page = shown(client.get(url(edition)))
    assert [
        t in page for t in ("Nenahrazuje hlasování", "Beru na vědomí", "Mám dotaz", "Mám protinávrh")
    ] == [True] * 4


def test_taking_notice_needs_no_request_and_happens_once(client, edition, councillor):
    data = {"digest": digest(client, edition)}
    assert client.post(url(edition), data).status_code == 303
    row = Confirmation.objects.get(person=councillor)
    assert (row.kind, row.state, row.digest) == (ConfirmationKind.NOTICE, "confirmed", data["digest"])
    assert not Letter.objects.filter(person=councillor, state="queued").exists()
    assert client.post(url(edition), data).status_code == 409
    assert "seznámil/a jste se" in shown(client.get(reverse("approvals:list")))


def test_another_version_than_the_one_shown_is_never_confirmed(client, edition, councillor):
    response = client.post(url(edition), {"digest": "0" * 64})
    assert response.status_code == 409
    assert not Confirmation.objects.filter(person=councillor).exists()


@pytest.mark.parametrize("page", ["question", "counterproposal"])
def test_a_question_reaches_the_coordinator(client, edition, councillor, page):
    data = {"digest": digest(client, edition), "text": "Proč jen 14 úvazků?"}
    assert client.post(url(edition, page), data).status_code == 303
    row = Confirmation.objects.get(person=councillor)
    assert getattr(row, page) == "Proč jen 14 úvazků?"
    assert (
        Letter.objects.filter(person=edition.plan.coordinator, template__contains="question_asked").count()
        == 1
    )
    assert "Proč jen 14 úvazků?" in shown(client.get(url(edition)))


def test_a_question_after_taking_notice_adds_to_what_was_said(client, edition, councillor):
    shown_digest = digest(client, edition)
    client.post(url(edition), {"digest": shown_digest})
    for text in ("První dotaz.", "Druhý dotaz."):
        client.post(url(edition, "question"), {"digest": shown_digest, "text": text})
    assert Confirmation.objects.get(person=councillor).question == "První dotaz.\n\nDruhý dotaz."
    assert (
        Letter.objects.filter(person=edition.plan.coordinator, template__contains="question_asked").count()
        == 2
    )


def test_an_empty_question_is_answered_422(client, edition, councillor):
    response = client.post(url(edition, "question"), {"digest": digest(client, edition), "text": "  "})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["text"])


def test_after_the_decision_there_is_nothing_to_confirm(client, edition, councillor):
    shown_digest = digest(client, edition)
    make.adopt(edition)
    page = client.get(url(edition))
    assert (page.status_code, "Beru na vědomí" in shown(page)) == (200, False)
    assert client.post(url(edition), {"digest": shown_digest}).status_code == 409


def test_an_asked_councillor_answers_their_own_request(client, edition, councillor):
    notice.ask(
        edition=edition,
        kind=ConfirmationKind.NOTICE,
        people=[councillor],
        capacity="radní",
        due_on=None,
        by=edition.plan.coordinator,
        now=make.at(edition, hours=1),
    )
    client.post(url(edition), {"digest": digest(client, edition)})
    row = Confirmation.objects.get(person=councillor)
    assert (row.state, row.requested_by) == ("confirmed", edition.plan.coordinator)


def test_what_changed_is_shown_word_by_word(client, edition, councillor):
    assert client.get(url(edition, "changes")).status_code == 404
    make.decide(make.open_decisions(edition)[0], Outcome.RETURNS, text="Doplnit.")
    again = make.fresh(edition)
    make.fill(again)
    while again.state != S.COUNCIL_APPROVAL:
        again = make.next_step(again)
    page = client.get(url(edition, "changes"))
    assert "<ins>" in page.content.decode()


@pytest.mark.parametrize(("page", "most"), [("list", 8), ("detail", 15), ("question", 15)])
def test_the_number_of_queries_does_not_grow(
    client, edition, body, councillor, django_assert_max_num_queries, page, most
):
    address = reverse("approvals:list") if page == "list" else url(edition, page)
    counts = []
    for size in (1, 15):
        for number in range(size):
            councils.member(body)
            councils.meeting(body, date(2100, 1, 1) + timedelta(days=size * 40 + number))
        client.get(address)
        with django_assert_max_num_queries(most) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_who_runs_the_plan_reads_the_page_and_takes_no_notice_for_a_councillor(client, edition):
    client.force_login(make.coordinator(edition))
    page = client.get(url(edition))
    sent = client.post(url(edition), {"digest": page.context["material"].digest})

    assert (page.status_code, "Beru na vědomí" in shown(page), sent.status_code) == (200, False, 403)
    assert client.get(url(edition, "question")).status_code == 404
    assert Confirmation.objects.count() == 0
