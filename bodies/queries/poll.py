"""A search for a date as a table: who can come when, and which day suits most people."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from bodies.enums import MeetingState, PollChoice
from bodies.models import Body, Mandate, Meeting, Poll, PollOption, PollVote
from bodies.queries.membership import Member, members_on
from people.enums import Side
from people.models import Person


@dataclass(frozen=True, slots=True)
class Column:
    """One proposed day: how many can come and whose other meeting stands in the way."""

    option: PollOption
    yes: int
    maybe: int
    no: int
    clashes: tuple[tuple[Meeting, int], ...] = ()

    @property
    def day(self) -> dt.date:
        return timezone.localdate(self.option.starts_at)


@dataclass(slots=True)
class Row:
    """One person's answers, in the order of the days; "" where they said nothing."""

    person: Person
    member: Member | None
    choices: list[str] = field(default_factory=list)
    columns: tuple[Column, ...] = ()

    @property
    def cells(self) -> list[tuple[str, Column]]:
        return list(zip(self.choices, self.columns, strict=True))

    @property
    def is_silent(self) -> bool:
        return not any(self.choices)

    @property
    def is_protected(self) -> bool:
        """Say whether the name would tell that the person uses a social service."""
        member = self.member
        return member is not None and member.seat.side == Side.USERS and not member.mandate.may_name_publicly


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def silent(self) -> list[Row]:
        return [row for row in self.rows if row.member is not None and row.is_silent]

    @property
    def best(self) -> Column | None:
        """Return the day that suits most: by those who can, then by those who could, then the earliest."""
        if not any(not row.is_silent for row in self.rows):
            return None
        return max(
            self.columns, key=lambda c: (c.yes, c.maybe, -c.option.starts_at.timestamp()), default=None
        )


def asked(poll: Poll, day: dt.date) -> list[Member]:
    """Return the members who are asked on a day; a person with two seats is asked once."""
    found: dict[int, Member] = {}
    for member in members_on(poll.body, day):
        found.setdefault(member.person.pk, member)
    return list(found.values())


def table(poll: Poll, day: dt.date, *, with_clashes: bool = False) -> Table:
    """Load the table of a poll as on a day, in a constant number of queries."""
    options = list(poll.options.order_by("starts_at", "pk"))
    votes = list(PollVote.objects.filter(option__poll=poll).select_related("person"))
    said = {(vote.person_id, vote.option_id): vote.choice for vote in votes}
    members = {member.person.pk: member for member in asked(poll, day)}
    others = {vote.person_id: vote.person for vote in votes if vote.person_id not in members}
    rows = [Row(member.person, member) for member in members.values()]
    rows += [Row(person, None) for person in others.values()]
    for row in rows:
        row.choices = [said.get((row.person.pk, option.pk), "") for option in options]
    count = Counter((vote.option_id, vote.choice) for vote in votes)
    found = clashes(poll.body, options) if with_clashes else {}
    columns = [
        Column(
            option,
            count[option.pk, PollChoice.YES],
            count[option.pk, PollChoice.MAYBE],
            count[option.pk, PollChoice.NO],
            tuple(found.get(option.pk, ())),
        )
        for option in options
    ]
    for row in rows:
        row.columns = tuple(columns)
    return Table(tuple(columns), tuple(rows))


def clashes(body: Body, options: list[PollOption]) -> dict[int, list[tuple[Meeting, int]]]:
    """Find for each proposed day the meetings of other bodies at the time and how many members they share.

    A meeting without hours is taken to last the whole day; three queries for any number of days.
    """
    days = {timezone.localdate(option.starts_at) for option in options}
    others = Meeting.objects.filter(held_on__in=days).exclude(body=body).exclude(state=MeetingState.CANCELLED)
    meetings = list(others.select_related("body"))
    if not meetings:
        return {}
    bodies = {body.pk, *(meeting.body_id for meeting in meetings)}
    mandates: dict[int, list[Any]] = {}
    held = Mandate.objects.filter(seat__body__in=bodies, is_substitute=False)
    for mandate in held.values("seat__body", "person", "starts_on", "ends_on"):
        mandates.setdefault(mandate["seat__body"], []).append(mandate)
    found: dict[int, list[tuple[Meeting, int]]] = {}
    for option in options:
        for meeting in meetings:
            if not at_once(option, meeting):
                continue
            shared = sitting(mandates, body.pk, meeting.held_on) & sitting(
                mandates, meeting.body_id, meeting.held_on
            )
            if shared:
                found.setdefault(option.pk, []).append((meeting, len(shared)))
    return found


def sitting(mandates: dict[int, list[Any]], body: int, day: dt.date) -> set[int]:
    return {
        m["person"]
        for m in mandates.get(body, [])
        if m["starts_on"] <= day and (m["ends_on"] is None or m["ends_on"] >= day)
    }


def at_once(option: PollOption, meeting: Meeting) -> bool:
    if timezone.localdate(option.starts_at) != meeting.held_on:
        return False
    if meeting.starts_at is None or meeting.ends_at is None:
        return meeting.starts_at is None or meeting.starts_at < option.ends_at
    return meeting.starts_at < option.ends_at and meeting.ends_at > option.starts_at


def choices_of(poll: Poll, person: Person) -> dict[int, str]:
    """Return what a person said to the options of a poll, by their keys."""
    rows = PollVote.objects.filter(option__poll=poll, person=person)
    return dict(rows.values_list("option", "choice"))
