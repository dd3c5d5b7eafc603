from decimal import Decimal
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult

from people import journal
from people.errors import Gone, Refused
from tests.factories import people, reports, sheets
from tests.factories.races import at_once
from workflows.actions import sheet as actions
from workflows.actions.report import Reached, Spent
from workflows.enums import Progress, SheetState
from workflows.models import ItemReport, ReportSheet
from workflows.queries.sheet import INDICATORS, REPORTS, SHARES

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return reports.in_force(items=2)


def apply(sheet):
    return actions.apply(sheet=sheet, by=sheet.uploaded_by, now=reports.NOW)


def money(report) -> list[tuple]:
    return [(m.source, m.municipality and m.municipality.name, m.amount) for m in report.money.all()]


# --- there and back -------------------------------------------------------------------------------


def test_a_sheet_given_out_and_sent_back_untouched_changes_nothing(edition):
    item = reports.measures(edition)[0]
    reports.report(
        item,
        text="Běží.",
        money=[Spent("region", Decimal(5)), Spent("eu", Decimal(7), edition.plan.territory)],
        values=[Reached(item.indicators.get().key, Decimal(2))],
    )
    sheet = sheets.read(edition, sheets.exported(edition))
    assert sheet.state == SheetState.READ
    assert [fate for _at, fate, _why in sheets.fates(sheet)] == ["unchanged"] * 5
    apply(sheet)
    assert ItemReport.objects.get().revision == 1


def test_what_was_filled_in_is_written_when_it_is_confirmed(edition):
    village = people.territory("Smržovka")
    edition.plan.territory.members.add(village)
    item = reports.measures(edition)[0]
    book = sheets.exported(edition)
    sheets.put(
        book, REPORTS, 2, PROGRESS=" Splněno  částečně", TEXT="Chybí řidič.", kraj="1\xa0250\u202f000,50 Kč"
    )
    sheets.put(book, INDICATORS, 1, VALUE="2,5")
    sheets.put(
        book,
        SHARES,
        1,
        KEY=str(item.key),
        SOURCE="obec",
        MUNICIPALITY="smržovka",
        SPENT=85000,
    )
    sheet = sheets.read(edition, book)
    assert ItemReport.objects.count() == 0
    assert sheets.fates(sheet) == [
        ("Hlášení!F5", "written", ""),
        ("Hlášení!G5", "written", ""),
        ("Hlášení!I5", "written", ""),
        ("Ukazatele!H4", "written", ""),
        ("Podíly obcí!G4", "written", ""),
    ]
    apply(sheet)
    report = ItemReport.objects.get()
    assert (report.key, report.progress, report.revision) == (item.key, Progress.PARTLY, 1)
    assert report.text == "Chybí řidič."
    assert money(report) == [
        ("municipality", "Smržovka", Decimal(85000)),
        ("region", None, Decimal("1250000.50")),
    ]
    assert [(v.name, v.value) for v in report.values.all()] == [("úvazky", Decimal("2.5"))]
    sheet.refresh_from_db()
    assert (sheet.state, sheet.ended_at) == (SheetState.APPLIED, reports.NOW)
    assert [e.kind for e in journal.of(sheet)] == ["report_sheet.uploaded", "report_sheet.applied"]


def test_a_sheet_changes_only_its_cells_and_keeps_the_rest_of_the_report(edition):
    item = reports.measures(edition)[0]
    indicator = item.indicators.get().key
    reports.report(
        item,
        text="Běží.",
        money=[Spent("region", Decimal(5)), Spent("eu", Decimal(6))],
        values=[Reached(indicator, Decimal(2))],
    )
    book = sheets.exported(edition)
    sheets.put(book, REPORTS, 2, PROGRESS="splněno", TEXT=None, kraj=9)
    sheets.put(book, INDICATORS, 1, VALUE=3)
    apply(sheets.read(edition, book))
    report = ItemReport.objects.get()
    assert (report.progress, report.text, report.revision) == (Progress.DONE, "Běží.", 2)
    assert money(report) == [("eu", None, Decimal(6)), ("region", None, Decimal(9))]
    assert [v.value for v in report.values.all()] == [Decimal(3)]


# --- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "at", "why"),
    [
        ({"PROGRESS": "skoro"}, "F5", "Neznámý stav."),
        ({"kraj": "hodně"}, "I5", "Napište číslo, například 1 250 000 nebo 12,5."),
        ({"kraj": -1}, "I5", "Vynaložené peníze nemohou být záporné."),
        ({"kraj": 10**13}, "I5", "Číslo je příliš velké."),
        ({"kraj": "=A1*2"}, "I5", "V buňce je vzorec."),
        ({"kraj": "#DIV/0!"}, "I5", "V buňce je chyba výpočtu."),
        ({"TEXT": "x" * 20_001}, "G5", "Text je delší než 20 000 znaků"),
    ],
)
def test_a_cell_that_cannot_be_written_says_why_and_the_others_are_written(edition, cells, at, why):
    book = sheets.exported(edition)
    sheets.put(book, REPORTS, 2, **{"PROGRESS": "probíhá", "dary": 3, **cells})
    if cells.get("kraj") == "#DIV/0!":
        book[REPORTS]["I5"].data_type = "e"
    found = {where: (fate, said) for where, fate, said in sheets.fates(sheets.read(edition, book))}
    assert found[f"Hlášení!{at}"][0] == "refused"
    assert found[f"Hlášení!{at}"][1].startswith(why)


def test_money_without_a_state_is_no_report(edition):
    book = sheets.exported(edition)
    sheets.put(book, REPORTS, 2, kraj=5)
    sheet = sheets.read(edition, book)
    assert sheets.fates(sheet) == [
        ("Hlášení!I5", "refused", "U položky zatím není hlášení. Vyplňte i stav plnění.")
    ]


def test_rows_that_nobody_knows_or_that_are_there_twice_are_refused(edition):
    item, village = reports.measures(edition)[0], edition.plan.territory
    book = sheets.exported(edition)
    sheets.put(book, REPORTS, 2, PROGRESS="probíhá")
    sheets.put(book, REPORTS, 4, KEY=str(item.key), PROGRESS="splněno")
    sheets.put(book, REPORTS, 5, KEY=str(uuid4()), PROGRESS="splněno")
    sheets.put(book, REPORTS, 6, TITLE="Nová věc", PROGRESS="splněno")
    sheets.put(book, INDICATORS, 3, KEY=str(item.key), INDICATOR="x", VALUE=1)
    sheets.put(book, SHARES, 1, KEY=str(item.key), SOURCE="obec", MUNICIPALITY="Aš", SPENT=1)
    sheets.put(book, SHARES, 2, KEY=str(item.key), SOURCE="mecenáš", MUNICIPALITY=village.name, SPENT=1)
    unknown = "Neznámá položka: klíč v prvním sloupci nepatří žádné položce tohoto plánu."
    found = {where: why for where, fate, why in sheets.fates(sheets.read(edition, book)) if fate == "refused"}
    assert found == {
        "Hlášení!F7": "Totéž už je v sešitu uvedeno v řádku 5.",
        "Hlášení!F8": unknown,
        "Hlášení!F9": unknown,
        "Ukazatele!H6": "Neznámý ukazatel: klíč nepatří žádnému ukazateli této položky.",
        "Podíly obcí!G4": "Taková obec v území plánu není.",
        "Podíly obcí!G5": "Neznámý zdroj. Možné zdroje: obec, kraj, stát (§ 101a), fondy EU, úhrady klientů, "
        "dary, jiné.",
    }


def test_merged_cells_are_refused_because_nobody_knows_whose_they_are(edition):
    book = sheets.exported(edition)
    sheets.put(book, REPORTS, 2, PROGRESS="probíhá", kraj=5)
    book[REPORTS].merge_cells("I5:I6")
    found = {where: fate for where, fate, _why in sheets.fates(sheets.read(edition, book))}
    assert found == {"Hlášení!F5": "written", "Hlášení!I5": "refused", "Hlášení!I6": "refused"}


def rename_column(book):
    book[REPORTS]["F3"].value = "Stav"


def repeat_column(book):
    book[REPORTS]["P3"].value = "Stav plnění"


def other_year(book):
    book[INDICATORS]["B2"].value = 2026


def drop_sheet(book):
    del book[SHARES]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (rename_column, "Záhlaví listu „Hlášení“ (řádek 3) je změněné: chybí „Stav plnění“."),
        (
            repeat_column,
            "Záhlaví listu „Hlášení“ (řádek 3) je změněné: sloupec „Stav plnění“ je tam dvakrát.",
        ),
        (other_year, "List „Ukazatele“ je za rok 2026, nahráváte ho ale k roku 2027."),
        (drop_sheet, "V sešitu chybí list „Podíly obcí“."),
    ],
)
def test_a_sheet_that_is_not_the_one_given_out_says_what_is_wrong(edition, change, problem):
    book = sheets.exported(edition)
    change(book)
    sheet = sheets.read(edition, book)
    assert (sheet.state, sheet.problem, sheet.fates) == (SheetState.FAILED, problem, [])
    with pytest.raises(Gone):
        apply(sheet)


def test_columns_may_stand_in_another_order_with_others_between_them(edition):
    book = sheets.exported(edition)
    book[REPORTS].insert_cols(6)
    book[REPORTS]["F3"].value = "Naše poznámka"
    book[REPORTS]["G5"].value = "splněno"
    assert sheets.fates(sheets.read(edition, book)) == [("Hlášení!G5", "written", "")]


def test_an_item_that_left_the_plan_is_only_reported_as_dropped(edition):
    item = reports.measures(edition)[1]
    book = sheets.exported(edition)
    sheets.put(book, REPORTS, 2, PROGRESS="probíhá")
    sheets.put(book, REPORTS, 3, PROGRESS="probíhá", kraj=4)
    waiting = sheets.read(edition, book)
    reports.leave(edition, item)

    assert apply(waiting).state == SheetState.UPLOADED  # read again: the text is another
    sheet = actions.read(sheet=waiting)
    kept, left = sheet.fates
    assert [c["fate"] for c in kept["cells"]] == ["written"]
    assert [c["why"].startswith("Položka v textu pro tento rok už není") for c in left["cells"]] == [True] * 2

    sheets.put(book, REPORTS, 3, PROGRESS="zrušeno nebo odloženo")
    apply(sheets.read(edition, book))
    assert ItemReport.objects.get(key=item.key).progress == Progress.DROPPED


# --- files ----------------------------------------------------------------------------------------


def packed(**files) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_0_", "."), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.4", "Nahrajte prosím sešit XLSX"),
        (b"a,b\n1,2", "Nahrajte prosím sešit XLSX"),
        (b"x" * (5 * 1024 * 1024 + 1), "větší než 5 MB"),
        (
            packed(**{"[Content_Types]_0_xml": "", "xl__workbook_0_xml": "", "xl__vbaProject_0_bin": "x"}),
            "Tento druh souboru nepřijímáme",
        ),
    ],
)
def test_other_files_are_not_taken(edition, content, words):
    with pytest.raises(Refused, match=words):
        actions.upload(
            plan=edition.plan,
            year=2027,
            upload=SimpleUploadedFile("hlaseni.xlsx", content),
            by=edition.plan.coordinator,
            now=reports.NOW,
        )
    assert ReportSheet.objects.count() == 0


def test_a_damaged_workbook_cannot_be_read_and_says_so(edition):
    broken = packed(**{"[Content_Types]_0_xml": "<x", "xl__workbook_0_xml": "<x"})
    sheet = actions.upload(
        plan=edition.plan,
        year=2027,
        upload=SimpleUploadedFile("hlaseni.xlsx", broken),
        by=edition.plan.coordinator,
        now=reports.NOW,
    )
    sheet = actions.read(sheet=sheet)
    assert (sheet.state, sheet.problem) == (
        SheetState.FAILED,
        "Soubor je poškozený nebo to není sešit XLSX.",
    )


@pytest.mark.parametrize("year", [2026, 2029, 2030])
def test_a_sheet_of_a_year_that_cannot_be_reported_on_is_not_taken(edition, year):
    with pytest.raises(Refused):
        sheets.uploaded(edition, sheets.exported(edition), year)


# --- who and when ---------------------------------------------------------------------------------


def test_the_worker_reads_what_was_uploaded(edition):
    sheet = sheets.uploaded(edition, sheets.exported(edition))
    job = DBTaskResult.objects.ready().get()
    job.task.call(*job.args_kwargs["args"])
    sheet.refresh_from_db()
    assert (sheet.state, sheet.rows_read, sheet.rows_all) == (SheetState.READ, 5, 5)


def test_a_dropped_sheet_writes_nothing_even_if_it_is_being_read(edition):
    book = sheets.exported(edition)
    sheets.put(book, REPORTS, 2, PROGRESS="probíhá")
    sheet = sheets.uploaded(edition, book)
    actions.drop(sheet=sheet, by=sheet.uploaded_by, now=reports.NOW)
    assert actions.read(sheet=sheet).state == SheetState.DROPPED
    with pytest.raises(Gone):
        apply(sheet)
    with pytest.raises(Gone):
        actions.drop(sheet=sheet, by=sheet.uploaded_by, now=reports.NOW)


def test_what_somebody_reported_meanwhile_is_not_overwritten_but_shown_again(edition):
    item = reports.measures(edition)[0]
    book = sheets.exported(edition)
    sheets.put(book, REPORTS, 2, PROGRESS="splněno")
    sheet = sheets.read(edition, book)
    reports.report(item, text="Mezitím.")
    assert apply(sheet).state == SheetState.UPLOADED
    assert ItemReport.objects.get().progress == Progress.RUNNING
    sheet = actions.read(sheet=sheet)
    assert [(c["was"], c["to"]) for c in sheet.fates[0]["cells"]] == [("running", "done")]
    apply(sheet)
    report = ItemReport.objects.get()
    assert (report.progress, report.text, report.revision) == (Progress.DONE, "Mezitím.", 2)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_people_who_confirm_one_sheet_at_once_write_it_once(edition):
    book = sheets.exported(edition)
    sheets.put(book, REPORTS, 2, PROGRESS="splněno")
    sheet = sheets.read(edition, book)
    assert sorted(at_once(lambda: apply(sheet), lambda: apply(sheet))) == ["Gone", "done"]
    assert ItemReport.objects.get().revision == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_sheets_confirmed_at_once_the_later_is_read_again(edition):
    waiting = []
    for word in ("splněno", "probíhá"):
        book = sheets.exported(edition)
        sheets.put(book, REPORTS, 2, PROGRESS=word)
        waiting.append(sheets.read(edition, book))
    assert at_once(*[lambda one=one: apply(one) for one in waiting]) == ["done", "done"]
    states = sorted(ReportSheet.objects.values_list("state", flat=True))
    assert (states, ItemReport.objects.get().revision) == ([SheetState.APPLIED, SheetState.UPLOADED], 1)
