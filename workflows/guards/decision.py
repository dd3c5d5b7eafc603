"""What follows from the decisions of councils, and what has to be before they are recorded."""

from django.utils.translation import gettext as _

from people.errors import Blocker
from workflows.enums import REFUSALS, DecisionOrder, DecisionRule, Need
from workflows.guards.facts import EditionFacts, link
from workflows.models import Decision


def material_is_released(facts: EditionFacts) -> list[Blocker]:
    if facts.path.release != Need.REQUIRED or facts.released:
        return []
    return [
        Blocker(
            "not_released", _("Předkladatel materiál zatím neuvolnil k projednání."), link(facts, "approval")
        )
    ]


def amended_text_is_frozen(facts: EditionFacts) -> list[Blocker]:
    return [
        Blocker(
            "amended_text",
            _("%(body)s: schváleno s úpravami, uložte schválené znění.") % {"body": name_of(d)},
            link(facts, "approval"),
        )
        for d in facts.decisions
        if d.awaits_amended_text
    ]


def name_of(decision: Decision) -> str:
    return decision.body.name if decision.body else decision.body_name


def binding(facts: EditionFacts) -> list[Decision]:
    """Return the decisions that the outcome depends on (a rule of the path)."""
    return [d for d in facts.decisions if not d.is_informative and not d.is_ended]


def councils_have_approved(facts: EditionFacts) -> list[Blocker]:
    decisions = binding(facts)
    if facts.path.decision_rule == DecisionRule.EACH and not any(d.is_open for d in decisions):
        if any(d.is_met for d in decisions):
            return []
        return [Blocker("nobody_approved", _("Plán neschválila žádná obec."), link(facts, "approval"))]
    missing = [d for d in decisions if not d.is_met]
    return [
        Blocker(
            "decision",
            (
                _("Chybí rozhodnutí: %(body)s.")
                if d.is_open
                else _("%(body)s plán neschválilo v potřebném znění.")
            )
            % {"body": name_of(d)},
            link(facts, "approval"),
        )
        for d in missing
    ]


def councils_have_refused(facts: EditionFacts) -> list[Blocker]:
    decisions = binding(facts)
    refused = [d for d in decisions if d.outcome in REFUSALS]
    if facts.path.decision_rule == DecisionRule.EACH:
        if refused and not any(d.is_open or d.is_met for d in decisions):
            return []
        return [Blocker("not_refused", _("Každá obec rozhoduje za sebe; plán neodmítly všechny."))]
    if refused:
        return []
    return [Blocker("not_refused", _("Žádný orgán plán neodmítl."), link(facts, "approval"))]


def some_decision_is_open(facts: EditionFacts) -> list[Blocker]:
    if any(d.is_open for d in facts.decisions):
        return []
    return [Blocker("all_decided", _("Všechny orgány už rozhodly."))]


def earlier_bodies_have_decided(facts: EditionFacts, decision: Decision) -> list[Blocker]:
    """In sequence, a body decides after those before it (rada recommends, zastupitelstvo approves).

    A body that is only informed holds nobody up.
    """
    if facts.path.decision_order != DecisionOrder.SEQUENCE:
        return []
    return [
        Blocker(
            "earlier_body",
            _("Nejdřív rozhoduje %(body)s.") % {"body": name_of(d)},
            link(facts, "approval"),
        )
        for d in facts.decisions
        if d.order < decision.order and d.is_open and not d.is_informative
    ]
