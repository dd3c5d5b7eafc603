"""Materiál do rady nebo zastupitelstva as DOCX on the office's letterhead."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.utils.translation import override
from docx import Document
from docx.shared import Cm, Pt
from docxtpl import DocxTemplate

from people.templatetags.triada import cdate, cdatetime
from workflows.exports import letterhead
from workflows.models import FundedProject
from workflows.queries.material import Material

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LOGO, SMALL = Cm(1), Pt(8)


def template() -> Any:
    """Return the office's own letterhead, or the default one."""
    path = getattr(settings, "MATERIAL_TEMPLATE", "")
    return Path(path).open("rb") if path else letterhead.default()


def docx(material: Material, projects: Iterable[FundedProject] = ()) -> bytes:
    """Write a material as DOCX, in Czech, whatever the language of the reader.

    The publicity of the projects that pay for the plan stands at the foot of every page, on the office's
    own letterhead too.
    """
    with override("cs"), template() as source:
        document = DocxTemplate(source)
        document.render(context_of(material), autoescape=True)
        content = BytesIO()
        document.save(content)
    paying = list(projects)
    return with_publicity(content, paying) if paying else content.getvalue()


def with_publicity(content: BytesIO, projects: Sequence[FundedProject]) -> bytes:
    """Add logos and sentences of projects to the foot of every page."""
    content.seek(0)
    document = Document(content)
    for number, section in enumerate(document.sections):
        if number == 0 or not section.footer.is_linked_to_previous:
            for project in projects:
                add_publicity(section.footer, project)
    done = BytesIO()
    document.save(done)
    return done.getvalue()


def add_publicity(footer: Any, project: FundedProject) -> None:
    if project.logos:
        run = footer.add_paragraph().add_run()
        for logo in project.logos:
            with logo.content.open() as image:
                picture = run.add_picture(BytesIO(image.read()), height=LOGO)
            # What a reader of the document hears instead of the picture
            picture._inline.docPr.set("descr", PurePath(logo.name).stem)  # noqa: SLF001 - python-docx has no alt
            run.add_text(" ")
    footer.add_paragraph(project.in_one_line).runs[0].font.size = SMALL


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
