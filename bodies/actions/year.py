"""The meetings of a body for a whole year are planned at once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from bodies.actions import meeting as meetings
from bodies.models import Body, Meeting
from people.models import Person


@dataclass(frozen=True, slots=True)
class Sitting:
    """When and where a body is to sit."""

    starts_at: dt.datetime
    ends_at: dt.datetime | None
    place: str = ""


@transaction.atomic
def plan(*, body: Body, sittings: Sequence[Sitting], by: Person, now: dt.datetime) -> list[Meeting]:
    """Plan all the meetings, or none of them when one cannot be held; numbers follow the days.

    Raises what planning of one meeting raises.
    """
    return [
        meetings.plan(
            body=body, starts_at=one.starts_at, ends_at=one.ends_at, place=one.place, by=by, now=now
        )
        for one in sorted(sittings, key=lambda sitting: sitting.starts_at)
    ]
