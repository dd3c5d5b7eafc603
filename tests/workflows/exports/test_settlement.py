import pytest
from openpyxl import load_workbook

from documents.actions import comment as comments
from documents.enums import CommentState
from documents.models import Comment
from tests.factories import documents, people
from workflows.exports import poster, settlement, table

pytestmark = pytest.mark.django_db


def sheet(**fields):
    rows = Comment.objects.order_by("number")
    return load_workbook(settlement.spreadsheet(rows, title="=Plán", **fields)).active


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x.test")', "+1+1", "-1", "@SUM(A1)", "\tx"])
def test_nothing_that_was_typed_runs_as_a_formula(text):
    documents.comment(text=text, author_name=text)
    found = sheet()
    for cell in (found["D3"], found["G3"], found["A1"]):
        assert cell.data_type == "s"
        assert cell.quotePrefix
    assert found["G3"].value == text.strip()


def test_the_table_has_what_the_office_prints():
    comment = documents.comment(author_name="Jan Tichý", author_kind="user", email="jan@obec.test")
    by = people.person(first_name="Alena", last_name="Břízová")
    comments.settle(
        comment=comment, state=CommentState.REJECTED, reason="Není na to.", by=by, now=people.NOW, read_at=0
    )
    row = [cell.value for cell in sheet()[3]]
    assert row[0] == 1
    assert row[1].date() == people.TODAY
    assert row[2:5] == ["formulář na webu", "Jan Tichý", "uživatelé"]
    assert row[8:11] == ["nezapracováno", "Není na to.", "Alena Břízová"]
    assert "jan@obec.test" not in row


def test_the_public_table_names_nobody_and_hides_what_is_not_shown():
    comment = documents.comment(text="Choroby souseda", author_name="Jan Tichý", author_kind="user")
    row = [cell.value for cell in sheet(is_public=True)[3]]
    assert "Jan Tichý" not in row
    assert "Choroby souseda" not in row
    comments.moderate(comment=comment, shown=True, reason="", by=people.person(), now=people.NOW)
    assert sheet(is_public=True)["G3"].value == "Choroby souseda"


def test_a_long_text_fits_into_a_cell():
    documents.comment(text="x" * 20_000, proposed_change="y" * 40_000)
    assert len(sheet()["G3"].value) == 20_000
    assert len(sheet()["H3"].value) == table.LONGEST_CELL


def test_the_code_is_a_picture_without_styles_or_scripts():
    drawn = poster.qr_code("https://plany.test/plany/tanvald/").decode()
    assert drawn.startswith("<svg")
    assert "style=" not in drawn
    assert "script" not in drawn
