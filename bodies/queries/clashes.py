"""Meetings that stand in each other's way: of one body on one day, or of shared members at one time."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from bodies.enums import MeetingState
from bodies.models import Body, Mandate, Meeting
from people.alphabet import alphabetical
from people.models import Person


@dataclass(frozen=True, slots=True)
class Clash:
    """Another body's meeting at the same time, and who is expected at both."""

    meeting: Meeting
    people: tuple[Person, ...]


def sits_on(body: Body, day: dt.date, *, besides: Meeting | None = None) -> bool:
    """Say whether a body has a meeting of its own on a day; cancelled and substitute ones do not count."""
    rows = Meeting.objects.filter(body=body, held_on=day, substitute_for=None)
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    return rows.exclude(state=MeetingState.CANCELLED).exists()


def shared_members(
    body: Body,
    day: dt.date,
    starts_at: dt.datetime | None,
    ends_at: dt.datetime | None,
    *,
    besides: Meeting | None = None,
) -> list[Clash]:
    """Find the meetings of other bodies at the time whose members sit in this body too, in two queries.

    A meeting without an hour is taken to last the whole day: better one warning too many.
    """
    at_once = Meeting.objects.filter(held_on=day).exclude(body=body).exclude(state=MeetingState.CANCELLED)
    if starts_at is not None:
        at_once = at_once.filter(Q(ends_at=None) | Q(ends_at__gt=starts_at))
    if ends_at is not None:
        at_once = at_once.filter(Q(starts_at=None) | Q(starts_at__lt=ends_at))
    if besides is not None:
        at_once = at_once.exclude(pk=besides.pk)
    meetings = list(at_once.select_related("body").order_by("starts_at", "pk"))
    if not meetings:
        return []
    own = Mandate.objects.on(day).filter(seat__body=body, is_substitute=False).values("person")
    theirs = Mandate.objects.on(day).filter(
        seat__body__in=[m.body_id for m in meetings], person__in=own, is_substitute=False
    )
    shared: dict[int, dict[int, Person]] = {}
    for mandate in theirs.select_related("person", "seat").order_by(
        *alphabetical("person__last_name"), "person__pk"
    ):
        shared.setdefault(mandate.seat.body_id, {})[mandate.person_id] = mandate.person
    return [Clash(m, tuple(shared[m.body_id].values())) for m in meetings if m.body_id in shared]
