"""What stands in the way of a vote, its result and the words in which it is told."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bodies.enums import BallotResult, BallotSubject, ItemState, Majority
from bodies.errors import Miscounted
from bodies.models import AgendaItem, Ballot, StandingOrders
from bodies.queries.quorum import Standing, result_of, votes_needed
from people.errors import Blocked, Blocker


@dataclass(frozen=True, slots=True)
class Count:
    """How hands were counted."""

    votes_for: int
    against: int
    abstained: int

    @property
    def cast(self) -> int:
        return self.votes_for + self.against + self.abstained


@dataclass(frozen=True, slots=True)
class Verdict:
    """The arithmetic of a vote, stored with it."""

    needed: int
    not_voting: int
    result: BallotResult


def check_item(item: AgendaItem, subject: str) -> None:
    """Raise Blocked unless the item is before the body, and Miscounted where its subject does not fit."""
    if subject == BallotSubject.LATE_ITEM:
        if not item.is_late:
            raise Miscounted("subject", _("Bod je v programu od svolání, o jeho zařazení se nehlasuje."))
        return
    if item.is_withdrawn:
        raise Blocked(
            [Blocker("withdrawn", _("Bod byl stažen z programu, nelze o něm hlasovat."), page(item))]
        )
    if item.progress == ItemState.OPEN:
        raise Blocked([Blocker("open", _("Nejdřív bod otevřete, potom o něm nechte hlasovat."), page(item))])


def page(item: AgendaItem) -> str:
    """Address of the live page at an item."""
    return f"{reverse('meetings:live', args=[item.meeting_id])}?bod={item.pk}"


def check_quorum(standing: Standing, rules: StandingOrders, item: AgendaItem, note: str) -> None:
    """Raise Blocked without quorum where a law asks for it, Miscounted where a note has to say why."""
    if standing.has_quorum:
        return
    if rules.is_statutory:
        message = _("Orgán není usnášeníschopný (přítomno %(n)d, potřeba %(needed)d), hlasovat nelze.")
        link = reverse("meetings:attendance", args=[item.meeting_id])
        words = message % {"n": standing.present, "needed": standing.needed}
        raise Blocked([Blocker("quorum", words, link)])
    if not note:
        raise Miscounted(
            "note", _("Orgán není usnášeníschopný. Napište, proč se přesto hlasuje; bude to u hlasování.")
        )


def check_count(count: Count, present: int) -> None:
    """Raise Miscounted when more hands were counted than people who may vote, or when nobody voted."""
    over = count.cast - present
    if over > 0:
        message = ngettext(
            "Sečteno je %(cast)d hlasů, přítomných s hlasem je %(present)d: o %(n)d víc.",
            "Sečteno je %(cast)d hlasů, přítomných s hlasem je %(present)d: o %(n)d víc.",
            over,
        )
        raise Miscounted("votes_for", message % {"cast": count.cast, "present": present, "n": over})
    if not count.cast:
        raise Miscounted("votes_for", _("Zapište, kolik lidí jak hlasovalo."))


def verdict(rules: StandingOrders, standing: Standing, count: Count) -> Verdict:
    """Decide a vote by the majority rule of the day."""
    needed = votes_needed(
        rules.majority, members=standing.members, present=standing.present, against=count.against
    )
    result = result_of(rules.majority, votes_for=count.votes_for, against=count.against, needed=needed)
    return Verdict(needed, standing.present - count.cast, result)


def in_words(ballot: Ballot) -> str:
    """Tell a vote as the minutes do: how the hands fit the people there and what was needed."""
    cast = ballot.votes_for + ballot.votes_against + ballot.abstained
    if ballot.not_voting:
        first = _("Hlasů %(cast)d, přítomných s hlasem %(present)d, nehlasovalo %(silent)d.")
    else:
        first = ngettext(
            "%(cast)d hlas odpovídá %(present)d přítomnému.",
            "%(cast)d hlasů odpovídá %(present)d přítomným.",
            cast,
        )
    said = [first % {"cast": cast, "present": ballot.present_count, "silent": ballot.not_voting}]
    said.append(majority_in_words(ballot))
    if not ballot.has_quorum:
        missing = _("Hlasováno bez usnášeníschopnosti: přítomno %(present)d, potřeba %(needed)d.")
        said.append(missing % {"present": ballot.present_count, "needed": ballot.quorum_needed})
    return " ".join(said)


def majority_in_words(ballot: Ballot) -> str:
    needed = {"n": ballot.votes_needed}
    match ballot.majority:
        case Majority.MAJORITY_ALL:
            return _("Potřebná většina všech členů: %(n)d.") % needed
        case Majority.THREE_FIFTHS_ALL:
            return _("Potřebné tři pětiny všech členů: %(n)d.") % needed
        case Majority.TWO_THIRDS_PRESENT:
            return _("Potřebné dvě třetiny přítomných: %(n)d.") % needed
        case Majority.MAJORITY_VOTING:
            return _("Potřeba víc hlasů pro než proti: %(n)d.") % needed
        case Majority.CONSENSUS:
            return _("Potřebná shoda: nikdo z přítomných není proti.")
    return _("Potřebná většina přítomných: %(n)d.") % needed
