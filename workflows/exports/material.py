"""Materiál do rady nebo zastupitelstva as DOCX on the office's letterhead."""

import datetime as dt
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import override
from docxtpl import DocxTemplate

from people.templatetags.triada import cdate, cdatetime
from workflows.exports import letterhead
from workflows.queries.material import Material

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def template() -> Any:
    """Return the office's own letterhead, or the default one."""
    path = getattr(settings, "MATERIAL_TEMPLATE", "")
    return Path(path).open("rb") if path else letterhead.default()


def docx(material: Material) -> bytes:
    """Write a material as DOCX, in Czech, whatever the language of the reader."""
    with override("cs"), template() as source:
        document = DocxTemplate(source)
        document.render(context_of(material), autoescape=True)
        content = BytesIO()
        document.save(content)
    return content.getvalue()


def context_of(material: Material) -> dict[str, Any]:
    """Return what the tags of a letterhead may name: `m` is the material, the rest has dates in words."""
    return {
        "m": material,
        "session": day(material.session),
        "papers_due": day(material.papers_due),
        "sides": [
            {
                "label": side.label,
                "asked": side.asked,
                "answered": side.answered,
                "counts": counted(side.counts) or "–",
                "reservations": side.reservations,
            }
            for side in material.sides
        ],
        "opinions": [{**asdict(one), "day": day(one.day)} for one in material.opinions],
        "comments": counted(material.comments),
        "windows": [{"first": day(w.opens_on), "last": day(w.closes_on)} for w in material.windows],
        "hearings": [
            {"day": cdatetime(h.day), "place": h.place, "attendance": h.attendance} for h in material.hearings
        ],
        "changes": {"day": cdate(material.changes.since_day)}
        if material.changes and not material.changes.is_empty
        else None,
    }


def counted(counts: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{label} {number}" for label, number in counts)


def day(value: dt.date | None) -> str:
    return cdate(value) if value else ""
