"""A frozen table drawn as HTML and as a chart: tags, because a table has thousands of cells.

The chart is plain SVG with a title and a description; widths are per cents, so that letters keep their size
on a phone. Colours come from classes (the CSP allows no inline style) and never speak alone: the table with
the same numbers stands beneath.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from people.templatetags.triada import nbsp

register = template.Library()

LABEL, BAR, GAP = 20, 18, 14  # heights in pixels: a line of text, a bar, the space between rows
WIDEST = 72  # per cent of the drawing; the rest is for the number beside the bar
LONGEST = 46  # characters of a label; the table has it whole


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart; x and width are per cents."""

    css: str
    x: str
    y: int
    width: str
    said: str
    text: str = ""
    text_x: str = ""
    text_y: int = 0


@dataclass(frozen=True, slots=True)
class ChartRow:
    label: str
    y: int
    bars: list[Bar]


@register.simple_tag
def data_table(data: dict[str, Any]) -> SafeString:
    """Draw a table; on a phone each row becomes a card."""
    numbers = frozenset(data["numbers"])
    heads = "".join(
        f'<th scope="col"{right(n in numbers)}>{conditional_escape(name)}</th>'
        for n, name in enumerate(data["head"])
    )
    names = [conditional_escape(name) for name in data["head"]]
    body = "".join(drawn(row, names, numbers) for row in data["rows"])
    total = f"<tfoot>{drawn(data['total'], names, numbers)}</tfoot>" if data["total"] else ""
    return format_html(
        '<table class="t-table t-stack"><caption class="t-sr">{}</caption><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody>{}</table>",
        data["title"],
        mark_safe(heads),
        mark_safe(body),
        mark_safe(total),
    )


def right(is_number: bool) -> str:
    return ' class="r"' if is_number else ""


def drawn(row: list[str], names: list[SafeString], numbers: frozenset[int]) -> str:
    """Draw one row; its first cell is its head."""
    cells = [f'<th scope="row">{nbsp(conditional_escape(row[0]))}</th>']
    for n, cell in enumerate(row[1:], 1):
        if n in numbers:
            cells.append(f'<td class="r t-num" data-l="{names[n]}">{conditional_escape(cell)}</td>')
        else:
            cells.append(f'<td data-l="{names[n]}">{linebreaksbr(cell)}</td>')
    return f"<tr>{''.join(cells)}</tr>"


@register.inclusion_tag("documents/version/_chart.html")
def chart(data: dict[str, Any], key: str) -> dict[str, Any]:
    """Draw the chart of a table: parts of a whole in one bar, or a bar of each series."""
    rows = list(stacked(data) if data["chart"] == "stack" else beside(data))
    end = rows[-1].bars[-1].y if rows and rows[-1].bars else 0
    height = max([row.y for row in rows] + [end]) + BAR + GAP if rows else 0
    return {"data": data, "key": key, "rows": rows, "height": height}


def measured(data: dict[str, Any]) -> Iterator[tuple[str, list[Decimal]]]:
    for row, values in zip(data["rows"], data["values"], strict=True):
        yield short(row[0]), [Decimal(value) for value in values]


def short(label: str) -> str:
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"


def percent(value: Decimal) -> str:
    return f"{value:.2f}%"


def stacked(data: dict[str, Any]) -> Iterator[ChartRow]:
    """Lay out parts of a whole: the longest row is as wide as the drawing."""
    rows = list(measured(data))
    longest = max((sum(values, Decimal(0)) for _label, values in rows), default=Decimal(0)) or Decimal(1)
    for place, (label, values) in enumerate(rows):
        top = place * (LABEL + BAR + GAP)
        x, bars = Decimal(0), []
        for value, (_column, css, name) in zip(values, data["series"], strict=True):
            if value:
                width = 100 * value / longest
                bars.append(Bar(css, percent(x), top + LABEL, percent(width), f"{label} – {name}: {value}"))
                x += width
        yield ChartRow(label, top + LABEL - 6, bars)


def beside(data: dict[str, Any]) -> Iterator[ChartRow]:
    """Lay out a bar of each series, with its number beside it."""
    rows = list(measured(data))
    longest = max((max(values) for _label, values in rows), default=Decimal(0)) or Decimal(1)
    deep = LABEL + GAP + len(data["series"]) * (BAR + 2)
    for place, (label, values) in enumerate(rows):
        top, bars = place * deep, []
        for line, (value, (column, css, name)) in enumerate(zip(values, data["series"], strict=True)):
            y, width = top + LABEL + line * (BAR + 2), WIDEST * value / longest
            text = data["rows"][place][column]
            said = f"{label} – {name}: {text}"
            bars.append(Bar(css, "0%", y, percent(width), said, text, percent(width + 1), y + BAR - 5))
        yield ChartRow(label, top + LABEL - 6, bars)
