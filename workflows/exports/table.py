"""A table as a spreadsheet: a title, a head, rows; numbers stay numbers and typed text is never run."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.encoding import force_str
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from workflows.models import FundedProject

NUMBER = "#,##0.##"
LONGEST_NAME = 31  # of a sheet
# A cell of a spreadsheet holds 32 767 characters; the page has the whole text.
LONGEST_CELL = 32_000


def cell(sheet: Any, value: Any, *, is_bold: bool = False, wraps: bool = True) -> Any:
    """Make a cell: numbers and dates as such, everything else as quoted text."""
    if not isinstance(value, int) and not hasattr(value, "isoformat") and value is not None:
        value = ILLEGAL_CHARACTERS_RE.sub("", force_str(value))[:LONGEST_CELL]
    made = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        made.data_type = "s"  # openpyxl takes a text that starts with "=" for a formula
        made.quotePrefix = True
    made.alignment = Alignment(wrap_text=wraps and not is_bold, vertical="top")
    made.font = Font(bold=is_bold)
    return made


def number(sheet: Any, value: Any) -> Any:
    """Make a cell of a decimal number, exactly as it is."""
    made = WriteOnlyCell(sheet, value=value)
    made.number_format = NUMBER
    return made


def table(
    *,
    name: str,
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Any]],
    projects: Iterable[FundedProject] = (),
) -> BytesIO:
    """Write one sheet; `columns` are names with their widths, `projects` pay for the plan it tells of."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:LONGEST_NAME])
    sheet.freeze_panes = "A3"
    for place, (_name, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([cell(sheet, title, is_bold=True)])
    sheet.append([cell(sheet, one, is_bold=True) for one, _width in columns])
    for row in rows:
        sheet.append(
            [number(sheet, value) if isinstance(value, Decimal) else cell(sheet, value) for value in row]
        )
    foot(sheet, projects)
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def foot(sheet: Any, projects: Iterable[FundedProject]) -> None:
    """Write under the rows who pays for planning: publicity belongs on every rendition of the plan."""
    for place, project in enumerate(projects):
        if place == 0:
            sheet.append([])
        sheet.append([cell(sheet, project.in_one_line, wraps=False)])
