"""Who sits in a body on a day: seats, holders, substitutes, balance of the sides."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from bodies.models import Body, Mandate, Seat
from people.enums import Side
from people.models import Person

SOON = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Place:
    """A seat on a day with whoever holds it."""

    seat: Seat
    holder: Mandate | None
    substitutes: tuple[Mandate, ...]

    @property
    def is_vacant(self) -> bool:
        return self.holder is None

    @property
    def is_protected(self) -> bool:
        """Say whether the name of the holder would say that the person uses a social service."""
        return self.seat.side == Side.USERS


@dataclass(frozen=True, slots=True)
class Composition:
    """A body as it was, is or will be on a day."""

    day: dt.date
    places: tuple[Place, ...]

    @property
    def vacant(self) -> list[Place]:
        return [p for p in self.places if p.is_vacant]

    @property
    def expiring(self) -> list[Mandate]:
        """Return mandates that end within sixty days."""
        held = [m for p in self.places for m in (p.holder, *p.substitutes) if m is not None]
        return [m for m in held if m.ends_on is not None and m.ends_on - self.day <= SOON]

    @property
    def voting(self) -> int:
        return len([p for p in self.places if p.seat.is_voting and not p.is_vacant])

    @property
    def sides(self) -> list[tuple[Side, int]]:
        """Count the held seats of each side; a number says nothing about anybody."""
        count = Counter(p.seat.side for p in self.places if not p.is_vacant)
        return [(side, count[side.value]) for side in Side]

    @property
    def has_sides(self) -> bool:
        return any(p.seat.side for p in self.places)


def composition(body: Body, day: dt.date) -> Composition:
    """Load the composition of a body on a day, in two queries."""
    seats = list(
        Seat.objects.on(day).filter(body=body).select_related("organisation").order_by("order", "pk")
    )
    held: dict[int, list[Mandate]] = {}
    for mandate in Mandate.objects.on(day).filter(seat__body=body).select_related("person", "seat"):
        held.setdefault(mandate.seat_id, []).append(mandate)
    return Composition(day, tuple(place(seat, held.get(seat.pk, [])) for seat in seats))


def place(seat: Seat, mandates: list[Mandate]) -> Place:
    holder = next((m for m in mandates if not m.is_substitute), None)
    return Place(seat, holder, tuple(m for m in mandates if m.is_substitute))


def members_of(bodies: Iterable[Body], day: dt.date) -> list[Person]:
    """Return the active people who hold a seat of the bodies on a day, substitutes left out, in one query."""
    mandates = Mandate.objects.on(day).filter(seat__body__in=bodies, is_substitute=False)
    return list(Person.objects.filter(pk__in=mandates.values("person"), is_active=True))


def overlapping(mandates: Iterable[Mandate]) -> list[tuple[Mandate, Mandate]]:
    """Return neighbours of one seat whose days meet; the substitutes stand beside and do not count."""
    own = sorted((m for m in mandates if not m.is_substitute), key=lambda m: m.starts_on)
    return [(a, b) for a, b in pairwise(own) if a.ends_on is None or a.ends_on >= b.starts_on]
