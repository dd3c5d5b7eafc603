"""Votes outside a meeting: how they stand, told in words, and what has not been reported yet."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bodies.enums import BallotResult, Choice, Majority, RoundState
from bodies.models import Body, Mandate, Round, RoundVote, StandingOrders
from bodies.queries.running import run_by
from people.alphabet import alphabetical
from people.models import Person

# Nobody is present at a vote by letter, so only majorities of all members, or their consensus, make sense.
MAJORITIES = (Majority.MAJORITY_ALL, Majority.THREE_FIFTHS_ALL, Majority.CONSENSUS)


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes of a round at a moment."""

    members: int
    voters: int
    votes_for: int
    against: int
    abstained: int
    needed: int
    majority: str

    @property
    def voted(self) -> int:
        return self.votes_for + self.against + self.abstained

    @property
    def is_complete(self) -> bool:
        return self.voted == self.voters

    def turnout(self) -> str:
        """Tell who voted, as minutes do."""
        voted = ngettext(
            "Hlasoval %(n)d z %(all)d oprávněných", "Hlasovalo %(n)d z %(all)d oprávněných", self.voted
        ) % {"n": self.voted, "all": self.voters}
        split = _("pro %(for)d, proti %(against)d, zdrželo se %(abstained)d") % {
            "for": self.votes_for,
            "against": self.against,
            "abstained": self.abstained,
        }
        return f"{voted}: {split}."

    def condition(self) -> str:
        """Tell what it takes to pass."""
        wanted = ngettext(
            "K přijetí je potřeba nejméně %(n)d hlas pro (%(rule)s, všech členů je %(members)d).",
            "K přijetí je potřeba nejméně %(n)d hlasů pro (%(rule)s, všech členů je %(members)d).",
            self.needed,
        ) % {"n": self.needed, "rule": self.rule, "members": self.members}
        if self.majority == Majority.CONSENSUS:
            return " ".join((wanted, _("Nikdo přitom nesmí být proti.")))
        return wanted

    @property
    def rule(self) -> str:
        base = Majority.MAJORITY_ALL if self.majority == Majority.CONSENSUS else Majority(self.majority)
        return str(base.label)


def tally(held: Round, votes: Sequence[RoundVote]) -> Tally:
    """Count the votes of an open or closed round."""
    counts = Counter(vote.choice for vote in votes)
    return Tally(
        members=held.member_count or 0,
        voters=len(votes),
        votes_for=counts[Choice.FOR],
        against=counts[Choice.AGAINST],
        abstained=counts[Choice.ABSTAINED],
        needed=held.votes_needed or 0,
        majority=held.majority,
    )


def result_in_words(held: Round, votes: Sequence[RoundVote]) -> str:
    """Explain the result of a closed round: turnout, what was needed, how it ended."""
    counted = tally(held, votes)
    passed = held.result == BallotResult.PASSED
    ended = _("Návrh byl přijat.") if passed else _("Návrh nebyl přijat.")
    return f"{counted.turnout()} {counted.condition()} {ended}"


def unreported(body: Body) -> QuerySet[Round]:
    """Return the closed rounds of a body of which no meeting has heard yet, the oldest first."""
    return Round.objects.filter(body=body, state=RoundState.CLOSED, reported_at=None).order_by("closed_at")


def visible_to(person: Person, day: dt.date) -> QuerySet[Round]:
    """Keep the rounds of bodies that a person runs or sits in, and those in which they vote."""
    sits = Q(body__in=Mandate.objects.on(day).filter(person=person).values("seat__body"))
    asked = Q(pk__in=RoundVote.objects.filter(person=person).values("round"))
    return Round.objects.filter(run_by(person, day, "body__") | asked | sits & ~Q(state=RoundState.DRAFT))


def listed(rows: QuerySet[Round]) -> QuerySet[Round]:
    """Return rounds with how many may vote and how many have voted, the newest first."""
    counted = rows.annotate(
        voter_count=Count("votes"), voted_count=Count("votes", filter=~Q(votes__choice=""))
    )
    return counted.select_related("body__territory", "resolution").order_by("-created_at", "pk")


def may_vote_so(person: Person, day: dt.date) -> list[Body]:
    """List the bodies that a person runs and whose rules let them vote outside a meeting."""
    rules = StandingOrders.objects.filter(body=OuterRef("pk")).on(day)
    allowed = Subquery(rules.values("per_rollam")[:1])
    rows = Body.objects.filter(run_by(person, day)).annotate(allowed=allowed).filter(allowed=True)
    return list(rows.order_by(*alphabetical("name"), "pk"))
