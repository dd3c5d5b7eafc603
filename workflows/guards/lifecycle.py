"""The stepper of a plan, drawn from its path and its machine."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from people.templatetags.triada import cdate
from workflows.enums import EditionState as S
from workflows.enums import Need, PlanState
from workflows.guards import EditionFacts
from workflows.models import Edition, Plan

Progress = Literal["done", "current", "todo"]


@dataclass(frozen=True, slots=True)
class Step:
    """One stage in the life of a plan, as people see it."""

    label: str
    note: str = ""
    state: Progress = "todo"
    url: str = ""


# Where the edition stands on the way; after the last of them the plan's own life goes on.
ORDER = (S.DRAFTING, S.TRIAD_REVIEW, S.CONSULTATION, S.SETTLEMENT, S.COUNCIL_APPROVAL, S.ADOPTED, S.EFFECTIVE)
SHOWN = {S.SETTLEMENT: S.CONSULTATION, S.ADOPTED: S.COUNCIL_APPROVAL, S.REJECTED: S.COUNCIL_APPROVAL}


def stages(edition: Edition) -> list[tuple[S, str]]:
    """Return the stages that the edition's path has, by the state that stands for each."""
    path = edition.path
    found = [(S.DRAFTING, _("Návrh"))]
    if path.triad != Need.NONE:
        found.append((S.TRIAD_REVIEW, _("Triáda")))
    if path.consultation != Need.NONE:
        found.append((S.CONSULTATION, _("Připomínky")))
    found.append((S.COUNCIL_APPROVAL, _("Rada a zastupitelstvo")))
    found.append((S.EFFECTIVE, _("Platný")))
    return found


def until(day: dt.date | None) -> str:
    return _("do %(day)s") % {"day": cdate(day)} if day else ""


def note_of(stage: S, facts: EditionFacts, *, is_current: bool) -> str:
    """Say under a stage what a reader wants to know of it: until when, or from when."""
    edition = facts.edition
    if stage == S.EFFECTIVE:
        return _("od %(day)s") % {"day": cdate(edition.valid_from)} if edition.valid_from else ""
    if stage == S.COUNCIL_APPROVAL and edition.adopted_on:
        return _("schváleno %(day)s") % {"day": cdate(edition.adopted_on)}
    if not is_current:
        return ""
    if edition.state == S.CONSULTATION and facts.consultation:
        return until(facts.consultation.closes_on)
    if edition.state == S.SETTLEMENT:
        return _("vypořádání")
    return until(edition.due_on)


def steps(plan: Plan, facts: EditionFacts) -> list[Step]:
    """Return the steps of a plan's life with the one on which it stands."""
    edition = facts.edition
    standing = S(SHOWN.get(S(edition.state), S(edition.state)))
    shown = stages(edition)
    names = [state for state, _label in shown]
    at = names.index(standing) if standing in names else len(names) - 1
    is_over = edition.state == S.SUPERSEDED or plan.state in (PlanState.EVALUATING, PlanState.CLOSED)
    found = [
        Step(
            label=label,
            note=note_of(state, facts, is_current=number == at),
            state="done" if number < at or is_over else "current" if number == at else "todo",
        )
        for number, (state, label) in enumerate(shown)
    ]
    evaluating = plan.state == PlanState.EVALUATING
    year = plan.period_to.year + 1 if plan.period_to else ""
    closing: Progress = "current" if evaluating else "done" if plan.state == PlanState.CLOSED else "todo"
    found.append(Step(_("Vyhodnocení"), str(year), closing))
    return found


def position(found: list[Step]) -> str:
    """Say in words where a plan stands: the 2nd stage of 6."""
    current = next((n for n, step in enumerate(found, 1) if step.state == "current"), len(found))
    return _("%(n)d. fáze ze %(all)d") % {"n": current, "all": len(found)}
