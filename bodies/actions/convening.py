"""Convening a meeting, moving it, calling it off; everybody invited learns of it by one letter.

Lock order: meeting → participants → journal head. What is told is written in the same transaction.
"""

import datetime as dt
from collections.abc import Sequence
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bodies.actions import agenda, answer, invitations, move
from bodies.actions.meeting import check
from bodies.enums import InvitedAs, MeetingDeed, MeetingState
from bodies.guards import convening as guards
from bodies.letters import convening as letters
from bodies.letters.convening import Kind
from bodies.models import Meeting, Participant
from bodies.queries import invitations as lists
from bodies.queries.deadlines import papers_by
from bodies.queries.membership import rules_of
from people import journal, post
from people.actions import person as persons
from people.enums import LetterState
from people.errors import Blocked, Gone, Refused
from people.models import AccessLink, Alias, Letter, Person

D = MeetingDeed
QUIET = dt.timedelta(minutes=1)  # so long nobody edits before one letter tells all the changes
REMINDERS = (7, 3)  # days before the meeting
EARLIEST = 8  # o'clock: reminders do not wake anybody up
# A change of any of these is a new invitation: answers to the old one do not hold.
TIME_AND_PLACE = ("starts_at", "ends_at", "place", "form", "remote_url")
LIVE = (MeetingState.CONVENED, MeetingState.IN_SESSION)


@transaction.atomic
def convene(*, meeting: Meeting, by: Person, now: dt.datetime, reason: str = "") -> Meeting:
    """Convene a planned meeting and invite the members; a short notice needs a reason, kept for the minutes.

    Raises Gone when somebody has convened it already, Blocked when something is missing.
    """
    row = move.permitted(meeting, D.CONVENE)
    known = guards.facts(row, now)
    if missing := guards.blockers(known, reason=reason):
        raise Blocked(missing)
    invitations.sync(meeting=row, by=by, now=now)
    agenda.freeze(meeting=row, by=by, now=now)
    row.uid = row.uid or f"jednani-{row.pk}-{token_hex(8)}@{settings.HOST}"
    row.convened_at, row.convened_by, row.changed_at = now, by, None
    row.short_notice_reason = reason.strip() if known.is_short else ""
    people = lists.invited(row)
    data = {"invited": len(people), "short_notice": known.is_short}
    move.carry_out(row, D.CONVENE, by=by, now=now, data=data, reason=row.short_notice_reason)
    mail(Kind.NEW, letters.content_of(row), people, by=by, now=now)
    return row


@transaction.atomic
def reschedule(
    *,
    meeting: Meeting,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    place: str,
    form: str,
    remote_url: str,
    by: Person,
    now: dt.datetime,
    reason: str = "",
) -> Meeting:
    """Move a convened meeting in time or place; everybody is invited anew, answers so far become history.

    Raises Refused when nothing would change or the body sits on that day already, Blocked when the meeting
    could not be convened so.
    """
    row = move.permitted(meeting, D.RESCHEDULE)
    before = {"held_on": row.held_on, "starts_at": row.starts_at, "ends_at": row.ends_at}
    said = dict(zip(TIME_AND_PLACE, (starts_at, ends_at, place, form, remote_url), strict=True))
    relocate(row, said)
    check(row.body, starts_at, ends_at, is_substitute=row.substitute_for_id is not None, besides=row)
    known = guards.facts(row, now)
    if missing := guards.blockers(known, reason=reason):
        raise Blocked(missing)
    row.short_notice_reason = reason.strip() if known.is_short else ""
    row.sequence += 1
    row.changed_at = None
    changes = invitations.sync(meeting=row, by=by, now=now)
    answered = answer.outdate(meeting=row)
    data = {"before": before, "sequence": row.sequence, "starts_at": row.starts_at, "answers": answered}
    move.carry_out(row, D.RESCHEDULE, by=by, now=now, data=data, reason=row.short_notice_reason)
    tell(row, lists.invited(row), changes.removed, by=by, now=now, kind=Kind.MOVED)
    return row


def relocate(row: Meeting, said: dict[str, Any]) -> None:
    """Write down a new time and place of a meeting; the last day for papers moves with its day."""
    if all(getattr(row, name) == value for name, value in said.items()):
        raise Refused(_("Čas, místo ani způsob jednání se nemění, není co překládat."))
    for name, value in said.items():
        setattr(row, name, value)
    day = timezone.localdate(said["starts_at"])
    if day != row.held_on:
        row.held_on = day
        row.papers_due_on = papers_by(rules_of(row), day)


@transaction.atomic
def cancel(*, meeting: Meeting, by: Person, now: dt.datetime, reason: str = "") -> Meeting:
    """Call a meeting off; whoever was told of it is told so, their links end; items can be carried over.

    Raises Gone when it was held or called off meanwhile, Refused without a reason once people were invited.
    """
    row = move.permitted(meeting, D.CANCEL)
    was_told = row.state in LIVE
    if was_told and not reason.strip():
        raise Refused(_("Napište prosím, proč se jednání ruší; důvod bude v dopise všem pozvaným."))
    row.cancelled_at, row.cancel_reason, row.changed_at = now, reason.strip(), None
    row.sequence += was_told
    move.carry_out(row, D.CANCEL, by=by, now=now, data={"sequence": row.sequence}, reason=row.cancel_reason)
    if was_told:
        people = lists.invited(row)
        known = withdraw(people, now)
        revoke(people, now)
        content = letters.Content(row)
        told = [p for p in people if p.pk in known]
        mail(Kind.CANCELLED, content, told, by=by, now=now, reason=row.cancel_reason)
    return row


@transaction.atomic
def invite_guest(
    *,
    meeting: Meeting,
    by: Person,
    now: dt.datetime,
    person: Person | None = None,
    email: str = "",
    first_name: str = "",
    last_name: str = "",
    represents: str = "",
    invited_as: InvitedAs = InvitedAs.GUEST,
) -> Participant:
    """Invite somebody who is not a member; whoever is not known yet is written down by name and address.

    After convening the letter leaves at once. Raises Gone when they are invited already.
    """
    row = move.locked(meeting)
    if row.state not in invitations.OPEN:
        raise Gone
    guest = (
        person
        or known_as(email)
        or persons.add(by=by, now=now, email=email, first_name=first_name, last_name=last_name)
    )
    held = row.participants.filter(person=guest).select_related("person").first()
    if held is not None and held.removed_at is None:
        raise Gone(_("%(name)s už pozvánku má.") % {"name": guest.name})
    participant = held or Participant(meeting=row, person=guest, added_at=now)
    participant.removed_at, participant.invited_as = None, invited_as
    participant.represents = represents.strip()[:200]
    participant.save()
    journal.record(row, "meeting.guest_invited", by=by, at=now, data={"person": guest.pk})
    if row.state == MeetingState.CONVENED:
        mail(Kind.NEW, letters.content_of(row), [participant], by=by, now=now)
    return participant


def known_as(email: str) -> Person | None:
    """Find a person by one of their addresses."""
    address = email.strip().lower()
    alias = Alias.objects.filter(address=address).select_related("person").first()
    return alias.person if alias else Person.objects.filter(email=address).first()


@transaction.atomic
def uninvite(*, participant: Participant, by: Person, now: dt.datetime, reason: str = "") -> Participant:
    """Take somebody off the list; who was told of the meeting gets a cancellation, alone.

    Raises Refused for a member, who has a right to be invited, Gone when it has been done or is too late.
    """
    row = move.locked(participant.meeting)
    one = row.participants.select_related("person").get(pk=participant.pk)
    if one.removed_at is not None or row.state not in invitations.OPEN:
        raise Gone
    if one.invited_as == InvitedAs.MEMBER and one.person_id in lists.expected(row):
        raise Refused(_("Člen orgánu má na pozvánku právo. Pokud už členem není, ukončete jeho mandát."))
    one.removed_at = now
    one.save(update_fields=["removed_at"])
    journal.record(row, "meeting.uninvited", by=by, at=now, data={"person": one.person_id})
    dismiss(row, [one], by=by, now=now, reason=reason)
    return one


def note_change(*, meeting: Meeting, now: dt.datetime) -> None:
    """Note that an invitation may say something else by now; one letter will tell all the changes."""
    Meeting.objects.filter(pk=meeting.pk, state=MeetingState.CONVENED).update(changed_at=now)


@transaction.atomic
def send_changes(*, meeting: Meeting, by: Person | None, now: dt.datetime) -> int:
    """Tell those whose invitation says something else by now; answer how many letters were written.

    Changed wording changes neither the number of the event nor anybody's answer. Who has become a member
    meanwhile is invited, whose mandate has ended is told that the invitation no longer holds.
    """
    row = move.locked(meeting)
    if row.state != MeetingState.CONVENED:
        raise Gone
    changes = invitations.sync(meeting=row, by=by, now=now)
    row.changed_at = None
    row.save(update_fields=["changed_at"])
    return tell(row, lists.invited(row), changes.removed, by=by, now=now, kind=Kind.UPDATE)


def tell(
    row: Meeting,
    people: Sequence[Participant],
    removed: Sequence[Participant],
    *,
    by: Person | None,
    now: dt.datetime,
    kind: Kind,
) -> int:
    """Write to those who do not know yet how things are, each by the letter that fits what they know.

    A letter that has not left is replaced; to its reader the new one is the first. So it is to whom the
    last one did not reach, once their address is corrected.
    """
    content = letters.content_of(row)
    astray = lists.astray(people)
    ignorant = [p for p in people if p.mailed_digest != content.digest or p.pk in astray]
    known = withdraw(ignorant, now) - astray
    written = 0
    for one, readers in (
        (Kind.NEW, [p for p in ignorant if p.pk not in known]),
        (kind, [p for p in ignorant if p.pk in known]),
    ):
        written += mail(one, content, readers, by=by, now=now)
    return written + dismiss(row, removed, by=by, now=now)


def dismiss(
    row: Meeting, people: Sequence[Participant], *, by: Person | None, now: dt.datetime, reason: str = ""
) -> int:
    """End the invitations of people taken off the list; only who has heard of it gets a letter."""
    known = withdraw(people, now)
    revoke(people, now)
    told = [p for p in people if p.pk in known]
    return mail(Kind.REMOVED, letters.Content(row), told, by=by, now=now, reason=reason)


def mail(
    kind: Kind,
    content: letters.Content,
    people: Sequence[Participant],
    *,
    by: Person | None,
    now: dt.datetime,
    reason: str = "",
) -> int:
    """Write one kind of letter and keep what its readers were told; answer how many were written."""
    readers = letters.write(kind, content, people, by=by, now=now, reason=reason)
    Participant.objects.bulk_update(readers, letters.TOLD)
    return len(readers)


def withdraw(people: Sequence[Participant], now: dt.datetime) -> set[int]:
    """Drop the letters that still wait; return who has been sent, or may have been sent, another one."""
    keys = [p.pk for p in people]
    mine = Letter.objects.filter(cause_kind=Participant.journal_kind, cause_id__in=keys)
    post.drop_all(mine, now, reason=_("Pozvánka se mezitím změnila nebo skončila."))
    return set(mine.exclude(state=LetterState.DROPPED).values_list("cause_id", flat=True))


def revoke(people: Sequence[Participant], now: dt.datetime) -> None:
    """Close the personal links of several invitations at once."""
    AccessLink.objects.filter(
        subject_kind=Participant.journal_kind, subject_id__in=[p.pk for p in people], revoked_at=None
    ).update(revoked_at=now)


@transaction.atomic
def remind(*, meeting: Meeting, by: Person | None, now: dt.datetime) -> int:
    """Ask those who have not answered, and nobody else; answer how many letters were written.

    Raises Gone when the meeting is not ahead of us any more.
    """
    row = move.locked(meeting)
    if row.state != MeetingState.CONVENED or (row.starts_at is not None and row.starts_at <= now):
        raise Gone
    people = lists.silent(row)
    written = mail(Kind.REMINDER, letters.content_of(row), people, by=by, now=now)
    journal.record(row, "meeting.reminded", by=by, at=now, data={"letters": written})
    return written


@transaction.atomic
def remind_due(*, meeting: Meeting, now: dt.datetime) -> int:
    """Remind, once in each of the set terms, those who were silent when it came."""
    row = move.locked(meeting)
    since = reminder_day(row, timezone.localdate(now))
    if row.state != MeetingState.CONVENED or since is None:
        return 0
    people = [p for p in lists.silent(row) if last_heard(p) < since]
    return mail(Kind.REMINDER, letters.content_of(row), people, by=None, now=now)


def reminder_day(meeting: Meeting, today: dt.date) -> dt.date | None:
    """Return the day of the last reminder that is due by today."""
    days = [meeting.held_on - dt.timedelta(days=n) for n in REMINDERS]
    return max((day for day in days if day <= today), default=None)


def last_heard(participant: Participant) -> dt.date:
    """Return the day on which somebody was asked last."""
    last = participant.reminded_at or participant.mailed_at or participant.added_at
    return timezone.localdate(last)


def sweep(*, now: dt.datetime) -> int:
    """Do for all convened meetings what has become due: changes, new members and addresses, reminders."""
    today, written = timezone.localdate(now), 0
    changed = lists.ahead(today).filter(changed_at__lte=now - QUIET)
    corrected = lists.corrected(today).filter(changed_at=None)  # what is being edited is told when it is done
    stale = {meeting.pk: meeting for meeting in [*changed, *lists.out_of_step(today), *corrected]}
    for meeting in stale.values():
        written += send_changes(meeting=meeting, by=None, now=now)
    if timezone.localtime(now).hour >= EARLIEST:
        for meeting in lists.to_be_reminded(today, REMINDERS):
            written += remind_due(meeting=meeting, now=now)
    return written
