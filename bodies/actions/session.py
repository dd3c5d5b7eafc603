"""The session: begun, led through its items, ended.

Lock order, always: meeting → minutes, items, participants → journal head.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bodies.actions import agenda, attendance, minutes, move
from bodies.actions import meeting as meetings
from bodies.enums import ItemState, MeetingDeed, MeetingState
from bodies.errors import Miscounted
from bodies.guards import session as guards
from bodies.models import AgendaItem, Meeting, Verifier
from bodies.queries.membership import rules_of
from people import journal
from people.errors import Blocked, Gone
from people.models import Person

WAITING = (ItemState.OPEN, ItemState.INTERRUPTED, ItemState.POSTPONED)


@transaction.atomic
def begin(
    *,
    meeting: Meeting,
    by: Person,
    now: dt.datetime,
    chair: Person | None = None,
    minute_taker: Person | None = None,
    verifiers: Sequence[Person] | None = None,
) -> Meeting:
    """Begin a convened session with its chair, minute taker and those who will verify the minutes.

    Raises Gone when it has begun or was cancelled, Blocked with what is missing.
    """
    row = move.permitted(meeting, MeetingDeed.BEGIN)
    missing = guards.blockers(guards.facts(row, now, chair=chair), MeetingDeed.BEGIN)
    if missing:
        raise Blocked(missing)
    row.chair = chair or row.chair
    row.minute_taker = minute_taker or row.minute_taker
    row.begun_at = now
    if verifiers is not None:
        _name_verifiers(row, verifiers)
    data = {"chair": row.chair_id, "minute_taker": row.minute_taker_id}
    move.carry_out(row, MeetingDeed.BEGIN, by=by, now=now, data=data)
    return row


@transaction.atomic
def take_up(*, item: AgendaItem, by: Person, now: dt.datetime, interrupts: bool = False) -> AgendaItem:
    """Open an item; the one before it is finished, or interrupted when the person says so.

    An item that was finished too early is opened again. Raises Gone when it is open already, Blocked
    when it was withdrawn or waits for a vote on its admission.
    """
    meeting = _in_session(item)
    row = _item(item, meeting)
    if row.progress == ItemState.CURRENT:
        raise Gone(_("Tento bod už je otevřený."))
    missing = guards.item_blockers(row, list(row.ballots.order_by("number")))
    if missing:
        raise Blocked(missing)
    current = meeting.items.select_for_update().filter(progress=ItemState.CURRENT).first()
    if current is not None:
        _turn(current, ItemState.INTERRUPTED if interrupts else ItemState.DONE, now)
    row.progress, row.began_at, row.ended_at = ItemState.CURRENT, row.began_at or now, None
    row.save(update_fields=["progress", "began_at", "ended_at"])
    _tell(meeting, row, by, now, {"before": current.pk if current else None})
    return row


@transaction.atomic
def finish(*, item: AgendaItem, by: Person, now: dt.datetime) -> AgendaItem:
    """Finish the open item; raises Gone when it is not open."""
    return _leave(item, ItemState.DONE, by, now)


@transaction.atomic
def interrupt(*, item: AgendaItem, by: Person, now: dt.datetime) -> AgendaItem:
    """Interrupt the open item, to be taken up again later; raises Gone when it is not open."""
    return _leave(item, ItemState.INTERRUPTED, by, now)


@transaction.atomic
def postpone(*, item: AgendaItem, by: Person, now: dt.datetime) -> AgendaItem:
    """Put an item off to another session; raises Gone when it was dealt with or put off already."""
    meeting = _in_session(item)
    row = _item(item, meeting)
    if row.progress in (ItemState.DONE, ItemState.POSTPONED):
        raise Gone
    _turn(row, ItemState.POSTPONED, now)
    _tell(meeting, row, by, now)
    return row


@transaction.atomic
def end(*, meeting: Meeting, by: Person, now: dt.datetime) -> Meeting:
    """End the session: the open item is finished, stays end, what was not reached is put off, minutes open.

    Raises Gone when it is over already.
    """
    row = move.permitted(meeting, MeetingDeed.END)
    _close(row, by, now)
    return row


@transaction.atomic
def lose_quorum(
    *,
    meeting: Meeting,
    starts_at: dt.datetime,
    by: Person,
    now: dt.datetime,
    ends_at: dt.datetime | None = None,
    place: str = "",
) -> Meeting:
    """End a session that can no longer decide and plan the substitute one with the rest of the agenda.

    Only for bodies that decide by law (§ 92/3 act 128/2000, § 40/2 act 129/2000). Returns the substitute
    session, planned and not yet convened. Raises Blocked when the body can decide, Miscounted when the new
    day is later than its rules allow.
    """
    row = move.permitted(meeting, MeetingDeed.END)
    missing = guards.blockers(guards.facts(row, now), "lose_quorum")
    if missing:
        raise Blocked(missing)
    _check_day(row, starts_at, now)
    rest = list(row.items.filter(progress__in=[ItemState.CURRENT, *WAITING], is_withdrawn=False, proposal=""))
    row.quorum_lost_at = now
    current = row.items.filter(progress=ItemState.CURRENT).first()
    if current is not None:
        _turn(current, ItemState.INTERRUPTED, now)
    _close(row, by, now)
    substitute = meetings.plan(
        body=row.body,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place or row.place,
        substitute_for=row,
        by=by,
        now=now,
    )
    for item in rest:
        if not item.standing:
            agenda.carry_over(item=item, to=substitute, by=by, now=now)
    return substitute


def _name_verifiers(meeting: Meeting, verifiers: Sequence[Person]) -> None:
    if any(one.pk == meeting.minute_taker_id for one in verifiers):
        raise Miscounted("verifiers", _("Kdo zapisuje, nemůže zápis zároveň ověřovat."))
    meeting.verifiers.exclude(person__in=verifiers).delete()
    for one in verifiers:
        Verifier.objects.get_or_create(meeting=meeting, person=one)


def _in_session(item: AgendaItem) -> Meeting:
    if item.meeting is None:
        raise Gone
    row = move.locked(item.meeting)
    if row.state != MeetingState.IN_SESSION:
        raise Gone(_("Jednání teď neprobíhá."))
    return row


def _item(item: AgendaItem, meeting: Meeting) -> AgendaItem:
    return AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk, meeting=meeting)


def _leave(item: AgendaItem, progress: ItemState, by: Person, now: dt.datetime) -> AgendaItem:
    meeting = _in_session(item)
    row = _item(item, meeting)
    if row.progress != ItemState.CURRENT:
        raise Gone
    _turn(row, progress, now)
    _tell(meeting, row, by, now)
    return row


def _turn(item: AgendaItem, progress: ItemState, now: dt.datetime) -> None:
    item.progress = progress
    item.ended_at = now if item.began_at is not None else None
    item.save(update_fields=["progress", "ended_at"])


def _close(meeting: Meeting, by: Person, now: dt.datetime) -> None:
    """End a locked session: items, stays, the law, minutes."""
    current = meeting.items.select_for_update().filter(progress=ItemState.CURRENT).first()
    if current is not None:
        _turn(current, ItemState.DONE, now)
    put_off = meeting.items.filter(progress=ItemState.OPEN, is_withdrawn=False, proposal="").update(
        progress=ItemState.POSTPONED
    )
    absent = attendance.settle(meeting, now)
    meeting.ended_at = now
    data: dict[str, Any] = {"put_off": put_off, "absent": [one.pk for one in absent]}
    move.carry_out(meeting, MeetingDeed.END, by=by, now=now, data=data)
    minutes.start(meeting=meeting, by=by, now=now)


def _check_day(meeting: Meeting, starts_at: dt.datetime, now: dt.datetime) -> None:
    if starts_at <= now:
        raise Miscounted("starts_at", _("Náhradní jednání se svolává na pozdější dobu."))
    within = rules_of(meeting).substitute_days
    if within is None:
        return
    last = meeting.held_on + dt.timedelta(days=within)
    if timezone.localdate(starts_at) > last:
        message = _("Náhradní jednání má být do %(n)d dnů, nejpozději %(day)d. %(month)d. %(year)d.")
        raise Miscounted(
            "starts_at",
            message % {"n": within, "day": last.day, "month": last.month, "year": last.year},
        )


def _tell(
    meeting: Meeting, item: AgendaItem, by: Person, now: dt.datetime, more: dict[str, Any] | None = None
) -> None:
    data = {"item": item.pk, "progress": item.progress, **(more or {})}
    journal.record(meeting, f"meeting.item_{item.progress}", by=by, at=now, data=data)
