from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.actions import comment as comments
from documents.enums import CommentState
from documents.models import Comment
from people.models import AccessLink, Letter
from tests.factories import people, workflows
from workflows.actions import edition as editions
from workflows.enums import EditionState
from workflows.models import FundedProject

pytestmark = pytest.mark.django_db
S = EditionState


def consulted(days_ago: int = 1, items: int = 1, **fields):
    """Return an edition whose window of comments opened some days before the real today."""
    when = timezone.now() - timedelta(days=days_ago, hours=1)
    edition = workflows.drafted(now=when, **fields)
    workflows.fill(edition, items)
    while edition.state != S.CONSULTATION:
        edition = workflows.next_step(edition)
    return edition


def detail(edition) -> str:
    return reverse("plans:detail", args=[edition.plan.slug])


def form_url(edition) -> str:
    return reverse("public:comment", args=[edition.plan.slug])


def typed(**fields) -> dict:
    return {"part": "cely-plan", "text": "V sobotu nejezdí pečovatelka.", **fields}


def show(comment, reason: str = "") -> Comment:
    return comments.moderate(
        comment=comment, shown=not reason, reason=reason, by=people.person(), now=timezone.now()
    )


def test_anybody_reads_the_plan_and_finds_the_form(client):
    edition = consulted()
    response = client.get(detail(edition))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Napište připomínku" in page
    assert f'action="{form_url(edition)}' in page
    assert "Připomínky přijímáme do" in page


def test_a_plan_that_the_public_has_not_met_takes_no_comment(client):
    edition = workflows.drafted(now=timezone.now())
    assert client.post(form_url(edition), typed()).status_code == 404


def test_a_comment_leads_to_its_receipt(client):
    edition = consulted()
    response = client.post(form_url(edition), typed(author_kind="carer", author_name="Jana Nová"))
    comment = Comment.objects.get()
    assert response.status_code == 303
    assert response.url == reverse("public:receipt", args=[comment.receipt_key])
    page = client.get(response.url).content.decode()
    assert f"podací číslo {comment.number}" in page.replace("\xa0", " ")
    assert "V sobotu nejezdí pečovatelka." in page.replace("\xa0", " ")
    assert (comment.part_key, comment.part_label, comment.side) == ("", "Celý plán", "users")


def test_the_part_of_the_plan_is_kept_with_its_name(client):
    edition = consulted()
    item = edition.items.first()
    client.post(form_url(edition), typed(part=str(item.key)))
    comment = Comment.objects.get()
    assert comment.part_key == str(item.key)
    assert comment.part_label.endswith(": Priorita 1")


def test_sent_twice_is_one_comment(client):
    edition = consulted()
    first = client.post(form_url(edition), typed())
    second = client.post(form_url(edition), typed())
    assert first.url == second.url
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200d\ufeff"])
def test_an_empty_text_is_asked_for_and_the_rest_is_kept(client, text):
    edition = consulted()
    response = client.post(form_url(edition), typed(text=text, author_name="Jana Nová"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Napište prosím text připomínky." in page.replace("\xa0", " ")
    assert 'value="Jana Nová"' in page
    assert Comment.objects.count() == 0


def test_200_kilobytes_are_refused_kindly_and_stay_in_the_form(client):
    edition = consulted()
    text = "Příliš dlouhé. " * 14_000
    response = client.post(form_url(edition), typed(text=text))
    page = response.content.decode()
    assert response.status_code == 422
    assert "formulář jich přijme nejvýše" in page.replace("\xa0", " ")
    assert text.strip() in page


def test_html_is_shown_as_it_was_typed(client):
    edition = consulted()
    response = client.post(form_url(edition), typed(text="<script>alert(1)</script> <b>tučně</b>"))
    comment = Comment.objects.get()
    assert comment.text == "<script>alert(1)</script> <b>tučně</b>"
    show(comment)
    for url in (response.url, detail(edition)):
        page = client.get(url).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script>alert" not in page


def test_zero_width_and_control_characters_are_removed(client):
    edition = consulted()
    client.post(form_url(edition), typed(text="Pří\u200bliš\u202e drahé\x00\x07"))
    assert Comment.objects.get().text == "Příliš drahé"


def test_a_filled_trap_gives_everything_back(client):
    edition = consulted()
    response = client.post(form_url(edition), typed(web="http://spam.test"))
    assert response.status_code == 422
    assert "V sobotu nejezdí pečovatelka." in response.content.decode()
    assert Comment.objects.count() == 0


def test_too_many_comments_from_one_place_wait_and_keep_the_text(client):
    edition = consulted()
    for number in range(20):
        assert client.post(form_url(edition), typed(text=f"Připomínka {number}")).status_code == 303
    response = client.post(form_url(edition), typed(text="Jedna navíc"))
    assert response.status_code == 429
    assert "Jedna navíc" in response.content.decode()
    assert Comment.objects.count() == 20


def test_a_wrong_address_is_explained(client):
    edition = consulted()
    response = client.post(form_url(edition), typed(email="zofie.novakova@"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "jana@obec.cz" in page
    assert "zofie.novakova@" in page


def test_after_the_window_the_form_refuses_and_gives_the_text_back(client):
    edition = consulted(days_ago=40)
    response = client.post(form_url(edition), typed())
    page = response.content.decode().replace("\xa0", " ")
    assert response.status_code == 409
    assert "formulář už připomínky nepřijímá" in page
    assert "V sobotu nejezdí pečovatelka." in page
    assert "Napište připomínku" not in client.get(detail(edition)).content.decode()


def test_a_wrong_form_after_the_window_keeps_the_text_too(client):
    edition = consulted(days_ago=40)
    response = client.post(form_url(edition), typed(email="nic"))
    assert response.status_code == 422
    assert "V sobotu nejezdí pečovatelka." in response.content.decode()


def test_opening_the_form_address_leads_to_the_form(client):
    edition = consulted()
    response = client.get(form_url(edition))
    assert (response.status_code, response.url) == (302, f"{detail(edition)}#pripominka")


def test_only_shown_comments_are_public_and_names_only_with_consent(client):
    edition = consulted()
    window = workflows.window(edition)
    said = {"part_key": "", "part_label": "Celý plán", "now": timezone.now()}
    shown = comments.submit(
        consultation=window, text="Zveřejněná", author_name="Jan Tichý", author_kind="user", **said
    )
    named = comments.submit(
        consultation=window, text="Podepsaná", author_name="Eva Hlasitá", may_publish_name=True, **said
    )
    comments.submit(consultation=window, text="Čekající", **said)
    hidden = comments.submit(consultation=window, text="Choroby souseda", **said)
    show(shown)
    show(named)
    show(hidden, "údaje o zdraví jiné osoby")
    table = reverse("public:settlement", args=[edition.plan.slug, edition.pk])
    for url in (detail(edition), table):
        page = client.get(url).content.decode().replace("\xa0", " ")
        assert "Zveřejněná" in page
        assert "Eva Hlasitá" in page
        assert "Jan Tichý" not in page
        assert "Čekající" not in page
        assert "Choroby souseda" not in page
    assert "údaje o zdraví jiné osoby" in client.get(table).content.decode().replace("\xa0", " ")


def test_the_answer_stands_under_the_comment_and_on_the_receipt(client):
    edition = consulted()
    comment = show(workflows.comment(edition))
    comments.settle(
        comment=comment,
        state=CommentState.ACCEPTED,
        reason="Doplnili jsme opatření.",
        by=workflows.coordinator(edition),
        now=timezone.now(),
        read_at=comment.revision,
    )
    for url in (detail(edition), reverse("public:receipt", args=[comment.receipt_key])):
        page = client.get(url).content.decode()
        assert "Doplnili jsme opatření." in page
        assert "zapracováno" in page


def test_a_foreign_receipt_does_not_exist(client):
    assert client.get(reverse("public:receipt", args=["nevim"])).status_code == 404


def link_of(comment) -> AccessLink:
    return AccessLink.objects.get(subject_kind="comment", subject_id=comment.pk)


def with_email(client, edition, **fields) -> Comment:
    client.post(form_url(edition), typed(email="Jana@Obec.test", **fields))
    return Comment.objects.get(email="jana@obec.test")


def test_the_letter_leads_to_a_page_whose_button_confirms_the_address(client):
    comment = with_email(client, consulted())
    link = link_of(comment)
    letter = Letter.objects.get(cause_kind="comment", cause_id=comment.pk)
    assert link.placeholder in letter.text
    opened = client.get(f"/o/{link.token}/", follow=True)
    assert opened.status_code == 200
    comment.refresh_from_db()
    assert comment.email_confirmed_at is None
    response = client.post(opened.request["PATH_INFO"])
    comment.refresh_from_db()
    assert response.status_code == 303
    assert comment.email_confirmed_at is not None
    assert client.post(opened.request["PATH_INFO"]).status_code == 303
    assert len(mail.outbox) == 0


def test_an_expired_link_says_so(client):
    comment = with_email(client, consulted())
    link = link_of(comment)
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    response = client.get(reverse("public:confirm", args=[link.token]))
    assert response.status_code == 410


def test_a_link_of_another_kind_opens_nothing(client):
    edition = workflows.edition_in(S.TRIAD_REVIEW, now=timezone.now())
    link = AccessLink.objects.filter(subject_kind="review").first()
    assert edition.state == S.TRIAD_REVIEW
    assert client.get(reverse("public:confirm", args=[link.token])).status_code == 404
    assert client.get(reverse("public:confirm", args=["x" * 43])).status_code == 404


def test_the_consulted_text_is_public_and_the_draft_is_not(client):
    edition = consulted()
    page = client.get(reverse("public:text", args=[edition.plan.slug, edition.pk])).content.decode()
    assert workflows.window(edition).version.digest[:12] in page
    draft = workflows.drafted(now=timezone.now())
    assert client.get(reverse("public:text", args=[draft.plan.slug, draft.pk])).status_code == 404
    assert client.get(reverse("public:text", args=[draft.plan.slug, edition.pk])).status_code == 404


def test_open_announced_and_ended_windows_are_listed(client):
    empty = client.get(reverse("public:consultations"))
    assert "připomínky nesbírají" in empty.content.decode().replace("\xa0", " ")
    now_open, ended = consulted(), consulted(days_ago=40)
    page = client.get(reverse("public:consultations")).content.decode().replace("\xa0", " ")
    assert "Právě teď" in page
    assert "Nedávno skončilo" in page
    assert now_open.plan.title in page
    assert ended.plan.title in page


def test_a_hearing_goes_to_the_calendar_under_a_lasting_uid(client):
    edition = consulted()
    workflows.hear(edition)
    hearing = workflows.window(edition).hearings.get()
    url = reverse("public:hearing-ics", args=[edition.plan.slug, hearing.pk])
    response = client.get(url)
    content = response.content.decode()
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:hearing-{hearing.pk}@" in content
    assert "TZID=Europe/Prague" in content
    other = consulted()
    assert client.get(reverse("public:hearing-ics", args=[other.plan.slug, hearing.pk])).status_code == 404


def test_publicity_of_the_project_is_on_the_page(client):
    edition = consulted()
    project = FundedProject.objects.create(
        number="CZ.03.02.02/00/22_046/0001234", title="Plánujeme", publicity="Spolufinancováno EU."
    )
    edition.plan.projects.add(project)
    for url in (detail(edition), reverse("public:text", args=[edition.plan.slug, edition.pk])):
        page = client.get(url).content.decode().replace("\xa0", " ")
        assert "Spolufinancováno EU." in page
        assert "CZ.03.02.02/00/22_046/0001234" in page


def test_a_text_sent_back_leaves_a_kind_note_and_keeps_the_comments(client):
    edition = consulted()
    comment = workflows.comment(edition)
    editions.return_for_rework(
        edition=edition, reason="Přepracovat.", by=workflows.coordinator(edition), now=timezone.now()
    )
    page = client.get(detail(edition)).content.decode().replace("\xa0", " ")
    assert "připravuje nebo přepracovává" in page
    assert client.get(reverse("public:receipt", args=[comment.receipt_key])).status_code == 200
    assert client.post(form_url(edition), typed()).status_code == 409


def fill_with_comments(edition, count: int) -> None:
    for number in range(count):
        show(workflows.comment(edition, f"Připomínka {number}"))


def cost(client, url: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


def test_the_public_page_costs_the_same_at_any_size(client):
    small, large = consulted(items=1), consulted(items=20)
    fill_with_comments(small, 1)
    fill_with_comments(large, 15)
    assert cost(client, detail(small)) == cost(client, detail(large)) <= 12


def test_the_settlement_and_the_text_cost_the_same_at_any_size(client):
    small, large = consulted(items=1), consulted(items=20)
    fill_with_comments(small, 1)
    fill_with_comments(large, 15)
    for name in ("public:settlement", "public:text"):
        costs = {cost(client, reverse(name, args=[e.plan.slug, e.pk])) for e in (small, large)}
        assert len(costs) == 1
        assert max(costs) <= 8


def test_the_list_of_windows_costs_the_same_at_any_size(client):
    url = reverse("public:consultations")
    consulted()
    one = cost(client, url)
    for _ in range(5):
        consulted()
    assert cost(client, url) == one <= 8


def test_a_plan_in_force_says_who_approved_it_and_under_which_number(client):
    edition = workflows.edition_in(EditionState.COUNCIL_APPROVAL)
    (board,) = workflows.open_decisions(edition)
    workflows.decide(board, number="41/2026/RM")
    edition = workflows.adopt(edition)
    page = client.get(reverse("plans:detail", args=[edition.plan.slug])).content.decode()
    assert "41/2026/RM" in page
    assert "Kdo plán schválil" in page
