"""The letterhead that is used where the office has not given its own: a DOCX with the tags of docxtpl.

An office takes this file (`save`), puts its own header, fonts and wording around the tags, and says where
it is in the setting MATERIAL_TEMPLATE. Czech is the language of record, so nothing here is translated.
"""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

FONT = "Arial"
SIZE = Pt(11)


def default() -> BytesIO:
    """Write the default letterhead."""
    document = Document()
    style(document)
    header(document)
    reasons(document)
    money(document)
    resolution(document)
    content = BytesIO()
    document.save(content)
    content.seek(0)
    return content


def style(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, SIZE
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(6)
    for level in (1, 2):
        heading = document.styles[f"Heading {level}"]
        heading.font.name, heading.font.size, heading.font.color.rgb = FONT, Pt(15 - 2 * level), None
        heading.element.rPr.rFonts.set(qn("w:ascii"), FONT)
        heading.element.rPr.rFonts.set(qn("w:hAnsi"), FONT)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
    document.core_properties.language = "cs-CZ"
    document.core_properties.title = ""
    document.core_properties.author = ""


def header(document: Any) -> None:
    top = document.sections[0].header.paragraphs[0]
    top.text = "{{ m.office }}"
    top.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_heading("Materiál pro jednání: {{ m.body }}", level=1)
    rows = (
        ("Jednání dne", "{{ session }}"),
        ("Bod č.", "…"),
        ("Věc", "{{ m.title }} – {{ m.edition }}"),
        ("Předkládá", "{{ m.submits }}"),
        ("Zpracoval/a", "{{ m.prepared }}"),
    )
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for name, value in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, value
        cells[0].width, cells[1].width = Cm(4), Cm(12)


def repeated(document: Any, over: str, text: str, look: str | None = None) -> None:
    """Add a paragraph that repeats for each row of a list."""
    document.add_paragraph(f"{{%p for one in {over} %}}")
    document.add_paragraph(text, style=look)
    document.add_paragraph("{%p endfor %}")


def when(document: Any, condition: str, text: str) -> None:
    """Add a paragraph that appears only when there is something to say."""
    document.add_paragraph(f"{{%p if {condition} %}}")
    document.add_paragraph(text)
    document.add_paragraph("{%p endif %}")


def reasons(document: Any) -> None:
    document.add_heading("Důvodová zpráva", level=1)
    document.add_paragraph("{{ m.lead }}")
    document.add_paragraph("Plán na období {{ m.period }}. Postup a obsah vycházejí z těchto pravidel:")
    repeated(document, "m.sources", "{{ one }}", "List Bullet")
    document.add_heading("Jak byl návrh připraven", level=2)
    document.add_paragraph("{%p for side in sides %}")
    document.add_paragraph(
        "{{ side.label }}: vyjádření {{ side.answered }} z {{ side.asked }} ({{ side.counts }})",
        style="List Bullet",
    )
    reservation = "Výhrada ({{ one.who }}): {{ one.text }} Vypořádání: {{ one.settlement }}"
    repeated(document, "side.reservations", reservation, "List Bullet 2")
    document.add_paragraph("{%p endfor %}")
    opinion = "{{ one.body }}: {{ one.verdict }}, {{ one.day }} {{ one.reference }} {{ one.text }}"
    repeated(document, "opinions", opinion, "List Bullet")
    repeated(document, "windows", "Připomínkové řízení proběhlo od {{ one.first }} do {{ one.last }}.")
    hearing = "Veřejné projednání: {{ one.day }}, {{ one.place }}, účastníků: {{ one.attendance }}."
    repeated(document, "hearings", hearing)
    when(document, "m.comment_count", "Připomínek celkem {{ m.comment_count }}: {{ comments }}.")
    changes(document)


def changes(document: Any) -> None:
    document.add_paragraph("{%p if changes %}")
    document.add_heading("Co se změnilo od předchozí verze", level=2)
    document.add_paragraph("Proti verzi {{ m.changes.since }} z {{ changes.day }}:")
    for name, label in (("added", "přidáno"), ("changed", "změněno"), ("removed", "vypuštěno")):
        repeated(document, f"m.changes.{name}", f"{label}: {{{{ one }}}}", "List Bullet")
    document.add_paragraph("{%p endif %}")


def money(document: Any) -> None:
    document.add_heading("Finanční dopad", level=2)
    document.add_paragraph("{%p if m.costs %}")
    document.add_paragraph("Předpokládané náklady podle zdrojů a let, v Kč:")
    table = document.add_table(rows=4, cols=2)
    table.style = "Table Grid"
    table.rows[0].cells[0].text = "Zdroj"
    table.rows[0].cells[1].text = "{%tc for one in m.costs.heads %}"
    cells_in(table.rows[0], "m.costs.heads")
    table.rows[1].cells[0].text = "{%tr for row in m.costs.rows %}"
    table.rows[2].cells[0].text = "{{ row.label }}"
    cells_in(table.rows[2], "row.amounts")
    table.rows[3].cells[0].text = "{%tr endfor %}"
    document.add_paragraph("{%p else %}")
    document.add_paragraph("Náklady nejsou v plánu vyčísleny.")
    document.add_paragraph("{%p endif %}")


def cells_in(row: Any, over: str) -> None:
    """Let the second cell of a row repeat for each value: the tags of docxtpl stand in cells of their own."""
    row.cells[1].text = f"{{%tc for one in {over} %}}"
    for text in ("{{ one }}", "{%tc endfor %}"):
        cell = row._tr.add_tc()  # noqa: SLF001 - python-docx adds whole columns only
        cell.p_lst[0].add_r().text = text


def resolution(document: Any) -> None:
    document.add_heading("Návrh usnesení", level=1)
    document.add_paragraph("{{ m.resolution.body }} po projednání:")
    repeated(document, "m.resolution.points", "{{ one }}", "List Number")
    document.add_heading("Přílohy", level=2)
    repeated(document, "m.attachments", "{{ one }}", "List Number 2")


def save(path: str) -> None:
    """Write the default letterhead into a file, for an office that makes its own of it."""
    with open(path, "wb") as target:  # noqa: PTH123 - a path typed on the command line
        target.write(default().getvalue())
