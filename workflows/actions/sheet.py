"""A filled-in sheet of reports on its way in: uploaded, read by the worker, confirmed or dropped."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from documents.actions import file as files
from documents.validators import XLSX
from people import journal
from people.errors import Gone, Refused
from people.models import Person
from workflows.actions import report as reports
from workflows.actions import sheet_reading as reading
from workflows.actions.report import check_year, reached
from workflows.actions.sheet_reading import UnreadableError
from workflows.enums import SheetState
from workflows.models import ItemReport, Plan, ReportedMoney, ReportedValue, ReportSheet
from workflows.queries.report import edition_for
from workflows.queries.sheet import WRITTEN, Judge, Known

if TYPE_CHECKING:
    from django.core.files.base import File as Upload

LARGEST = 5 * 1024 * 1024
# Rows between two reports of how far the reading is
STEP = 200


@transaction.atomic
def upload(*, plan: Plan, year: int, upload: "Upload[bytes]", by: Person, now: dt.datetime) -> ReportSheet:
    """Take a filled-in sheet in and ask the worker to read it.

    Raises Refused when it is larger than 5 MB, has macros or is no XLSX, and for a year that cannot be
    reported on; Gone when the plan is not in force.
    """
    if upload.size > LARGEST:
        raise Refused(_("Sešit je větší než 5 MB. Nahrajte prosím jen vyplněný export."))
    plan = reports.locked(plan)
    check_year(plan, year, now)
    edition = edition_for(plan, year)
    if edition is None:
        raise Refused(_("Pro rok %(year)d plán nemá schválený text, není tedy co hlásit.") % {"year": year})
    # Held by the text it reports on: whoever works with that text may have it, nobody else.
    file = files.keep(holder=edition, upload=upload, by=by, now=now)
    if file.media_type != XLSX.media_type:
        raise Refused(_("Nahrajte prosím sešit XLSX, který jste vyplnili."))
    sheet = ReportSheet.objects.create(plan=plan, year=year, file=file, uploaded_at=now, uploaded_by=by)
    data = {"plan": plan.pk, "year": year, "sha256": file.digest}
    journal.record(sheet, "report_sheet.uploaded", by=by, at=now, data=data)
    read_soon.enqueue(sheet.pk)
    return sheet


@task()
def read_soon(pk: int) -> None:
    """Read a sheet in the worker."""
    read(sheet=ReportSheet.objects.get(pk=pk))


def read(*, sheet: ReportSheet) -> ReportSheet:
    """Find out what becomes of each cell of an uploaded sheet; how far it is can be seen meanwhile.

    Nothing is written to reports. A sheet that cannot be read says why and is never applied.
    """
    fates: list[dict[str, Any]] = []
    problem, rows = "", 0
    try:
        with sheet.file.content.open() as content:
            book = reading.opened(content)
        reading.check(book, sheet.year)
        tell_progress(sheet, 0, reading.size_of(book))
        judge = Judge(Known(sheet.plan, sheet.year))
        for rows, row in enumerate(reading.rows_of(book), 1):
            judge.hear(row)
            if rows % STEP == 0:
                tell_progress(sheet, rows)
        fates = judge.verdict()
    except UnreadableError as error:
        problem = str(error)
    return settle(sheet, fates, problem, rows)


def tell_progress(sheet: ReportSheet, rows: int, of: int | None = None) -> None:
    changes = {"rows_read": rows} | ({} if of is None else {"rows_all": of})
    ReportSheet.objects.filter(pk=sheet.pk).update(**changes)


@transaction.atomic
def settle(sheet: ReportSheet, fates: list[dict[str, Any]], problem: str, rows: int) -> ReportSheet:
    """Keep what was found, unless somebody has dropped the sheet meanwhile."""
    sheet = ReportSheet.objects.locked(sheet.pk)
    if sheet.state != SheetState.UPLOADED:
        return sheet
    sheet.fates, sheet.problem, sheet.rows_read = fates, problem, rows
    sheet.rows_all = max(rows, sheet.rows_all) if problem else rows
    if problem:
        sheet.give_up()
    else:
        sheet.accept()
    sheet.save()
    return sheet


@transaction.atomic
def apply(*, sheet: ReportSheet, by: Person, now: dt.datetime) -> ReportSheet:
    """Write every cell that was found fit. Refused cells are left out, they were shown.

    When somebody has reported meanwhile, or the plan has another text, nothing is written and the sheet is
    read again: the person confirms what they have seen. Raises Gone when the sheet is not waiting.
    """
    sheet = ReportSheet.objects.locked(sheet.pk)
    if sheet.state != SheetState.READ:
        raise Gone
    plan = reports.locked(sheet.plan)
    check_year(plan, sheet.year, now)
    known = Known(plan, sheet.year)
    rows = [told for told in sheet.fates if told["key"] and written_cells(told)]
    if not all(still_holds(told, known) for told in rows):
        return read_later(sheet, by, now)
    write_rows(sheet, rows, known, by, now)
    sheet.apply()
    sheet.ended_at = now
    sheet.save(update_fields=["state", "ended_at"])
    cells = sum(len(written_cells(told)) for told in rows)
    data = {"plan": plan.pk, "year": sheet.year, "reports": len(rows), "cells": cells}
    journal.record(sheet, "report_sheet.applied", by=by, at=now, data=data)
    journal.record(plan, "plan.reports_imported", by=by, at=now, data={**data, "sheet": sheet.pk})
    return sheet


def written_cells(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in told["cells"] if cell["fate"] == WRITTEN]


def still_holds(told: Mapping[str, Any], known: Known) -> bool:
    """Say whether what was found of an item is still so: its place, its report and its indicators."""
    key = UUID(told["key"])
    report = known.reports.get(key)
    wanted = {UUID(cell["indicator"]) for cell in written_cells(told) if cell["kind"] == "value"}
    return (
        (key in known.earlier if told["has_left"] else key in known.items)
        and told["read_at"] == (report.revision if report else 0)
        and wanted <= known.indicators.get(key, {}).keys()
    )


def read_later(sheet: ReportSheet, by: Person, now: dt.datetime) -> ReportSheet:
    """Let the worker read a sheet again."""
    sheet.read_again()
    sheet.fates, sheet.rows_read = [], 0
    sheet.save()
    journal.record(sheet, "report_sheet.read_again", by=by, at=now)
    read_soon.enqueue(sheet.pk)
    return sheet


def write_rows(
    sheet: ReportSheet, rows: list[dict[str, Any]], known: Known, by: Person, now: dt.datetime
) -> None:
    """Write the reports of a sheet, their money and their values, in a few queries however many there are."""
    said_by = _("sešit č. %(number)d") % {"number": sheet.pk}
    written: dict[UUID, ItemReport] = {}
    for told in rows:
        key = UUID(told["key"])
        report = known.reports.get(key) or ItemReport(plan=sheet.plan, key=key, year=sheet.year)
        for cell in written_cells(told):
            if cell["kind"] in ("progress", "text"):
                setattr(report, cell["kind"], cell["to"])
        report.said_by, report.reported_at, report.recorded_by = said_by, now, by
        report.revision += 1
        written[key] = report
    ItemReport.objects.bulk_create([r for r in written.values() if r.pk is None], batch_size=500)
    fields = ["progress", "text", "said_by", "reported_at", "recorded_by", "revision"]
    ItemReport.objects.bulk_update(
        [r for k, r in written.items() if k in known.reports], fields, batch_size=200
    )
    write_money(rows, written)
    write_values(rows, written, known)


def write_money(rows: list[dict[str, Any]], written: dict[UUID, ItemReport]) -> None:
    changed: dict[tuple[int, str, int | None], Decimal] = {}
    for told in rows:
        report = written[UUID(told["key"])]
        for cell in written_cells(told):
            if cell["kind"] == "money":
                changed[report.pk, cell["source"], cell["municipality"]] = Decimal(cell["to"])
    kept = ReportedMoney.objects.filter(report__in=[r.pk for r in written.values()])
    present = {(m.report_id, m.source, m.municipality_id): m for m in kept}
    both = [m for where, m in present.items() if where in changed]
    for one in both:
        one.amount = changed[one.report_id, one.source, one.municipality_id]
    ReportedMoney.objects.bulk_update(both, ["amount"], batch_size=500)
    ReportedMoney.objects.bulk_create(
        [
            ReportedMoney(report_id=pk, source=source, municipality_id=municipality, amount=amount)
            for (pk, source, municipality), amount in changed.items()
            if (pk, source, municipality) not in present
        ],
        batch_size=500,
    )


def write_values(rows: list[dict[str, Any]], written: dict[UUID, ItemReport], known: Known) -> None:
    """Write the values over those of before; they take the names that the indicators have now."""
    made = [
        reached(written[key], known.indicators[key][UUID(cell["indicator"])], Decimal(cell["to"]))
        for told in rows
        for key in [UUID(told["key"])]
        for cell in written_cells(told)
        if cell["kind"] == "value"
    ]
    ReportedValue.objects.bulk_create(
        made,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["report", "indicator"],
        update_fields=["name", "unit", "value"],
    )


@transaction.atomic
def drop(*, sheet: ReportSheet, by: Person, now: dt.datetime) -> ReportSheet:
    """Throw a sheet away unwritten; its file stays for whoever asks what was in it."""
    sheet = ReportSheet.objects.locked(sheet.pk)
    if sheet.state in (SheetState.APPLIED, SheetState.DROPPED):
        raise Gone
    sheet.drop()
    sheet.ended_at = now
    sheet.save(update_fields=["state", "ended_at"])
    journal.record(sheet, "report_sheet.dropped", by=by, at=now)
    return sheet
