"""The tables of an evaluation: the page, the spreadsheet and the frozen text of an edition show the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from people.enums import Side
from workflows.enums import EditionKind, InputRequestState, Progress
from workflows.models import Edition
from workflows.queries.evaluation import Evaluation, MoneySum, evaluation_of
from workflows.queries.evaluation_rows import ItemRow, years_evaluated
from workflows.queries.snapshot import amount, money_text

Cell = str | int | Decimal | None
SILENT = "silent"
# Chapters of an evaluation into which figures can be put in words
FIGURED = ("triada", "vyhodnoceni", "financovani")
# More bars than this nobody reads; the table stays.
MOST_BARS = 40


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `series` names the colour of its bars in the chart, without it the chart leaves it out."""

    name: str
    series: str = ""
    is_number: bool = False
    is_money: bool = False

    def shown(self, cell: Cell) -> str:
        """Write a cell as it is printed in Czech."""
        if isinstance(cell, str) or cell is None:
            return cell or ""
        return money_text(Decimal(cell)) if self.is_money else amount(Decimal(cell))


@dataclass(frozen=True, slots=True)
class Table:
    """One table; its first `labels` columns say what a row is about."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]]
    about: str = ""
    total: tuple[Cell, ...] = ()
    chart: str = ""  # "stack" or "bars"
    labels: int = 1

    def as_data(self) -> dict[str, Any]:
        """Write the table as it is frozen with a text and drawn from there."""
        places = [n for n, c in enumerate(self.columns) if c.series]
        series = [[n, self.columns[n].series, self.columns[n].name] for n in places]
        chart = self.chart if series and 0 < len(self.rows) <= MOST_BARS else ""
        return {
            "title": self.title,
            "about": self.about,
            "head": [c.name for c in self.columns],
            "numbers": [n for n, c in enumerate(self.columns) if c.is_number],
            "rows": [self.printed(row) for row in self.rows],
            "total": self.printed(self.total) if self.total else [],
            "chart": chart,
            "series": series if chart else [],
            "values": [[plain(row[n]) for n in places] for row in self.rows] if chart else [],
        }

    def as_section(self) -> dict[str, Any]:
        """Write the table as a section of a frozen text; its fields let two versions be compared by rows."""
        return {
            "key": f"tabulka-{self.key}",
            "kind": "table",
            "level": "",
            "depth": 0,
            "number": "",
            "title": self.title,
            "fields": [self.as_field(row) for row in self.rows],
            "table": self.as_data(),
        }

    def printed(self, row: tuple[Cell, ...]) -> list[str]:
        return [column.shown(cell) for column, cell in zip(self.columns, row, strict=True)]

    def as_field(self, row: tuple[Cell, ...]) -> list[str]:
        said = list(zip((column.name for column in self.columns), self.printed(row), strict=True))
        label = ", ".join(text for _name, text in said[: self.labels] if text)
        return [label, "; ".join(f"{name}: {text}" for name, text in said[self.labels :] if text)]


def plain(cell: Cell) -> str:
    """Write a number for the chart."""
    return str(cell or 0)


def named(item: ItemRow | None) -> str:
    return f"{item.number} {item.title}".strip() if item else _("Položky, které v plánu už nejsou")


def span(years: Iterable[int]) -> str:
    return ", ".join(str(year) for year in sorted(years))


def share(part: Decimal, whole: Decimal) -> str:
    return f"{round(100 * part / whole)} %" if whole else ""


def tables_of(evaluation: Evaluation, *, with_items: bool = False) -> list[Table]:
    """Return the tables that have something to say; the long one of all items only where it is wanted."""
    found = [
        fulfilment(evaluation),
        *money(evaluation),
        indicators(evaluation),
        missing(evaluation),
        gone(evaluation),
        triad(evaluation),
        sittings(evaluation),
    ]
    if with_items:
        found.append(items(evaluation))
    return [table for table in found if table.rows]


def sections_of(edition: Edition) -> list[dict[str, Any]]:
    """Compute the sections that an evaluation is frozen with, in Czech; other editions have none."""
    if edition.kind != EditionKind.EVALUATION:
        return []
    evaluation = evaluation_of(edition.plan, years_evaluated(edition))
    with override("cs"):
        return [table.as_section() for table in tables_of(evaluation, with_items=True)]


def figures_of(edition: Edition) -> dict[str, str]:
    """Write the main figures of an evaluation as sentences, in Czech, by the key of the chapter."""
    if edition.kind != EditionKind.EVALUATION:
        return {}
    with override("cs"):
        return sentences(evaluation_of(edition.plan, years_evaluated(edition)))


def fulfilment(evaluation: Evaluation) -> Table:
    """States of items by priority, each item by its last report."""
    rows = evaluation.priorities
    used = [p for p in Progress if any(row.counts[p] for row in rows)]
    columns = (
        Column(evaluation.plan.level_name(0).capitalize()),
        *(Column(str(p.label), series=p.value, is_number=True) for p in used),
        Column(_("bez hlášení"), series=SILENT, is_number=True),
        Column(_("celkem"), is_number=True),
    )
    lines: list[tuple[Cell, ...]] = [
        (named(row.item), *(row.counts[p] for p in used), row.silent, row.reported + row.silent)
        for row in rows
    ]
    sums = (*(evaluation.counts[p] for p in used), evaluation.silent)
    return Table(
        "plneni",
        _("Plnění podle priorit"),
        columns,
        lines,
        about=_("Počet položek podle stavu; u položky platí poslední hlášení."),
        total=(_("Celkem"), *sums, sum(sums)) if len(lines) > 1 else (),
        chart="stack",
    )


def money(evaluation: Evaluation) -> list[Table]:
    """Planned and spent money by year, source, municipality and priority."""
    tops = [MoneySum(None, named(p.item), p.planned, p.spent) for p in evaluation.priorities]
    towns = [
        MoneySum(one.key, one.label or _("bez určení obce"), one.planned, one.spent)
        for one in evaluation.by_municipality
    ]
    level = evaluation.plan.level_name(0).capitalize()
    found = [
        ("penize-roky", _("Peníze podle let"), _("Rok"), evaluation.by_year),
        ("penize-zdroje", _("Peníze podle zdrojů"), _("Zdroj"), evaluation.by_source),
        ("penize-obce", _("Peníze podle obcí"), _("Obec"), towns),
        ("penize-priority", _("Peníze podle priorit"), level, [p for p in tops if p.planned or p.spent]),
    ]
    return [money_table(key, title, first, rows, evaluation) for key, title, first, rows in found]


def money_table(key: str, title: str, first: str, rows: Sequence[MoneySum], evaluation: Evaluation) -> Table:
    planned, spent = evaluation.planned, evaluation.spent
    return Table(
        key,
        title,
        (
            Column(first),
            Column(_("plán v Kč"), series="planned", is_number=True, is_money=True),
            Column(_("vynaloženo v Kč"), series="spent", is_number=True, is_money=True),
            Column(_("z plánu"), is_number=True),
        ),
        [(one.label, one.planned, one.spent, share(one.spent, one.planned)) for one in rows],
        about=_("Kolik peněz plán předpokládal a kolik se podle hlášení vynaložilo, v korunách."),
        total=(_("Celkem"), planned, spent, share(spent, planned)) if len(rows) > 1 else (),
        chart="bars",
    )


def indicators(evaluation: Evaluation) -> Table:
    """Put indicators beside their targets."""
    years = [year for year in evaluation.years if any(year in i.values for i in evaluation.indicators)]
    rows: list[tuple[Cell, ...]] = [
        (
            named(one.item),
            f"{one.name} ({one.unit})",
            one.baseline,
            one.target,
            *(one.values.get(year) for year in years),
            _("neuvedeno") if one.last is None else "" if one.share is None else f"{one.share} %",
        )
        for one in evaluation.indicators
    ]
    return Table(
        "ukazatele",
        _("Ukazatele proti cíli"),
        (
            Column(_("Položka")),
            Column(_("Ukazatel")),
            Column(_("výchozí"), is_number=True),
            Column(_("cíl"), is_number=True),
            *(Column(str(year), is_number=True) for year in years),
            Column(_("splněno z cíle"), is_number=True),
        ),
        rows,
        about=_("Jak daleko ukazatele došly z výchozí hodnoty k cíli podle posledního hlášení."),
        labels=2,
    )


def missing(evaluation: Evaluation) -> Table:
    """List what is not reported and by whom, with how far the asking is."""
    rows: list[tuple[Cell, ...]] = []
    for one in evaluation.missing:
        for item, years in one.items.values():
            states = {InputRequestState(one.states[y]).label for y in years if y in one.states}
            asked = ", ".join(sorted(str(state) for state in states)) or _("nepožádáno")
            who = one.name or _("realizátor není určen")
            rows.append((who, named(item), span(years), asked if one.organisation else ""))
    columns = (Column(_("Kdo")), Column(_("Položka")), Column(_("Chybí za rok")), Column(_("Výzva")))
    about = _("Položky, o kterých nikdo nepodal hlášení, a jak je na tom výzva k němu.")
    return Table("chybi", _("Co chybí a od koho"), columns, rows, about=about, labels=2)


def gone(evaluation: Evaluation) -> Table:
    """Items that left the plan and have reports."""
    return Table(
        "mimo-plan",
        _("Položky, které v plánu už nejsou"),
        (
            Column(_("Položka")),
            Column(_("Hlášení za rok")),
            Column(_("Stav")),
            Column(_("vynaloženo v Kč"), is_number=True, is_money=True),
        ),
        [(named(one.item), span(one.years), one.progress, one.spent) for one in evaluation.gone],
        about=_("Plán se změnil, hlášení o těchto položkách v součtech zůstávají."),
    )


def triad(evaluation: Evaluation) -> Table:
    """How the three sides took part, once anybody of them was asked."""
    rows = evaluation.presence if any(one.asked for one in evaluation.presence) else []
    return Table(
        "triada",
        _("Účast triády na vyhodnocení"),
        (
            Column(_("Strana")),
            Column(_("osloveno"), is_number=True),
            Column(_("vyjádřilo se"), is_number=True),
            Column(_("z toho s výhradou"), is_number=True),
        ),
        [(str(one.side.label), one.asked, one.answered, one.reservations) for one in rows],
        about=_(
            "Plán se vyhodnocuje za účasti zástupců obcí, poskytovatelů a uživatelů "
            "(§ 95 písm. e) zákona č. 108/2006 Sb.)."
        ),
    )


def sittings(evaluation: Evaluation) -> Table:
    """How the three sides came to meetings, as the attendance says; nothing before there is a plan."""
    rows = [] if evaluation.is_empty else evaluation.sittings
    return Table(
        "triada-jednani",
        _("Účast triády na jednáních"),
        (
            Column(_("Orgán")),
            Column(_("Strana")),
            Column(_("jednání"), is_number=True),
            Column(_("z toho se zástupcem strany"), is_number=True),
            Column(_("míst pozváno"), is_number=True),
            Column(_("z toho přišlo"), is_number=True),
        ),
        [(s.body, str(s.side.label), s.meetings, s.attended, s.invited, s.came) for s in rows],
        about=_(
            "Kolikrát se v těchto letech sešly orgány, ve kterých zasedá triáda, a kdo na jednání přišel "
            "nebo se připojil. Místo se počítá jednou, i když za ně přišel náhradník."
        ),
        labels=2,
    )


def items(evaluation: Evaluation) -> Table:
    """Every item with its state, money and what was said of it in the last report."""
    planned: dict[Any, Decimal] = {}
    spent: dict[Any, Decimal] = {}
    for one in evaluation.plans:
        planned[one.key] = planned.get(one.key, Decimal(0)) + one.amount
    for one in evaluation.loaded.spent:
        spent[one.key] = spent.get(one.key, Decimal(0)) + one.amount
    rows: list[tuple[Cell, ...]] = []
    for row in evaluation.told:
        report = evaluation.last.get(row.key)
        rows.append(
            (
                named(row),
                row.implementer_name or "",
                str(Progress(report.progress).label) if report else _("bez hlášení"),
                report.year if report else None,
                planned.get(row.key, Decimal(0)),
                spent.get(row.key, Decimal(0)),
                report.text if report else "",
            )
        )
    names = (_("plán v Kč"), _("vynaloženo v Kč"))
    columns = (
        *(Column(name) for name in (_("Položka"), _("Realizátor"), _("Stav"), _("Poslední rok"))),
        *(Column(name, is_number=True, is_money=True) for name in names),
        Column(_("Co se podařilo a co ne")),
    )
    return Table("polozky", _("Plnění po položkách"), columns, rows)


def sentences(evaluation: Evaluation) -> dict[str, str]:
    """Write what became of the items and of the money and who of the triad met, each for its chapter."""
    every = evaluation.every
    first = ngettext("Hodnotí se %(n)d položka plánu.", "Hodnotí se %(n)d položek plánu.", every)
    first %= {"n": every}
    states = [f"{p.label} {evaluation.counts[p]}" for p in Progress if evaluation.counts[p]]
    states += [f"{_('bez hlášení')} {evaluation.silent}"] if evaluation.silent else []
    planned, spent = evaluation.planned, evaluation.spent
    text = _("Plán počítal s %(planned)s Kč, vynaloženo bylo %(spent)s Kč") % {
        "planned": money_text(planned),
        "spent": money_text(spent),
    }
    part = _(", tedy %(share)s plánu") % {"share": share(spent, planned)} if planned else ""
    sources = ", ".join(f"{o.label} {money_text(o.spent)} Kč" for o in evaluation.by_source if o.spent)
    more = _(" Podle zdrojů: %(sources)s.") % {"sources": sources} if sources else ""
    return {
        "triada": attendance(evaluation),
        "vyhodnoceni": f"{first} {_('Stav')}: {', '.join(states)}." if states else "",
        "financovani": f"{text}{part}.{more}" if planned or spent else "",
    }


def attendance(evaluation: Evaluation) -> str:
    """Write at how many meetings of the triad each side was represented."""
    met = evaluation.sittings
    every = sum(one.meetings for one in met if one.side == Side.USERS)
    if not every:
        return ""
    came = {str(side): sum(one.attended for one in met if one.side == side) for side in Side}
    text = _(
        "Počet jednání orgánů, ve kterých zasedá triáda: %(all)d, z toho se zástupcem uživatelů %(users)d, "
        "poskytovatelů %(providers)d a zadavatelů %(commissioners)d."
    )
    return text % {"all": every, **came}
