"""Bodies, seats, mandates and sessions for tests."""

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bodies.enums import BodyKind, MeetingState, OutputWord
from bodies.models import (
    ActionItem,
    AgendaItem,
    Body,
    Mandate,
    Meeting,
    Minutes,
    Participant,
    Seat,
    StandingOrders,
)
from bodies.queries.membership import members_on
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


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """An instant of a Czech day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo("Europe/Prague"))


def convened(where: Body, held_on: date, **fields) -> Meeting:
    """A meeting that has been convened; its members are invited."""
    begins = fields.pop("starts_at", at(held_on))
    values = {
        "state": MeetingState.CONVENED,
        "starts_at": begins,
        "ends_at": begins + timedelta(hours=3),
        "place": "Krajský úřad, zasedací místnost č. 222",
        "convened_at": begins - timedelta(days=14),
        "number": next(numbers),
        **fields,
    }
    made = meeting(where, held_on, **values)
    Meeting.objects.filter(pk=made.pk).update(uid=f"jednani-{made.pk}@triada.test")
    made.refresh_from_db()
    for one in members_on(where, held_on):
        participant(made, one.person, seat=one.seat, side=one.seat.side, is_voting=one.seat.is_voting)
    return made


def in_session(where: Body, held_on: date, **fields) -> Meeting:
    """A meeting that goes on; nobody has been marked as present yet."""
    return convened(where, held_on, **{"state": MeetingState.IN_SESSION, "begun_at": at(held_on), **fields})


def held(where: Body, held_on: date, **fields) -> Meeting:
    """A meeting that is over, with minutes being written."""
    values = {"state": MeetingState.HELD, "begun_at": at(held_on), "ended_at": at(held_on, 12), **fields}
    made = convened(where, held_on, **values)
    minutes(made)
    return made


def participant(where: Meeting, who: Person | None = None, **fields) -> Participant:
    values = {"added_at": at(where.held_on) - timedelta(days=14), **fields}
    return Participant.objects.create(meeting=where, person=who or people.person(), **values)


def item(where: Meeting | Body, title: str = "", **fields) -> AgendaItem:
    """An item of a meeting, or of a body's backlog."""
    number = next(numbers)
    values = {"title": title or f"Bod {number}", "order": number, **fields}
    if isinstance(where, Meeting):
        return AgendaItem.objects.create(body=where.body, meeting=where, **values)
    return AgendaItem.objects.create(body=where, **values)


def minutes(where: Meeting, **fields) -> Minutes:
    values = {"due_on": where.held_on + timedelta(days=14), "state_since": at(where.held_on, 12), **fields}
    return Minutes.objects.create(meeting=where, **values)


def action_item(where: Body, text: str = "Doplnit kapacity.", **fields) -> ActionItem:
    """A task of a body; by default until the end of 2026 for somebody."""
    number = next(numbers)
    values = {
        "number": f"{number}/2026",
        "due_on": date(2026, 12, 31),
        "assigned_at": at(date(2026, 11, 1)),
        **fields,
    }
    values.setdefault("assigned_by", people.person())
    if "organisation" not in values:
        values.setdefault("responsible", people.person())
    return ActionItem.objects.create(body=where, text=text, **values)
