"""The minutes of a meeting: written, commented on, verified by named people, published.

Lock order, always: version (by documents) → meeting → minutes → journal head.
"""

import datetime as dt

from django.db import transaction

from bodies.actions import move
from bodies.models import Meeting, Minutes
from bodies.queries import deadlines
from bodies.queries.membership import rules_of
from people import journal
from people.models import Person


@transaction.atomic
def start(*, meeting: Meeting, by: Person | None, now: dt.datetime) -> Minutes:
    """Open the minutes of a meeting with their last day by the rules; open ones stay as they are."""
    row = move.locked(meeting)
    minutes, is_new = Minutes.objects.get_or_create(
        meeting=row,
        defaults={"due_on": deadlines.minutes_due(rules_of(row), row.held_on), "state_since": now},
    )
    if is_new:
        data = {"meeting": row.pk, "due_on": minutes.due_on}
        journal.record(minutes, "minutes.start", by=by, at=now, data=data)
    return minutes
