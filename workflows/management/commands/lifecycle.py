"""Print the machines as the code has them: what docs/lifecycle.md is compared with."""

from collections import defaultdict
from typing import Any

from django.core.management.base import BaseCommand
from django.db import models
from django.utils.translation import override

from bodies.models import ActionItem, Meeting, Minutes, Poll, Remark, Round
from documents.models import Comment, Confirmation
from workflows.models import Duty, Edition, InputRequest, InputRound, Plan, ReportSheet

MACHINES: tuple[tuple[str, type[models.Model]], ...] = (
    ("Plan (plán)", Plan),
    ("Edition (znění)", Edition),
    ("InputRound (kolo podkladů)", InputRound),
    ("InputRequest (dotaz na podklady)", InputRequest),
    ("ReportSheet (tabulka hlášení)", ReportSheet),
    ("Duty (povinnost)", Duty),
    ("Comment (připomínka)", Comment),
    ("Confirmation (potvrzení)", Confirmation),
    ("Meeting (jednání)", Meeting),
    ("Minutes (zápis)", Minutes),
    ("Remark (připomínka k zápisu)", Remark),
    ("ActionItem (úkol)", ActionItem),
    ("Round (hlasování mimo jednání)", Round),
    ("Poll (hledání termínu)", Poll),
)
HEAD = """# The machines

Printed by `manage.py lifecycle > docs/lifecycle.md`; a test compares this file with the code.
A move in a row may happen only when its guards agree (`workflows/guards`, `bodies/guards`).
A state without moves is final.
"""


def moves_of(model: type[models.Model]) -> dict[str, list[str]]:
    """Return the moves from each state as `name → target`, in the order in which the model writes them."""
    machine: Any = model
    found: dict[str, list[str]] = defaultdict(list)
    field = model._meta.get_field("state")  # noqa: SLF001 - Django's documented way to a model's fields
    states = [value for value, _label in field.choices or ()]  # type: ignore[union-attr]
    for move in machine(state=states[0]).get_all_state_transitions():
        sources = states if move.source == "*" else [move.source]
        for source in sources:
            found[source].append(f"{move.name} → {move.target}")
    return found


def table_of(model: type[models.Model]) -> str:
    """Draw one machine as a table: state, the Czech word, moves."""
    field = model._meta.get_field("state")  # noqa: SLF001
    moves = moves_of(model)
    rows = ["| state | Czech | moves |", "| --- | --- | --- |"]
    for value, label in field.choices or ():  # type: ignore[union-attr]
        rows.append(f"| {value} | {label} | {'; '.join(sorted(moves[value])) or '–'} |")
    return "\n".join(rows)


def document() -> str:
    """Write all machines as one Markdown document, Czech words included."""
    with override("cs"):
        parts = [f"## {title}\n\n{table_of(model)}\n" for title, model in MACHINES]
    return "\n".join([HEAD, *parts])


class Command(BaseCommand):
    help = "Print the machines of the law as a Markdown document."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(document(), ending="")
