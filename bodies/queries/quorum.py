"""Quorum and majority: pure arithmetic over the rules of a body, explained in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bodies.enums import BallotResult, Majority, Quorum


def quorum_needed(quorum: str, members: int) -> int:
    """Return how many voting members must be there, by a rule over the number of all of them."""
    match quorum:
        case Quorum.MAJORITY_ALL:
            return members // 2 + 1
        case Quorum.THIRD_ALL:
            return -(-members // 3)
    return 0


def votes_needed(majority: str, *, members: int, present: int, against: int = 0) -> int:
    """Return how many votes for a proposal pass it; at least one vote is always needed."""
    match majority:
        case Majority.MAJORITY_ALL:
            return members // 2 + 1
        case Majority.THREE_FIFTHS_ALL:
            return max(1, -(-3 * members // 5))
        case Majority.TWO_THIRDS_PRESENT:
            return max(1, -(-2 * present // 3))
        case Majority.MAJORITY_VOTING:
            return against + 1
        case Majority.CONSENSUS:
            return 1
    return present // 2 + 1


def result_of(majority: str, *, votes_for: int, against: int, needed: int) -> BallotResult:
    """Decide a vote; under consensus one vote against is enough to fail it."""
    if majority == Majority.CONSENSUS and against:
        return BallotResult.FAILED
    return BallotResult.PASSED if votes_for >= needed else BallotResult.FAILED


@dataclass(frozen=True, slots=True)
class Standing:
    """Who is there to decide at a moment, by the rules of that day."""

    members: int
    present: int
    needed: int

    @property
    def has_quorum(self) -> bool:
        return self.present >= self.needed

    @property
    def spare(self) -> int:
        """How many may leave before the quorum is lost; negative: how many are missing."""
        return self.present - self.needed

    def in_words(self) -> str:
        """Tell the quorum as the chair would say it."""
        if not self.needed:
            return _("Pravidla orgánu usnášeníschopnost nestanovují.")
        if self.has_quorum:
            return ngettext(
                "Usnášeníschopný, rezerva je %(n)d člen.",
                "Usnášeníschopný, rezerva je %(n)d členů.",
                self.spare,
            ) % {"n": self.spare}
        missing = -self.spare
        return ngettext(
            "Neusnášeníschopný, chybí %(n)d člen.", "Neusnášeníschopný, chybí %(n)d členů.", missing
        ) % {"n": missing}


def standing(quorum: str, *, members: int, present: int) -> Standing:
    return Standing(members, present, quorum_needed(quorum, members))
