from decimal import Decimal

import pytest
from openpyxl import load_workbook

from tests.factories import evaluation as made
from tests.factories import workflows as make
from workflows.enums import EditionState
from workflows.exports.evaluation import spreadsheet
from workflows.queries.evaluation import evaluation_of

pytestmark = pytest.mark.django_db


def book(plan, years=(2024, 2025)):
    return load_workbook(spreadsheet(evaluation_of(plan, years)))


def test_every_table_has_a_sheet_and_numbers_are_numbers():
    edition = made.plan_with_items(1, title="=1+1")
    made.told(edition)
    found = book(edition.plan)
    assert found.sheetnames == [
        *("Plnění podle priorit", "Peníze podle let", "Peníze podle zdrojů", "Peníze podle obcí"),
        *("Peníze podle priorit", "Ukazatele proti cíli", "Co chybí a od koho", "Plnění po položkách"),
    ]
    rows = list(found["Peníze podle let"].iter_rows(values_only=True))
    assert rows[0][0] == "=1+1 – 2024, 2025"
    assert rows[3:] == [
        ("2024", Decimal(1000), Decimal(0), "0 %"),
        ("2025", Decimal(1000), Decimal(900), "90 %"),
        ("Celkem", Decimal(2000), Decimal(900), "45 %"),
    ]
    assert {cell.data_type for cell in found["Peníze podle let"]["A"]} == {"s"}


def test_a_plan_with_nothing_to_evaluate_says_so():
    found = book(make.edition_in(EditionState.DRAFTING).plan)
    assert list(found.active.iter_rows(values_only=True)) == [("Zatím není co vyhodnotit.",)]
