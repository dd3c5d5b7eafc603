"""How a side's verdict follows from its people: pure functions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from people.enums import Side
from workflows.enums import SideRule, Verdict
from workflows.models import Review

GRAVITY = {Verdict.AGREE: 0, Verdict.RESERVATION: 1, Verdict.RETURN: 2}


@dataclass(frozen=True, slots=True)
class SideVerdict:
    """Where one side stands: its people, their answers and what follows from them."""

    side: Side
    reviews: tuple[Review, ...]
    verdict: Verdict | None

    @property
    def asked(self) -> int:
        return len([r for r in self.reviews if not r.is_excused])

    @property
    def answered(self) -> int:
        return len([r for r in self.reviews if r.verdict])

    @property
    def is_open(self) -> bool:
        return any(r.is_open for r in self.reviews)

    def count(self, verdict: Verdict) -> int:
        return len([r for r in self.reviews if r.verdict == verdict])


def verdict_of(answers: Sequence[Verdict], rule: SideRule) -> Verdict | None:
    """Return the side's verdict, or None when nobody of the side answered.

    Strict: the gravest answer speaks for the side. Majority: the side returns only when more than half
    of the answers return it, and has a reservation when agreement has no majority either.
    """
    if not answers:
        return None
    if rule == SideRule.STRICT:
        return max(answers, key=GRAVITY.__getitem__)
    count = Counter(answers)
    half = len(answers) / 2
    if count[Verdict.RETURN] > half:
        return Verdict.RETURN
    return Verdict.AGREE if count[Verdict.AGREE] > half else Verdict.RESERVATION


def side_verdicts(reviews: Sequence[Review], rule: SideRule) -> list[SideVerdict]:
    """Return the three sides in their order, each with its verdict once nobody of it is open."""
    found = []
    for side in Side:
        own = tuple(r for r in reviews if r.side == side)
        answers = [Verdict(r.verdict) for r in own if r.verdict]
        settled = not any(r.is_open for r in own)
        found.append(SideVerdict(side, own, verdict_of(answers, rule) if settled else None))
    return found
