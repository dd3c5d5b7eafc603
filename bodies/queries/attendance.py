"""Who is at a session at an instant and whose vote counts: four queries, however many people came."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from bodies.enums import AbsenceKind, Attendance, InvitedAs
from bodies.models import AgendaItem, ItemAbsence, Mandate, Meeting, Participant, StandingOrders, Stay
from bodies.queries.membership import rules_of, voting_seats_on

NOT_VOTING = (AbsenceKind.AWAY, AbsenceKind.CONFLICT)


@dataclass(frozen=True, slots=True)
class Row:
    """One invited person with the stretches of time spent at the session."""

    participant: Participant
    stays: tuple[Stay, ...] = ()

    def stay_at(self, at: dt.datetime) -> Stay | None:
        for stay in self.stays:
            if stay.arrived_at <= at and (stay.left_at is None or stay.left_at > at):
                return stay
        return None

    @property
    def first(self) -> Stay | None:
        return self.stays[0] if self.stays else None

    @property
    def last(self) -> Stay | None:
        return self.stays[-1] if self.stays else None

    @property
    def is_open(self) -> bool:
        """Say whether the person is there and has not left."""
        return self.last is not None and self.last.left_at is None

    @property
    def speaks_for_seat(self) -> bool:
        """Say whether the presence of the person makes the vote of a seat count."""
        one = self.participant
        if one.seat is None:
            return False
        if one.invited_as == InvitedAs.SUBSTITUTE:
            return one.seat.is_voting
        return one.is_voting

    @property
    def whose(self) -> str:
        """For whom the person came: an office, a seat, or the person alone."""
        one = self.participant
        label = one.seat.label if one.seat else one.get_invited_as_display()
        return one.represents or str(label)

    @property
    def deputy(self) -> str:
        one = self.participant
        return one.deputy.name if one.deputy else one.deputy_name

    @property
    def is_deputised(self) -> bool:
        return self.participant.attendance == Attendance.REPRESENTED


@dataclass(frozen=True, slots=True)
class Sheet:
    """The attendance of one meeting, by the rules and the seats of its day."""

    meeting: Meeting
    rules: StandingOrders
    members: int
    rows: tuple[Row, ...]
    absences: tuple[ItemAbsence, ...] = field(default=())

    def there(self, at: dt.datetime) -> list[Row]:
        return [row for row in self.rows if row.stay_at(at) is not None]

    def voters(self, at: dt.datetime, item: AgendaItem | None = None) -> list[Row]:
        """Return who may vote: one for each seat, its member before a substitute.

        Who is away from the item or has declared a conflict of interest does not vote (§ 83/2 act 128/2000).
        """
        by_seat: dict[int, Row] = {}
        for row in self.there(at):
            seat = row.participant.seat_id
            if seat is None or not row.speaks_for_seat:
                continue
            held = by_seat.get(seat)
            if held is None or held.participant.invited_as == InvitedAs.SUBSTITUTE:
                by_seat[seat] = row
        out = self.excluded(item)
        return [row for row in by_seat.values() if row.participant.pk not in out]

    def excluded(self, item: AgendaItem | None) -> frozenset[int]:
        """Return the participants who take no part in votes at an item."""
        if item is None:
            return frozenset()
        return frozenset(
            a.participant_id for a in self.absences if a.item_id == item.pk and a.kind in NOT_VOTING
        )

    def absences_at(self, item: AgendaItem) -> list[ItemAbsence]:
        return [a for a in self.absences if a.item_id == item.pk]


def sheet_of(meeting: Meeting) -> Sheet:
    """Load the attendance of a meeting with its absences from items, in five queries."""
    people = list(
        meeting.participants.filter(removed_at=None)
        .select_related("person", "seat__organisation", "deputy")
        .order_by("invited_as", "seat__order", "pk")
    )
    stays: dict[int, list[Stay]] = {}
    for stay in Stay.objects.filter(participant__meeting=meeting).order_by("arrived_at", "pk"):
        stays.setdefault(stay.participant_id, []).append(stay)
    absences = ItemAbsence.objects.filter(item__meeting=meeting).select_related("participant__person")
    return Sheet(
        meeting,
        rules_of(meeting),
        voting_seats_on(meeting.body, meeting.held_on),
        tuple(Row(one, tuple(stays.get(one.pk, ()))) for one in _in_order(people)),
        tuple(absences.order_by("declared_at", "pk")),
    )


def _in_order(people: Iterable[Participant]) -> list[Participant]:
    """Members first, then substitutes, guests last."""
    rank = {InvitedAs.MEMBER.value: 0, InvitedAs.SUBSTITUTE.value: 1, InvitedAs.GUEST.value: 2}
    return sorted(people, key=lambda one: rank[one.invited_as])


def may_be_represented(participant: Participant, rules: StandingOrders, day: dt.date) -> bool:
    """Say whether somebody else may come and vote for a seat.

    A seat of an office takes any deputy; elsewhere a named substitute, or whom the member sent. In bodies
    that decide by law the mandate is personal (§ 69/4 act 128/2000): only a named substitute counts there.
    """
    seat = participant.seat
    if seat is None:
        return False
    if seat.takes_any_deputy:
        return True
    if Mandate.objects.on(day).filter(seat=seat, is_substitute=True).exists():
        return True
    return not rules.is_statutory and bool(participant.deputy_id or participant.deputy_name)


def moment(item: AgendaItem, meeting: Meeting, now: dt.datetime) -> dt.datetime:
    """Return the instant at which votes at an item are counted: now, or the item's last second later on."""
    ended = item.ended_at or meeting.ended_at
    if meeting.ended_at is None or ended is None:
        return now
    return min(ended, meeting.ended_at) - dt.timedelta(seconds=1)
