"""What the next generation of a plan takes over: items with how they ended, the evaluation as a chapter."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from documents.models import Version
from people.templatetags.triada import cdate
from workflows.enums import EditionKind, EditionState, PlanState, Progress
from workflows.models import Edition, Item, ItemReport, Plan
from workflows.queries.evaluation import evaluation_of
from workflows.queries.evaluation_rows import begun_years
from workflows.queries.evaluation_tables import sections_of, tables_of
from workflows.queries.snapshot import ordered, snapshot_of
from workflows.queries.validity import APPROVED

CHAPTER = "vyhodnoceni"
# What ended: everything else is offered to the new plan.
ENDED = (Progress.DONE, Progress.DROPPED)
# The long list of all items, and of whom is still to report, stay with the evaluation itself.
LEFT_OUT = ("tabulka-polozky", "tabulka-chybi")
# In words, states that no item is in only tire.
COUNTS = "tabulka-plneni"
DAYS_OF_A_YEAR = 365.25


def following(plan: Plan) -> Plan | None:
    """Return the plan that continues this one; a withdrawn one does not."""
    return plan.successors.exclude(state=PlanState.WITHDRAWN).first()


# --- title and period ---------------------------------------------------------------------------


def next_period(plan: Plan) -> tuple[dt.date, dt.date] | None:
    """Propose a period that begins when the plan's own ends and lasts as many years."""
    if not (plan.period_from and plan.period_to):
        return None
    first = plan.period_to + dt.timedelta(days=1)
    years = max(1, round((first - plan.period_from).days / DAYS_OF_A_YEAR))
    return first, years_later(first, years) - dt.timedelta(days=1)


def years_later(day: dt.date, years: int) -> dt.date:
    if (day.month, day.day) == (2, 29):
        return dt.date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)


def next_title(plan: Plan) -> str:
    """Propose the plan's title with the years of the next period in place of its own."""
    if (period := next_period(plan)) is None:
        return plan.title
    own = Plan(period_from=period[0], period_to=period[1]).period
    for written in (plan.period, plan.period.replace("–", "-"), plan.period.replace("–", " – ")):
        if written in plan.title:
            return plan.title.replace(written, own)
    return f"{plan.title} {own}"


# --- items --------------------------------------------------------------------------------------


@dataclass(slots=True)
class Heir:
    """An item of the old plan with its last report; `chosen` where it is offered to the new one."""

    item: Item
    level: str
    year: int | None = None
    progress: str = ""
    chosen: bool = False
    is_awaited: bool = True

    @property
    def has_below(self) -> bool:
        return not self.is_awaited

    @property
    def said(self) -> str:
        """How it ended, as printed: splněno 2015."""
        if self.progress:
            return f"{Progress(self.progress).label} {self.year}"
        return _("bez hlášení") if self.is_awaited else ""


@dataclass(slots=True)
class Branch:
    """One item of the highest level with all items below it, in printed order."""

    rows: list[Heir] = field(default_factory=list)

    @property
    def top(self) -> Item:
        return self.rows[0].item


def heirs(plan: Plan, text: Edition) -> list[Heir]:
    """Return the items of a text in printed order with how they ended, in two queries.

    Offered are those that are not done or dropped, and those above them.
    """
    items = ordered(list(text.items.all()))
    reports = ItemReport.objects.filter(plan=plan).order_by("year").values_list("key", "year", "progress")
    last = {key: (year, progress) for key, year, progress in reports}
    parents = {item.parent_id for item in items}
    found = [Heir(item, plan.level_name(item.depth), is_awaited=item.pk not in parents) for item in items]
    above: set[int | None] = set()
    for heir in reversed(found):  # those below come before those above
        heir.year, heir.progress = last.get(heir.item.key, (None, ""))
        goes_on = heir.progress not in ENDED if heir.progress or heir.is_awaited else False
        heir.chosen = goes_on or heir.item.pk in above
        if heir.chosen:
            above.add(heir.item.parent_id)
    return found


def branches(rows: Iterable[Heir]) -> list[Branch]:
    """Group items by the one of the highest level above them."""
    found: list[Branch] = []
    for row in rows:
        if row.item.parent_id is None or not found:
            found.append(Branch())
        found[-1].rows.append(row)
    return found


def keys_of(text: Edition) -> set[UUID]:
    return set(text.items.values_list("key", flat=True))


# --- the evaluation of the plan before ----------------------------------------------------------


def newest_evaluation(plan: Plan) -> Edition | None:
    """Return the evaluation that the next plan takes over: the final one, else the one of the last year."""
    rows = plan.editions.filter(kind=EditionKind.EVALUATION)
    rows = rows.exclude(state__in=[EditionState.WITHDRAWN, EditionState.REJECTED]).select_related("plan")
    return max(rows, key=place, default=None)


def place(evaluation: Edition) -> tuple[bool, int, bool, int]:
    """Order evaluations by how much they say: the final one first, then by year; an approved one counts."""
    is_final = evaluation.year is None
    return is_final, evaluation.year or 0, evaluation.state in APPROVED, evaluation.pk


def chapter_of(plan: Plan, today: dt.date) -> str:
    """Write what became of a plan, as a chapter of the plan after it, in Czech.

    An approved evaluation is quoted as it was approved, one in preparation as it is now; without any the
    chapter has the tables computed from reports. Nothing to tell, an empty text.
    """
    evaluation = newest_evaluation(plan)
    with override("cs"):
        told = [one for one in sections(plan, evaluation, today) if one["key"] not in LEFT_OUT]
        said = [text for one in told if (text := section_text(one))]
        return "\n\n".join([opening(plan, evaluation), *said]) if said else ""


def opening(plan: Plan, evaluation: Edition | None) -> str:
    words = {"title": plan.title, "label": evaluation.label if evaluation else ""}
    if evaluation is None:
        return _("Hodnotí se plán „%(title)s“ podle hlášení o plnění.") % words
    if evaluation.adopted_on is None:
        return _("Hodnotí se plán „%(title)s“. Zdroj: %(label)s (zatím neschválené).") % words
    words["day"] = cdate(evaluation.adopted_on)
    return _("Hodnotí se plán „%(title)s“. Zdroj: %(label)s, schváleno %(day)s.") % words


def sections(plan: Plan, evaluation: Edition | None, today: dt.date) -> list[dict[str, Any]]:
    """Return the chapters and tables of an evaluation; without one the tables of the years so far."""
    if evaluation is None:
        computed = evaluation_of(plan, begun_years(plan, today))
        return [] if not computed.reported else [table.as_section() for table in tables_of(computed)]
    if evaluation.state in APPROVED:
        version = Version.objects.filter(document=evaluation.document_id).order_by("-number").first()
        if version is not None:
            found: list[dict[str, Any]] = version.snapshot["sections"]
            return found
    written: list[dict[str, Any]] = snapshot_of(evaluation, sections_of(evaluation))["sections"]
    return written


def section_text(section: dict[str, Any]) -> str:
    """Write a chapter or a table as plain text; an empty chapter is left out."""
    if section["kind"] == "table":
        lines = [f"– {label}: {cells(section, text)}" for label, text in section["fields"]]
    else:
        lines = [text for _name, text in section["fields"] if text.strip()]
    return "\n".join([section["title"], *lines]) if lines else ""


def cells(section: dict[str, Any], text: str) -> str:
    said = text.split("; ")
    return "; ".join(one for one in said if section["key"] != COUNTS or not one.endswith(": 0"))
