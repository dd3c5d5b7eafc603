"""The sheet of reports of a year: given out filled with what is known, read back by actions.sheet."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.encoding import force_str
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from workflows.enums import FundingSource, Progress
from workflows.models import ItemCost, Plan, ReportedMoney
from workflows.queries import sheet as layout
from workflows.queries.report import Line, YearOfReports

LAST_ROW = 5_000
PUBLICITY = "Kdo plánování platí"
WIDE = {layout.TITLE: 50, layout.TEXT: 60, layout.IMPLEMENTER: 30, layout.NAME: 40, layout.MUNICIPALITY: 24}
TO_FILL = PatternFill("solid", fgColor="FFF8E1")
KNOWN = PatternFill("solid", fgColor="EEEEEE")
TOP = Alignment(wrap_text=True, vertical="top")


def workbook(plan: Plan, reports: YearOfReports) -> BytesIO:
    """Write the sheet: an item a row, its indicators and the shares of municipalities beside."""
    book = Workbook(write_only=True)
    rows = {
        layout.REPORTS: report_rows(reports.lines, reports.year),
        layout.INDICATORS: indicator_rows(reports.lines),
        layout.SHARES: share_rows(reports.lines, reports.year),
    }
    for name, columns in layout.headers().items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = f"A{layout.FIRST_ROW}"
        for number, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = WIDE.get(column, 18)
        offer_words(sheet, columns)
        sheet.append([cell(sheet, f"Hlášení o plnění: {plan.title}", is_bold=True)])
        sheet.append([cell(sheet, "Rok", is_bold=True), cell(sheet, reports.year, is_bold=True)])
        sheet.append([cell(sheet, column, is_bold=True, fill=fill_of(column)) for column in columns])
        for row in rows[name]:
            sheet.append([cell(sheet, value) for value in row])
    tell_publicity(book, plan)
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def tell_publicity(book: Any, plan: Plan) -> None:
    """Say who pays for planning on a sheet of its own: below the rows it would be in the way."""
    projects = list(plan.projects.all())
    if projects:
        sheet = book.create_sheet(PUBLICITY)
        sheet.column_dimensions["A"].width = 100
        for project in projects:
            sheet.append([cell(sheet, project.in_one_line)])


def report_rows(lines: Iterable[Line], year: int) -> Iterator[list[Any]]:
    words = layout.words_of(Progress)
    for line in lines:
        item, report = line.item, line.report
        spent = {m.source: m.amount for m in money_of(line) if m.municipality_id is None}
        yield [
            str(item.key),
            item.number,
            item.title,
            item.implementer.name if item.implementer else None,
            sum((cost.amount for cost in costs_of(line, year)), Decimal(0)) or None,
            words[report.progress] if report else None,
            report.text if report else None,
            *(spent.get(source) for source in layout.spent_columns().values()),
        ]


def indicator_rows(lines: Iterable[Line]) -> Iterator[list[Any]]:
    for line in lines:
        if line.is_gone:
            continue
        values = {v.indicator: v.value for v in line.report.values.all()} if line.report else {}
        for one in line.item.indicators.all():
            yield [
                str(line.item.key),
                str(one.key),
                line.item.number,
                line.item.title,
                one.name,
                one.unit,
                one.target,
                values.get(one.key),
            ]


def share_rows(lines: Iterable[Line], year: int) -> Iterator[list[Any]]:
    """Write a row for each share that was planned or paid; more may be added below them."""
    words = layout.words_of(FundingSource)
    for line in lines:
        planned: dict[tuple[str, str], Decimal] = {}
        for cost in costs_of(line, year):
            if cost.municipality is not None:
                where = (cost.source, cost.municipality.name)
                planned[where] = planned.get(where, Decimal(0)) + cost.amount
        spent = {(m.source, m.municipality.name): m.amount for m in money_of(line) if m.municipality}
        for source, name in sorted({*planned, *spent}):
            where = (source, name)
            head = [str(line.item.key), line.item.number, line.item.title]
            yield [*head, words[source], name, planned.get(where), spent.get(where)]


def costs_of(line: Line, year: int) -> list[ItemCost]:
    return [] if line.is_gone else [cost for cost in line.item.costs.all() if cost.year == year]


def money_of(line: Line) -> Iterable[ReportedMoney]:
    return line.report.money.all() if line.report else ()


def fill_of(column: str) -> PatternFill:
    """Tell by colour what is to be filled in and what is only there to read."""
    filled = (layout.PROGRESS, layout.TEXT, layout.VALUE, layout.SPENT, *layout.spent_columns())
    return TO_FILL if column in filled else KNOWN


def offer_words(sheet: Any, columns: list[str]) -> None:
    """Offer the states and sources in a list, so that nobody has to know them by heart."""
    for column, choices in ((layout.PROGRESS, Progress), (layout.SOURCE, FundingSource)):
        if column in columns:
            letter = get_column_letter(columns.index(column) + 1)
            words = ",".join(layout.words_of(choices).values())
            offered = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            offered.add(f"{letter}{layout.FIRST_ROW}:{letter}{LAST_ROW}")
            sheet.data_validations.append(offered)


def cell(sheet: Any, value: Any, *, is_bold: bool = False, fill: PatternFill | None = None) -> Any:
    """Make a cell: numbers as such, everything else as text that is never run as a formula."""
    if value is None:
        return None
    if not isinstance(value, int | Decimal):
        value = ILLEGAL_CHARACTERS_RE.sub("", force_str(value))
    made = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        made.data_type = "s"  # openpyxl takes a text that starts with "=" for a formula
        made.quotePrefix = True
        made.alignment = TOP
    elif isinstance(value, Decimal):
        made.number_format = "#,##0.00"
    if is_bold:
        made.font = Font(bold=True)
    if fill is not None:
        made.fill = fill
    return made
