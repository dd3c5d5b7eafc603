"""Co-financing of a plan by municipality and year as a spreadsheet."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from workflows.exports.table import table
from workflows.models import Plan
from workflows.queries.municipality import Cofinancing, Sums


def columns(found: Cofinancing) -> list[tuple[str, int]]:
    """Two columns for each year: planned and spent."""
    heads = [(_("Obec"), 30)]
    for year in (*found.years, _("celkem")):
        heads += [
            (_("%(year)s plán (Kč)") % {"year": year}, 18),
            (_("%(year)s skutečnost (Kč)") % {"year": year}, 22),
        ]
    return heads


def line(name: str, sums: list[Sums]) -> list[Any]:
    return [name, *(amount for one in sums for amount in (one.planned, one.spent))]


def rows(found: Cofinancing) -> Iterator[list[Any]]:
    for payer in found.payers:
        name = payer.territory.name if payer.territory else _("obec neurčena")
        yield line(name, [*payer.cells, payer.total])
    yield line(_("Celkem"), [*found.by_year, found.total])


def spreadsheet(plan: Plan, found: Cofinancing) -> BytesIO:
    """Write who of the municipalities pays how much in which year."""
    title = _("%(plan)s – spolufinancování obcemi") % {"plan": plan.title}
    return table(
        name=_("Spolufinancování"),
        title=title,
        columns=columns(found),
        rows=rows(found),
        projects=plan.projects.all(),
    )
