"""The sheet of reports: its columns, and what becomes of each cell that somebody has filled in.

The sheet is Czech whatever language its reader has chosen, so that any copy can be read back.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from documents.validators import plain_text
from people.models import Territory
from workflows.enums import FundingSource, Progress
from workflows.models import Indicator, Item, ItemReport, Plan
from workflows.queries.report import edition_for, municipalities_of, reports_of
from workflows.queries.snapshot import amount, money_text
from workflows.queries.validity import APPROVED
from workflows.validators import amount_of

YEAR_ROW, HEAD_ROW, FIRST_ROW = 2, 3, 4
REPORTS, INDICATORS, SHARES = "Hlášení", "Ukazatele", "Podíly obcí"
KEY, NUMBER, TITLE, IMPLEMENTER = "Klíč položky (neměnit)", "Číslo", "Název", "Realizátor"
PLANNED, PROGRESS, TEXT = "Naplánováno na rok (Kč)", "Stav plnění", "Co se podařilo a co ne"
INDICATOR, NAME, UNIT, TARGET, VALUE = "Klíč ukazatele (neměnit)", "Ukazatel", "Jednotka", "Cíl", "Hodnota"
SOURCE, MUNICIPALITY, SPENT = "Zdroj", "Obec", "Vynaloženo (Kč)"
LONGEST_TEXT, QUOTED = 20_000, 300
WRITTEN, UNCHANGED, REFUSED = "written", "unchanged", "refused"
# What the columns that are read say of a report; besides them there are those of money of each source
KINDS = {
    (REPORTS, PROGRESS): "progress",
    (REPORTS, TEXT): "text",
    (INDICATORS, VALUE): "value",
    (SHARES, SPENT): "money",
}
# How numbers of each kind are printed
PRINTED = {"money": money_text, "value": amount}


def words_of(choices: Any) -> dict[str, str]:
    """Return the Czech words of choices by their values."""
    with override("cs"):
        return {one.value: str(one.label) for one in choices}


def spent_columns() -> dict[str, str]:
    """Return the column of money of each source that is not a share of a municipality."""
    return {f"Vynaloženo: {label} (Kč)": source for source, label in words_of(FundingSource).items()}


def headers() -> dict[str, list[str]]:
    """Return the columns of each worksheet in their order."""
    return {
        REPORTS: [KEY, NUMBER, TITLE, IMPLEMENTER, PLANNED, PROGRESS, TEXT, *spent_columns()],
        INDICATORS: [KEY, INDICATOR, NUMBER, TITLE, NAME, UNIT, TARGET, VALUE],
        SHARES: [KEY, NUMBER, TITLE, SOURCE, MUNICIPALITY, PLANNED, SPENT],
    }


@dataclass(frozen=True, slots=True)
class Found:
    """A cell as it stands in the file; `problem` says why it cannot be read whatever is in it."""

    at: str
    value: Any
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a worksheet: its number and the filled cells by the names of their columns."""

    sheet: str
    number: int
    cells: Mapping[str, Found]

    def word(self, column: str) -> str:
        found = self.cells.get(column)
        return "" if found is None or found.value is None else " ".join(str(found.value).split())


@dataclass(slots=True)
class Fate:
    """What becomes of a cell: it is written, it changes nothing, or it is refused with why."""

    sheet: str
    at: str
    name: str
    now: str
    was: str = ""
    fate: str = WRITTEN
    why: str = ""
    # What is written: the field, its value in a form that JSON keeps exactly, and whose it is
    kind: str = ""
    to: str = ""
    source: str = ""
    municipality: int | None = None
    indicator: str = ""

    def as_data(self) -> dict[str, Any]:
        """Write the cell as it is kept with the sheet; there are thousands, so nothing is copied deeply."""
        return {name: getattr(self, name) for name in FATE}


FATE = tuple(one.name for one in fields(Fate))


@dataclass(slots=True)
class Told:
    """Everything that a sheet says of one item; `read_at` is the revision of the report it was held to."""

    key: str
    label: str
    read_at: int = 0
    has_left: bool = False
    cells: list[Fate] = field(default_factory=list)

    def refuse(self, why: str) -> None:
        """Refuse everything that would be written."""
        for cell in self.cells:
            if cell.fate == WRITTEN:
                cell.fate, cell.why = REFUSED, why

    def as_data(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "label": self.label,
            "read_at": self.read_at,
            "has_left": self.has_left,
            "cells": [cell.as_data() for cell in self.cells],
        }


class Known:
    """What a filled-in sheet is held to: the items of the year and what was reported on them."""

    def __init__(self, plan: Plan, year: int) -> None:
        edition = edition_for(plan, year)
        items = list(Item.objects.filter(edition=edition))
        self.items = {item.key: item for item in items}
        self.reports = {report.key: report for report in reports_of(plan, [year])}
        self.municipalities: dict[str, list[Territory]] = defaultdict(list)
        for one in municipalities_of(plan).values():
            self.municipalities[one.name.casefold()].append(one)
        self.progress = {label.casefold(): value for value, label in words_of(Progress).items()}
        self.sources = {label.casefold(): value for value, label in words_of(FundingSource).items()}
        self.columns = spent_columns()
        rows = Item.objects.filter(edition__plan=plan, edition__state__in=APPROVED).exclude(edition=edition)
        former = rows.select_related("edition").order_by("edition_id")
        self.earlier = {item.key: item for item in former if item.key not in self.items}
        self.money = {
            key: {(one.source, one.municipality_id): one.amount for one in report.money.all()}
            for key, report in self.reports.items()
        }
        self.values = {
            key: {one.indicator: one.value for one in report.values.all()}
            for key, report in self.reports.items()
        }
        keys = {item.pk: item.key for item in items}
        self.indicators: dict[UUID, dict[UUID, Indicator]] = {key: {} for key in self.items}
        for measure in Indicator.objects.filter(item__edition=edition):
            self.indicators[keys[measure.item_id]][measure.key] = measure

    def report(self, key: UUID) -> ItemReport | None:
        return self.reports.get(key)


class Judge:
    """Holds the rows of a filled-in sheet to what is known, cell by cell."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.told: dict[str, Told] = {}
        self.seen: dict[tuple[object, ...], str] = {}

    def hear(self, row: Row) -> None:
        """Take one row into account."""
        key = uuid_of(row.word(KEY))
        told = self.place_of(row, key)
        mine = self.cells_of(row)
        told.cells += mine
        if key is None or (key not in self.known.items and key not in self.known.earlier):
            refuse(mine, _("Neznámá položka: klíč v prvním sloupci nepatří žádné položce tohoto plánu."))
            return
        if where := self.twice(row, key):
            refuse(mine, _("Totéž už je v sešitu uvedeno v řádku %(where)s.") % {"where": where})
            return
        for cell in mine:
            if cell.fate != REFUSED:
                self.read(cell, row, key)

    def verdict(self) -> list[dict[str, Any]]:
        """Return what becomes of all cells, item by item, after every worksheet was heard."""
        for told in self.told.values():
            key = uuid_of(told.key)
            if key is not None:
                self.check_progress(told, key)
        return [told.as_data() for told in self.told.values() if told.cells]

    def place_of(self, row: Row, key: UUID | None) -> Told:
        """Return where the cells of a row are told: at their item, or at a row that has none."""
        item = self.known.items.get(key) or self.known.earlier.get(key) if key else None
        if item is None:
            label = f"{row.word(NUMBER)} {row.word(TITLE)}".strip()
            return self.told.setdefault(f"{row.sheet}:{row.number}", Told("", label))
        name = str(item.key)
        if (place := self.told.get(name)) is None:
            report = self.known.report(item.key)
            place = Told(name, str(item), report.revision if report else 0, item.key in self.known.earlier)
            self.told[name] = place
        return place

    def cells_of(self, row: Row) -> list[Fate]:
        """Return the filled cells of a row that say something of a report; the others are there to read."""
        found = []
        for column, cell in row.cells.items():
            kind = self.kind_of(row.sheet, column)
            if kind is None or (cell.value is None and not cell.problem):
                continue
            now = said(cell.value, kind)
            fate = Fate(row.sheet, cell.at, column, now, kind=kind, source=self.known.columns.get(column, ""))
            if cell.problem:
                fate.fate, fate.why = REFUSED, cell.problem
            found.append(fate)
        return found

    def kind_of(self, sheet: str, column: str) -> str | None:
        if sheet == REPORTS and column in self.known.columns:
            return "money"
        return KINDS.get((sheet, column))

    def twice(self, row: Row, key: UUID) -> str:
        """Say where the same thing was already said, if it was."""
        more: Iterable[str] = ()
        if row.sheet == INDICATORS:
            more = [row.word(INDICATOR).casefold()]
        elif row.sheet == SHARES:
            more = [row.word(SOURCE).casefold(), row.word(MUNICIPALITY).casefold()]
        here = (row.sheet, key, *more)
        first = self.seen.setdefault(here, str(row.number))
        return first if first != str(row.number) else ""

    def read(self, cell: Fate, row: Row, key: UUID) -> None:
        """Read a cell and hold it to what was reported before."""
        readers = {"progress": self.progress, "text": self.text, "money": self.money, "value": self.value}
        try:
            before, to = readers[cell.kind](cell, row, key)
        except ValidationError as error:
            cell.fate, cell.why = REFUSED, " ".join(error.messages)
            return
        cell.was, cell.to = before, to
        if before == to:
            cell.fate = UNCHANGED

    def progress(self, cell: Fate, _row: Row, key: UUID) -> tuple[str, str]:
        to = self.known.progress.get(" ".join(cell.now.split()).casefold())
        if to is None:
            offered = ", ".join(words_of(Progress).values())
            raise ValidationError(_("Neznámý stav. Možné stavy: %(offered)s.") % {"offered": offered})
        report = self.known.report(key)
        return (report.progress if report else ""), to

    def text(self, cell: Fate, _row: Row, key: UUID) -> tuple[str, str]:
        to = plain_text(cell.now)
        cell.now = cell.now[:QUOTED]
        if len(to) > LONGEST_TEXT:
            raise ValidationError(_("Text je delší než 20 000 znaků, zkraťte ho nebo přiložte jako soubor."))
        report = self.known.report(key)
        return (report.text if report else ""), to

    def money(self, cell: Fate, row: Row, key: UUID) -> tuple[str, str]:
        if row.sheet == SHARES:
            cell.source = self.source_of(row)
            cell.municipality = self.municipality_of(row)
        to = number_of(cell.now)
        if to < 0:
            raise ValidationError(_("Vynaložené peníze nemohou být záporné."))
        before = self.known.money.get(key, {}).get((cell.source, cell.municipality))
        # Nothing spent where nothing was reported yet says nothing.
        return written(before if before is not None or to else to), written(to)

    def value(self, cell: Fate, row: Row, key: UUID) -> tuple[str, str]:
        indicator = uuid_of(row.word(INDICATOR))
        if indicator is None or indicator not in self.known.indicators.get(key, {}):
            raise ValidationError(_("Neznámý ukazatel: klíč nepatří žádnému ukazateli této položky."))
        cell.indicator = str(indicator)
        return written(self.known.values.get(key, {}).get(indicator)), written(number_of(cell.now))

    def source_of(self, row: Row) -> str:
        source = self.known.sources.get(row.word(SOURCE).casefold())
        if source is None:
            offered = ", ".join(words_of(FundingSource).values())
            raise ValidationError(_("Neznámý zdroj. Možné zdroje: %(offered)s.") % {"offered": offered})
        return source

    def municipality_of(self, row: Row) -> int:
        named = self.known.municipalities.get(row.word(MUNICIPALITY).casefold(), [])
        if not named:
            raise ValidationError(_("Taková obec v území plánu není."))
        if len(named) > 1:
            raise ValidationError(_("Obcí toho jména je v území víc, částku zapište ve formuláři položky."))
        return named[0].pk

    def check_progress(self, told: Told, key: UUID) -> None:
        """Refuse what cannot be a report as a whole: one without a state, one of an item that left."""
        said = next((c.to for c in told.cells if c.kind == "progress" and c.fate == WRITTEN), "")
        report = self.known.report(key)
        progress = said or (report.progress if report else "")
        if not progress:
            told.refuse(_("U položky zatím není hlášení. Vyplňte i stav plnění."))
        elif key in self.known.earlier and progress != Progress.DROPPED:
            edition = self.known.earlier[key].edition.label
            text = _(
                "Položka v textu pro tento rok už není (naposledy byla v: %(edition)s). Zapsat jde jen stav "
                "„zrušeno nebo odloženo“."
            )
            told.refuse(text % {"edition": edition})


def refuse(cells: Sequence[Fate], why: str) -> None:
    for cell in cells:
        cell.fate, cell.why = REFUSED, why


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def number_of(text: str) -> Decimal:
    number = amount_of(text)
    if number is None:
        raise ValidationError(_("Napište číslo, například 1 250 000 nebo 12,5."))
    return number


def said(value: Any, kind: str) -> str:
    """Write what stands in a cell; a number as people read it, so that it can be held to what was before."""
    if kind in PRINTED and isinstance(value, int | float) and not isinstance(value, bool):
        return PRINTED[kind](Decimal(str(value)))
    return "" if value is None else str(value)


def written(number: Decimal | None) -> str:
    """Write a number so that the same number is the same text."""
    return "" if number is None else str(number.quantize(Decimal("0.01")))


def shown(cell: Mapping[str, Any], before: str) -> str:
    """Write what a cell held before as people read it."""
    kind = str(cell["kind"])
    if not before or kind == "text":
        return before
    return str(Progress(before).label) if kind == "progress" else PRINTED[kind](Decimal(before))
