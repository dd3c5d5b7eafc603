"""The evaluation of a plan as a spreadsheet: a sheet for each table, with numbers as numbers."""

import re
from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from workflows.exports.table import LONGEST_NAME, cell, foot, number
from workflows.models import FundedProject
from workflows.queries.evaluation import Evaluation
from workflows.queries.evaluation_tables import Table, tables_of

WIDE, NARROW = 44, 16
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")  # in the name of a sheet


def spreadsheet(evaluation: Evaluation) -> BytesIO:
    """Write every table with all items; what people typed stays text and is never run as a formula."""
    book = Workbook(write_only=True)
    tables, projects = tables_of(evaluation, with_items=True), list(evaluation.plan.projects.all())
    for table in tables:
        sheet = book.create_sheet(FORBIDDEN.sub(" ", table.title)[:LONGEST_NAME])
        write(sheet, table, evaluation, projects)
    if not tables:
        book.create_sheet(_("Vyhodnocení")).append([_("Zatím není co vyhodnotit.")])
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def write(sheet: Any, table: Table, evaluation: Evaluation, projects: Iterable[FundedProject]) -> None:
    """Write one table under a line that says of what plan and years it is."""
    sheet.freeze_panes = "A4"
    for place, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = NARROW if column.is_number else WIDE
    years = ", ".join(str(year) for year in evaluation.years)
    sheet.append([cell(sheet, f"{evaluation.plan.title} – {years}", is_bold=True)])
    sheet.append([cell(sheet, table.about)])
    sheet.append([cell(sheet, column.name, is_bold=True) for column in table.columns])
    for row in [*table.rows, *([table.total] if table.total else [])]:
        sheet.append([number(sheet, v) if isinstance(v, Decimal) else cell(sheet, v) for v in row])
    foot(sheet, projects)
