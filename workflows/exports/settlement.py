"""The settlement table as a spreadsheet."""

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

from documents.enums import Moderation
from documents.models import Comment

# A cell of a spreadsheet holds 32 767 characters; the page has the whole text.
LONGEST_CELL = 32_000
WIDTHS = (6, 12, 16, 24, 18, 30, 60, 40, 18, 60, 22, 12)


def columns() -> list[str]:
    """Columns of the table as offices print it (domain.md b4)."""
    return [
        _("Č."),
        _("Doručeno"),
        _("Způsob"),
        _("Předkladatel"),
        _("Strana"),
        _("Část dokumentu"),
        _("Připomínka"),
        _("Navržená změna"),
        _("Vypořádání"),
        _("Odůvodnění"),
        _("Vypořádal/a"),
        _("Dne"),
    ]


def author(comment: Comment, *, is_public: bool) -> str:
    """Name the author for the office, or as the public may see it."""
    if is_public:
        return comment.public_author
    names = ", ".join(filter(None, [comment.author_name, comment.organisation_name]))
    return names or comment.public_author


def row(comment: Comment, *, is_public: bool) -> list[Any]:
    """Write one comment; the public does not read what is not shown nor who settled it."""
    is_read = not is_public or comment.moderation == Moderation.SHOWN
    hidden = _("Text není zveřejněn.")
    return [
        comment.number,
        comment.received_on,
        comment.get_channel_display(),
        author(comment, is_public=is_public),
        comment.get_side_display(),
        comment.part_label,
        comment.text if is_read else hidden,
        comment.proposed_change if is_read else "",
        comment.get_state_display(),
        comment.reason,
        comment.settled_by.name if comment.settled_by and not is_public else "",
        comment.settled_at.date() if comment.settled_at else None,
    ]


def spreadsheet(comments: Iterable[Comment], *, title: str, is_public: bool = False) -> BytesIO:
    """Write the table; what people typed stays text and is never run as a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Vypořádání připomínek")[:31])
    sheet.freeze_panes = "A3"
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([cell(sheet, title, is_bold=True)])
    sheet.append([cell(sheet, name, is_bold=True) for name in columns()])
    for comment in comments:
        sheet.append([cell(sheet, value) for value in row(comment, is_public=is_public)])
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def cell(sheet: Any, value: Any, *, is_bold: bool = False) -> Any:
    """Make a cell: numbers and dates as such, everything else as quoted text."""
    if not isinstance(value, int) and not hasattr(value, "isoformat") and value is not None:
        value = ILLEGAL_CHARACTERS_RE.sub("", force_str(value))[:LONGEST_CELL]
    made = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        made.data_type = "s"  # openpyxl takes a text that starts with "=" for a formula
        made.quotePrefix = True
    made.alignment = Alignment(wrap_text=not is_bold, vertical="top")
    made.font = Font(bold=is_bold)
    return made
