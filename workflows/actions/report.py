"""What implementers say of a year of an item is written down, by them or for them."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.actions import file as files
from documents.enums import Channel
from people import journal
from people.errors import Gone, Refused, Stale
from people.models import Person, Territory
from workflows.enums import FundingSource, PlanState, Progress
from workflows.models import Indicator, InputRequest, Item, ItemReport, Plan, ReportedMoney, ReportedValue
from workflows.queries.report import edition_for, has_left

if TYPE_CHECKING:
    from django.core.files.base import File as Upload

OPEN_STATES = (PlanState.IN_FORCE, PlanState.EVALUATING)


@dataclass(frozen=True, slots=True)
class Spent:
    """Money spent from a source of enums.FundingSource, in crowns, and which municipality gave it."""

    source: str
    amount: Decimal
    municipality: Territory | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """The value that an indicator, known by its stable key, reached in the year."""

    indicator: UUID
    value: Decimal


def locked(plan: Plan) -> Plan:
    """Lock a plan whose reports are written; before the reports and after a round of askings.

    Raises Gone when the plan is not in force or its evaluation is closed.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.state not in OPEN_STATES:
        raise Gone(_("Hlášení se píšou jen k plánu, který je v platnosti nebo se vyhodnocuje."))
    return plan


def check_year(plan: Plan, year: int, now: dt.datetime) -> None:
    """Raise Refused for a year outside the plan's period and for one that has not begun."""
    first, last = plan.period_from, plan.period_to
    if not (first and last and first.year <= year <= last.year):
        text = _("Rok %(year)d není v období plánu (%(period)s).")
        raise Refused(text % {"year": year, "period": plan.period})
    if year > timezone.localdate(now).year:
        raise Refused(_("Rok %(year)d ještě nezačal, plnění za něj hlásit nejde.") % {"year": year})


def reported_item(plan: Plan, key: UUID, year: int, progress: str) -> Item:
    """Return the item that a report is about, as the text of the year says it.

    One that left the plan can only be reported as dropped, with the money it cost until then.
    Raises Refused otherwise, and for what never was in the plan.
    """
    edition = edition_for(plan, year)
    item = Item.objects.filter(edition=edition, key=key).first() if edition else None
    if item is not None:
        return item
    last = has_left(plan, key)
    if last is None:
        raise Refused(_("Taková položka ve schváleném textu plánu není."))
    if progress != Progress.DROPPED:
        text = _(
            "Položka %(item)s v textu pro rok %(year)d už není (naposledy byla v: %(edition)s). Dá se u ní "
            "zapsat jen stav „zrušeno nebo odloženo“."
        )
        raise Refused(text % {"item": last, "year": year, "edition": last.edition.label})
    return last


@transaction.atomic
def write(
    *,
    plan: Plan,
    key: UUID,
    year: int,
    progress: str,
    by: Person | None,
    now: dt.datetime,
    text: str = "",
    money: Sequence[Spent] = (),
    values: Sequence[Reached] = (),
    file: "Upload[bytes] | None" = None,
    drop_file: bool = False,
    request: InputRequest | None = None,
    channel: str = Channel.FORM,
    said_by: str = "",
    read_at: int | None = None,
) -> ItemReport:
    """Write a year of an item: the whole report, in place of what was said of that year before.

    `read_at` is the revision that the writer has seen, 0 when there was no report; without it the last
    word counts. A file once attached stays until it is dropped or replaced.
    Raises Refused for a year or an item that the plan does not have, Gone when the plan is not in force,
    Stale with both texts when somebody else wrote meanwhile.
    """
    plan = locked(plan)
    check_year(plan, year, now)
    item = reported_item(plan, key, year, progress)
    report = said_before(plan, key, year)
    if read_at is not None and read_at != report.revision:
        raise Stale(yours=text, current=report.text)
    report.progress, report.text, report.channel = progress, text, channel
    report.said_by, report.reported_at, report.recorded_by = said_by, now, by
    report.request = request or report.request
    report.revision += 1
    report.save()
    lay_out(report, item, money, values)
    attach(report, file, drop_file=drop_file, by=by, now=now)
    tell(report, by, now)
    return report


def said_before(plan: Plan, key: UUID, year: int) -> ItemReport:
    """Return the report of a year, or a new one that is not saved yet and has revision 0."""
    found = ItemReport.objects.select_for_update().filter(plan=plan, key=key, year=year).first()
    return found or ItemReport(plan=plan, key=key, year=year)


def tell(report: ItemReport, by: Person | None, now: dt.datetime) -> None:
    """Record in the journal that a report was written."""
    kind = "report.written" if report.revision == 1 else "report.rewritten"
    data = {
        "plan": report.plan_id,
        "item": str(report.key),
        "year": report.year,
        "progress": str(report.progress),
        "revision": report.revision,
        "channel": str(report.channel),
    }
    personal = {"said_by": report.said_by} if report.said_by else None
    journal.record(report, kind, by=by, at=now, data=data, personal=personal)


def lay_out(report: ItemReport, item: Item, money: Sequence[Spent], values: Sequence[Reached]) -> None:
    """Replace the money and the values of a report. Raises Refused for what does not fit the item."""
    check_money(money)
    known = {one.key: one for one in item.indicators.all()}
    check_values(values, known.keys())
    report.money.all().delete()
    report.values.all().delete()
    ReportedMoney.objects.bulk_create(
        ReportedMoney(report=report, source=one.source, municipality=one.municipality, amount=one.amount)
        for one in money
    )
    ReportedValue.objects.bulk_create(reached(report, known[one.indicator], one.value) for one in values)


def check_money(money: Sequence[Spent]) -> None:
    seen: set[tuple[str, int | None]] = set()
    for one in money:
        if one.amount < 0:
            raise Refused(_("Vynaložené peníze nemohou být záporné."))
        where = (one.source, one.municipality.pk if one.municipality else None)
        if where in seen:
            source = FundingSource(one.source).label
            raise Refused(_("Zdroj „%(source)s“ je uveden dvakrát, sečtěte ho.") % {"source": source})
        seen.add(where)


def check_values(values: Sequence[Reached], known: Collection[UUID]) -> None:
    keys = [one.indicator for one in values]
    if len(set(keys)) != len(keys) or not set(keys) <= set(known):
        raise Refused(_("Hodnota patří ukazateli, který položka nemá. Načtěte prosím stránku znovu."))


def reached(report: ItemReport, indicator: Indicator, value: Decimal) -> ReportedValue:
    """Return a value with the name and unit that the indicator has now."""
    return ReportedValue(
        report=report, indicator=indicator.key, name=indicator.name, unit=indicator.unit, value=value
    )


def attach(
    report: ItemReport,
    upload: "Upload[bytes] | None",
    *,
    drop_file: bool,
    by: Person | None,
    now: dt.datetime,
) -> None:
    """Keep the file of a report in place of the one before."""
    before = report.file
    if upload is None and not (drop_file and before):
        return
    report.file = files.keep(holder=report, upload=upload, by=by, now=now) if upload else None
    report.save(update_fields=["file"])
    if before is not None and before != report.file:
        files.discard(file=before, by=by, now=now)


@transaction.atomic
def remove(*, report: ItemReport, read_at: int, by: Person, now: dt.datetime) -> None:
    """Take a report back, with its file, as if nobody had reported yet; the journal keeps that it was there.

    Raises Gone when somebody removed it meanwhile, Stale when somebody wrote it meanwhile.
    """
    plan = locked(report.plan)
    found = ItemReport.objects.select_for_update().filter(pk=report.pk).first()
    if found is None:
        raise Gone(_("Toto hlášení mezitím někdo smazal."))
    if found.revision != read_at:
        raise Stale(current=found.text)
    data = {"plan": plan.pk, "item": str(found.key), "year": found.year, "progress": found.progress}
    journal.record(found, "report.removed", by=by, at=now, data=data)
    # The plan's history tells it, as there is no page of the report any more.
    journal.record(plan, "plan.report_removed", by=by, at=now, data=data)
    file = found.file
    found.delete()
    if file is not None:
        files.discard(file=file, by=by, now=now)
