"""Invitations as calendar data: what four readers understand, and what the bytes must look like."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bodies.calendars import Mailbox, Method, calendar_of, event_of, scheduling
from bodies.enums import InvitedAs, MeetingForm
from bodies.models import Meeting, Participant
from people.models import Person
from tests.bodies.readers import READERS, Read, by_icalendar, by_vobject

PRAGUE = ZoneInfo("Europe/Prague")
NOW = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
ORGANIZER = Mailbox("jednani+1f-0a@kraj.test", "Koordinační skupina, „KOOS“")
# What people type: no control characters, nothing that a text field would not keep.
TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=120)


def meeting(starts_at, **fields):
    values = {
        "pk": 7,
        "uid": "jednani-7-abc@kraj.test",
        "place": "Krajský úřad; sál č. 2, přízemí",
        "ends_at": starts_at + timedelta(hours=3),
        **fields,
    }
    return Meeting(held_on=starts_at.date(), starts_at=starts_at, **values)


def copy(
    about, *, method=Method.REQUEST, summary="KOOS: 2. jednání", description="Program:\n1. Zahájení", **fields
):
    person = Person(
        email="eva@obec.test",
        title_before="Mgr.",
        first_name="Eva",
        last_name="Součková",
        title_after="Ph.D.",
    )
    participant = Participant(person=person, **fields)
    made = scheduling(
        method, about, summary=summary, description=description, url="https://kraj.test/jednani/7/", now=NOW
    )
    return made.addressed(participant, ORGANIZER, sequence=3)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2026, 11, 24), 8),
        (date(2026, 6, 24), 7),
        (date(2026, 3, 30), 7),
        (date(2026, 10, 26), 8),
        (date(2039, 7, 1), 7),
    ],
    ids=["winter", "summer", "after the change to summer", "after the change to winter", "far away"],
)
def test_every_reader_understands_an_invitation(read, day, hour):
    starts_at = datetime(day.year, day.month, day.day, 9, tzinfo=PRAGUE)
    begins = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    assert read(copy(meeting(starts_at))) == Read(
        method="REQUEST",
        uid="jednani-7-abc@kraj.test",
        sequence=3,
        summary="KOOS: 2. jednání",
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        location="Krajský úřad; sál č. 2, přízemí",
        description="Program:\n1. Zahájení",
        status="CONFIRMED",
        attendee="mailto:eva@obec.test",
        attendee_name="Mgr. Eva Součková, Ph.D.",
        organizer="mailto:jednani+1f-0a@kraj.test",
        organizer_name="Koordinační skupina, „KOOS“",
    )


@pytest.mark.parametrize("read", READERS)
def test_every_reader_understands_a_cancellation(read):
    found = read(copy(meeting(datetime(2026, 11, 24, 9, tzinfo=PRAGUE)), method=Method.CANCEL))
    assert (found.method, found.status, found.uid) == ("CANCEL", "CANCELLED", "jednani-7-abc@kraj.test")


@given(summary=TEXT.filter(str.strip), description=TEXT.filter(str.strip))
def test_whatever_people_type_is_read_back(summary, description):
    ics = copy(
        meeting(datetime(2026, 11, 24, 9, tzinfo=PRAGUE)), summary=summary, description=f"{description}\nb"
    )
    found = by_icalendar(ics)
    assert (found.summary, found.description) == (summary, f"{description}\nb")
    assert by_vobject(ics).summary == summary
    assert all(len(line.encode()) <= 75 for line in ics.split("\r\n"))
    assert not {"\r", "\n"} & set(ics.replace("\r\n", ""))


def test_the_lines_that_make_buttons_appear():
    ics = copy(meeting(datetime(2026, 11, 24, 9, tzinfo=PRAGUE)), invited_as=InvitedAs.GUEST)
    lines = ics.replace("\r\n ", "").split("\r\n")
    assert lines[:4] == [
        "BEGIN:VCALENDAR",
        "PRODID:-//Triada//Komunitni planovani//CS",
        "VERSION:2.0",
        "METHOD:REQUEST",
    ]
    assert [line for line in lines if "RRULE" in line] == [
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    ]
    assert "DTSTART;TZID=Europe/Prague:20261124T090000" in lines
    assert "DTSTAMP:20261101T083000Z" in lines
    assert "X-MICROSOFT-DISALLOW-COUNTER:TRUE" in lines
    [attendee] = [line for line in lines if line.startswith("ATTENDEE")]
    assert attendee == (
        'ATTENDEE;CN="Mgr. Eva Součková, Ph.D.";CUTYPE=INDIVIDUAL;ROLE=OPT-PARTICIPANT;'
        "PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:eva@obec.test"
    )


@pytest.mark.parametrize(
    ("form", "where"),
    [
        (MeetingForm.IN_PERSON, "Sál"),
        (MeetingForm.HYBRID, "Sál; https://meet.test/1"),
        (MeetingForm.ONLINE, "https://meet.test/1"),
    ],
)
def test_the_place_says_how_to_take_part(form, where):
    about = meeting(
        datetime(2026, 11, 24, 9, tzinfo=PRAGUE), place="Sál", form=form, remote_url="https://meet.test/1"
    )
    assert by_icalendar(copy(about)).location == where


def test_a_name_that_would_break_a_line_does_not():
    person = Person(email="a@b.test", first_name='Ev"a\r\nATTENDEE:mailto:x@y.test', last_name="N;o:v,á")
    made = scheduling(
        Method.REQUEST,
        meeting(datetime(2026, 11, 24, 9, tzinfo=PRAGUE)),
        summary="s",
        description="d",
        url="https://kraj.test/",
        now=NOW,
    )
    found = Calendar.from_ical(made.addressed(Participant(person=person), ORGANIZER, sequence=0))
    [event] = found.walk("VEVENT")
    assert str(event["attendee"]) == "mailto:a@b.test"


def test_a_day_without_hours_is_an_event_of_the_whole_day():
    about = Meeting(pk=7, held_on=date(2026, 11, 24), state="planned")
    event = event_of(about, summary="KOOS", description="", url="https://kraj.test/", now=NOW)
    text = calendar_of(Method.PUBLISH, event)
    assert "DTSTART;VALUE=DATE:20261124" in text
    assert ("STATUS:TENTATIVE" in text, "METHOD:PUBLISH" in text) == (True, True)
