"""A filled-in XLSX of reports is taken apart into rows; what it says is judged elsewhere."""

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from workflows.queries import sheet as layout
from workflows.queries.sheet import Found, Row

# What the libraries raise over files that are damaged, encrypted or no workbook at all
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    OSError,
    RuntimeError,
)
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 10_000, 60


class UnreadableError(Exception):
    """The file is not a sheet that we gave out; the message says what is wrong with it."""


def opened(content: IO[bytes]) -> Any:
    """Open a workbook without running anything in it. Raises UnreadableError."""
    try:
        with zipfile.ZipFile(content) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise UnreadableError(_("Sešit je po rozbalení příliš velký. Nahrajte jen vyplněný export."))
        content.seek(0)
        return load_workbook(content, data_only=False, keep_links=False)
    except DAMAGED as error:
        raise UnreadableError(_("Soubor je poškozený nebo to není sešit XLSX.")) from error


def check(book: Any, year: int) -> None:
    """Raise UnreadableError when a worksheet is missing, is of another year or has other columns."""
    for name in layout.headers():
        if name not in book.sheetnames:
            raise UnreadableError(_("V sešitu chybí list „%(name)s“.") % {"name": name})
        said = book[name].cell(layout.YEAR_ROW, 2).value
        if str(said).strip() != str(year):
            text = _("List „%(name)s“ je za rok %(said)s, nahráváte ho ale k roku %(year)d.")
            raise UnreadableError(text % {"name": name, "said": "?" if said is None else said, "year": year})
        if book[name].max_row > MOST_ROWS:
            text = _("List „%(name)s“ má přes 10 000 řádků. Odstraňte prázdné řádky pod tabulkou.")
            raise UnreadableError(text % {"name": name})
        columns_of(book[name])


def columns_of(sheet: Any) -> dict[str, int]:
    """Return the places of our columns; their order may change and other columns may stand between them."""
    last = min(sheet.max_column, MOST_COLUMNS)
    named: dict[str, int] = {}
    for number in range(1, last + 1):
        name = " ".join(str(sheet.cell(layout.HEAD_ROW, number).value or "").split())
        if name in named:
            raise UnreadableError(changed(sheet, _("sloupec „%(name)s“ je tam dvakrát") % {"name": name}))
        if name:
            named[name] = number
    wanted = layout.headers()[sheet.title]
    if missing := [name for name in wanted if name not in named]:
        words = ", ".join(f"„{name}“" for name in missing)
        raise UnreadableError(changed(sheet, _("chybí %(names)s") % {"names": words}))
    return {name: named[name] for name in wanted}


def changed(sheet: Any, what: str) -> str:
    text = _("Záhlaví listu „%(sheet)s“ (řádek %(row)d) je změněné: %(what)s.")
    return (text % {"sheet": sheet.title, "row": layout.HEAD_ROW, "what": what})[:300]


def size_of(book: Any) -> int:
    """Return how many rows there are to read."""
    return sum(max(book[name].max_row - layout.HEAD_ROW, 0) for name in layout.headers())


def rows_of(book: Any) -> Iterator[Row]:
    """Walk over the rows of all our worksheets; an empty row has no cells."""
    for name in layout.headers():
        sheet = book[name]
        columns = {number: column for column, number in columns_of(sheet).items()}
        merged = merged_cells(sheet)
        for row in sheet.iter_rows(min_row=layout.FIRST_ROW, max_col=max(columns)):
            cells = {
                columns[cell.column]: found(cell, is_merged=(cell.row, cell.column) in merged)
                for cell in row
                if cell.column in columns and (is_filled(cell) or (cell.row, cell.column) in merged)
            }
            yield Row(name, row[0].row, cells)


def is_filled(cell: Any) -> bool:
    value = cell.value
    return value is not None and not (isinstance(value, str) and not value.strip())


def merged_cells(sheet: Any) -> set[tuple[int, int]]:
    """Return the places below the header that are merged with another."""
    places = set()
    for area in sheet.merged_cells.ranges:
        last = min(area.max_row, MOST_ROWS)
        for row in range(max(area.min_row, layout.FIRST_ROW), last + 1):
            places |= {(row, column) for column in range(area.min_col, min(area.max_col, MOST_COLUMNS) + 1)}
    return places


def found(cell: Any, *, is_merged: bool) -> Found:
    """Read one cell; formulas and errors are not values that somebody reported."""
    at, value = cell.coordinate, cell.value
    if is_merged:
        problem = _("Buňka je sloučená s jinou, není jisté, čeho se hodnota týká. Zrušte sloučení.")
        return Found(at, "" if value is None else value, problem)
    if cell.data_type == "f":
        return Found(at, str(value)[:100], _("V buňce je vzorec. Vložte místo něj jeho výsledek."))
    if cell.data_type == "e":
        return Found(at, value, _("V buňce je chyba výpočtu."))
    return Found(at, value)
