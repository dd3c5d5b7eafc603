"""Whether a body can decide at an instant, from who was there."""

import datetime as dt

from bodies.models import AgendaItem
from bodies.queries import quorum
from bodies.queries.attendance import Sheet


def standing(sheet: Sheet, at: dt.datetime, item: AgendaItem | None = None) -> quorum.Standing:
    """Say how many voters there are at an instant; "všichni členové" are all voting seats of the day."""
    present = min(len(sheet.voters(at, item)), sheet.members)
    return quorum.standing(sheet.rules.quorum, members=sheet.members, present=present)
