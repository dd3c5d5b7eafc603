"""The settlement table as a spreadsheet."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from documents.enums import Moderation
from documents.models import Comment
from workflows.exports.table import table
from workflows.models import FundedProject

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


def spreadsheet(
    comments: Iterable[Comment],
    *,
    title: str,
    is_public: bool = False,
    projects: Iterable[FundedProject] = (),
) -> BytesIO:
    """Write the table; what people typed stays text and is never run as a formula."""
    return table(
        name=_("Vypořádání připomínek"),
        title=title,
        columns=list(zip(columns(), WIDTHS, strict=True)),
        rows=(row(comment, is_public=is_public) for comment in comments),
        projects=projects,
    )
