"""A table as a spreadsheet: a title, a head, rows; numbers stay numbers and typed text is never run."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from workflows.exports.settlement import cell

NUMBER = "#,##0.##"
LONGEST_NAME = 31  # of a sheet


def number(sheet: Any, value: Any) -> Any:
    """Make a cell of a decimal number, exactly as it is."""
    made = WriteOnlyCell(sheet, value=value)
    made.number_format = NUMBER
    return made


def table(
    *, name: str, title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]
) -> BytesIO:
    """Write one sheet; `columns` are names with their widths."""
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
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream
