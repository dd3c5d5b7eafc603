"""Four readers of calendar files, of four authors: what each of them understands must be the same."""

import ctypes
import ctypes.util
import json
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import vobject

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
const ICAL = require('ical.js');
const read = text => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const component = calendar.getFirstSubcomponent('vevent');
  const event = new ICAL.Event(component);
  const person = name => component.getFirstProperty(name);
  const [attendee, organizer] = [person('attendee'), person('organizer')];
  return [calendar.getFirstPropertyValue('method'), event.uid, event.sequence, event.summary,
    event.startDate.toUnixTime(), event.endDate.toUnixTime(), event.location, event.description,
    component.getFirstPropertyValue('status'), attendee.getFirstValue(), attendee.getParameter('cn'),
    organizer.getFirstValue(), organizer.getParameter('cn')];
};
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(texts.map(read)));
"""
VEVENT = 4  # icalcomponent_kind of libical


@dataclass(frozen=True)
class Read:
    """What a reader understood."""

    method: str
    uid: str
    sequence: int
    summary: str
    starts_at: datetime
    ends_at: datetime
    location: str
    description: str
    status: str
    attendee: str
    attendee_name: str
    organizer: str
    organizer_name: str


def instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def by_icalendar(text: str) -> Read:
    calendar = icalendar.Calendar.from_ical(text)
    [event] = calendar.walk("VEVENT")
    return Read(
        str(calendar["method"]),
        str(event["uid"]),
        int(event["sequence"]),
        str(event["summary"]),
        event.start.astimezone(UTC),
        event.end.astimezone(UTC),
        str(event["location"]),
        str(event["description"]),
        str(event["status"]),
        str(event["attendee"]),
        str(event["attendee"].params["CN"]),
        str(event["organizer"]),
        str(event["organizer"].params["CN"]),
    )


def by_vobject(text: str) -> Read:
    calendar = vobject.readOne(text)
    event = calendar.vevent
    return Read(
        calendar.method.value,
        event.uid.value,
        int(event.sequence.value),
        event.summary.value,
        event.dtstart.value.astimezone(UTC),
        event.dtend.value.astimezone(UTC),
        event.location.value,
        event.description.value,
        event.status.value,
        event.attendee.value,
        event.attendee.cn_param,
        event.organizer.value,
        event.organizer.cn_param,
    )


def by_ical_js(text: str) -> Read:
    done = subprocess.run(
        ["node", "-e", SCRIPT], input=json.dumps([text]), capture_output=True, text=True, check=True, cwd=ROOT
    )
    [found] = json.loads(done.stdout)
    return Read(*found[:4], instant(found[4]), instant(found[5]), *found[6:])


class Time(ctypes.Structure):
    """`struct icaltimetype` of libical 3."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    )


def libical() -> ctypes.CDLL:
    """Load Debian's libical and tell ctypes what its functions return."""
    library = ctypes.CDLL(ctypes.util.find_library("ical"))
    pointers = ("icalparser_parse_string", "icalcomponent_get_first_component")
    for name in (*pointers, "icalcomponent_get_first_property"):
        getattr(library, name).restype = ctypes.c_void_p
    names = [f"icalcomponent_get_{name}" for name in ("uid", "summary", "location", "description")]
    names += ["icalproperty_method_to_string", "icalproperty_status_to_string"]
    names += ["icalproperty_get_attendee", "icalproperty_get_organizer"]
    for name in (*names, "icalproperty_get_parameter_as_string"):
        getattr(library, name).restype = ctypes.c_char_p
    for name in ("icalcomponent_get_dtstart", "icalcomponent_get_dtend"):
        getattr(library, name).restype = Time
    library.icaltime_as_timet_with_zone.argtypes = (Time, ctypes.c_void_p)
    library.icaltime_as_timet_with_zone.restype = ctypes.c_long
    return library


def by_libical(text: str) -> Read:
    library = libical()
    calendar = ctypes.c_void_p(library.icalparser_parse_string(text.encode()))
    event = ctypes.c_void_p(library.icalcomponent_get_first_component(calendar, VEVENT))

    def seconds(name: str) -> datetime:
        time = getattr(library, f"icalcomponent_get_{name}")(event)
        return instant(library.icaltime_as_timet_with_zone(time, time.zone))

    def words(name: str) -> str:
        return getattr(library, f"icalcomponent_get_{name}")(event).decode()

    def person(name: str) -> tuple[str, str]:
        kind = library.icalproperty_string_to_kind(name.upper().encode())
        found = ctypes.c_void_p(library.icalcomponent_get_first_property(event, kind))
        address = getattr(library, f"icalproperty_get_{name}")(found).decode()
        return address, library.icalproperty_get_parameter_as_string(found, b"CN").decode()

    method = library.icalproperty_method_to_string(library.icalcomponent_get_method(calendar))
    status = library.icalproperty_status_to_string(library.icalcomponent_get_status(event))
    return Read(
        method.decode(),
        words("uid"),
        library.icalcomponent_get_sequence(event),
        words("summary"),
        seconds("dtstart"),
        seconds("dtend"),
        words("location"),
        words("description"),
        status.decode(),
        *person("attendee"),
        *person("organizer"),
    )


READERS = (by_icalendar, by_vobject, by_ical_js, by_libical)
