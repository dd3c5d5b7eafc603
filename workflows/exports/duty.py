"""The report to the ministry as a spreadsheet: a sheet for each of its parts."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from workflows.exports.table import LONGEST_NAME, cell, number
from workflows.queries.duty_report import MinistryReport, state_of

Columns = Sequence[tuple[str, int]]


def workbook(report: MinistryReport, today: dt.date) -> BytesIO:
    """Write the report; what people typed stays text and is never run as a formula."""
    book = Workbook(write_only=True)
    title = _("%(region)s, rok %(year)d") % {"region": report.region.name, "year": report.year}
    columns = [(_("Povinnost"), 50), (_("Právní základ"), 60)]
    columns += [(_("Splněno"), 12), (_("Odpadlo"), 12), (_("Čeká"), 12), (_("Z toho po termínu"), 18)]
    duties = ((d.name, d.source, d.fulfilled, d.waived, d.due, d.late) for d in report.duties)
    sheet(book, _("Povinnosti"), title, columns, duties)
    columns = [(_("Území"), 30), (_("Povinnost"), 50), (_("Termín"), 14), (_("Stav"), 18)]
    columns += [(_("Splněno dne"), 14), (_("Č. j."), 24)]
    places = (
        (d.territory.name, d.rule.name, d.due_on, state_of(d, today), d.fulfilled_on, d.reference)
        for d in report.places
    )
    sheet(book, _("Podle území"), title, columns, places)
    columns = [(_("Druh služby"), 40), (_("Forma"), 16), (_("Jednotka"), 18), (_("Potřebná kapacita"), 18)]
    columns += [(_("Dnes dostupná"), 18), (_("Chybí"), 12), (_("Počet obcí"), 12)]
    needs = (
        (n.kind, n.form, n.unit, n.capacity, n.available, n.missing, n.municipalities) for n in report.needs
    )
    sheet(book, _("Potřebné kapacity"), title, columns, needs)
    sheet(book, _("Plnění plánu"), title, plan_columns(), plan_lines(report))
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def plan_columns() -> Columns:
    return [(_("Plán"), 60), (_("Co"), 24), (_("Stav nebo zdroj"), 30), (_("Počet nebo částka v Kč"), 24)]


def plan_lines(report: MinistryReport) -> Iterable[tuple[str, str, str, int | Decimal]]:
    for row in report.plans:
        yield from ((row.plan.title, _("Stav opatření"), label, count) for label, count in row.progress)
        yield from ((row.plan.title, _("Vynaloženo"), label, amount) for label, amount in row.money)


def sheet(book: Any, name: str, title: str, columns: Columns, rows: Iterable[Sequence[Any]]) -> None:
    """Add one sheet: a title, a head, rows."""
    made = book.create_sheet(name[:LONGEST_NAME])
    made.freeze_panes = "A3"
    for place, (_name, width) in enumerate(columns, 1):
        made.column_dimensions[get_column_letter(place)].width = width
    made.append([cell(made, title, is_bold=True)])
    made.append([cell(made, one, is_bold=True) for one, _width in columns])
    for row in rows:
        made.append([number(made, v) if isinstance(v, Decimal) else cell(made, v) for v in row])
