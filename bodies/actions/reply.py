"""What becomes of mail about invitations: it answers one, or it waits for the organiser.

A valid token in the address, or the identifier of the meeting, says which invitation is answered; the
address of the attendee and the sender say who answers. Nobody is ever added to a body by a mail, and
what is not certain is left to a person (RFC 5546, 3.2.3: uninvited attendees).
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bodies.actions import answer as answers
from bodies.enums import AnswerChannel, AnswerFate, AnswerValue
from bodies.models import Answer, Meeting, Participant
from bodies.queries import sender
from bodies.queries.address import number_in
from bodies.queries.reply import LONGEST, Attendee, Moment, Reply, is_at, is_calendar, replies_in
from bodies.queries.sender import Trace
from bodies.queries.wording import Packed, is_packed, own_words, packed_answer
from people.actions import alias as aliases
from people.actions import inbound
from people.actions.inbound import Verdict
from people.enums import InboundState
from people.errors import Refused
from people.models import InboundMail, Person
from people.post.reading import Received

EARLIEST = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


class Doubt(Exception):  # noqa: N818 - nothing failed, a person has to look
    """Why a message is not applied by itself, told to the organiser."""


def waiting(reason: str, meeting: Meeting | None) -> Verdict:
    return Verdict(InboundState.WAITING, reason, meeting)


def read(mail: InboundMail, received: Received) -> Verdict | None:
    """Say what a message means for an invitation; None when it has nothing to do with any."""
    replies = replies_in(received.parts)
    if received.automatic and not replies:
        return None
    packed = None if replies else packed_answer(received.parts)
    uids = [reply.uid for reply in replies] or ([packed.uid] if packed else [])
    trace = by_token(received) or held(sender.trace_of(received, uids))
    try:
        if replies:
            return answered(mail, received, replies, trace)
        if trace.meeting is None:
            trace = held(sender.last_invitation(received.from_address))
        if packed and trace.meeting is not None:
            return unpacked(mail, received, packed, trace)
        reason = left_to_people(received, is_about_meeting=trace.meeting is not None)
    except Doubt as doubt:
        reason = str(doubt)
    return waiting(reason, trace.meeting) if reason else None


def by_token(received: Received) -> Trace | None:
    """Follow the token of the address to the invitation, read under the lock of its meeting."""
    for number in filter(None, map(number_in, received.recipients)):
        if (found := answers.under_lock(number)) is not None:
            return Trace(found, found.meeting)
    return None


def held(trace: Trace) -> Trace:
    """Read the invitation of a trace again, under the lock of its meeting."""
    found = answers.under_lock(trace.participant.pk) if trace.participant else None
    return Trace(found, found.meeting) if found else trace


def left_to_people(received: Received, *, is_about_meeting: bool) -> str:
    """Say why a message without a readable answer waits; "" for one that may be about anything."""
    if any(is_calendar(part) and len(part.content) > LONGEST for part in received.parts):
        return _("Kalendář v příloze je větší než 256 kB, nečteme ho.")
    if is_packed(received.parts):
        return _("Odpověď je v příloze winmail.dat, kterou nelze přečíst.")
    if any(is_calendar(part) for part in received.parts):
        return _("V příloze je kalendář, ale není to odpověď na pozvánku.")
    return _("Odpověď slovy.") if is_about_meeting else ""


def answered(mail: InboundMail, received: Received, replies: list[Reply], trace: Trace) -> Verdict:
    """Apply a calendar reply to the invitation that it answers.

    Raises Doubt when a person has to look.
    """
    if received.automatic and not received.is_generated:
        raise Doubt(_("Odpověď neposlal člověk, ale jeho program sám."))
    if trace.meeting is None:
        raise Doubt(_("Odpověď na jednání, které neznáme."))
    reply = reply_to(trace.meeting, replies, by_token=trace.participant is not None)
    attendee = attendee_of(reply, received)
    found = answering(received, attendee, trace)
    if attendee.partstat == "NEEDS-ACTION" and reply.method == "REPLY":
        reason = _("Zpráva žádnou odpověď neobsahuje (NEEDS-ACTION).")
        return Verdict(InboundState.IGNORED, reason, trace.meeting)
    return applied(mail, received, found, value_of(reply, attendee), reply, attendee)


def value_of(reply: Reply, attendee: Attendee) -> AnswerValue:
    """Read the answer; who proposes another time does not know yet, unless they decline."""
    if reply.method == "COUNTER":
        return AnswerValue.DECLINED if attendee.value == AnswerValue.DECLINED else AnswerValue.TENTATIVE
    if attendee.value is None:
        raise Doubt(_("Neznámá odpověď (PARTSTAT „%s“).") % attendee.partstat[:40])
    return attendee.value


def reply_to(meeting: Meeting, replies: list[Reply], *, by_token: bool) -> Reply:
    """Choose what a message says about a meeting: its own occurrence before the series, the newest first."""
    uid = meeting.uid.casefold()
    own = [reply for reply in replies if reply.uid.casefold() == uid]
    if not own and by_token:
        own = replies  # the identifier was rewritten on the way; the token is the second key
    starts_at = meeting.starts_at
    single = [reply for reply in own if reply.recurrence and starts_at and is_at(reply.recurrence, starts_at)]
    usable = single or [reply for reply in own if reply.recurrence is None]
    if not usable:
        raise Doubt(_("Odpověď se týká jiného výskytu jednání."))
    return max(usable, key=lambda reply: (reply.sequence or 0, reply.written_at or EARLIEST))


def attendee_of(reply: Reply, received: Received) -> Attendee:
    """Choose who answers; of several attendees only the one that sent the message may."""
    if len(reply.attendees) == 1:
        return reply.attendees[0]
    own = [one for one in reply.attendees if received.from_address in one.addresses]
    if len(own) == 1:
        return own[0]
    if not reply.attendees:
        raise Doubt(_("V odpovědi chybí, kdo odpovídá."))
    raise Doubt(_("Odpověď mluví za více lidí a žádný z nich ji neposlal."))


def answering(received: Received, attendee: Attendee, trace: Trace) -> Participant:
    """Find whose invitation is answered, if the sender may answer it."""
    if not settings.MAIL_ACCEPT_UNVERIFIED and not is_verified(received):
        raise Doubt(_("Odesílatele se nepodařilo ověřit."))
    if trace.participant is not None:
        return answering_by_token(received, attendee, trace.participant)
    who = sender.person_at(*(attendee.addresses or (received.from_address,)))
    if who is None:
        raise Doubt(_("Odpověď z adresy, kterou neznáme."))
    found = invitation_of(trace, who)
    if found is None:
        raise Doubt(_("Odpověděl někdo, kdo na jednání není pozván."))
    if may_answer(received, attendee, found):
        return found
    raise Doubt(_("Odpověď za někoho jiného z adresy, kterou u něj neznáme."))


def invitation_of(trace: Trace, who: Person) -> Participant | None:
    """Return how somebody is invited to the meeting, read under its lock."""
    rows = Participant.objects.filter(meeting=trace.meeting, person=who)
    pk = rows.order_by().values_list("pk", flat=True).first()
    return answers.under_lock(pk) if pk else None


def answering_by_token(received: Received, attendee: Attendee, found: Participant) -> Participant:
    """Check that the token of an invitation was not used by somebody to whom it was only forwarded."""
    if attendee.addresses and not sender.is_known_as(found.person, *attendee.addresses):
        own = sender.is_known_as(found.person, received.from_address)
        same = sender.is_named_as(found.person, attendee.name, received.from_name)
        if sender.person_at(*attendee.addresses) is not None or not (own or same):
            raise Doubt(_("Pozvánku nejspíš dostal přeposlanou někdo jiný."))
        return found
    if may_answer(received, attendee, found):
        return found
    # From an address that we do not know: the token proves that it had the invitation
    unknown = sender.person_at(received.from_address) is None
    if unknown and (
        attendee.addresses or sender.is_named_as(found.person, attendee.name, received.from_name)
    ):
        return found
    raise Doubt(_("Odpověď za někoho jiného z adresy, kterou u něj neznáme."))


def may_answer(received: Received, attendee: Attendee, found: Participant) -> bool:
    """Say whether the sender is the invited person or a registered substitute (also named by SENT-BY)."""
    if sender.is_known_as(found.person, received.from_address):
        return True
    addresses = [received.from_address, attendee.sent_by]
    return any(address and sender.is_deputy(sender.person_at(address), found) for address in addresses)


def is_verified(received: Received) -> bool:
    return received.verdict_of(settings.MAIL_AUTH_SERVER) == "pass"


def applied(
    mail: InboundMail,
    received: Received,
    found: Participant,
    value: AnswerValue,
    reply: Reply,
    attendee: Attendee,
) -> Verdict:
    """Give the answer; a proposal of another time waits for the organiser as well."""
    proposed = time_of(reply) if reply.method == "COUNTER" else ""
    given = answers.keep(
        row=found,
        value=value,
        channel=AnswerChannel.MAIL,
        by=None,
        now=mail.received_at,
        comment=reply.comment or attendee.comment or own_words(received.text),
        deputy_name=deputy_in(reply, attendee) if value == AnswerValue.DELEGATED else "",
        said_at=reply.written_at,
        sequence=reply.sequence,
        mail=mail,
        is_verified=is_verified(received),
        proposed_time=proposed,
    )
    if proposed:
        return waiting(_("Navrhuje jiný čas: %s.") % proposed, found.meeting)
    return Verdict(InboundState.APPLIED, told(given), found.meeting)


def unpacked(mail: InboundMail, received: Received, packed: Packed, trace: Trace) -> Verdict:
    """Apply an answer from Outlook's package; it does not say who answers, so the sender must be sure."""
    found = trace.participant
    if found is None:
        who = sender.person_at(received.from_address)
        found = invitation_of(trace, who) if who else None
    is_sure = settings.MAIL_ACCEPT_UNVERIFIED or is_verified(received)
    if found is None or not is_sure or not sender.is_known_as(found.person, received.from_address):
        raise Doubt(_("Odpověď v příloze winmail.dat z adresy, kterou neznáme."))
    given = answers.keep(
        row=found,
        value=packed.value,
        channel=AnswerChannel.MAIL,
        by=None,
        now=mail.received_at,
        comment=own_words(received.text),
        mail=mail,
        is_verified=is_verified(received),
    )
    return Verdict(InboundState.APPLIED, told(given), found.meeting)


def told(given: Answer) -> str:
    return "" if given.fate == AnswerFate.APPLIED else str(AnswerFate(given.fate).label)


def deputy_in(reply: Reply, attendee: Attendee) -> str:
    """Name the proposed substitute: as the calendar does, as we know them, or by their address."""
    if not attendee.delegated_to:
        return ""
    address = attendee.delegated_to[0]
    named = [one.name for one in reply.attendees if address in one.addresses and one.name]
    if named:
        return named[0]
    known = sender.person_at(address)
    return known.name if known else address


def time_of(reply: Reply) -> str:
    """Write a proposed time for people: "24. 11. 2026 9.00–12.00"."""
    if reply.starts is None:
        return _("neuvedl/a který")
    begin, end = local(reply.starts), local(reply.ends) if reply.ends else None
    day = f"{begin.day}. {begin.month}. {begin.year}"
    if not isinstance(begin, dt.datetime):
        return day
    text = f"{day} {begin.hour}.{begin:%M}"
    if not isinstance(end, dt.datetime):
        return text
    if end.date() != begin.date():
        return f"{text} – {end.day}. {end.month}. {end.year} {end.hour}.{end:%M}"
    return f"{text}–{end.hour}.{end:%M}"


def local(moment: Moment) -> Moment:
    return timezone.localtime(moment) if isinstance(moment, dt.datetime) else moment


@transaction.atomic
def assign(
    *,
    mail: InboundMail,
    participant: Participant,
    value: AnswerValue,
    by: Person,
    now: dt.datetime,
    remember_address: bool = False,
) -> Answer:
    """Give the answer that a person reads from a message that waited; the address may be learnt.

    Raises Gone when somebody settled the message meanwhile.
    """
    inbound.settle(mail=mail, state=InboundState.APPLIED, cause=participant.meeting, by=by, now=now)
    if remember_address:
        if not mail.from_address:
            raise Refused(_("Zpráva nemá adresu odesílatele."))
        if not sender.is_known_as(participant.person, mail.from_address):
            aliases.add(person=participant.person, address=mail.from_address, by=by, now=now)
    has_answered = Answer.objects.filter(mail=mail).exists()
    return answers.give(
        participant=participant,
        value=value,
        channel=AnswerChannel.MAIL,
        by=by,
        now=now,
        comment=own_words(mail.text),
        said_at=now if has_answered else mail.received_at,
        mail=None if has_answered else mail,
        is_verified=True,
    )
