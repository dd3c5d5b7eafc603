"""The list of those invited follows from who sits in the body on the day of the meeting."""

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass, field

from django.db import transaction

from bodies.actions import move
from bodies.enums import InvitedAs, MeetingState
from bodies.models import Meeting, Participant
from bodies.queries.invitations import expected, seated
from people import journal
from people.errors import Gone
from people.models import Person

SEAT = ("seat", "side", "is_voting", "represents", "invited_as")
OPEN = (MeetingState.PLANNED, MeetingState.CONVENED)


@dataclass(slots=True)
class Synced:
    """What the list of those invited gained and lost."""

    added: list[Participant] = field(default_factory=list)
    removed: list[Participant] = field(default_factory=list)


@transaction.atomic
def sync(*, meeting: Meeting, by: Person | None, now: dt.datetime) -> Synced:
    """Invite the members of the body on the day of the meeting, take off who is no longer one of them.

    Guests stay, and so do substitutes as long as a member sends them. A person with two seats is invited
    once, to the voting one.
    Raises Gone when the meeting has begun or was cancelled.
    """
    row = move.locked(meeting)
    if row.state not in OPEN:
        raise Gone
    wanted = expected(row)
    known = {p.person_id: p for p in Participant.objects.filter(meeting=row).select_related("person", "seat")}
    done, changed = Synced(), []
    for pk, member in wanted.items():
        participant = known.get(pk) or Participant(meeting=row, person=member.person, added_at=now)
        differs = seated(participant, member)
        if participant.pk is None or participant.removed_at is not None:
            done.added.append(participant)
            participant.removed_at = None
        if participant.pk and (differs or participant in done.added):
            changed.append(participant)
    sent = {p.deputy_id for p in known.values() if p.removed_at is None}
    for participant in known.values():
        if participant.removed_at is None and not belongs(participant, wanted, sent):
            participant.removed_at = now
            done.removed.append(participant)
    Participant.objects.bulk_create([p for p in done.added if p.pk is None])
    if changed or done.removed:
        Participant.objects.bulk_update([*changed, *done.removed], [*SEAT, "removed_at"])
    if done.added or done.removed:
        data = {
            "added": [p.person_id for p in done.added],
            "removed": [p.person_id for p in done.removed],
        }
        journal.record(row, "meeting.invited", by=by, at=now, data=data)
    return done


def belongs(participant: Participant, wanted: Container[int], sent: Container[int | None]) -> bool:
    """Say whether somebody stays invited: a member, a substitute whom a member sends, or a guest."""
    match participant.invited_as:
        case InvitedAs.MEMBER:
            return participant.person_id in wanted
        case InvitedAs.SUBSTITUTE:
            return participant.person_id in sent
    return True
