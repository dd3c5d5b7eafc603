"""Action items as a spreadsheet."""

import datetime as dt
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from bodies.models import ActionItem

LONGEST_CELL = 32_000
WIDTHS = (10, 30, 60, 24, 28, 28, 16, 16, 12, 18, 14, 40, 40)


def columns() -> list[str]:
    return [
        _("Číslo"),
        _("Orgán"),
        _("Úkol"),
        _("Jednání"),
        _("Odpovídá"),
        _("Spolupracuje"),
        _("Termín"),
        _("Původní termín"),
        _("Po termínu"),
        _("Stav"),
        _("Splněno dne"),
        _("Část plánu"),
        _("Co bylo uděláno"),
    ]


def row(task: ActionItem, today: dt.date) -> list[Any]:
    part = ", ".join(filter(None, [task.document.title if task.document else "", task.part_label]))
    return [
        task.number,
        task.body.name,
        task.text,
        task.meeting.name if task.meeting else "",
        task.answerer,
        task.cooperating,
        task.due_on or task.get_due_display(),
        task.first_due_on if task.is_extended else None,
        _("ano") if task.is_late(today) else "",
        task.get_state_display(),
        task.done_on,
        part,
        task.report,
    ]


def spreadsheet(tasks: Iterable[ActionItem], today: dt.date) -> BytesIO:
    """Write the table; what people typed stays text and is never run as a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Úkoly")[:31])
    sheet.freeze_panes = "A2"
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([cell(sheet, name, is_bold=True) for name in columns()])
    for task in tasks:
        sheet.append([cell(sheet, value) for value in row(task, today)])
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def cell(sheet: Any, value: Any, *, is_bold: bool = False) -> Any:
    """Make a cell: dates as such, everything else as quoted text."""
    if value is not None and not isinstance(value, dt.date):
        value = ILLEGAL_CHARACTERS_RE.sub("", force_str(value))[:LONGEST_CELL]
    made = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        made.data_type = "s"  # openpyxl takes a text that starts with "=" for a formula
        made.quotePrefix = True
    elif isinstance(value, dt.date):
        made.number_format = "d. m. yyyy"
    made.font = Font(bold=is_bold)
    made.alignment = Alignment(wrap_text=True, vertical="top")
    return made
