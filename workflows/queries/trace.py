"""The trace of one item: its whole life across texts, years and generations of plans."""

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from workflows.models import Plan
from workflows.queries.trace_editions import edition_facts, name_of
from workflows.queries.trace_facts import (
    Judge,
    comment_facts,
    council_facts,
    evaluation_facts,
    meeting_facts,
    proposal_facts,
    report_facts,
    task_facts,
    triad_facts,
)
from workflows.queries.trace_rows import Eyes, Fact, Found, is_approved, load

# What the fields are called in a frozen text, whose language is Czech
NEED, IMPLEMENTER = "Odpovídá na potřebu", "Realizátor"


@dataclass(frozen=True, slots=True)
class Head:
    """The item as its newest text says it."""

    number: str
    title: str
    level: str
    label: str
    needs: str = ""
    implementer: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """What is known of an item, in the order in which it happened."""

    key: UUID
    head: Head
    plans: tuple[Plan, ...]
    facts: tuple[Fact, ...]
    missing: tuple[str, ...]
    is_public: bool  # an approved text of the plan has it

    @property
    def years(self) -> list[tuple[int, list[Fact]]]:
        return [(year, list(facts)) for year, facts in groupby(self.facts, key=lambda fact: fact.on.year)]


def trace_of(plan: Plan, key: UUID, eyes: Eyes, judge: Judge) -> Trace | None:
    """Tell the life of an item of a plan as somebody may read it, in a fixed number of queries.

    None when no text of the plan that they may read has it.
    """
    found = load(plan, key, eyes)
    if plan.pk not in found.plans:
        return None
    facts = [
        *proposal_facts(found),
        *edition_facts(found),
        *comment_facts(found),
        *triad_facts(found, judge),
        *council_facts(found),
        *meeting_facts(found),
        *task_facts(found),
        *report_facts(found),
        *evaluation_facts(found),
    ]
    ordered = sorted(facts, key=Fact.place)
    plans = tuple(found.plans.values())
    is_public = any(is_approved(i.edition) for i in found.items.values() if i.edition.plan_id == plan.pk)
    return Trace(key, head_of(found), plans, tuple(ordered), missing(facts, eyes), is_public)


def head_of(found: Found) -> Head:
    """Say what the item is by its newest text; what only the public draft has, by the draft."""
    if found.items:
        item = found.items[max(found.items)]
        return Head(
            item.number,
            item.title,
            item.edition.plan.level_name(item.depth),
            item.edition.label,
            item.needs,
            name_of(item.implementer),
        )
    one = found.consulted[-1]
    fields = dict(one.section["fields"])
    return Head(
        one.section["number"],
        one.section["title"],
        one.section["level"],
        one.edition.label,
        fields.get(NEED, ""),
        fields.get(IMPLEMENTER, ""),
    )


def missing(facts: list[Fact], eyes: Eyes) -> tuple[str, ...]:
    """Say kindly what there is nothing to tell of."""
    kinds = {fact.kind for fact in facts}
    found = []
    if "comment" not in kinds:
        found.append(_("K této položce zatím není žádná připomínka."))
    if "report" not in kinds:
        said = _("Plnění zatím nikdo nenahlásil.")
        found.append(said if eyes.person else _("Plnění zatím není zveřejněné, ukáže se po vyhodnocení."))
    if "task" not in kinds and eyes.person:
        found.append(_("Položce neslouží žádný úkol, který byste viděl/a."))
    return tuple(found)
