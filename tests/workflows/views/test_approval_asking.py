from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse

from bodies.models import Body
from documents.models import Confirmation
from people.enums import Role
from people.models import Letter
from tests.factories import bodies as councils
from tests.factories import people
from tests.factories import workflows as make
from workflows.enums import EditionState, Outcome
from workflows.models import Decision, Edition

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


@pytest.fixture
def drafted():
    return make.drafted("plan-mesta")


# --- dates -----------------------------------------------------------------------------------------


def test_validity_that_ends_before_it_begins_is_refused(client, edition):
    response = client.post(url("validity", edition), {"valid_from": "2027-01-01", "valid_to": "2026-01-01"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["valid_to"])


def test_validity_may_begin_before_adoption(client, edition):
    response = client.post(url("validity", edition), {"valid_from": "2020-01-01", "valid_to": ""})
    assert (response.status_code, make.fresh(edition).valid_from) == (303, date(2020, 1, 1))


def test_publishing_is_written_down_after_adoption_only(client, edition):
    day = {"published_on": decided_on(edition).isoformat(), "url": "kraj.test/plan"}
    assert client.post(url("publish", edition), day).status_code == 422
    adopted = make.adopt(edition)
    response = client.post(url("publish", adopted), day)
    assert (response.status_code, make.fresh(edition).published_at_url) == (303, "https://kraj.test/plan")


# --- asking ----------------------------------------------------------------------------------------


def test_all_members_of_the_deciding_body_are_offered_and_written_to_at_once(client, edition):
    row = first(edition)
    members = [councils.member(row.body) for _ in range(3)]
    address = url("ask", edition, "seznameni", organ=row.pk)
    page = client.get(address)
    assert sorted(page.context["form"].initial["people"]) == sorted(str(m.pk) for m in members)
    assert [m.name in shown(page) for m in members] == [True, True, True]
    response = client.post(
        address, {"people": [m.pk for m in members], "others": "", "capacity": "", "due_on": ""}
    )
    assert response.status_code == 303
    assert Letter.objects.filter(person__in=members).count() == 3
    again = client.get(address)
    assert "people" not in again.context["form"].fields
    assert len(again.context["already"]) == 3


def test_people_may_be_named_by_address_and_an_unknown_one_is_said(client, edition):
    who = people.person("finance@mesto.test")
    address = url("ask", edition, "vyjadreni")
    bad = client.post(address, {"others": "nikdo@mesto.test", "capacity": "", "due_on": ""})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["others"])
    client.post(address, {"others": "finance@mesto.test", "capacity": "finanční odbor", "due_on": ""})
    row = Confirmation.objects.get(person=who)
    assert (row.kind, row.capacity) == ("statement", "finanční odbor")


def test_nobody_is_asked_before_the_text_is_with_the_councils(client, drafted):
    client.force_login(drafted.plan.coordinator)
    who = people.person("finance@mesto.test")
    response = client.post(
        url("ask", drafted, "vyjadreni"), {"others": who.email, "capacity": "", "due_on": ""}
    )
    assert response.status_code == 409


# --- who may ---------------------------------------------------------------------------------------

PAGES = ["approval", "opinions", "material", "material-docx", "schedule", "validity", "publish"]


@pytest.mark.parametrize("name", PAGES)
def test_the_coordinator_opens_every_page(client, edition, name):
    assert client.get(url(name, edition)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_visitor_is_asked_to_log_in(client, edition, name):
    client.logout()
    assert client.get(url(name, edition)).status_code == 302


@pytest.mark.parametrize("name", PAGES)
def test_a_coordinator_of_another_town_is_not_let_in(client, edition, name):
    client.force_login(people.coordinator(people.territory()))
    assert client.get(url(name, edition)).status_code == 403


def test_a_clerk_records_decisions_but_does_not_set_validity(client, edition):
    clerk = people.person()
    people.appointment(clerk, Role.CLERK, edition.plan.territory)
    client.force_login(clerk)
    assert record(client, first(edition)).status_code == 303
    assert client.get(url("validity", edition)).status_code == 403


# --- speed -----------------------------------------------------------------------------------------


def grow(edition, people_count):
    """Seat and ask people of the deciding bodies, and plan sessions."""
    for body in Body.objects.filter(decisions__edition=edition):
        for number in range(people_count):
            councils.member(body)
            councils.meeting(body, date(2100, 1, 1) + timedelta(days=people_count * 30 + number))


@pytest.mark.parametrize("name", ["approval", "opinions", "material", "schedule", "decision-record"])
def test_the_number_of_queries_does_not_grow(client, edition, django_assert_max_num_queries, name):
    more = [first(edition).pk] if name == "decision-record" else []
    counts = []
    for size in (1, 12):
        grow(edition, size)
        client.get(url(name, edition, *more))
        with django_assert_max_num_queries(15) as queries:
            client.get(url(name, edition, *more))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Edition.objects.count() == 1


def test_a_number_waits_for_the_decision_that_it_belongs_to(client, edition):
    page = client.get(url("decision-number", edition, first(edition).pk))

    assert (page.status_code, "ještě nerozhodl" in page.content.decode()) == (409, True)
