"""Who is a member of a body on a day, and by which seat: what invitations, quorum and rules ask."""

import datetime as dt
from dataclasses import dataclass

from bodies.models import Body, Mandate, Meeting, Seat, StandingOrders
from people.models import Person


@dataclass(frozen=True, slots=True)
class Member:
    """A holder of a seat on a day, with whoever may stand in."""

    seat: Seat
    mandate: Mandate
    substitutes: tuple[Mandate, ...] = ()

    @property
    def person(self) -> Person:
        return self.mandate.person

    @property
    def represents(self) -> str:
        """For whom the member sits: the organisation of the seat, or the seat's own name."""
        return self.seat.organisation.name if self.seat.organisation else self.seat.label


def members_on(body: Body, day: dt.date) -> list[Member]:
    """Return the members of a body on a day in the order of their seats, in two queries."""
    seats = list(
        Seat.objects.on(day).filter(body=body).select_related("organisation").order_by("order", "pk")
    )
    mandates = Mandate.objects.on(day).filter(seat__in=[seat.pk for seat in seats], person__is_active=True)
    held: dict[int, list[Mandate]] = {}
    for mandate in mandates.select_related("person").order_by("is_substitute", "starts_on", "pk"):
        held.setdefault(mandate.seat_id, []).append(mandate)
    found = []
    for seat in seats:
        rows = held.get(seat.pk, [])
        holder = next((m for m in rows if not m.is_substitute), None)
        if holder is not None:
            found.append(Member(seat, holder, tuple(m for m in rows if m.is_substitute)))
    return found


def voting_seats_on(body: Body, day: dt.date) -> int:
    """Count the voting seats of a body on a day, held or vacant: "všichni členové" of the law."""
    return Seat.objects.on(day).filter(body=body, is_voting=True).count()


def rules_on(body: Body, day: dt.date) -> StandingOrders:
    """Return the rules of a body on a day; a body without written rules has the usual ones, unsaved."""
    found = StandingOrders.objects.filter(body=body).on(day).first()
    return found or StandingOrders(body=body, valid_from=day)


def rules_of(meeting: Meeting) -> StandingOrders:
    """Return the rules by which a meeting is convened, run and minuted: those of its day."""
    return rules_on(meeting.body, meeting.held_on)


def is_member(person: Person, body: Body, day: dt.date) -> bool:
    """Say whether a person holds or substitutes in a seat of a body on a day."""
    return Mandate.objects.on(day).filter(person=person, seat__body=body).exists()
