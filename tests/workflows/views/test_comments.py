from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.actions import comment as comments
from documents.enums import CommentState, Moderation
from documents.models import Comment, File
from people.enums import Role
from people.models import Draft, Letter
from tests.factories import documents, people, workflows
from workflows.enums import EditionState

pytestmark = pytest.mark.django_db
S = EditionState


def consulted(state=S.CONSULTATION, days_ago: int = 2):
    when = timezone.now() - timedelta(days=days_ago, hours=1)
    edition = workflows.drafted(now=when)
    while edition.state != state:
        edition = workflows.next_step(edition)
    return edition


def url(edition, name: str, *more) -> str:
    return reverse(f"plans:{name}", args=[edition.plan.slug, edition.pk, *more])


def text_of(response) -> str:
    return response.content.decode().replace("\xa0", " ")


@pytest.fixture
def edition():
    return consulted()


@pytest.fixture
def boss(client, edition):
    """Sign the plan's coordinator in."""
    person = workflows.coordinator(edition)
    client.force_login(person)
    return person


def sign_in(client, edition, role):
    person = people.person()
    people.appointment(person, role, edition.plan.territory)
    if role == Role.DRAFTER:
        edition.plan.drafter = person
        edition.plan.save()
    client.force_login(person)
    return person


def settled(**fields) -> dict:
    return {
        "settle-state": "accepted",
        "settle-reason": "Doplníme.",
        "settle-version": "0",
        **{f"settle-{name}": value for name, value in fields.items()},
    }


# --- who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "listed", "record", "propose", "settle", "moderate"),
    [
        (Role.COORDINATOR, 200, 200, 422, 422, 422),
        (Role.CLERK, 200, 200, 403, 403, 403),
        (Role.DRAFTER, 200, 403, 422, 403, 403),
    ],
)
def test_each_role_may_what_is_its_own(client, edition, role, listed, record, propose, settle, moderate):
    number = workflows.comment(edition).number
    sign_in(client, edition, role)
    assert client.get(url(edition, "comments")).status_code == listed
    assert client.get(url(edition, "comment", number)).status_code == listed
    assert client.get(url(edition, "comment-record")).status_code == record
    for name, status in (("propose", propose), ("settle", settle), ("moderate", moderate)):
        assert client.post(url(edition, f"comment-{name}", number), {}).status_code == status


def test_strangers_and_councillors_do_not_read_the_names(client, edition):
    assert client.get(url(edition, "comments")).status_code == 302
    client.force_login(people.person())
    assert client.get(url(edition, "comments")).status_code == 403
    other = workflows.coordinator(consulted())
    client.force_login(other)
    assert client.get(url(edition, "comments")).status_code == 403
    assert client.get(url(edition, "settlement-xlsx")).status_code == 403


# --- the list --------------------------------------------------------------------------------------


def test_the_list_filters_by_every_column(client, edition, boss):
    first = workflows.comment(edition, "O dopravě")
    workflows.comment(edition, "O bydlení")
    comments.moderate(comment=first, shown=True, reason="", by=boss, now=timezone.now())
    client.post(url(edition, "comment-settle", first.number), settled())
    for query, expected in (
        ("", 2),
        ("?state=accepted", 1),
        ("?state=received", 1),
        ("?moderation=shown", 1),
        ("?nature=formal", 0),
        ("?side=users", 0),
        ("?q=doprav", 1),
        ("?state=nesmysl", 2),
        ("?page=99", 2),
    ):
        response = client.get(url(edition, "comments") + query)
        assert response.status_code == 200
        assert response.context["page"].paginator.count == expected, query


def test_an_empty_list_says_what_comes_here(client, edition, boss):
    assert "Zatím žádná připomínka nepřišla." in text_of(client.get(url(edition, "comments")))


# --- written down ----------------------------------------------------------------------------------


def letter(edition, **fields) -> dict:
    day = timezone.localdate() - timedelta(days=1)
    return {
        "channel": "post",
        "received_on": day.isoformat(),
        "part": "cely-plan",
        "text": "Dopis občana.",
        "nature": "substantive",
        **fields,
    }


def test_a_letter_is_written_down_with_its_day_and_scan(client, edition, boss):
    said = letter(edition, reference="MUTA/1", author_name="Jan Tichý", evidence=documents.upload())
    response = client.post(url(edition, "comment-record"), said)
    assert (response.status_code, response.url) == (303, url(edition, "comments"))
    comment = Comment.objects.get()
    assert comment.received_on == timezone.localdate() - timedelta(days=1)
    assert (comment.recorded_by, comment.channel) == (boss, "post")
    assert comment.evidence.name == "Sken.pdf"
    download = reverse("documents:file", args=[comment.evidence_id])
    given = client.get(download)
    assert b"".join(given.streaming_content).startswith(b"%PDF")
    again = client.post(url(edition, "comment-record"), letter(edition, again="1", text="Druhý."))
    assert again.url == url(edition, "comment-record")
    edition.plan.guarantor = people.person()
    edition.plan.save()
    client.force_login(edition.plan.guarantor)
    assert client.get(download).status_code == 404


def test_whoever_writes_answers_down_for_others_opens_confirmations(client, edition, boss):
    held = documents.confirmation(of=workflows.window(edition).version, now=timezone.now())
    page = reverse("documents:confirmation", args=[held.pk])
    assert client.get(page).status_code == 200
    sign_in(client, edition, Role.CLERK)
    assert client.get(page).status_code == 200
    client.force_login(people.person())
    assert client.get(page).status_code == 403


def test_a_late_letter_is_refused_with_everything_kept(client, boss, edition):
    day = workflows.window(edition).opens_on - timedelta(days=3)
    said = letter(edition, received_on=day.isoformat(), author_name="Jan Tichý", evidence=documents.upload())
    response = client.post(url(edition, "comment-record"), said)
    assert response.status_code == 422
    assert "Rozhoduje den doručení" in text_of(response)
    assert "Jan Tichý" in text_of(response)
    assert (Comment.objects.count(), File.objects.count()) == (0, 0)


def test_a_wrong_file_is_refused_with_everything_kept(client, boss, edition):
    said = letter(edition, evidence=documents.upload(b"MZ\x00", "sken.pdf"))
    response = client.post(url(edition, "comment-record"), said)
    assert response.status_code == 422
    assert "Tento druh souboru nepřijímáme" in text_of(response)
    assert "Dopis občana." in text_of(response)


def test_an_early_postmark_counts_during_settlement(client):
    edition = consulted(S.SETTLEMENT, days_ago=30)
    client.force_login(workflows.coordinator(edition))
    day = workflows.window(edition).closes_on
    response = client.post(url(edition, "comment-record"), letter(edition, received_on=day.isoformat()))
    assert response.status_code == 303


def test_without_a_version_there_is_nothing_to_comment_on(client):
    edition = workflows.drafted(now=timezone.now())
    client.force_login(workflows.coordinator(edition))
    assert client.get(url(edition, "comment-record")).status_code == 409


# --- shown -----------------------------------------------------------------------------------------


def test_hiding_asks_for_a_reason(client, edition, boss):
    number = workflows.comment(edition).number
    address = url(edition, "comment-moderate", number)
    assert client.post(address, {"moderate-shown": "0"}).status_code == 422
    response = client.post(address, {"moderate-shown": "0", "moderate-reason": "Údaje o zdraví."})
    assert (response.status_code, response.url) == (303, url(edition, "comment", number))
    assert Comment.objects.get().moderation == Moderation.HIDDEN
    client.post(address, {"moderate-shown": "1"})
    assert Comment.objects.get().moderation == Moderation.SHOWN


# --- settled ---------------------------------------------------------------------------------------


def test_settling_needs_a_result_and_a_reason_and_keeps_what_was_typed(client, edition, boss):
    number = workflows.comment(edition).number
    address = url(edition, "comment-settle", number)
    response = client.post(address, settled(reason=""))
    assert response.status_code == 422
    assert "dostane ho autor i veřejnost" in text_of(response)
    assert client.post(address, settled(state="received")).status_code == 422
    assert client.post(address, settled(state="")).status_code == 422
    assert client.post(address, settled()).status_code == 303
    assert Comment.objects.get().state == CommentState.ACCEPTED


def test_a_stale_settlement_shows_both_texts_and_keeps_a_draft(client, edition, boss):
    number = workflows.comment(edition).number
    address = url(edition, "comment-settle", number)
    client.post(address, settled())
    response = client.post(address, settled(state="rejected", reason="Nejde to."))
    text = text_of(response)
    assert response.status_code == 409
    assert "zapracováno: Doplníme." in text
    assert "Nejde to." in text
    assert Draft.objects.get(person=boss).content["settle-reason"] == "Nejde to."
    assert Comment.objects.get().reason == "Doplníme."


def test_the_drafter_proposes_and_the_coordinator_finds_it_filled_in(client, edition):
    number = workflows.comment(edition).number
    sign_in(client, edition, Role.DRAFTER)
    said = {"propose-state": "explained", "propose-reason": "Je to v cíli 2.", "propose-version": "0"}
    assert client.post(url(edition, "comment-propose", number), said).status_code == 303
    assert Comment.objects.get().state == CommentState.RECEIVED
    client.force_login(workflows.coordinator(edition))
    response = client.get(url(edition, "comment", number))
    assert response.context["settle_form"].initial == {
        "state": "explained",
        "reason": "Je to v cíli 2.",
        "version": 1,
    }


def test_with_the_councils_nothing_is_settled_any_more(client):
    edition = consulted(days_ago=30)
    comment = workflows.comment(edition)
    edition = workflows.next_step(edition)
    workflows.settle_comments(edition)
    edition = workflows.next_step(workflows.fresh(edition))
    assert edition.state == S.COUNCIL_APPROVAL
    client.force_login(workflows.coordinator(edition))
    revision = Comment.objects.get().revision
    response = client.post(
        url(edition, "comment-settle", comment.number), settled(state="rejected", version=revision)
    )
    assert response.status_code == 409
    assert "předané ke schválení" in text_of(response)
    assert client.post(url(edition, "comment-record"), letter(edition)).status_code == 409
    moderated = client.post(
        url(edition, "comment-moderate", comment.number), {"moderate-shown": "0", "moderate-reason": "x"}
    )
    assert moderated.status_code == 303


def test_before_authors_are_told_the_page_says_how_many_letters_leave(client, edition, boss):
    window, now = workflows.window(edition), timezone.now()
    for number in range(3):
        comment = comments.submit(
            consultation=window,
            text=f"Připomínka {number}",
            part_key="",
            part_label="Celý plán",
            email=f"autor{number}@obec.test",
            now=now,
        )
        client.post(url(edition, "comment-settle", comment.number), settled())
    comments.confirm_email(comment=Comment.objects.get(number=1), now=now)
    page = url(edition, "comments-answer")
    assert page in text_of(client.get(url(edition, "comments")))
    assert "E-mailem odejde 1 odpověď." in text_of(client.get(page))
    letters = Letter.objects.filter(key__contains=":settled:")
    assert letters.count() == 0
    assert client.post(page).status_code == 303
    assert [letter.to_address for letter in letters] == ["autor0@obec.test"]
    assert "vyrozuměni jsou" in text_of(client.get(page))
    client.post(page)
    assert letters.count() == 1


# --- printed ---------------------------------------------------------------------------------------


def test_the_table_is_printed_and_downloaded(client, edition, boss):
    workflows.comment(edition, "=1+1")
    assert "=1+1" in text_of(client.get(url(edition, "settlement")))
    response = client.get(url(edition, "settlement-xlsx"))
    assert b"".join(response.streaming_content)[:2] == b"PK"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    public = client.get(url(edition, "settlement-xlsx") + "?verejne=1")
    assert "-verejne.xlsx" in public["Content-Disposition"]
    assert b"".join(public.streaming_content)[:2] == b"PK"


def test_the_poster_has_a_code_and_the_bulletin_is_plain_text(client, edition, boss):
    page = text_of(client.get(url(edition, "poster")))
    assert url(edition, "poster-qr") in page
    code = client.get(url(edition, "poster-qr"))
    assert code["Content-Type"] == "image/svg+xml"
    bulletin = client.get(url(edition, "bulletin"))
    assert bulletin["Content-Type"] == "text/plain; charset=utf-8"
    assert edition.plan.title in bulletin.content.decode()
    assert "<" not in bulletin.content.decode()
    draft = workflows.drafted(now=timezone.now())
    client.force_login(workflows.coordinator(draft))
    assert client.get(url(draft, "poster")).status_code == 404


@pytest.mark.parametrize("name", ["comments", "settlement"])
def test_lists_cost_the_same_at_any_size(client, edition, boss, name):
    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(url(edition, name)).status_code == 200
        return len(counted)

    workflows.comment(edition)
    client.get(url(edition, name))
    small = cost()
    for number in range(20):
        workflows.comment(edition, f"Připomínka {number}")
    assert cost() == small <= 8


def test_one_comment_costs_little(client, edition, boss):
    number = workflows.comment(edition).number
    client.get(url(edition, "comment", number))
    with CaptureQueriesContext(connection) as counted:
        client.get(url(edition, "comment", number))
    assert len(counted) <= 8


def test_who_may_not_know_of_a_plan_does_not_learn_of_its_comments(client):
    client.force_login(people.person())

    assert client.get(url(workflows.drafted(), "comments")).status_code == 404
