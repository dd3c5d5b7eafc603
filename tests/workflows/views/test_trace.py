"""The pages of the trace: who opens which, where they lead, from where one comes to them."""

import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import people, reports, trace
from tests.factories import plan_in_force as later
from tests.factories import workflows as make
from workflows.actions import content
from workflows.enums import EditionKind, EditionState, Progress

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(client):
    """Return a text in force with two measures, its coordinator signed in."""
    edition = reports.in_force(items=2)
    client.force_login(make.coordinator(edition))
    return edition


@pytest.fixture
def item(told):
    return reports.measures(told)[0]


def inner(edition, key):
    return reverse("plans:trace", args=[edition.plan.slug, key])


def outer(edition, key):
    return reverse("public:trace", args=[edition.plan.slug, key])


class TestInside:
    def test_it_shows_years_texts_and_what_is_missing(self, client, told, item, text):
        reports.report(item, 2027, progress=Progress.DONE, text="Podařilo se.")
        page = text(client.get(inner(told, item.key)))

        assert '<h2 id="h-2027">2027</h2>' in page
        assert "Původní znění: přidáno" in page
        assert "Plnění v roce 2027: splněno" in page
        assert "K této položce zatím není žádná připomínka." in page
        assert "Text neuvádí, na jakou potřebu položka odpovídá." in page

    def test_every_link_of_the_life_opens(self, client):
        edition = reports.in_force(year=2025)
        item = reports.measures(edition)[0]
        client.force_login(make.coordinator(edition))
        reports.report(item, 2025)
        trace.update(edition)
        facts = client.get(inner(edition, item.key)).context["trace"].facts
        urls = {fact.url for fact in facts if fact.url}

        assert len(urls) >= 4
        assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)

    @pytest.mark.parametrize(
        ("role", "status"),
        [
            ("coordinator", 200),
            ("clerk", 200),
            ("drafter", 200),
            ("guarantor", 200),
            ("reviewer", 403),
            ("stranger", 403),
        ],
    )
    def test_those_who_work_with_the_plan_open_it(self, scene, role, status):
        pages = scene(EditionState.EFFECTIVE)
        key = pages.edition.items.first().key

        assert pages.client(role).get(inner(pages.edition, key)).status_code == status

    def test_who_decides_on_one_text_reads_no_draft_of_another(self, client, told, item):
        draft = trace.update(told)
        trace.write(draft.items.get(key=item.key), title="Tajný návrh")
        yearly = later.start(told, EditionKind.ACTION_PLAN, 2028)
        while yearly.state != EditionState.COUNCIL_APPROVAL:
            yearly = make.next_step(yearly)
        councillor = people.person()
        make.mandate(make.seat(yearly.decisions.get().body), councillor)
        client.force_login(councillor)
        response = client.get(inner(told, item.key))

        assert response.status_code == 200
        assert trace.told(response.context["trace"]) == [
            "Původní znění: přidáno",
            "Akční plán 2028: zařazeno na rok 2028",
        ]

    def test_an_unknown_item_is_not_found(self, client, told):
        assert client.get(inner(told, uuid.uuid4())).status_code == 404
        assert client.get(outer(told, uuid.uuid4())).status_code == 404


class TestPublic:
    def test_anybody_reads_what_is_approved(self, client, told, item, text):
        trace.write(trace.update(told).items.get(key=item.key), title="Tajný návrh")
        client.logout()
        page = text(client.get(outer(told, item.key)))

        assert "Původní znění: přidáno" in page
        assert "Tajný návrh" not in page
        assert client.get(inner(told, item.key)).status_code == 302

    def test_every_link_of_the_life_opens_for_anybody(self, client):
        edition = trace.consulted()
        item = reports.measures(edition)[0]
        trace.comment(edition, item)
        edition = make.next_step(edition)
        client.logout()
        facts = client.get(outer(edition, item.key)).context["trace"].facts
        urls = {fact.url for fact in facts if fact.url}

        assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)
        assert len(urls) == 2

    def test_a_plan_that_the_public_has_not_met_is_not_found(self, client):
        edition = make.drafted()
        key = edition.items.first().key
        assert client.get(outer(edition, key)).status_code == 404
        client.force_login(make.coordinator(edition))
        assert client.get(outer(edition, key)).status_code == 404
        assert "Veřejná stránka" not in client.get(inner(edition, key)).content.decode()

    def test_no_name_of_a_commenter_and_no_text_of_a_report_is_there(self, client, text):
        edition = trace.consulted()
        item = reports.measures(edition)[0]
        row = trace.comment(edition, item)
        type(row).objects.filter(pk=row.pk).update(author_name="Jan Tichý", email="jan@tichy.test")
        client.logout()
        page = text(client.get(outer(edition, item.key)))

        assert "Připomínka č. 1: veřejnost" in page
        assert "Tichý" not in page
        assert "jan@tichy.test" not in page


class TestWaysToIt:
    def test_from_the_lists_and_pages_of_items_and_reports(self, client, told, item, text):
        slug = told.plan.slug
        for name, args in (
            ("items", [slug, told.pk]),
            ("item", [slug, told.pk, item.key]),
        ):
            assert inner(told, item.key) in text(client.get(reverse(f"plans:{name}", args=args)))

    def test_from_the_reports_of_a_year(self, client, text):
        edition = reports.in_force(year=2025)
        key = reports.measures(edition)[0].key
        client.force_login(make.coordinator(edition))
        year = reverse("plans:reports", args=[edition.plan.slug], query={"rok": 2025})
        one = reverse("plans:report", args=[edition.plan.slug, 2025, key])

        assert [inner(edition, key) in text(client.get(url)) for url in (year, one)] == [True, True]

    def test_from_the_page_of_a_municipality(self, client, text):
        village = people.territory("Kdyně")
        edition = make.plan().editions.get()
        edition.plan.territory.members.add(village)
        make.fill(edition, items=0)
        money = [content.Cost(2027, "municipality", Decimal(1000), village)]
        item = reports.add(edition, "Terénní služby", costs=money)
        edition = trace.into_force(edition)

        page = text(client.get(reverse("municipalities:detail", args=[village.slug])))
        assert outer(edition, item.key) in page

    def test_from_the_public_plan_and_its_text(self, client, told, item, text):
        client.logout()
        top = told.items.get(depth=0)

        assert outer(told, top.key) in text(client.get(reverse("plans:detail", args=[told.plan.slug])))
        page = text(client.get(reverse("public:text", args=[told.plan.slug, told.pk])))
        assert outer(told, item.key) in page


@pytest.mark.parametrize("whose", [inner, outer])
def test_a_long_life_takes_as_many_queries_as_a_short_one(client, whose):
    counts = []
    for size in (1, 3):
        text = reports.in_force(items=1, title=f"Plán {size}")
        item = reports.measures(text)[0]
        client.force_login(make.coordinator(text))
        for _ in range(size):
            text = trace.into_force(trace.update(text))
        client.get(whose(text, item.key))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(whose(text, item.key)).status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1]
