"""The register of statements as a spreadsheet."""

from collections.abc import Container, Iterable
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from workflows.exports.table import table
from workflows.models import Statement


def columns() -> list[tuple[str, int]]:
    return [
        (_("Obec"), 24),
        (_("Pro rok"), 9),
        (_("Poskytovatel"), 36),
        (_("Služba"), 36),
        (_("Druh služby"), 28),
        (_("Forma"), 14),
        (_("Potřebnost"), 30),
        (_("Navržené zařazení"), 18),
        (_("Potřebná kapacita"), 16),
        (_("Jednotka"), 20),
        (_("Dne"), 12),
        (_("Č. j."), 18),
        (_("Platnost"), 16),
        (_("Odůvodnění"), 60),
        (_("Za obec"), 24),
    ]


def standing(statement: Statement) -> str:
    """Say whether a statement is valid."""
    if statement.withdrawn_on:
        return _("vzato zpět")
    return _("nahrazeno") if hasattr(statement, "superseded_by") else _("platí")


def row(statement: Statement, *, is_whole: bool) -> list[Any]:
    """Write one statement; reasons and names only for whoever may read them."""
    return [
        statement.territory.name,
        statement.year,
        statement.provider.name,
        statement.service,
        statement.kind.name,
        statement.get_form_display(),
        statement.get_necessity_display(),
        statement.get_tier_display(),
        statement.capacity,
        statement.unit,
        statement.given_on,
        statement.reference,
        standing(statement),
        statement.text if is_whole else "",
        statement.given_by if is_whole else "",
    ]


def spreadsheet(statements: Iterable[Statement], mine: Container[int]) -> BytesIO:
    """Write the register; `mine` are the territories whose reasons and names the reader may know."""
    rows = (row(one, is_whole=one.territory_id in mine) for one in statements)
    title = _("Vyjádření obcí k potřebnosti a zařazení služeb")
    return table(name=_("Vyjádření obcí"), title=title, columns=columns(), rows=rows)
