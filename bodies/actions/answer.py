"""Answers to invitations, by whatever way they come; each is kept, and clear rules say which one counts."""

import datetime as dt
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bodies.enums import AnswerChannel, AnswerFate, AnswerValue, InvitedAs, MeetingForm, MeetingState
from bodies.models import Answer, Mandate, Meeting, Needs, Participant
from people import journal
from people.errors import Gone, Refused
from people.models import InboundMail, Person

# What an answer reads of an invitation and its meeting; the rest is wide and read for every reply
READ = (
    "person", "seat", "side", "represents", "invited_as", "removed_at", "answer", "answered_at", "reason",
    "deputy", "deputy_name", "meeting__state", "meeting__sequence", "meeting__form", "meeting__held_on",
)  # fmt: skip
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
    written at the same time the one received later counts. The same mail is kept once.

    Raises Refused when a deputy is sent without a name, or on-line presence is chosen where there is none.
    """
    if stirs := moves_substitutes(participant, deputy):  # the meeting is locked before its participants
        Meeting.objects.locked(participant.meeting_id)
    row = locked(participant)
    check(row, value, channel, said.get("deputy_name", ""), deputy)
    current, known = before(row, said.get("mail"))
    if known is not None:
        return known
    answer = drafted(row, deputy, now, **said)
    answer.value, answer.channel = value, channel
    answer.recorded_by = by if by is not None and by.pk != row.person_id else None
    answer.fate = fate_of(answer, row, current)
    if answer.fate == AnswerFate.APPLIED:
        if current is not None:
            Answer.objects.filter(pk=current.pk).update(fate=AnswerFate.OVERTAKEN)
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


def locked(participant: Participant) -> Participant:
    """Lock an invitation, so that two answers of one person are taken one after the other."""
    rows = Participant.objects.select_for_update(of=("self",)).select_related("meeting").only(*READ)
    return rows.order_by().get(pk=participant.pk)


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


def before(row: Participant, mail: InboundMail | None) -> tuple[Answer | None, Answer | None]:
    """Return the answer that counts, and the one that the same mail has given already, in one query."""
    wanted = Q(fate=AnswerFate.APPLIED) if mail is None else Q(fate=AnswerFate.APPLIED) | Q(mail=mail)
    found = list(row.answers.filter(wanted).order_by("pk"))
    counting = (one for one in found if one.fate == AnswerFate.APPLIED)
    same = (one for one in found if mail is not None and one.mail_id == mail.pk)
    return next(counting, None), next(same, None)


def fate_of(answer: Answer, row: Participant, current: Answer | None) -> AnswerFate:
    """Say what becomes of an answer, by the rules that `give` names."""
    if row.removed_at is not None or row.meeting.state in OVER:
        return AnswerFate.LATE
    if answer.sequence is not None and answer.sequence < row.meeting.sequence:
        return AnswerFate.OLD
    if row.answer and current is not None and current.said_at > answer.said_at:
        return AnswerFate.OVERTAKEN
    return AnswerFate.APPLIED


def let_count(row: Participant, answer: Answer, deputy: Person | None, now: dt.datetime) -> None:
    """Write the answer where lists, forecasts and reminders read it; a named substitute is invited."""
    row.answer, row.answered_at, row.reason = answer.value, now, answer.comment
    is_sent = answer.value == AnswerValue.DELEGATED
    row.deputy, row.deputy_name = (deputy, answer.deputy_name) if is_sent else (None, "")
    row.save(update_fields=["answer", "answered_at", "reason", "deputy", "deputy_name"])
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
