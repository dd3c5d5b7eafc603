"""What stands in the way of running a session: facts are loaded once, each guard is a pure function."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bodies.enums import BallotResult, BallotSubject, ItemState, MeetingDeed, MeetingState, MinutesState
from bodies.guards.attendance import standing
from bodies.models import AgendaItem, Ballot, Meeting, StandingOrders
from bodies.queries.attendance import Sheet, sheet_of
from bodies.queries.quorum import Standing
from people.errors import Blocker
from people.models import Person

WRITABLE = (MinutesState.WRITING, MinutesState.COMMENTS)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards of a session ask about."""

    meeting: Meeting
    rules: StandingOrders
    today: dt.date
    sheet: Sheet
    standing: Standing
    chair: Person | None
    verifiers: int
    untouched: int

    def url(self, name: str) -> str:
        return reverse(f"meetings:{name}", args=[self.meeting.pk])


Guard = Callable[[Facts], list[Blocker]]


def facts(
    meeting: Meeting, now: dt.datetime, *, chair: Person | None = None, verifiers: int | None = None
) -> Facts:
    """Load what the guards ask, with a fixed number of queries."""
    sheet = sheet_of(meeting)
    untouched = meeting.items.filter(progress=ItemState.OPEN, is_withdrawn=False, proposal="").count()
    return Facts(
        meeting=meeting,
        rules=sheet.rules,
        today=timezone.localdate(now),
        sheet=sheet,
        standing=standing(sheet, now),
        chair=chair or meeting.chair,
        verifiers=meeting.verifiers.count() if verifiers is None else verifiers,
        untouched=untouched,
    )


def has_chair(facts: Facts) -> list[Blocker]:
    if facts.chair is not None:
        return []
    return [Blocker("chair", _("Vyberte, kdo jednání řídí."), facts.url("session"))]


def has_people(facts: Facts) -> list[Blocker]:
    if facts.sheet.rows:
        return []
    return [Blocker("people", _("Na jednání není nikdo pozván."), facts.url("invitations"))]


def day_has_come(facts: Facts) -> list[Blocker]:
    if facts.today >= facts.meeting.held_on:
        return []
    day = date_format(facts.meeting.held_on, "j. n. Y")
    message = _("Jednání je svoláno na %(day)s, dřív ho zahájit nelze.") % {"day": day}
    return [Blocker("day", message, facts.url("detail"))]


def law_ends_without_quorum(facts: Facts) -> list[Blocker]:
    if facts.rules.is_statutory:
        return []
    message = _("Náhradní jednání ukládá zákon jen orgánům, které bez usnášeníschopnosti nemohou rozhodnout.")
    return [Blocker("advisory", message, facts.url("live"))]


def quorum_is_lost(facts: Facts) -> list[Blocker]:
    if not facts.standing.has_quorum:
        return []
    message = _("Orgán je teď usnášeníschopný. Nejdřív opravte účast.")
    return [Blocker("quorum", message, facts.url("attendance"))]


GUARDS: dict[str, tuple[Guard, ...]] = {
    MeetingDeed.BEGIN: (day_has_come, has_people, has_chair),
    "lose_quorum": (law_ends_without_quorum, quorum_is_lost),
}


def blockers(facts: Facts, deed: str) -> list[Blocker]:
    """List what is missing for a deed of a session."""
    return [blocker for guard in GUARDS[deed] for blocker in guard(facts)]


def warnings(facts: Facts) -> list[str]:
    """Say what the chair should know before the session begins; nothing of it stops anybody."""
    said = []
    if facts.verifiers < facts.rules.verifier_count:
        said.append(
            ngettext(
                "Zápis má ověřit %(n)d člověk. Ověřovatele můžete určit i během jednání.",
                "Zápis má ověřit %(n)d lidí. Ověřovatele můžete určit i během jednání.",
                facts.rules.verifier_count,
            )
            % {"n": facts.rules.verifier_count}
        )
    if facts.meeting.minute_taker_id is None:
        said.append(_("Není určeno, kdo zapisuje."))
    return said


def is_admitted(item: AgendaItem, ballots: Sequence[Ballot]) -> bool:
    """Say whether an item added after convening was voted into the programme."""
    votes = [b for b in ballots if b.subject == BallotSubject.LATE_ITEM]
    return not item.is_late or (bool(votes) and votes[-1].result == BallotResult.PASSED)


def item_blockers(item: AgendaItem, ballots: Sequence[Ballot]) -> list[Blocker]:
    """List what stands in the way of opening an item."""
    if item.is_withdrawn:
        return [Blocker("withdrawn", _("Bod byl stažen z programu."))]
    if not is_admitted(item, ballots):
        message = _("Bod byl doplněn po svolání. Nejdřív hlasujte o jeho zařazení na program.")
        return [Blocker("late", message, f"{reverse('meetings:live', args=[item.meeting_id])}?bod={item.pk}")]
    return []


def takes_text(meeting: Meeting, minutes_state: str | None) -> bool:
    """Say whether what was said may still be written: from the session until the minutes are frozen."""
    if minutes_state is not None:
        return minutes_state in WRITABLE
    return bool(meeting.state == MeetingState.IN_SESSION)
