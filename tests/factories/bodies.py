"""Bodies, seats, mandates and sessions for tests."""

from datetime import date, timedelta
from itertools import count

from bodies.enums import BodyKind, OutputWord
from bodies.models import Body, Mandate, Meeting, Seat, StandingOrders
from people.models import Person, Territory
from tests.factories import people

numbers = count(1)


def body(where: Territory | None = None, kind: str = BodyKind.ASSEMBLY, **fields) -> Body:
    number = next(numbers)
    values = {"name": f"Zastupitelstvo {number}", "slug": f"organ-{number}", **fields}
    return Body.objects.create(kind=kind, territory=where or people.territory(), **values)


def seat(where: Body, label: str = "", **fields) -> Seat:
    number = next(numbers)
    return Seat.objects.create(body=where, label=label or f"Místo {number}", **{"order": number, **fields})


def mandate(where: Seat, who: Person | None = None, starts_on: date = date(2022, 10, 1), **fields) -> Mandate:
    return Mandate.objects.create(seat=where, person=who or people.person(), starts_on=starts_on, **fields)


def member(where: Body, who: Person | None = None, **fields) -> Person:
    """Seat somebody in a new seat of a body."""
    return mandate(seat(where, **fields), who).person


def meeting(where: Body, held_on: date, papers_days: int = 7, **fields) -> Meeting:
    due = fields.pop("papers_due_on", held_on - timedelta(days=papers_days))
    return Meeting.objects.create(body=where, held_on=held_on, papers_due_on=due, **fields)


def rules(where: Body, valid_from: date = date(2020, 1, 1), **fields) -> StandingOrders:
    values = {"numbering": "{n}/{yy}/ZK", "output_word": OutputWord.RESOLUTION, **fields}
    return StandingOrders.objects.create(body=where, valid_from=valid_from, **values)
