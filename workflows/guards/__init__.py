"""The law's questions: facts are loaded once, guards are pure functions of them."""

from workflows.guards.edition import BLOCKERS, blockers, deeds, moves, warnings
from workflows.guards.facts import EditionFacts, facts, outline
from workflows.guards.triad import SideVerdict, side_verdicts

__all__ = [
    "BLOCKERS",
    "EditionFacts",
    "SideVerdict",
    "blockers",
    "deeds",
    "facts",
    "moves",
    "outline",
    "side_verdicts",
    "warnings",
]
