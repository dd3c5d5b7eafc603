"""Papers of the demo: a real table and a real document, made when the demo is built, and pictures."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Font

from workflows.management.seed.moments import FOLDER, table


def paper(name: str) -> SimpleUploadedFile:
    """Make the file of a paper from its table or its text in the fixtures."""
    stem, _dot, kind = name.rpartition(".")
    content = spreadsheet(stem) if kind == "xlsx" else document(stem)
    return SimpleUploadedFile(name, content)


def spreadsheet(stem: str) -> bytes:
    """Write a table of the fixtures as a spreadsheet with its head in bold."""
    rows = table(f"papers/{stem}.csv")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Kapacity"
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([int(value) if value.isdigit() else value for value in row.values()])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width = 28
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def document(stem: str) -> bytes:
    """Write a text of the fixtures as a document: its first line is the heading, each other a paragraph."""
    heading, *paragraphs = (FOLDER / "papers" / f"{stem}.txt").read_text(encoding="utf-8").splitlines()
    text = Document()
    text.add_heading(heading, level=1)
    for paragraph in paragraphs:
        if paragraph:
            text.add_paragraph(paragraph)
    file = BytesIO()
    text.save(file)
    return file.getvalue()


def picture(name: str) -> SimpleUploadedFile:
    """Read a picture of the fixtures."""
    return SimpleUploadedFile(name, (FOLDER / "pictures" / name).read_bytes())
