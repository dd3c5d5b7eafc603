from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import people, reports
from workflows.actions.report import Spent
from workflows.enums import EditionState, Progress
from workflows.models import ItemReport

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year - 1


@pytest.fixture
def edition():
    return reports.in_force(items=2, year=YEAR, implementer=people.organisation("Charita"))


def address(edition, name: str, *more, query: str = "") -> str:
    return reverse(f"plans:{name}", args=[edition.plan.slug, *more]) + query


def as_coordinator(edition) -> Client:
    client = Client()
    client.force_login(edition.plan.coordinator)
    return client


def told(item, **said) -> ItemReport:
    return reports.report(item, YEAR, now=timezone.now(), **said)


def sent(**fields) -> dict:
    """Return a form of a report as a browser sends it."""
    management = {"money-TOTAL_FORMS": 2, "money-INITIAL_FORMS": 0}
    return {
        "progress": "running",
        "said_by": "Charita",
        "channel": "email",
        "read_at": 0,
        **management,
        **fields,
    }


# --- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "readers"), [("reports", 200), ("report", 200), ("sheet-export", 200), ("report-write", 403)]
)
def test_who_reads_reports_and_who_writes_them(page, readers, scene, answers):
    period = {
        "period": (timezone.localdate().replace(YEAR, 1, 1), timezone.localdate().replace(YEAR + 2, 12, 31))
    }
    pages = scene(EditionState.EFFECTIVE, now=timezone.now().replace(year=YEAR - 1, month=6), **period)
    item = pages.edition.items.get()
    more = {"reports": [], "sheet-export": [YEAR]}.get(page, [YEAR, item.key])
    assert answers(pages, address(pages.edition, page, *more)) == {
        "coordinator": 200,
        "clerk": 200,
        "drafter": readers,
        "guarantor": readers,
        "reviewer": 403,
        "stranger": 403,
        "anonymous": "login",
    }


def test_what_is_not_there_is_not_found(edition):
    client, item = as_coordinator(edition), reports.measures(edition)[0]
    urls = [
        address(edition, "reports", query="?rok=1999"),
        address(edition, "reports", query="?rok=pes"),
        address(edition, "report", YEAR - 1, item.key),
        address(edition, "report", YEAR, uuid4()),
        address(edition, "report-remove", YEAR, item.key),
        reverse("plans:reports", args=["neni"]),
    ]
    assert [client.get(url).status_code for url in urls] == [404] * len(urls)


# --- a year ---------------------------------------------------------------------------------------


def test_a_year_shows_states_money_what_is_missing_and_from_whom(edition, text):
    first, second = reports.measures(edition)
    told(first, progress=Progress.DONE, money=[Spent("region", Decimal(90_000))])
    client = as_coordinator(edition)
    page = text(client.get(address(edition, "reports")))
    for words in (f"Plnění v roce {YEAR}", "1 z 2", "200 000 Kč", "90 000", "splněno", "chybí 1 hlášení"):
        assert words in page
    narrowed = client.get(address(edition, "reports", query="?stav=chybi"))
    assert [line.item.key for line in narrowed.context["page"]] == [second.key]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?stav=done", ["Opatření 1"]),
        ("?q=opatření 2", ["Opatření 2"]),
        ("?q=neexistuje", []),
        ("?realizator=0", ["Služby pro seniory"]),
        ("?realizator=pes", ["Služby pro seniory", "Opatření 1", "Opatření 2"]),
        ("?page=pes", ["Služby pro seniory", "Opatření 1", "Opatření 2"]),
    ],
)
def test_a_year_is_narrowed_by_state_implementer_and_words(edition, query, found):
    told(reports.measures(edition)[0], progress=Progress.DONE)
    response = as_coordinator(edition).get(address(edition, "reports", query=query))
    assert [line.item.title for line in response.context["page"]] == found


def test_a_plan_whose_period_has_not_begun_has_nothing_to_report(text):
    edition = reports.in_force(year=timezone.localdate().year + 1)
    page = text(as_coordinator(edition).get(address(edition, "reports")))
    assert "Období plánu ještě nezačalo, hlásit zatím není co." in page


def test_the_page_of_a_year_asks_the_same_number_of_queries_however_many_items(edition):
    more = reports.in_force(items=30, year=YEAR)
    for one in (edition, more):
        for item in reports.measures(one):
            told(item, money=[Spent("region", Decimal(1), one.plan.territory)])
    counts = []
    for one in (edition, more):
        client, url = as_coordinator(one), address(one, "reports")
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 20


# --- one report -----------------------------------------------------------------------------------


def test_a_report_is_typed_in_for_the_implementer(edition, text):
    village = people.territory("Smržovka")
    edition.plan.territory.members.add(village)
    item = reports.measures(edition)[0]
    client = as_coordinator(edition)
    url = address(edition, "report-write", YEAR, item.key)
    assert 'value="Charita"' in text(client.get(url))
    response = client.post(
        url,
        sent(
            **{
                "text": "Přibyl úvazek.",
                "money-0-source": "municipality",
                "money-0-municipality": village.pk,
                "money-0-amount": "85\xa0000,50 Kč",
                f"values-{item.indicators.get().key}": "2,5",
                "file": SimpleUploadedFile("zprava.pdf", b"%PDF-1.4 x"),
            }
        ),
    )
    assert (response.status_code, response["Location"]) == (303, address(edition, "report", YEAR, item.key))
    page = text(client.get(response["Location"]))
    for words in (
        "probíhá",
        "Přibyl úvazek.",
        "Smržovka",
        "85 000,5",
        "2,5",
        "zprava.pdf",
        "Charita (e-mail)",
    ):
        assert words in page
    assert "Zapsáno hlášení" in page
    file = reverse("documents:file", args=[ItemReport.objects.get().file_id])
    assert (client.get(file).status_code, Client().get(file).status_code) == (200, 404)


@pytest.mark.parametrize(
    ("fields", "mistake"),
    [
        ({"progress": ""}, "Toto pole je třeba vyplnit."),
        (
            {"money-0-source": "eu", "money-0-amount": "hodně"},
            "Napište číslo, například 1 250 000 nebo 12,5.",
        ),
        ({"money-0-source": "eu", "money-0-amount": "-5"}, "Vynaložené peníze nemohou být záporné."),
        (
            {
                "money-0-source": "eu",
                "money-0-amount": "5",
                "money-1-source": "eu",
                "money-1-amount": "6",
            },
            "Stejný zdroj je uveden dvakrát, částky prosím sečtěte.",
        ),
        ({"file": SimpleUploadedFile("a.exe", b"MZ\x00")}, "Tento druh souboru nepřijímáme."),
    ],
)
def test_mistakes_are_named_and_what_was_typed_is_kept(edition, text, fields, mistake):
    item = reports.measures(edition)[0]
    url = address(edition, "report-write", YEAR, item.key)
    response = as_coordinator(edition).post(url, sent(text="Napsané.", **fields))
    page = text(response)
    assert response.status_code == 422
    assert mistake in page
    assert "Napsané." in page
    assert ItemReport.objects.count() == 0


def test_writing_one_report_leads_to_the_next_that_is_missing_and_then_back(edition):
    first, second = reports.measures(edition)
    client = as_coordinator(edition)
    ways = [
        client.post(address(edition, "report-write", YEAR, item.key), sent(next="1"))["Location"]
        for item in (first, second)
    ]
    assert ways == [
        address(edition, "report-write", YEAR, second.key),
        address(edition, "reports", query=f"?rok={YEAR}"),
    ]


def test_a_stale_report_shows_both_texts(edition, text):
    item = reports.measures(edition)[0]
    told(item, text="Napsal jiný.")
    response = as_coordinator(edition).post(
        address(edition, "report-write", YEAR, item.key), sent(text="Napsal já.")
    )
    assert response.status_code == 409
    assert "Napsal jiný." in text(response)
    assert "Napsal já." in text(response)


def test_a_report_is_deleted_once_and_awaited_again(edition, text):
    item = reports.measures(edition)[0]
    told(item)
    client, url = as_coordinator(edition), address(edition, "report-remove", YEAR, item.key)
    assert "Smazat hlášení za rok" in text(client.get(url))
    assert [client.post(url, {"read_at": at}).status_code for at in ("0", "pes", "1", "1")] == [
        409,
        409,
        303,
        404,
    ]
    assert "chybí 2 hlášení" in text(client.get(address(edition, "reports")))
    assert "Smazáno hlášení o plnění" in text(client.get(address(edition, "history")))
