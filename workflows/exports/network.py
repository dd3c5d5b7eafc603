"""A network of services as a spreadsheet."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from people.alphabet import place
from workflows.exports.table import table
from workflows.models import Edition, NetworkService


def columns() -> list[tuple[str, int]]:
    """Columns of the annex as regions print it."""
    return [
        (_("Zařazení"), 16),
        (_("Poskytovatel"), 36),
        (_("IČO"), 12),
        (_("Název služby"), 36),
        (_("Identifikátor"), 14),
        (_("Druh služby"), 28),
        (_("Paragraf"), 10),
        (_("Forma"), 14),
        (_("Kapacita"), 12),
        (_("Jednotka"), 20),
        (_("Cílové skupiny"), 40),
        (_("Kde působí"), 24),
        (_("V síti od"), 12),
        (_("V síti do"), 12),
        (_("Poznámka"), 40),
    ]


def row(service: NetworkService) -> list[Any]:
    return [
        service.get_tier_display(),
        service.provider.name,
        service.provider.ico,
        service.name,
        service.identifier,
        service.kind.name,
        service.kind.paragraph,
        service.get_form_display(),
        service.capacity,
        service.unit,
        ", ".join(sorted((group.name for group in service.target_groups.all()), key=place)),
        service.territory.name if service.territory else "",
        service.since,
        service.until,
        service.note,
    ]


def spreadsheet(edition: Edition, services: Iterable[NetworkService]) -> BytesIO:
    """Write the services of a network."""
    title = f"{edition.plan.title} – {edition.label}"
    return table(
        name=_("Síť služeb"),
        title=title,
        columns=columns(),
        rows=map(row, services),
        projects=edition.plan.projects.all(),
    )
