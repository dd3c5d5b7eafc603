"""Reading of calendar replies (RFC 5546, 3.2.3 and 3.2.7) as real programs send them.

Only the few properties that an answer has are read, line by line, so that a calendar broken elsewhere is
still an answer. DTSTART of a reply is never read, no recurrence is ever expanded, the caller says which
part is too long to be read at all. Nothing here asks the database and nothing raises.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email.utils import parseaddr
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar.parser import Contentline
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from bodies.enums import AnswerValue
from people.post.reading import ADDRESS, Part, cleaned, decoded

LONGEST = 256 * 1024  # bytes of one calendar
TYPES = frozenset({"text/calendar", "application/ics", "text/x-vcalendar"})
METHODS = frozenset({"REPLY", "COUNTER"})
LINE_ENDS = re.compile(rb"\r*\n|\r")
FOLDS = re.compile(rb"\n[ \t]")
SCHEME = re.compile(r"^\s*(?:mailto:\s*)+", re.IGNORECASE)
STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?\Z")
LARGEST_SEQUENCE = 2**31 - 1
LINES = 10_000

VALUES = {
    "ACCEPTED": AnswerValue.ACCEPTED,
    "DECLINED": AnswerValue.DECLINED,
    "TENTATIVE": AnswerValue.TENTATIVE,
    "DELEGATED": AnswerValue.DELEGATED,
}

Moment = dt.datetime | dt.date


@dataclass(frozen=True, slots=True)
class Attendee:
    """One ATTENDEE of a reply; `addresses` are whole, in small letters, the surest first."""

    addresses: tuple[str, ...]
    name: str
    partstat: str
    delegated_to: tuple[str, ...]
    sent_by: str
    comment: str

    @property
    def value(self) -> AnswerValue | None:
        return VALUES.get(self.partstat)


@dataclass(frozen=True, slots=True)
class Reply:
    """What one calendar component says."""

    method: str
    uid: str
    sequence: int | None
    written_at: dt.datetime | None
    attendees: tuple[Attendee, ...]
    comment: str
    recurrence: Moment | None
    starts: Moment | None
    ends: Moment | None


@dataclass
class Component:
    """Lines of an event as they are found, before anybody knows the method of their calendar."""

    uid: str = ""
    sequence: int | None = None
    written_at: Moment | None = None
    recurrence: Moment | None = None
    starts: Moment | None = None
    ends: Moment | None = None
    comments: list[str] = field(default_factory=list)
    attendees: list[Attendee] = field(default_factory=list)


def is_calendar(part: Part) -> bool:
    """Say whether a part holds a calendar: by its type or, sent as a mere file, by its name."""
    return part.content_type in TYPES or part.filename.casefold().endswith(".ics")


def replies_in(parts: Iterable[Part]) -> list[Reply]:
    """Read the answers of all calendars; the same one sent twice, inline and attached, counts once."""
    found: dict[Reply, None] = {}
    for part in parts:
        if is_calendar(part) and len(part.content) <= LONGEST:
            found.update(dict.fromkeys(read(part)))
    return list(found)


def lines_of(part: Part) -> list[str]:
    """Return unfolded lines; folds may cut a character in two, so they go before the decoding."""
    content, charset = part.content, part.charset
    if charset.casefold().startswith("utf-16"):
        content, charset = decoded(content, charset).encode(), "utf-8"
    content = FOLDS.sub(b"", LINE_ENDS.sub(b"\n", content))
    text = decoded(content, charset).removeprefix("\ufeff").replace("\x00", "")
    return [line.strip() for line in text.split("\n")[:LINES] if line.strip()]


def read(part: Part) -> Iterator[Reply]:
    """Read every calendar of a part, also when it does not end, or when something stands after it."""
    lines = lines_of(part)
    starts = [n for n, line in enumerate(lines) if line.upper() == "BEGIN:VCALENDAR"]
    for begin, end in pairwise([*starts, len(lines)]):
        block = lines[begin + 1 : end]
        closed = next((n for n, line in enumerate(block) if line.upper() == "END:VCALENDAR"), len(block))
        yield from read_calendar(block[:closed], part.method)


def read_calendar(lines: list[str], method: str) -> Iterator[Reply]:
    """Read the events of one calendar; METHOD stands in it, the header of the part is only a stand-in."""
    found: list[Component] = []
    inside: list[str] = []
    for name, params, value in properties(lines):
        kind = value.strip().upper()
        if name == "BEGIN":
            if kind == "VEVENT":  # one that was never closed ends here
                inside.clear()
                found.append(Component())
            inside.append(kind)
        elif name == "END":
            if kind in inside:
                del inside[inside.index(kind) :]
        elif inside == ["VEVENT"]:
            note(found[-1], name, params, value)
        elif name == "METHOD" and not inside:
            method = kind
    if method in METHODS:
        yield from (reply_of(one, method) for one in found)


def properties(lines: list[str]) -> Iterator[tuple[str, dict[str, str], str]]:
    """Split lines into name, parameters and value; a line cut without a blank is joined to the next."""
    waiting = ""
    for line in lines:
        whole = Contentline(waiting + line)  # type: ignore[no-untyped-call]
        if whole.value_separator_index() < 0:
            waiting = str(whole) if len(whole) < LONGEST // 64 else ""
            continue
        waiting = ""
        try:
            name, params, value = whole.parts()
        except ValueError:
            continue
        yield name.upper(), {key.upper(): flat(one) for key, one in params.items()}, value


def flat(value: object) -> str:
    return ",".join(str(one) for one in value) if isinstance(value, list) else str(value)


def note(event: Component, name: str, params: dict[str, str], value: str) -> None:
    """Keep one property of an event if an answer needs it."""
    match name:
        case "UID":
            event.uid = cleaned(value.strip(), 300)
        case "SEQUENCE":
            event.sequence = whole_number(value)
        case "DTSTAMP":
            event.written_at = moment(value, params.get("TZID", ""))
        case "RECURRENCE-ID":
            event.recurrence = moment(value, params.get("TZID", ""))
        case "DTSTART":
            event.starts = moment(value, params.get("TZID", ""))
        case "DTEND":
            event.ends = moment(value, params.get("TZID", ""))
        case "COMMENT":
            event.comments.append(cleaned(value.strip(), 1000))
        case "ATTENDEE":
            event.attendees.append(attendee(params, value))


def reply_of(event: Component, method: str) -> Reply:
    """Finish an event; the times of a meeting belong to a counter-proposal only."""
    written = event.written_at
    proposes = method == "COUNTER"
    return Reply(
        method=method,
        uid=event.uid,
        sequence=event.sequence,
        written_at=written if isinstance(written, dt.datetime) else None,
        attendees=tuple(event.attendees),
        comment=next((text for text in event.comments if text), ""),
        recurrence=event.recurrence,
        starts=event.starts if proposes else None,
        ends=event.ends if proposes else None,
    )


def attendee(params: dict[str, str], value: str) -> Attendee:
    known = [address_in(params.get("EMAIL", "")), address_in(value)]
    return Attendee(
        addresses=tuple(dict.fromkeys(address for address in known if address)),
        name=cleaned(params.get("CN", "").strip().strip('"'), 200),
        partstat=params.get("PARTSTAT", "").strip().strip('"').upper(),
        delegated_to=tuple(
            address
            for one in params.get("DELEGATED-TO", "").split(",")
            if (address := address_in(one.strip().strip('"')))
        ),
        sent_by=address_in(params.get("SENT-BY", "").strip('"')),
        comment=cleaned(params.get("X-RESPONSE-COMMENT", "").strip(), 1000),
    )


def address_in(value: str) -> str:
    """Return a whole address in small letters, or "" for a directory name or anything else."""
    plain = SCHEME.sub("", value.strip().strip('"')).strip()
    if "<" in plain:
        plain = parseaddr(plain)[1]
    plain = plain.strip("<>").casefold()
    return cleaned(plain, 320) if ADDRESS.fullmatch(plain) else ""


def whole_number(value: str) -> int | None:
    plain = value.strip()
    if not plain.isascii() or not plain.isdigit() or len(plain) > len(str(LARGEST_SEQUENCE)):
        return None
    return min(int(plain), LARGEST_SEQUENCE)


def moment(value: str, zone: str) -> Moment | None:
    """Read a day or an instant; a time of no zone, or of one that nobody knows, is Czech time."""
    found = STAMP.match(value.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, utc = found.groups()
    try:
        if hour is None:
            return dt.date(int(year), int(month), int(day))
        return dt.datetime(
            int(year),
            int(month),
            int(day),
            int(hour),
            int(minute),
            min(int(second or 0), 59),
            tzinfo=dt.UTC if utc else zone_of(zone),
        )
    except (ValueError, OverflowError):
        return None


def zone_of(name: str) -> ZoneInfo:
    """Find a zone by the name of the tz database or of Windows; otherwise the zone of the meeting."""
    plain = name.strip().strip('"').strip("/")
    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(plain, plain) or settings.TIME_ZONE)
    except (ValueError, OSError, KeyError):
        return ZoneInfo(settings.TIME_ZONE)


def is_at(recurrence: Moment, starts_at: dt.datetime) -> bool:
    """Say whether RECURRENCE-ID names a meeting: instants are compared, never texts."""
    if isinstance(recurrence, dt.datetime):
        return recurrence == starts_at
    return recurrence == starts_at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
