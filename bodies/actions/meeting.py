"""Meetings of a body are planned and described; a planned one mails nobody."""

import datetime as dt
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bodies.actions import move, numbering
from bodies.enums import MeetingState, SeriesKind
from bodies.guards import timing
from bodies.models import Body, Meeting
from bodies.queries import clashes
from bodies.queries.deadlines import papers_by
from bodies.queries.membership import rules_on
from people import journal
from people.errors import Blocked, Refused, Stale
from people.models import Person

# When and where: after convening they change only by rescheduling, which tells everybody invited.
TIME_AND_PLACE = ("starts_at", "ends_at", "place", "form", "remote_url")
TEXTS = ("title", "access", "note")


class Described(TypedDict, total=False):
    """What may be said about a meeting beside its time."""

    place: str
    form: str
    title: str
    access: str
    remote_url: str
    note: str
    chair: Person | None
    minute_taker: Person | None


@transaction.atomic
def plan(
    *,
    body: Body,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None,
    by: Person,
    now: dt.datetime,
    substitute_for: Meeting | None = None,
    **described: Unpack[Described],
) -> Meeting:
    """Write down a meeting with its number in the year; its last day for papers follows from the rules.

    Raises Blocked when it cannot be held at that time, Refused when the body sits on that day already
    or no longer exists.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    day = timezone.localdate(starts_at)
    check(body, starts_at, ends_at, is_substitute=substitute_for is not None)
    meeting = Meeting.objects.create(
        body=body,
        held_on=day,
        starts_at=starts_at,
        ends_at=ends_at,
        papers_due_on=papers_by(rules_on(body, day), day),
        number=numbering.following(body, SeriesKind.MEETING, day.year),
        substitute_for=substitute_for,
        **described,
    )
    data = {"body": body.pk, "held_on": day, "number": meeting.number, "starts_at": starts_at}
    if substitute_for is not None:
        data["substitute_for"] = substitute_for.pk
    journal.record(meeting, "meeting.planned", by=by, at=now, data=data)
    return meeting


def check(
    body: Body,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None,
    *,
    is_substitute: bool = False,
    besides: Meeting | None = None,
) -> None:
    """Refuse a time at which a body cannot sit; rescheduling asks the same."""
    if found := timing.blockers(starts_at, ends_at):
        raise Blocked(found)
    day = timezone.localdate(starts_at)
    if body.ends_on is not None and day > body.ends_on:
        raise Refused(_("Orgán v tento den už nebude existovat."))
    if not is_substitute and clashes.sits_on(body, day, besides=besides):
        raise Refused(_("V tento den už orgán jednání má."))


@transaction.atomic
def describe(*, meeting: Meeting, read_at: int, by: Person, now: dt.datetime, **said: Any) -> Meeting:
    """Change what is said about a meeting; `said` holds fields of `plan` and perhaps papers_due_on.

    Raises Stale when somebody else wrote meanwhile, Refused when the meeting has begun or when the time or
    the place of a convened meeting would change, Blocked when it cannot be held at that time.
    """
    row = move.locked(meeting)
    if row.revision != read_at:
        raise Stale(yours=told({name: said.get(name) for name in TEXTS}), current=told(vars(row)))
    if row.state not in (MeetingState.PLANNED, MeetingState.CONVENED):
        raise Refused(_("Jednání už začalo nebo skončilo, jeho údaje se nemění."))
    changed = sorted(name for name, value in said.items() if getattr(row, name) != value)
    if row.state == MeetingState.CONVENED and set(changed) & {*TIME_AND_PLACE, "papers_due_on"}:
        raise Refused(
            _("Čas a místo svolaného jednání mění jen přeložení, které pozvaným pošle novou pozvánku.")
        )
    if not changed:
        return row
    for name in changed:
        setattr(row, name, said[name])
    if "starts_at" in changed or "ends_at" in changed:
        retime(row, follows="papers_due_on" not in changed)
    if row.papers_due_on > row.held_on:
        raise Refused(_("Uzávěrka materiálů nemůže být až po jednání."))
    row.revision += 1
    row.changed_at = now
    row.save()
    journal.record(row, "meeting.described", by=by, at=now, data={"fields": changed, "held_on": row.held_on})
    return row


def retime(meeting: Meeting, *, follows: bool) -> None:
    """Set the day of a meeting by its new hour; the last day for papers follows with it."""
    if meeting.starts_at is None:
        raise Refused(_("Vyplňte, kdy jednání začne."))
    is_substitute = meeting.substitute_for_id is not None
    check(meeting.body, meeting.starts_at, meeting.ends_at, is_substitute=is_substitute, besides=meeting)
    day = timezone.localdate(meeting.starts_at)
    if day != meeting.held_on and follows:
        meeting.papers_due_on = papers_by(rules_on(meeting.body, day), day)
    meeting.held_on = day


def told(said: dict[str, Any]) -> str:
    """Put the free texts under each other, for a person who compares two of them."""
    return "\n\n".join(str(said[name]) for name in TEXTS if said.get(name))
