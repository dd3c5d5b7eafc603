"""Messages as mail programs send them: a reply to an invitation with one thing or another about it."""

import struct
from datetime import UTC, datetime, timedelta
from itertools import count

from bodies.queries.address import address_of
from people.actions import inbound
from tests.factories import bodies as make

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
DAY = datetime(2026, 12, 1, tzinfo=UTC).date()
numbers = count(1)


def invited(**fields):
    """Invite Jana Malá to a convened meeting of K21."""
    who = make.people.person("jana.mala@obec.test", first_name="Jana", last_name="Malá")
    return make.participant(make.convened(make.body(name="K21"), DAY), who, **fields)


def stamp(moment):
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def attendee(address="mailto:jana.mala@obec.test", partstat="ACCEPTED", more=""):
    state = f";PARTSTAT={partstat}" if partstat else ""
    return f"ATTENDEE{more}{state}:{address}"


def calendar(uid, *attendees, method="REPLY", written_at=NOW, sequence="0", lines=()):
    """Write an answer as a calendar; every line can be another one."""
    rows = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        *([f"SEQUENCE:{sequence}"] if sequence is not None else []),
        *([f"DTSTAMP:{stamp(written_at)}"] if written_at else []),
        *(attendees or (attendee(),)),
        *lines,
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(rows) + "\r\n"


def part(content, content_type="text/calendar; method=REPLY; charset=utf-8", *headers):
    """Write one part; bytes go as they are."""
    body = content.encode() if isinstance(content, str) else content
    head = "\r\n".join([f"Content-Type: {content_type}", "Content-Transfer-Encoding: 8bit", *headers])
    return head.encode() + b"\r\n\r\n" + body


def message(
    participant,
    *parts,
    sender="Jana Malá <jana.mala@obec.test>",
    to=None,
    subject="Přijato: 3. jednání K21",
    headers=(),
    message_id=None,
):
    """Put parts together into a message to the address of an invitation."""
    number = next(numbers)
    head = [
        *headers,
        f"From: {sender}",
        f"To: {address_of(participant) if to is None else to}",
        f"Subject: {subject}",
        f"Message-ID: {message_id or f'<odpoved-{number}@obec.test>'}",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="=_hranice"',
    ]
    body = b"".join(b"--=_hranice\r\n" + one + b"\r\n" for one in parts)
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body + b"--=_hranice--\r\n"


def reply(participant, *attendees, more=None, text="", **fields):
    """Write a usual reply to an invitation."""
    head = {name: fields.pop(name) for name in ("sender", "to", "subject", "headers") if name in fields}
    uid = fields.pop("uid", participant.meeting.uid)
    parts = [part(text, "text/plain; charset=utf-8")] if text else []
    return message(participant, *parts, part(calendar(uid, *attendees, **fields)), *(more or ()), **head)


def receive(raw, *, minutes=0, **envelope):
    """Let a message come and be read; it has ended, or waits for a person."""
    now = NOW + timedelta(minutes=minutes)
    mail = inbound.store(raw=raw, source="test", now=now, **envelope)
    inbound.process(now=now)
    mail.refresh_from_db()
    return mail


def outlook_package(kind="IPM.Microsoft Schedule.MtgRespP", uid=""):
    """Write a winmail.dat that holds nothing but the class of the message (MS-OXTNEF)."""
    value = kind.encode() + b"\x00"
    head = struct.pack("<IH", 0x223E9F78, 1)
    body = (
        struct.pack("<BHHI", 1, 0x8008, 0x0007, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
    )
    if uid:
        clean = b"\x00" * 36 + b"vCal-Uid\x01\x00\x00\x00" + uid.encode() + b"\x00"
        body += struct.pack("<BHHI", 1, 0x9003, 0x0006, len(clean)) + clean + b"\x00\x00"
    return head + body
