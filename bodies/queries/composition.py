"""Who sits in a body on a day: seats, holders, substitutes, balance of the sides."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext_lazy as _lazy

from bodies.enums import TRIADIC
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

    @property
    def mandates(self) -> tuple[Mandate, ...]:
        return self.substitutes if self.holder is None else (self.holder, *self.substitutes)


@dataclass(frozen=True, slots=True)
class Composition:
    """A body as it was, is or will be on a day."""

    day: dt.date
    places: tuple[Place, ...]
    kind: str

    @property
    def vacant(self) -> list[Place]:
        return [p for p in self.places if p.is_vacant]

    @property
    def expiring(self) -> list[Mandate]:
        """Return mandates that end within sixty days."""
        return [m for m in self.mandates if m.ends_on is not None and m.ends_on - self.day <= SOON]

    @property
    def terms_ending(self) -> list[Mandate]:
        """Return mandates whose term ends within sixty days while they hold until a successor comes."""
        open_ended = [m for m in self.mandates if m.ends_on is None and m.term_ends_on is not None]
        return [m for m in open_ended if self.day <= m.term_ends_on <= self.day + SOON]  # type: ignore[operator]

    @property
    def carried_over(self) -> list[Mandate]:
        """Return mandates held only until a successor comes: the term has ended, the mandate has not."""
        return [m for m in self.mandates if carries_over(m, self.day)]

    @property
    def mandates(self) -> list[Mandate]:
        return [m for p in self.places for m in p.mandates]

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

    @property
    def needs_all_sides(self) -> bool:
        """Say whether the body is one in which the triad meets, and not one of commissioners only."""
        return self.kind in TRIADIC or len({p.seat.side for p in self.places} - {""}) > 1

    @property
    def balance(self) -> list[str]:
        """Say how the sides are balanced; nothing to say about a body of one side."""
        return imbalance(dict(self.sides)) if self.has_sides and self.needs_all_sides else []


MISSING = {
    Side.USERS: _lazy("Chybí zástupce uživatelů služeb."),
    Side.PROVIDERS: _lazy("Chybí zástupce poskytovatelů služeb."),
    Side.COMMISSIONERS: _lazy("Chybí zástupce zadavatelů."),
}
PREVAILING = {
    Side.USERS: _lazy("Zástupci uživatelů mají víc než polovinu míst."),
    Side.PROVIDERS: _lazy("Zástupci poskytovatelů mají víc než polovinu míst."),
    Side.COMMISSIONERS: _lazy("Zástupci zadavatelů mají víc než polovinu míst."),
}


def imbalance(count: Mapping[Side, int]) -> list[str]:
    """Say which side of the triad is missing among some people and which one prevails."""
    total = sum(count.values())
    missing = [str(MISSING[side]) for side in Side if not count.get(side)]
    prevailing = [str(PREVAILING[side]) for side in Side if 2 * count.get(side, 0) > total]
    return [*missing, *prevailing] if total else missing


def carries_over(mandate: Mandate, day: dt.date) -> bool:
    """Say whether a mandate is held on a day only until a successor comes."""
    return mandate.ends_on is None and mandate.term_ends_on is not None and mandate.term_ends_on < day


def composition(body: Body, day: dt.date) -> Composition:
    """Load the composition of a body on a day, in two queries."""
    seats = list(
        Seat.objects.on(day).filter(body=body).select_related("organisation").order_by("order", "pk")
    )
    held: dict[int, list[Mandate]] = {}
    for mandate in Mandate.objects.on(day).filter(seat__body=body).select_related("person", "seat"):
        held.setdefault(mandate.seat_id, []).append(mandate)
    places = tuple(place(seat, held.get(seat.pk, [])) for seat in seats)
    return Composition(day, places, body.kind)


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
