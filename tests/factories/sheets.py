"""Filled-in sheets of reports, as people send them back."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.factories import reports
from workflows.actions import sheet as sheets
from workflows.exports.reports import workbook
from workflows.models import Edition, ReportSheet
from workflows.queries import sheet as layout
from workflows.queries.report import year_of_reports


def exported(edition: Edition, year: int = reports.YEAR):
    """Return the workbook that the office gives out, open for filling in."""
    return load_workbook(workbook(edition.plan, year_of_reports(edition.plan, year)))


def put(book, name: str, row: int, **cells) -> None:
    """Write into a row (from 1) of a worksheet; columns by the names of constants of the layout."""
    columns = layout.headers()[name]
    for column, value in cells.items():
        title = getattr(layout, column, None) or f"Vynaloženo: {column.replace('_', ' ')} (Kč)"
        book[name].cell(layout.HEAD_ROW + row, columns.index(title) + 1).value = value


def file_of(book, name: str = "hlaseni.xlsx") -> SimpleUploadedFile:
    stream = BytesIO()
    book.save(stream)
    return SimpleUploadedFile(name, stream.getvalue())


def uploaded(edition: Edition, book, year: int = reports.YEAR, **said) -> ReportSheet:
    values = {"by": edition.plan.coordinator, "now": reports.NOW, **said}
    return sheets.upload(plan=edition.plan, year=year, upload=file_of(book), **values)


def read(edition: Edition, book, year: int = reports.YEAR) -> ReportSheet:
    """Upload a workbook and read it, as the worker would."""
    return sheets.read(sheet=uploaded(edition, book, year))


def fates(sheet: ReportSheet) -> list[tuple[str, str, str]]:
    """Say of each cell where it is, what becomes of it, and why it was refused."""
    return [(f"{c['sheet']}!{c['at']}", c["fate"], c["why"]) for told in sheet.fates for c in told["cells"]]
