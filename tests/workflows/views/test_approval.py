from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bodies.enums import BodyKind
from people.enums import TerritoryKind
from tests.factories import bodies as councils
from tests.factories import people
from tests.factories import workflows as make
from workflows.enums import Deed, EditionState, Outcome, Verdict
from workflows.models import Decision

S = EditionState
pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n"


@pytest.fixture
def edition():
    return make.edition_in(S.COUNCIL_APPROVAL, "plan-mesta", now=make.NOW - timedelta(days=60))


@pytest.fixture
def client(client, edition):
    client.force_login(edition.plan.coordinator)
    return client


def url(name, edition, *more, **query):
    address = reverse(f"plans:{name}", args=[edition.plan.slug, edition.pk, *more])
    return f"{address}?{'&'.join(f'{k}={v}' for k, v in query.items())}" if query else address


def first(edition) -> Decision:
    return make.open_decisions(edition)[0]


def said(decision, **changes):
    return {
        "outcome": Outcome.RECOMMENDS,
        "decided_on": decided_on(decision.edition).isoformat(),
        "mode": "later",
        "number": "",
        "text": "",
        "changes": "",
        "version": decision.revision,
        **changes,
    }


def decided_on(edition) -> date:
    return edition.state_since.date()


def record(client, decision, **changes):
    return client.post(url("decision-record", decision.edition, decision.pk), said(decision, **changes))


def shown(response) -> str:
    return unescape(response.content.decode()).replace("\xa0", " ")


def test_the_page_says_whose_turn_it_is_when_it_sits_and_when_papers_are_due(client, edition):
    row = first(edition)
    councils.meeting(row.body, date(2100, 2, 11), papers_due_on=date(2100, 2, 1))
    page = client.get(url("approval", edition))
    assert [(t.is_on_turn, t.meeting is not None) for t in page.context["turns"]] == [
        (True, True),
        (False, False),
    ]
    assert "11. 2. 2100" in shown(page)
    assert "uzávěrka materiálů 1. 2. 2100" in shown(page)
    assert "Nenahrazuje hlasování" in shown(page)


def test_what_is_missing_to_adopt_is_on_the_page(client, edition):
    page = client.get(url("approval", edition))
    assert [b.code for b in page.context["adopt_missing"]] == ["decision", "decision"]
    assert [b.code for b in page.context["reject_missing"]] == ["not_refused"]


def test_a_decision_is_recorded_and_the_next_body_is_on_turn(client, edition):
    response = record(client, first(edition), mode="typed", number="12/26/RM", text="Rada doporučuje.")
    assert (response.status_code, response.url) == (303, url("approval", edition))
    page = client.get(url("approval", edition))
    assert [(t.decision.outcome, t.is_on_turn) for t in page.context["turns"]] == [
        ("recommends", False),
        ("", True),
    ]
    assert "12/26/RM" in shown(page)


def test_the_number_is_drawn_by_the_pattern_of_the_body(client, edition):
    row = first(edition)
    councils.rules(row.body, numbering="{n}/{yy}/RM")
    record(client, row, mode="draw")
    row.refresh_from_db()
    assert row.number == f"1/{decided_on(edition):%y}/RM"


def test_a_number_may_come_later(client, edition):
    row = first(edition)
    record(client, row)
    assert "Doplnit číslo" in shown(client.get(url("approval", edition)))
    response = client.post(url("decision-number", edition, row.pk), {"number": " 77/26/RM "})
    row.refresh_from_db()
    assert (response.status_code, row.number) == (303, "77/26/RM")


def used(edition, number):
    """Let another plan have used a number of the body."""
    row = first(edition)
    return Decision.objects.create(
        plan=edition.plan,
        body=row.body,
        territory=row.territory,
        outcome=Outcome.APPROVES,
        decided_on=decided_on(edition),
        number=number,
        number_year=decided_on(edition).year,
    )


def test_a_number_already_used_is_said_beside_the_field_and_nothing_is_lost(client, edition):
    used(edition, "9/26/RM")
    response = record(client, first(edition), mode="typed", number="9/26/RM", text="Dlouhé znění.")
    assert response.status_code == 422
    assert response.context["form"].errors["number"] == ["Číslo 9/26/RM už tento orgán v tomto roce použil."]
    assert "Dlouhé znění." in shown(response)
    assert first(edition).outcome == ""


def test_a_used_number_cannot_be_added_later_either(client, edition):
    used(edition, "9/26/RM")
    row = first(edition)
    record(client, row)
    response = client.post(url("decision-number", edition, row.pk), {"number": "9/26/RM"})
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decided_on": "2999-01-01"}, "decided_on"),
        ({"decided_on": ""}, "decided_on"),
        ({"outcome": "approves_with_changes"}, "changes"),
        ({"outcome": "returns"}, "text"),
        ({"mode": "typed"}, "number"),
        ({"outcome": "adopted"}, "outcome"),
    ],
)
def test_what_cannot_have_happened_is_said_beside_its_field(client, edition, changes, field):
    response = record(client, first(edition), **changes)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize("outcome", [Outcome.POSTPONES, Outcome.NO_MAJORITY])
def test_a_matter_put_off_or_without_majority_waits_for_the_next_session(client, edition, outcome):
    row = first(edition)
    assert record(client, row, outcome=outcome, mode="draw").status_code == 303
    row.refresh_from_db()
    assert (row.outcome, row.is_open, row.number) == (outcome, True, "")
    assert record(client, row, version=row.revision).status_code == 303
    row.refresh_from_db()
    assert (row.outcome, row.is_open) == (Outcome.RECOMMENDS, False)


def test_a_council_that_returns_the_text_sends_it_back_to_drafting(client, edition):
    record(client, first(edition), outcome=Outcome.RETURNS, text="Doplnit náklady.")
    assert make.fresh(edition).state == S.DRAFTING


def test_a_decision_already_recorded_is_answered_409(client, edition):
    row = first(edition)
    record(client, row)
    response = record(client, row)
    assert response.status_code == 409
    assert "Už vyřízeno" in shown(response)


def test_a_stale_form_shows_both_texts(client, edition):
    row = first(edition)
    record(client, row, outcome=Outcome.POSTPONES, text="Odloženo na příště.")
    response = record(client, row, text="Moje znění.")
    assert response.status_code == 409
    assert [text in shown(response) for text in ("Odloženo na příště.", "Moje znění.")] == [True, True]


def test_a_body_out_of_turn_is_told_who_decides_first(client, edition):
    later = make.open_decisions(edition)[1]
    response = record(client, later, outcome=Outcome.APPROVES)
    assert response.status_code == 409
    assert "Nejdřív rozhoduje" in shown(response)


def test_a_resolution_comes_with_its_file(client, edition):
    row = first(edition)
    upload = SimpleUploadedFile("usneseni.pdf", PDF, "application/pdf")
    response = record(client, row, file=upload)
    row.refresh_from_db()
    assert (response.status_code, row.file.name) == (303, "usneseni.pdf")


def test_a_file_that_the_office_does_not_take_is_refused_beside_the_field(client, edition):
    response = record(client, first(edition), file=SimpleUploadedFile("x.exe", b"MZ\x00\x01\x02"))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])


def with_changes(client, edition):
    record(client, first(edition))
    row = first(edition)
    record(client, row, outcome=Outcome.APPROVES_WITH_CHANGES, changes="V opatření 1 doplnit garanta.")
    row.refresh_from_db()
    return row


def test_approval_with_changes_makes_a_new_version_with_the_list_of_changes(client, edition):
    row = with_changes(client, edition)
    now = make.at(make.fresh(edition), hours=1)
    values = {"title": "Priorita s garantem"}
    make.content.add_item(edition=edition, parent=None, by=edition.plan.coordinator, now=now, values=values)
    response = client.post(url("decision-amended", edition, row.pk))
    row.refresh_from_db()
    assert response.status_code == 303
    assert row.adopted_version.note == "V opatření 1 doplnit garanta."
    assert row.adopted_version.number == row.version.number + 1
    assert client.post(url("decision-amended", edition, row.pk)).status_code == 409


def test_the_amended_text_cannot_be_frozen_unchanged(client, edition):
    row = with_changes(client, edition)
    response = client.post(url("decision-amended", edition, row.pk))
    assert response.status_code == 409
    assert "žádná změna" in shown(response)
    assert "amended_text" in [b.code for b in client.get(url("approval", edition)).context["adopt_missing"]]


# --- a union ---------------------------------------------------------------------------------------


@pytest.fixture
def union(client):
    """A union of three villages; the last has no rada."""
    place = people.territory(kind=TerritoryKind.PLANNING)
    for number in range(3):
        village = people.territory(f"Ves {number}", region=place.region)
        place.members.add(village)
        councils.body(village, BodyKind.ASSEMBLY)
        if number < 2:
            councils.body(village, BodyKind.BOARD)
    return make.edition_in(
        S.COUNCIL_APPROVAL,
        "plan-svazku",
        territory=place,
        coordinator=client_of(client, place),
        now=make.NOW - timedelta(days=90),
    )


def client_of(client, place):
    who = people.coordinator(place)
    client.force_login(who)
    return who


def binding(edition):
    return [d for d in make.open_decisions(edition) if not d.is_informative]


def test_a_village_without_rada_is_asked_by_its_assembly_only(client, union):
    page = client.get(url("approval", union))
    assert [len(row.turns) for row in page.context["union"]] == [2, 2, 1]
    assert page.context["counts"] == {"met": 0, "refused": 0, "open": 3}


def test_one_refusal_in_a_union_does_not_reject_for_all(client, union):
    rows = binding(union)
    record(client, rows[0], outcome=Outcome.REJECTS)
    for row in rows[1:]:
        record(client, row, outcome=Outcome.APPROVES)
    page = client.get(url("approval", union))
    assert page.context["counts"] == {"met": 2, "refused": 1, "open": 0}
    assert page.context["adopt_missing"] == []
    assert [b.code for b in page.context["reject_missing"]] == ["not_refused"]


def test_in_a_union_the_councils_decide_in_any_order(client, union):
    assert record(client, binding(union)[2], outcome=Outcome.APPROVES).status_code == 303


# --- opinions --------------------------------------------------------------------------------------


@pytest.fixture
def drafted():
    return make.drafted("plan-mesta")


def opinion_said(edition, **changes):
    return {
        "verdict": "agree",
        "given_on": edition.state_since.date().isoformat(),
        "text": "",
        "reference": "",
        **changes,
    }


def test_an_opinion_is_recorded_from_the_minutes(client, drafted):
    client.force_login(drafted.plan.coordinator)
    row = drafted.opinions.get(before=Deed.OPEN_CONSULTATION)
    response = client.post(
        url("opinion-record", drafted, row.pk), opinion_said(drafted, reference="doporučení 2/2026/3")
    )
    row.refresh_from_db()
    assert (response.status_code, row.verdict, row.reference) == (303, Verdict.AGREE, "doporučení 2/2026/3")
    assert "doporučení 2/2026/3" in shown(client.get(url("opinions", drafted)))
    assert client.post(url("opinion-record", drafted, row.pk), opinion_said(drafted)).status_code == 409


def test_a_reservation_of_a_body_needs_words(client, drafted):
    client.force_login(drafted.plan.coordinator)
    row = drafted.opinions.first()
    response = client.post(
        url("opinion-record", drafted, row.pk), opinion_said(drafted, verdict="reservation")
    )
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["text"])
