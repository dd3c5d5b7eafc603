"""Who came to a session, when, and who takes no part in an item.

The meeting is locked first: a vote that is being counted and somebody who is leaving wait for each other.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bodies.actions import move
from bodies.enums import THERE, AbsenceKind, Attendance, MeetingState, MinutesState, Remote
from bodies.errors import Miscounted
from bodies.models import AgendaItem, BallotVote, ItemAbsence, Meeting, Minutes, Participant, Stay
from bodies.queries.attendance import may_be_represented
from bodies.queries.membership import rules_of
from people import journal
from people.errors import Gone, Refused
from people.models import Person

S = MeetingState
CORRECTABLE = (MinutesState.WRITING, MinutesState.COMMENTS)
CONFLICTS = (AbsenceKind.CONFLICT, AbsenceKind.CONFLICT_VOTES)


def writable(meeting: Meeting) -> Meeting:
    """Return the meeting, locked, if attendance may be written: from convening until minutes are frozen.

    Raises Gone when the meeting was cancelled or its minutes are being verified.
    """
    row = move.locked(meeting)
    if row.state in (S.CONVENED, S.IN_SESSION):
        return row
    if row.state == S.HELD and Minutes.objects.filter(meeting=row, state__in=CORRECTABLE).exists():
        return row
    raise Gone(_("Účast už nelze měnit, zápis se ověřuje nebo je ověřený."))


@transaction.atomic
def mark(
    *,
    participant: Participant,
    attendance: Attendance | str,
    at: dt.datetime,
    by: Person,
    now: dt.datetime,
    note: str = "",
    deputy_name: str = "",
) -> Participant:
    """Write down whether somebody came: who is there begins a stay, who is not has none.

    A mark says how it was; who came and left is written by `arrive` and `leave`. Raises Refused when the
    rules of the body allow no such attendance, or when the person has voted already.
    """
    meeting = writable(participant.meeting)
    row = _participant(participant, meeting)
    if attendance == Attendance.REPRESENTED:
        _name_deputy(row, meeting, deputy_name)
    if attendance in THERE:
        _come(row, meeting, attendance, at)
    else:
        _undo(row)
    row.attendance, row.attendance_note = attendance, note
    row.save(update_fields=["attendance", "attendance_note", "deputy_name"])
    _tell(
        meeting, "meeting.attendance", by, now, {"participant": row.pk, "attendance": str(attendance)}, note
    )
    return row


@transaction.atomic
def arrive(
    *, participant: Participant, at: dt.datetime, by: Person, now: dt.datetime, is_remote: bool = False
) -> Stay:
    """Write down that somebody came, or came back; raises Gone when they are there already."""
    meeting = writable(participant.meeting)
    row = _participant(participant, meeting)
    stay = _open_stay(row, meeting, at=at, now=now, is_remote=is_remote)
    data = {"participant": row.pk, "at": at.isoformat(), "remote": is_remote}
    _tell(meeting, "meeting.arrival", by, now, data)
    return stay


@transaction.atomic
def leave(*, participant: Participant, at: dt.datetime, by: Person, now: dt.datetime) -> Stay:
    """Write down that somebody left; raises Gone when they are not there."""
    meeting = writable(participant.meeting)
    row = _participant(participant, meeting)
    stay = _close_stay(row, at=at, now=now)
    _tell(meeting, "meeting.departure", by, now, {"participant": row.pk, "at": at.isoformat()})
    return stay


@transaction.atomic
def tick(
    *,
    meeting: Meeting,
    arrived: Collection[int],
    left: Collection[int],
    at: dt.datetime,
    by: Person,
    now: dt.datetime,
) -> None:
    """Write down at once who came and who left, as boxes were ticked; what others wrote meanwhile stays."""
    row = writable(meeting)
    people = {
        one.pk: one
        for one in Participant.objects.select_related("seat")
        .filter(meeting=row, removed_at=None, pk__in=[*arrived, *left])
        .order_by("pk")
    }
    here = set(
        Stay.objects.filter(participant__in=people, left_at=None).values_list("participant_id", flat=True)
    )
    coming = [people[pk] for pk in arrived if pk in people and pk not in here]
    leaving = [people[pk] for pk in left if pk in here]
    for one in coming:
        _open_stay(one, row, at=at, now=now, is_remote=False)
    for one in leaving:
        _close_stay(one, at=at, now=now)
    if coming or leaving:
        data = {"arrived": [one.pk for one in coming], "left": [one.pk for one in leaving]}
        _tell(row, "meeting.ticked", by, now, data)


@transaction.atomic
def declare(
    *,
    item: AgendaItem,
    participant: Participant,
    kind: AbsenceKind | str,
    by: Person,
    now: dt.datetime,
    note: str = "",
) -> ItemAbsence:
    """Write down who takes no part in an item or has a conflict of interest in it (§ 83/2 act 128/2000).

    A conflict is to be declared before the item is opened; one declared later is taken too and `was_late`
    says so.
    """
    meeting = writable(participant.meeting)
    row = _participant(participant, meeting)
    if item.meeting_id != meeting.pk:
        raise Gone
    absence, _is_new = ItemAbsence.objects.update_or_create(
        item=item, participant=row, defaults={"kind": kind, "note": note, "declared_at": now}
    )
    data = {"participant": row.pk, "item": item.pk, "absence": str(kind)}
    _tell(meeting, "meeting.absence", by, now, data, note)
    return absence


@transaction.atomic
def undeclare(*, item: AgendaItem, participant: Participant, by: Person, now: dt.datetime) -> None:
    """Take back what was declared by mistake; raises Gone when nothing is."""
    meeting = writable(participant.meeting)
    found, _rows = ItemAbsence.objects.filter(item=item, participant=participant).delete()
    if not found:
        raise Gone
    data = {"participant": participant.pk, "item": item.pk}
    _tell(meeting, "meeting.absence_undone", by, now, data)


def was_late(absence: ItemAbsence) -> bool:
    """Say whether a conflict of interest was declared only after its item had been opened."""
    began = absence.item.began_at
    return absence.kind in CONFLICTS and began is not None and absence.declared_at > began


def settle(meeting: Meeting, now: dt.datetime) -> Sequence[Participant]:
    """End the stays of a locked meeting that is over; members of whom nothing is written were absent."""
    Stay.objects.filter(participant__meeting=meeting, left_at=None).update(left_at=now)
    rows = list(meeting.participants.filter(removed_at=None, attendance="", seat__isnull=False))
    for row in rows:
        row.attendance = Attendance.EXCUSED if row.answer == "declined" else Attendance.ABSENT
    Participant.objects.bulk_update(rows, ["attendance"])
    return rows


def _participant(participant: Participant, meeting: Meeting) -> Participant:
    row = Participant.objects.select_for_update(of=("self",)).select_related("seat").get(pk=participant.pk)
    if row.meeting_id != meeting.pk or row.removed_at is not None:
        raise Gone
    return row


def _name_deputy(row: Participant, meeting: Meeting, deputy_name: str) -> None:
    row.deputy_name = deputy_name or row.deputy_name
    if not may_be_represented(row, rules_of(meeting), meeting.held_on):
        raise Miscounted(
            "attendance",
            _("Na tomto místě může hlasovat jen jeho člen nebo náhradník. Zástupce zapište jako hosta."),
        )


def _come(row: Participant, meeting: Meeting, attendance: str, at: dt.datetime) -> None:
    """Begin a stay unless there is one of the kind already."""
    is_remote = attendance == Attendance.REMOTE
    _check_remote(meeting, is_remote=is_remote)
    stay = row.stays.order_by("-arrived_at", "-pk").first()
    if meeting.state == S.HELD:
        # Written from a list after the session: who was there stayed from its beginning to its end.
        if stay is None:
            began = meeting.begun_at or at
            Stay.objects.create(
                participant=row, arrived_at=began, left_at=meeting.ended_at, is_remote=is_remote
            )
    elif stay is None or stay.left_at is not None:
        Stay.objects.create(participant=row, arrived_at=at, is_remote=is_remote)
    elif stay.is_remote != is_remote:
        stay.left_at = max(at, stay.arrived_at)
        stay.save(update_fields=["left_at"])
        Stay.objects.create(participant=row, arrived_at=stay.left_at, is_remote=is_remote)


def _check_remote(meeting: Meeting, *, is_remote: bool) -> None:
    if is_remote and rules_of(meeting).remote == Remote.NO:
        raise Miscounted("attendance", _("Pravidla orgánu účast na dálku nepřipouštějí."))


def _undo(row: Participant) -> None:
    """Forget stays written by mistake, unless a vote by name says that the person was there."""
    if BallotVote.objects.filter(participant=row).exists():
        raise Refused(_("Tento člověk už hlasoval podle jmen. Zapište jeho odchod."))
    row.stays.all().delete()


def _open_stay(
    row: Participant, meeting: Meeting, *, at: dt.datetime, now: dt.datetime, is_remote: bool
) -> Stay:
    _check_remote(meeting, is_remote=is_remote)
    last = row.stays.order_by("-arrived_at", "-pk").first()
    if last is not None and last.left_at is None:
        raise Gone(_("Příchod už je zapsaný."))
    if at > now:
        raise Miscounted("at", _("Tento čas teprve přijde."))
    if last is not None and last.left_at is not None and at < last.left_at:
        raise Miscounted("at", _("V tuto dobu už byl/a přítomen/přítomna, napište pozdější čas."))
    left_at = meeting.ended_at if meeting.state == S.HELD else None
    if left_at is not None and at >= left_at:  # a box ticked after the session: they were there all the time
        if last is not None or meeting.begun_at is None:
            raise Miscounted("at", _("Jednání už skončilo, napište čas, kdy ještě trvalo."))
        at = meeting.begun_at
    if row.attendance != Attendance.REPRESENTED or is_remote:
        row.attendance = Attendance.REMOTE if is_remote else Attendance.PRESENT
        row.save(update_fields=["attendance"])
    return Stay.objects.create(participant=row, arrived_at=at, left_at=left_at, is_remote=is_remote)


def _close_stay(row: Participant, *, at: dt.datetime, now: dt.datetime) -> Stay:
    stay = row.stays.filter(left_at=None).first()
    if stay is None:
        raise Gone(_("Odchod už je zapsaný."))
    if at > now:
        raise Miscounted("at", _("Tento čas teprve přijde."))
    if at < stay.arrived_at:
        raise Miscounted("at", _("Odchod nemůže být dřív než příchod."))
    stay.left_at = at
    stay.save(update_fields=["left_at"])
    return stay


def _tell(
    meeting: Meeting, kind: str, by: Person, now: dt.datetime, data: dict[str, Any], note: str = ""
) -> None:
    personal = {"note": note} if note else None
    journal.record(meeting, kind, by=by, at=now, data=data, personal=personal)
