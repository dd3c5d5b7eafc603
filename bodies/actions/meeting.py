"""Sessions of a body are planned ahead."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from bodies.models import Body, Meeting, StandingOrders
from people import journal
from people.errors import Refused
from people.models import Person

USUAL_PAPERS_DAYS = 7


@transaction.atomic
def plan(
    *, body: Body, days: Sequence[dt.date], by: Person, now: dt.datetime, place: str = ""
) -> list[Meeting]:
    """Write down the days on which a body will sit; a day written already stays as it is.

    The last day for papers follows from the body's rules valid on each day.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    known = set(body.meetings.filter(held_on__in=days).values_list("held_on", flat=True))
    rules = list(StandingOrders.objects.filter(body=body).order_by("-valid_from"))
    made = Meeting.objects.bulk_create(
        Meeting(body=body, held_on=day, papers_due_on=papers_due(rules, day), place=place)
        for day in sorted(set(days) - known)
    )
    if made:
        data = {"days": [m.held_on for m in made]}
        journal.record(body, "meetings.planned", by=by, at=now, data=data)
    return made


def papers_due(rules: Sequence[StandingOrders], day: dt.date) -> dt.date:
    """Count the last day for papers by the newest of the rules that hold on a day."""
    held = next((r for r in rules if r.valid_from <= day), None)
    return day - dt.timedelta(days=held.papers_days if held else USUAL_PAPERS_DAYS)


@transaction.atomic
def change(
    *, meeting: Meeting, held_on: dt.date, papers_due_on: dt.date, place: str, by: Person, now: dt.datetime
) -> Meeting:
    """Move a planned session or its last day for papers.

    Raises Refused when papers would be due after the session or when the body sits on that day already.
    """
    if papers_due_on > held_on:
        raise Refused(_("Uzávěrka materiálů nemůže být až po jednání."))
    body = Body.objects.select_for_update().get(pk=meeting.body_id)
    if body.meetings.filter(held_on=held_on).exclude(pk=meeting.pk).exists():
        raise Refused(_("V tento den už orgán jednání má."))
    meeting.held_on, meeting.papers_due_on, meeting.place = held_on, papers_due_on, place
    meeting.save(update_fields=["held_on", "papers_due_on", "place"])
    data = {"meeting": meeting.pk, "held_on": held_on, "papers_due_on": papers_due_on}
    journal.record(body, "meeting.changed", by=by, at=now, data=data)
    return meeting


@transaction.atomic
def drop(*, meeting: Meeting, by: Person, now: dt.datetime) -> None:
    """Take a planned session off the calendar.

    Raises Refused when it was held or when a decision was made at it.
    """
    body = Body.objects.select_for_update().get(pk=meeting.body_id)
    if meeting.held_on < timezone.localdate(now):
        raise Refused(_("Jednání už proběhlo, ze seznamu ho nelze odebrat."))
    data = {"meeting": meeting.pk, "held_on": meeting.held_on}
    try:
        meeting.delete()
    except ProtectedError as error:
        raise Refused(_("K tomuto jednání je zapsáno rozhodnutí nebo stanovisko.")) from error
    journal.record(body, "meeting.dropped", by=by, at=now, data=data)
