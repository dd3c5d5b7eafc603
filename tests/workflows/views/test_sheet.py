import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import people, reports, sheets
from workflows.actions import sheet as actions
from workflows.enums import SheetState
from workflows.models import ItemReport, ReportSheet
from workflows.queries.sheet import REPORTS

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year - 1


@pytest.fixture
def edition():
    return reports.in_force(items=2, year=YEAR)


@pytest.fixture
def client(edition):
    client = Client()
    client.force_login(edition.plan.coordinator)
    return client


@pytest.fixture
def book(edition):
    """Return the year's sheet with one state right, one wrong and money of the first."""
    book = sheets.exported(edition, YEAR)
    sheets.put(book, REPORTS, 2, PROGRESS="splněno", kraj="1 000,50")
    sheets.put(book, REPORTS, 3, PROGRESS="skoro")
    return book


def address(edition, name: str, *more) -> str:
    return reverse(f"plans:{name}", args=[edition.plan.slug, *more])


def read(edition, book) -> ReportSheet:
    sheet = sheets.uploaded(edition, book, YEAR, now=timezone.now())
    return actions.read(sheet=sheet)


def test_a_sheet_is_taken_out_filled_in_sent_back_and_confirmed(edition, client, book, text):
    given = client.get(address(edition, "sheet-export", YEAR))
    assert given["Content-Disposition"] == f'attachment; filename="hlaseni-{edition.plan.slug}-{YEAR}.xlsx"'
    response = client.post(address(edition, "sheet-upload", YEAR), {"upload": sheets.file_of(book)})
    sheet = ReportSheet.objects.get()
    assert (response.status_code, response["Location"]) == (303, address(edition, "sheet", sheet.pk))
    assert "Sešit čeká, až na něj přijde řada." in text(client.get(response["Location"]))

    actions.read(sheet=sheet)
    page = text(client.get(response["Location"]))
    for words in (
        "Po potvrzení se zapíše hlášení k 1 položce.",
        "1 buňka se nezapíše",
        "Hlášení, F5",
        "Neznámý stav.",
        "1 000,50",
    ):
        assert words in page
    response = client.post(address(edition, "sheet-apply", sheet.pk))
    assert (response.status_code, ItemReport.objects.get().progress) == (303, "done")
    assert client.post(address(edition, "sheet-apply", sheet.pk)).status_code == 409
    assert "zapsáno" in text(client.get(address(edition, "sheet", sheet.pk)))


def test_the_progress_is_asked_for_until_the_sheet_is_read(edition, client, book, text):
    sheet = sheets.uploaded(edition, book, YEAR, now=timezone.now())
    actions.tell_progress(sheet, 200, 2000)
    url = address(edition, "sheet", sheet.pk) + "?cast=stav"
    waiting = client.get(url)
    assert "Přečteno 200 z 2000 řádků." in text(waiting)
    assert "HX-Refresh" not in waiting
    actions.read(sheet=sheet)
    assert client.get(url)["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("fate", "cells"),
    [("", 3), ("written", 2), ("refused", 1), ("unchanged", 0), ("pes", 3)],
)
def test_cells_are_narrowed_by_what_becomes_of_them(edition, client, book, fate, cells):
    sheet = read(edition, book)
    response = client.get(address(edition, "sheet", sheet.pk) + f"?bunky={fate}")
    assert response.context["page"].paginator.count == cells


def test_a_sheet_is_dropped_and_writes_nothing(edition, client, book):
    sheet = read(edition, book)
    assert [client.post(address(edition, "sheet-drop", sheet.pk)).status_code for _ in range(2)] == [303, 409]
    assert (ReportSheet.objects.get().state, ItemReport.objects.count()) == (SheetState.DROPPED, 0)


def test_a_sheet_that_cannot_be_read_says_why_and_is_not_confirmed(edition, client, book, text):
    book[REPORTS]["F3"].value = "Stav"
    sheet = read(edition, book)
    page = text(client.get(address(edition, "sheet", sheet.pk)))
    assert "Záhlaví listu „Hlášení“ (řádek 3) je změněné: chybí „Stav plnění“." in page
    assert "Nic se nezapsalo." in page
    assert client.post(address(edition, "sheet-apply", sheet.pk)).status_code == 409


def test_what_was_reported_meanwhile_sends_the_person_back_to_the_sheet(edition, client, book, text):
    sheet = read(edition, book)
    reports.report(reports.measures(edition)[0], YEAR, now=timezone.now())
    response = client.post(address(edition, "sheet-apply", sheet.pk), follow=True)
    assert response.redirect_chain == [(address(edition, "sheet", sheet.pk), 303)]
    assert "Sešit čteme znovu" in text(response)


@pytest.mark.parametrize(
    ("content", "mistake"),
    [
        (b"%PDF-1.4 x", "Nahrajte prosím sešit XLSX, který jste odsud stáhli."),
        (b"PK\x03\x04 nic", "Tento druh souboru nepřijímáme."),
        (b"x" * (5 * 1024 * 1024 + 1), "Sešit je větší než 5 MB."),
        (b"", "prázdný"),
    ],
)
def test_other_files_are_refused_at_the_form(edition, client, content, mistake, text):
    upload = SimpleUploadedFile("hlaseni.xlsx", content)
    response = client.post(address(edition, "sheet-upload", YEAR), {"upload": upload})
    assert response.status_code == 422
    assert mistake in text(response)


def test_who_may_not_collect_reports_sees_no_sheet(edition, book):
    sheet = read(edition, book)
    stranger = Client()
    stranger.force_login(people.person())
    pages = [("sheet-upload", YEAR), ("sheet", sheet.pk)]
    assert [stranger.get(address(edition, *page)).status_code for page in pages] == [403, 403]
    deeds = ("sheet-apply", "sheet-drop")
    assert [stranger.post(address(edition, deed, sheet.pk)).status_code for deed in deeds] == [403, 403]
    other = reports.in_force(year=YEAR)
    client = Client()
    client.force_login(other.plan.coordinator)
    assert client.get(address(other, "sheet", sheet.pk)).status_code == 404
