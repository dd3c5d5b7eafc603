from io import BytesIO

import pytest
from docx import Document

from tests.factories import workflows as make
from workflows.enums import EditionState
from workflows.exports import letterhead
from workflows.exports import material as exports
from workflows.queries.material import material

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    edition = make.drafted("plan-mesta-rada", title="Plán <města> & okolí")
    make.content.add_item(
        edition=edition,
        parent=None,
        by=edition.plan.coordinator,
        now=edition.state_since,
        values={"title": "Asistence"},
        costs=[make.content.Cost(2027, "region", make.content.Decimal(1500))],
    )
    while edition.state != EditionState.COUNCIL_APPROVAL:
        edition = make.next_step(edition)
    return edition


def opened(content):
    return Document(BytesIO(content))


def text_of(document):
    return [p.text.replace("\xa0", " ") for p in document.paragraphs]


def test_the_docx_says_what_the_page_says(edition):
    found = material(edition, make.NOW)
    document = opened(exports.docx(found))
    texts = text_of(document)
    assert f"Materiál pro jednání: {found.body}" in texts
    assert [point.replace("\xa0", " ") in texts for point in found.resolution.points] == [True] * len(
        found.resolution.points
    )
    assert any(found.digest in text for text in texts)


def test_characters_of_markup_are_kept(edition):
    document = opened(exports.docx(material(edition, make.NOW)))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert any("Plán <města> & okolí" in cell for cell in cells)


def test_no_tag_of_the_template_is_left(edition):
    document = opened(exports.docx(material(edition, make.NOW)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert [t for t in (*text_of(document), *cells) if "{{" in t or "{%" in t] == []


def test_the_money_is_a_table_of_sources_and_years(edition):
    document = opened(exports.docx(material(edition, make.NOW)))
    rows = [[cell.text.replace("\xa0", " ") for cell in row.cells] for row in document.tables[1].rows]
    assert rows == [["Zdroj", "2027", "celkem"], ["kraj", "1 500", "1 500"], ["celkem", "1 500", "1 500"]]


def test_an_office_may_use_its_own_letterhead(edition, settings, tmp_path):
    own = Document()
    own.add_paragraph("Město Tanvald: {{ m.title }}")
    own.save(tmp_path / "hlavicka.docx")
    settings.MATERIAL_TEMPLATE = str(tmp_path / "hlavicka.docx")
    assert text_of(opened(exports.docx(material(edition, make.NOW)))) == [
        "Město Tanvald: Plán <města> & okolí"
    ]


def test_the_default_letterhead_is_a_file_that_an_office_can_take(tmp_path):
    letterhead.save(str(tmp_path / "vzor.docx"))
    assert "Důvodová zpráva" in text_of(Document(tmp_path / "vzor.docx"))
