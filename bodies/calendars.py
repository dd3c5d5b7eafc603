"""Meetings as calendar data (RFC 5545, 5546): invitations, cancellations, and events for feeds."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, Parameters, vCalAddress, vText
from icalendar.parser import Contentline

from bodies.enums import InvitedAs, MeetingForm, MeetingState
from bodies.models import Meeting, Participant

PRODID = "-//Triada//Komunitni planovani//CS"
ZONE_NAME = "Europe/Prague"
ZONE = ZoneInfo(ZONE_NAME)
# Two rules, as Google writes it: lists of transitions gave wrong hours in several clients.
TIMEZONE = f"""\
BEGIN:VTIMEZONE
TZID:{ZONE_NAME}
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
MAKES_NO_SENSE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Method(StrEnum):
    """What a calendar is to do with what we send."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address with a name; the address is one that we read."""

    address: str
    name: str


def plain(text: str) -> str:
    """Take out control characters that no calendar accepts."""
    return MAKES_NO_SENSE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def address(mailbox: Mailbox, **parameters: str) -> vCalAddress:
    """Write a calendar address: a bare mailto:, the name beside it."""
    value = vCalAddress(f"mailto:{mailbox.address}")
    value.params = Parameters({"CN": vText(plain(mailbox.name).replace('"', "'")), **parameters})
    return value


def location(meeting: Meeting) -> str:
    """Tell where, in the one line that calendars show."""
    parts = [] if meeting.form == MeetingForm.ONLINE else [meeting.place]
    parts += [] if meeting.form == MeetingForm.IN_PERSON else [meeting.remote_url]
    return "; ".join(part for part in parts if part)


def event_of(
    meeting: Meeting,
    *,
    summary: str,
    description: str,
    url: str,
    now: dt.datetime,
    organizer: Mailbox | None = None,
) -> Event:
    """Make the event of a meeting; without hours it takes the whole day.

    The UID never changes. A meeting that was never convened has none yet, and gets the one for feeds.
    """
    event = Event()
    event.add("uid", meeting.uid or f"jednani-{meeting.pk}@{settings.HOST}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now.astimezone(dt.UTC))
    if meeting.starts_at is None:
        event.add("dtstart", meeting.held_on)
    else:
        event.add("dtstart", meeting.starts_at.astimezone(ZONE))
        if meeting.ends_at is not None:
            event.add("dtend", meeting.ends_at.astimezone(ZONE))
    event.add("summary", plain(summary))
    if where := location(meeting):
        event.add("location", plain(where))
    if description:
        event.add("description", plain(description))
    event.add("url", url)
    event.add("status", status_of(meeting))
    event.add("transp", "OPAQUE")
    if organizer is not None:
        event["organizer"] = address(organizer)
    return event


def status_of(meeting: Meeting) -> str:
    match meeting.state:
        case MeetingState.CANCELLED:
            return "CANCELLED"
        case MeetingState.PLANNED:
            return "TENTATIVE"
    return "CONFIRMED"


def head_of(method: Method) -> str:
    """Begin a calendar; METHOD stands right after the version, where every client finds it."""
    return f"BEGIN:VCALENDAR\nPRODID:{PRODID}\nVERSION:2.0\nMETHOD:{method}\nCALSCALE:GREGORIAN\n{TIMEZONE}"


def crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def calendar_of(method: Method, *events: Event) -> str:
    """Write events as one calendar file."""
    body = "".join(event.to_ical().decode() for event in events)
    return crlf(head_of(method) + body + "END:VCALENDAR\n")


@dataclass(frozen=True, slots=True)
class Scheduling:
    """A REQUEST or a CANCEL of one meeting: two addresses and a number are all that differs in each copy.

    Only the recipient is named in his copy: who else is invited is nobody's business (peers: rule 4b 3).
    """

    method: Method
    before: str
    after: str

    def addressed(self, participant: Participant, organizer: Mailbox, *, sequence: int) -> str:
        """Write the copy of one person."""
        attendee = address(
            Mailbox(participant.person.email, participant.person.name),
            CUTYPE="INDIVIDUAL",
            ROLE="OPT-PARTICIPANT" if participant.invited_as == InvitedAs.GUEST else "REQ-PARTICIPANT",
            PARTSTAT="NEEDS-ACTION",
            RSVP="TRUE" if self.method == Method.REQUEST else "FALSE",
        )
        lines = [
            f"SEQUENCE:{sequence}",
            folded("ORGANIZER", address(organizer)),
            folded("ATTENDEE", attendee),
            "X-MICROSOFT-DISALLOW-COUNTER:TRUE",
        ]
        return self.before + "".join(f"{line}\r\n" for line in lines) + self.after


def folded(name: str, value: vCalAddress) -> str:
    made: Any = Contentline.from_parts(name, value.params, value, sorted=False)
    return str(made.to_ical().decode())


def scheduling(
    method: Method, meeting: Meeting, *, summary: str, description: str, url: str, now: dt.datetime
) -> Scheduling:
    """Prepare what all copies of an invitation or a cancellation share."""
    event = event_of(meeting, summary=summary, description=description, url=url, now=now)
    event["status"] = vText("CANCELLED" if method == Method.CANCEL else "CONFIRMED")
    del event["sequence"]
    inner, end, _rest = event.to_ical().decode().partition("END:VEVENT")
    return Scheduling(method, crlf(head_of(method) + inner), crlf(f"{end}\nEND:VCALENDAR\n"))


REFRESH = "PT6H"  # calendars poll slowly anyway; mail is the truth, a feed is the extra


def line(name: str, value: str) -> str:
    made: Any = Contentline(f"{name}:{value}")  # type: ignore[no-untyped-call]  # icalendar has no types
    return str(made.to_ical().decode())


def hour(name: str, at: dt.datetime) -> str:
    return f"{name};TZID={ZONE_NAME}:{at.astimezone(ZONE):%Y%m%dT%H%M%S}"


def text(name: str, value: str) -> str:
    return line(name, vText(plain(value)).to_ical().decode())


def entry_of(meeting: Meeting, *, summary: str, url: str, stamp: dt.datetime) -> list[str]:
    """Write the event of a meeting for a feed, line by line: the library's Event costs ten times as much."""
    if meeting.starts_at is None:
        begins = [f"DTSTART;VALUE=DATE:{meeting.held_on:%Y%m%d}"]
    else:
        begins = [hour("DTSTART", meeting.starts_at)]
        begins += [hour("DTEND", meeting.ends_at)] if meeting.ends_at else []
    where = location(meeting)
    return [
        "BEGIN:VEVENT",
        line("UID", meeting.uid),
        f"SEQUENCE:{meeting.sequence}",
        f"DTSTAMP:{stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        *begins,
        text("SUMMARY", summary),
        *([text("LOCATION", where)] if where else []),
        line("URL", url),
        f"STATUS:{status_of(meeting)}",
        "END:VEVENT",
    ]


def feed_of(name: str, entries: Iterable[list[str]]) -> str:
    """Write a feed that calendars subscribe to; the methodless kind, so that nobody is asked to answer."""
    head = f"BEGIN:VCALENDAR\nPRODID:{PRODID}\nVERSION:2.0\nCALSCALE:GREGORIAN\n"
    about = "\n".join(
        [
            text("X-WR-CALNAME", name),
            f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
            f"X-PUBLISHED-TTL:{REFRESH}",
        ]
    )
    events = "".join(f"{one}\n" for lines in entries for one in lines)
    return crlf(f"{head}{about}\n{TIMEZONE}{events}END:VCALENDAR\n")


def told(ics: str) -> list[str]:
    """Tell line by line what a calendar shows of an invitation: what, when, where, the programme."""
    event: Any = Calendar.from_ical(ics).walk("VEVENT")[0]
    starts_at, ends_at = event.start, event.end
    when = f"{starts_at.day}. {starts_at.month}. {starts_at.year}"
    if isinstance(starts_at, dt.datetime):
        when += f", {clock(starts_at)}–{clock(ends_at)}"
    lines = [str(event.get("summary", "")), when, str(event.get("location", ""))]
    lines += str(event.get("description", "")).split("\n")
    return [line.strip() for line in lines if line.strip()]


def clock(moment: dt.datetime) -> str:
    return f"{moment.hour}.{moment:%M}"
