"""Every spreadsheet of a funded plan says who pays for planning."""

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from documents.models import Comment
from tests.factories import evaluation as evaluations
from tests.factories import reports, sheets
from tests.factories import workflows as make
from workflows.actions import plan as plans
from workflows.enums import SheetState
from workflows.exports import cofinancing, evaluation, network, settlement
from workflows.queries import municipality
from workflows.queries.evaluation import evaluation_of

pytestmark = pytest.mark.django_db
SENTENCE = "Spolufinancováno Evropskou unií. Plánujeme spolu reg. č. CZ.03/0001"


def fund(edition):
    values = {
        "number": "CZ.03/0001",
        "title": "Plánujeme spolu",
        "publicity": "Spolufinancováno\nEvropskou unií.",
    }
    plans.fund(plan=edition.plan, values=values, by=make.coordinator(edition), now=timezone.now())


def made(name, edition):
    plan = edition.plan
    match name:
        case "cofinancing":
            return cofinancing.spreadsheet(plan, municipality.cofinancing(plan))
        case "evaluation":
            return evaluation.spreadsheet(evaluation_of(plan, [2025]))
        case "network":
            return network.spreadsheet(edition, [])
    return settlement.spreadsheet(Comment.objects.none(), title="Plán", projects=plan.projects.all())


def last_rows(stream):
    return {tuple(sheet.values)[-1][0] for sheet in load_workbook(stream)}


@pytest.mark.parametrize("name", ["cofinancing", "evaluation", "network", "settlement"])
def test_publicity_stands_under_every_table_of_a_funded_plan_and_of_no_other(name):
    edition = evaluations.plan_with_items(1)
    assert SENTENCE not in last_rows(made(name, edition))
    fund(edition)
    assert last_rows(made(name, edition)) == {SENTENCE}


def test_the_sheet_to_fill_in_has_publicity_beside_and_is_read_back():
    edition = reports.in_force()
    fund(edition)
    book = sheets.exported(edition)
    assert list(book["Kdo plánování platí"].values) == [(SENTENCE,)]
    assert sheets.read(edition, book).state == SheetState.READ
