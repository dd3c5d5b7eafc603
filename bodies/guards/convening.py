"""May a meeting be convened (or moved) now: what is missing, and what only deserves a thought."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bodies.enums import MeetingForm, Remote
from bodies.guards import timing
from bodies.models import AgendaItem, Meeting, StandingOrders
from bodies.queries.clashes import Clash, shared_members
from bodies.queries.deadlines import announce_by, papers_by
from bodies.queries.membership import Member, members_on, rules_of, voting_seats_on
from bodies.queries.quorum import quorum_needed
from people.errors import Blocker

SHORT_NOTICE = "short_notice"
SHOWN_NAMES = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards ask about a meeting, loaded once."""

    meeting: Meeting
    now: dt.datetime
    rules: StandingOrders
    members: tuple[Member, ...]
    voting_seats: int
    items: int
    minutes: int
    clashes: tuple[Clash, ...] = ()

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    @property
    def notice_by(self) -> dt.date | None:
        """The last day on which the rules let the meeting be convened; None where no written rule says."""
        days = [announce_by(self.rules, self.meeting.held_on)]
        if self.rules.pk is not None:
            days.append(papers_by(self.rules, self.meeting.held_on))
        known = [day for day in days if day is not None]
        return min(known) if known else None

    @property
    def is_short(self) -> bool:
        return self.notice_by is not None and self.today > self.notice_by

    @property
    def voting_members(self) -> int:
        return sum(member.seat.is_voting for member in self.members)


def facts(meeting: Meeting, now: dt.datetime) -> Facts:
    """Load everything the guards ask, in eight queries at most, however large the body is."""
    body, day = meeting.body, meeting.held_on
    items = AgendaItem.objects.filter(meeting=meeting, proposal="", is_withdrawn=False)
    minutes = list(items.values_list("minutes", flat=True)) if meeting.pk else []
    return Facts(
        meeting=meeting,
        now=now,
        rules=rules_of(meeting),
        members=tuple(members_on(body, day)),
        voting_seats=voting_seats_on(body, day),
        items=len(minutes),
        minutes=sum(minutes),
        clashes=tuple(shared_members(body, day, meeting.starts_at, meeting.ends_at, besides=meeting)),
    )


def blockers(known: Facts, *, reason: str = "") -> list[Blocker]:
    """List what stands in the way; a short notice is no obstacle for who says why, for the minutes."""
    found = [*when_blockers(known), *where_blockers(known.meeting), *who_blockers(known)]
    if not known.items:
        found.append(Blocker("no_items", _("Program nemá žádný bod.")))
    if known.is_short and not reason.strip():
        found.append(Blocker(SHORT_NOTICE, short_notice(known)))
    return found


def short_notice(known: Facts) -> str:
    day = known.notice_by
    if day is None:
        return ""
    text = _(
        "Podle pravidel orgánu mělo být jednání svoláno nejpozději %(day)s. "
        "Svolat ho lze i teď, jen napište proč; důvod bude uveden v zápisu."
    )
    return text % {"day": f"{day.day}. {day.month}. {day.year}"}


def when_blockers(known: Facts) -> list[Blocker]:
    meeting = known.meeting
    if meeting.starts_at is None or meeting.ends_at is None:
        return [Blocker("no_time", _("Chybí začátek nebo konec jednání."))]
    if meeting.starts_at <= known.now:
        return [Blocker("in_the_past", _("Začátek jednání je v minulosti."))]
    return timing.blockers(meeting.starts_at, meeting.ends_at)


def where_blockers(meeting: Meeting) -> list[Blocker]:
    found = []
    if meeting.form != MeetingForm.ONLINE and not meeting.place.strip():
        found.append(Blocker("no_place", _("Chybí místo jednání.")))
    if meeting.form != MeetingForm.IN_PERSON and not meeting.remote_url:
        found.append(Blocker("no_remote_url", _("Chybí odkaz pro připojení na dálku.")))
    return found


def who_blockers(known: Facts) -> list[Blocker]:
    if not known.members:
        return [Blocker("no_members", _("Orgán nemá v den jednání žádného člena."))]
    if known.rules.is_statutory and known.voting_members < needed(known):
        return [Blocker("too_few_members", too_few(known))]
    return []


def needed(known: Facts) -> int:
    return quorum_needed(known.rules.quorum, known.voting_seats)


def too_few(known: Facts) -> str:
    return ngettext(
        "Obsazeno je jen %(n)d hlasující místo, k usnášeníschopnosti jich je potřeba %(needed)d.",
        "Obsazeno je jen %(n)d hlasujících míst, k usnášeníschopnosti jich je potřeba %(needed)d.",
        known.voting_members,
    ) % {"n": known.voting_members, "needed": needed(known)}


def warnings(known: Facts) -> list[Blocker]:
    """List what the convener should know about and may leave as it is."""
    meeting = known.meeting
    found = timing.warnings(meeting.held_on)
    if silent := [member.person.name for member in known.members if not member.person.email]:
        text = _("Bez e-mailu, pozvánku je potřeba vytisknout: %(names)s.")
        found.append(Blocker("no_email", text % {"names": named(silent)}))
    for clash in known.clashes:
        text = _("Ve stejnou dobu jedná %(body)s; na obou jednáních mají být: %(names)s.")
        names = named([person.name for person in clash.people])
        found.append(Blocker("clash", text % {"body": clash.meeting.body.label, "names": names}))
    if not known.rules.is_statutory and known.members and known.voting_members < needed(known):
        found.append(Blocker("too_few_members", too_few(known)))
    if meeting.form != MeetingForm.IN_PERSON and known.rules.remote == Remote.NO:
        found.append(Blocker("remote", _("Pravidla orgánu účast na dálku neuvádějí.")))
    if meeting.starts_at and meeting.ends_at:
        length = (meeting.ends_at - meeting.starts_at).total_seconds() / 60
        if known.minutes > length:
            text = _("Body programu mají dohromady %(minutes)d minut, jednání je na %(length)d.")
            found.append(Blocker("too_long_agenda", text % {"minutes": known.minutes, "length": length}))
    return found


def named(names: Iterable[str]) -> str:
    """Write names in a sentence; a long list is cut and counted."""
    every = list(names)
    if len(every) <= SHOWN_NAMES:
        return ", ".join(every)
    rest = len(every) - SHOWN_NAMES
    more = ngettext("a %(n)d další", "a %(n)d dalších", rest) % {"n": rest}
    return f"{', '.join(every[:SHOWN_NAMES])} {more}"
