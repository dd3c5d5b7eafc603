"""Answers to invitations, by whatever way they come; each is kept, and clear rules say which one counts."""

import datetime as dt
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from bodies.enums import AnswerChannel, AnswerFate, AnswerValue, InvitedAs, MeetingForm, MeetingState
from bodies.models import Answer, Mandate, Meeting, Needs, Participant
from people import journal
from people.errors import Gone, Refused
from people.models import InboundMail, Person

# What an answer reads of an invitation and its meeting; the rest is wide and read for every reply
READ = (
    "meeting", "seat", "side", "represents", "invited_as", "removed_at", "answer", "answered_at", "reason",
    "deputy", "deputy_name", "person__email", "person__first_name", "person__last_name",
)  # fmt: skip
READ_OF_MEETING = ("body", "uid", "state", "sequence", "form", "held_on", "starts_at")
OVER = (MeetingState.HELD, MeetingState.CLOSED, MeetingState.CANCELLED)


class Said(TypedDict, total=False):
    """What an answer says beside its value, and how it reached us."""

    comment: str
    deputy_name: str
    proposed_time: str
    said_at: dt.datetime | None
    sequence: int | None
    mail: InboundMail | None
    is_verified: bool


@transaction.atomic
def give(
    *,
    participant: Participant,
    value: AnswerValue,
    channel: AnswerChannel,
    by: Person | None,
    now: dt.datetime,
    deputy: Person | None = None,
    **said: Unpack[Said],
) -> Answer:
    """Keep an answer and let it count unless a rule says otherwise; the fate on it says which rule did.

    It is about an older date when its SEQUENCE is lower than that of the last change of time or place
    (RFC 5546, 2.1.5); it is overtaken when the one that counts was written later, where a time of writing
    in the future is read as the time of receipt; it is late when the meeting is over or cancelled. Of two
    written at the same time the one received later counts. A mail gives one answer: the database says so.

    Raises Refused when a deputy is sent without a name, or on-line presence is chosen where there is none.
    """
    if (row := under_lock(participant.pk)) is None:
        raise Gone
    return keep(row=row, value=value, channel=channel, by=by, now=now, deputy=deputy, **said)


def keep(
    *,
    row: Participant,
    value: AnswerValue,
    channel: AnswerChannel,
    by: Person | None,
    now: dt.datetime,
    deputy: Person | None = None,
    **said: Unpack[Said],
) -> Answer:
    """Keep an answer to an invitation that was read under the lock of its meeting, see give."""
    check(row, value, channel, said.get("deputy_name", ""), deputy)
    stirs = moves_substitutes(row, deputy)
    answer = drafted(row, deputy, now, **said)
    answer.value, answer.channel = value, channel
    answer.recorded_by = by if by is not None and by.pk != row.person_id else None
    answer.fate = fate_of(answer, row)
    if answer.fate == AnswerFate.APPLIED:
        let_count(row, answer, deputy, now)
        if stirs:  # the next update of the invitations invites them, or sends them home
            Meeting.objects.filter(pk=row.meeting_id).update(changed_at=now)
    answer.save(force_insert=True)
    data = {"participant": row.pk, "value": value, "channel": channel, "fate": answer.fate}
    journal.record(row.meeting, "answer.given", by=by, at=now, data=data)
    return answer


def drafted(row: Participant, deputy: Person | None, now: dt.datetime, **said: Unpack[Said]) -> Answer:
    """Put down what was said, within the lengths of its columns; nobody writes in the future."""
    sequence = said.get("sequence")
    return Answer(
        participant=row,
        received_at=now,
        comment=said.get("comment", "").strip()[:500],
        deputy_name=(deputy.name if deputy else said.get("deputy_name", "").strip())[:200],
        proposed_time=said.get("proposed_time", "")[:120],
        sequence=row.meeting.sequence if sequence is None else sequence,
        said_at=min(said.get("said_at") or now, now),
        is_verified=said.get("is_verified", True),
        mail=said.get("mail"),
    )


def under_lock(pk: int) -> Participant | None:
    """Lock the meeting of an invitation, then read the invitation; None when there is none.

    Answers of one meeting are taken one after the other, and never while it is being moved or cancelled.
    """
    meetings = Meeting.objects.select_for_update(of=("self",), no_key=True).only(*READ_OF_MEETING)
    try:
        meeting = meetings.order_by().get(participants=pk)
    except Meeting.DoesNotExist:
        return None
    row = Participant.objects.select_related("person").only(*READ).order_by().get(pk=pk)
    row.meeting = meeting
    return row


def moves_substitutes(participant: Participant, deputy: Person | None) -> bool:
    """Say whether an answer may invite a substitute, or send home one who was invited before."""
    if deputy is not None:
        return True
    if participant.seat_id is None or not (participant.answer or participant.meeting.sequence):
        return False
    at_seat = Participant.objects.filter(meeting=participant.meeting_id, seat=participant.seat_id)
    return at_seat.filter(invited_as=InvitedAs.SUBSTITUTE, removed_at=None).exists()


def check(
    row: Participant, value: AnswerValue, channel: AnswerChannel, deputy_name: str, deputy: Person | None
) -> None:
    """Refuse what a person can still put right; what came by mail is never refused, only kept."""
    if channel == AnswerChannel.MAIL:
        return
    if row.removed_at is not None:
        raise Gone(_("Na toto jednání už pozvaný/á není."))
    if row.meeting.state in OVER:
        raise Gone(_("Jednání už skončilo nebo bylo zrušeno, odpovídat není potřeba."))
    if value == AnswerValue.DELEGATED and not deputy_name.strip() and deputy is None:
        raise Refused(_("Napište prosím, kdo zástupcem bude."))
    if value == AnswerValue.REMOTE and row.meeting.form == MeetingForm.IN_PERSON:
        raise Refused(_("Na tomto jednání se on-line připojit nedá."))


def fate_of(answer: Answer, row: Participant) -> AnswerFate:
    """Say what becomes of an answer, by the rules that `give` names; the one that counted steps aside."""
    if row.removed_at is not None or row.meeting.state in OVER:
        return AnswerFate.LATE
    if answer.sequence is not None and answer.sequence < row.meeting.sequence:
        return AnswerFate.OLD
    counting = Answer.objects.filter(participant=row, fate=AnswerFate.APPLIED)
    stepped_aside = counting.filter(said_at__lte=answer.said_at).update(fate=AnswerFate.OVERTAKEN)
    if row.answer and not stepped_aside and counting.exists():
        return AnswerFate.OVERTAKEN
    return AnswerFate.APPLIED


def let_count(row: Participant, answer: Answer, deputy: Person | None, now: dt.datetime) -> None:
    """Write the answer where lists, forecasts and reminders read it; a named substitute is invited."""
    row.answer, row.answered_at, row.reason = answer.value, now, answer.comment
    is_sent = answer.value == AnswerValue.DELEGATED
    row.deputy, row.deputy_name = (deputy, answer.deputy_name) if is_sent else (None, "")
    counts = ("answer", "answered_at", "reason", "deputy", "deputy_name")
    Participant.objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in counts})
    if row.deputy is not None:
        invite_deputy(row, row.deputy, now)


def invite_deputy(row: Participant, deputy: Person, now: dt.datetime) -> None:
    """Invite a substitute of the seat in place of the member; the letter follows with the next update."""
    held = Mandate.objects.on(row.meeting.held_on).filter(seat=row.seat, person=deputy, is_substitute=True)
    if not held.exists():
        return
    invited, is_new = Participant.objects.get_or_create(
        meeting=row.meeting,
        person=deputy,
        defaults={
            "seat": row.seat,
            "invited_as": InvitedAs.SUBSTITUTE,
            "side": row.side,
            "represents": row.represents,
            "added_at": now,
        },
    )
    if not is_new and invited.removed_at is not None:  # sent home before
        invited.removed_at = None
        invited.save(update_fields=["removed_at"])


@transaction.atomic
def outdate(*, meeting: Meeting) -> int:
    """Turn the answers to a date that no longer holds into history; returns how many there were.

    Called under the lock of the meeting by the deed that moves it.
    """
    Answer.objects.filter(participant__meeting=meeting, fate=AnswerFate.APPLIED).update(fate=AnswerFate.OLD)
    return (
        Participant.objects.filter(meeting=meeting)
        .exclude(answer="")
        .update(answer="", answered_at=None, reason="", deputy=None, deputy_name="")
    )


@transaction.atomic
def state_needs(
    *,
    person: Person,
    now: dt.datetime,
    barrier_free: bool = False,
    companion: bool = False,
    interpreter: str = "",
    large_print: bool = False,
    on_paper: bool = False,
    note: str = "",
) -> Needs:
    """Remember what a person needs to be able to come; asked once, offered filled in the next time."""
    needs, _created = Needs.objects.update_or_create(
        person=person,
        defaults={
            "barrier_free": barrier_free,
            "companion": companion,
            "interpreter": interpreter.strip(),
            "large_print": large_print,
            "on_paper": on_paper,
            "note": note.strip(),
            "updated_at": now,
        },
    )
    return needs
