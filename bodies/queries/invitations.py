"""Who is to be invited to a meeting, what they were sent and how it ended."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from bodies.enums import InvitedAs, MeetingState
from bodies.models import AgendaItem, Mandate, Meeting, Needs, Paper, Participant
from bodies.queries.membership import Member, members_on
from people.enums import LetterState
from people.models import Letter

TROUBLE = (LetterState.BOUNCED, LetterState.FAILED, LetterState.UNCERTAIN)
NOT_LEFT = (LetterState.QUEUED, LetterState.SENDING, LetterState.DROPPED, LetterState.FAILED)


def expected(meeting: Meeting) -> dict[int, Member]:
    """Return whom a body invites to a meeting: a person once, a voting seat before another."""
    found: dict[int, Member] = {}
    for member in sorted(members_on(meeting.body, meeting.held_on), key=lambda m: not m.seat.is_voting):
        found.setdefault(member.person.pk, member)
    return found


def seated(participant: Participant, member: Member) -> bool:
    """Copy what the seat says on the day of the meeting; answer whether anything differs."""
    now = {
        "seat": member.seat,
        "side": member.seat.side,
        "is_voting": member.seat.is_voting,
        "represents": member.represents[:200],
        "invited_as": InvitedAs.MEMBER,
    }
    differs = any(getattr(participant, name) != value for name, value in now.items())
    for name, value in now.items():
        setattr(participant, name, value)
    return differs


def invited(meeting: Meeting) -> list[Participant]:
    """Return the people invited to a meeting, in the order of their seats, guests last."""
    rows = meeting.participants.filter(removed_at=None).select_related("person", "seat")
    order = {InvitedAs.MEMBER: 0, InvitedAs.SUBSTITUTE: 1, InvitedAs.GUEST: 2}
    return sorted(
        rows,
        key=lambda p: (order[InvitedAs(p.invited_as)], p.seat.order if p.seat else 0, p.pk),
    )


def to_be_invited(meeting: Meeting, now: dt.datetime) -> list[Participant]:
    """Return whom convening would invite; those who are not written down yet are not saved."""
    wanted = expected(meeting)
    known = invited(meeting)
    rows = [p for p in known if p.invited_as != InvitedAs.MEMBER or p.person_id in wanted]
    missing = [wanted[pk] for pk in wanted if pk not in {p.person_id for p in known}]
    new = []
    for member in missing:
        participant = Participant(meeting=meeting, person=member.person, added_at=now)
        seated(participant, member)
        new.append(participant)
    return [*new, *rows]


def agenda(meeting: Meeting) -> tuple[list[AgendaItem], dict[int, list[Paper]]]:
    """Load the items of the agenda, also those taken off it, with their papers, in two queries."""
    items = list(
        AgendaItem.objects.filter(meeting=meeting, proposal="")
        .select_related("presenter")
        .order_by("order", "pk")
    )
    papers: dict[int, list[Paper]] = {}
    for paper in Paper.objects.filter(item__meeting=meeting).select_related("file").order_by("pk"):
        papers.setdefault(paper.item_id, []).append(paper)
    return items, papers


def letters_of(participants: Iterable[Participant]) -> dict[int, list[Letter]]:
    """Return the letters that each invited person was written, the newest first, in one query."""
    keys = [participant.pk for participant in participants if participant.pk]
    found: dict[int, list[Letter]] = {}
    letters = Letter.objects.filter(cause_kind=Participant.journal_kind, cause_id__in=keys)
    for letter in letters.defer("text", "html").order_by("-written_at", "-pk"):
        found.setdefault(letter.cause_id, []).append(letter)
    return found


def on_paper(participants: Sequence[Participant]) -> set[int]:
    """Return the people who want their invitations printed, or who cannot get them otherwise."""
    people = [participant.person_id for participant in participants]
    asked = set(Needs.objects.filter(person__in=people, on_paper=True).values_list("person", flat=True))
    return asked | {p.person_id for p in participants if not p.person.email}


@dataclass(frozen=True, slots=True)
class Sent:
    """One invited person with the letters that were written to them."""

    participant: Participant
    letters: tuple[Letter, ...]
    is_on_paper: bool

    @property
    def last(self) -> Letter | None:
        return self.letters[0] if self.letters else None

    @property
    def is_in_trouble(self) -> bool:
        return self.last is not None and self.last.state in TROUBLE

    @property
    def is_corrected(self) -> bool:
        """Say whether the last letter did not arrive, at an address which is another one by now."""
        person = self.participant.person
        return self.is_in_trouble and person.is_active and bool(person.email) and not self.is_at_own_address

    @property
    def is_at_own_address(self) -> bool:
        return self.last is not None and self.last.to_address == self.participant.person.email

    @property
    def is_silent(self) -> bool:
        return self.participant.mailed_at is not None and not self.participant.answer


def sent(meeting: Meeting) -> list[Sent]:
    """Load everybody invited with their letters, in three queries."""
    people = invited(meeting)
    letters, paper = letters_of(people), on_paper(people)
    return [Sent(p, tuple(letters.get(p.pk, ())), p.person_id in paper) for p in people]


@dataclass(frozen=True, slots=True)
class Post:
    """What became of the newest letter to each of those invited."""

    written_at: dt.datetime
    left: int
    delivered: int
    waiting: int
    troubled: tuple[Participant, ...]


def post_of(people: Iterable[Participant]) -> Post | None:
    """Count how the newest letters of invitations stand, in one query; nobody written to has no post."""
    by_key = {participant.pk: participant for participant in people if participant.pk}
    letters = Letter.objects.filter(cause_kind=Participant.journal_kind, cause_id__in=by_key)
    rows = letters.order_by("written_at", "pk").values_list("cause_id", "state", "written_at")
    last = {cause: (state, written_at) for cause, state, written_at in rows}
    if not last:
        return None
    states = Counter(state for state, _written_at in last.values())
    return Post(
        written_at=max(written_at for _state, written_at in last.values()),
        left=states.total() - sum(states[state] for state in NOT_LEFT),
        delivered=states[LetterState.DELIVERED],
        waiting=states[LetterState.QUEUED] + states[LetterState.SENDING],
        troubled=tuple(by_key[cause] for cause, (state, _written_at) in last.items() if state in TROUBLE),
    )


def astray(people: Iterable[Participant]) -> set[int]:
    """Return whose newest letter did not arrive, at an address that was corrected since, in one query."""
    address_of = {participant.pk: participant.person.email for participant in people if participant.pk}
    letters = Letter.objects.filter(cause_kind=Participant.journal_kind, cause_id__in=address_of)
    rows = letters.order_by("written_at", "pk").values_list("cause_id", "state", "to_address")
    last = {cause: (state, address) for cause, state, address in rows}
    return {pk for pk, (state, at) in last.items() if state in TROUBLE and at != address_of[pk]}


def silent(meeting: Meeting) -> list[Participant]:
    """Return those who were sent an invitation and have not answered it."""
    return [p for p in invited(meeting) if p.mailed_at is not None and not p.answer]


def ahead(day: dt.date) -> QuerySet[Meeting]:
    return Meeting.objects.filter(state=MeetingState.CONVENED, held_on__gte=day)


def out_of_step(day: dt.date) -> QuerySet[Meeting]:
    """Find convened meetings whose list of invited differs from who sits in the body on their day."""
    then = OuterRef("held_on")
    seats = (Q(seat__starts_on=None) | Q(seat__starts_on__lte=then)) & (
        Q(seat__ends_on=None) | Q(seat__ends_on__gte=then)
    )
    holds = Q(starts_on__lte=then) & (Q(ends_on=None) | Q(ends_on__gte=then))
    known = Participant.objects.filter(
        meeting=OuterRef(OuterRef("pk")), person=OuterRef("person"), removed_at=None
    ).exclude(invited_as=InvitedAs.GUEST)
    uninvited = Mandate.objects.filter(
        seats & holds,
        ~Exists(known),
        seat__body=OuterRef("body"),
        is_substitute=False,
        person__is_active=True,
    )
    left = Participant.objects.filter(
        ~Exists(mandate_of_invited()),
        meeting=OuterRef("pk"),
        removed_at=None,
        invited_as=InvitedAs.MEMBER,
    )
    return ahead(day).filter(Exists(uninvited) | Exists(left))


def corrected(day: dt.date) -> QuerySet[Meeting]:
    """Find convened meetings somebody invited to which has a new address since a letter came back."""
    letters = Letter.objects.filter(cause_kind=Participant.journal_kind)
    newest = letters.filter(cause_id=OuterRef("pk")).order_by("-written_at", "-pk")
    unreached = (
        Participant.objects.filter(
            pk__in=letters.filter(state__in=TROUBLE).values("cause_id"),
            meeting=OuterRef("pk"),
            removed_at=None,
            person__is_active=True,
        )
        .annotate(
            last_state=Subquery(newest.values("state")[:1]),
            last_address=Subquery(newest.values("to_address")[:1]),
        )
        .filter(last_state__in=TROUBLE)
        .exclude(person__email="")
        .exclude(last_address=F("person__email"))
    )
    return ahead(day).filter(Exists(unreached))


def mandate_of_invited() -> QuerySet[Mandate]:
    """Look for a seat that the person of an outer participant holds on the day of the meeting."""
    then = OuterRef("meeting__held_on")
    return Mandate.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=then),
        starts_on__lte=then,
        is_substitute=False,
        person=OuterRef("person"),
        person__is_active=True,
        seat__body=OuterRef("meeting__body"),
    )


def to_be_reminded(day: dt.date, days: Sequence[int]) -> list[Meeting]:
    """Find convened meetings of the nearest days somebody invited to which has not answered."""
    silent_ones = Participant.objects.filter(meeting=OuterRef("pk"), removed_at=None, answer="").exclude(
        mailed_at=None
    )
    near = day + dt.timedelta(days=max(days))
    return list(ahead(day + dt.timedelta(days=1)).filter(Exists(silent_ones), held_on__lte=near))


def with_mandate(pk: int) -> Participant | None:
    """Load an invitation for the last question before its letter leaves; `has_mandate` on the day."""
    rows = Participant.objects.select_related("meeting").annotate(has_mandate=Exists(mandate_of_invited()))
    return rows.filter(pk=pk).first()
