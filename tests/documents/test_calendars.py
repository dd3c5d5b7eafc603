from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from documents import calendars
from documents.actions import consultation as consultations
from tests.factories import documents, people

pytestmark = pytest.mark.django_db


def event(hearing):
    content = calendars.hearing_file(hearing, title="Plán", url="http://testserver/", now=people.NOW)
    calendar = Calendar.from_ical(content)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Prague"]
    return calendar.walk("VEVENT")[0]


def test_a_hearing_keeps_its_uid_and_the_wall_clock_of_prague():
    hearing = documents.hearing(starts_at=datetime(2026, 12, 2, 16, 0, tzinfo=UTC))
    first, second = event(hearing), event(hearing)
    assert first["UID"] == second["UID"]
    assert first.decoded("DTSTART").strftime("%Y-%m-%d %H:%M") == "2026-12-02 17:00"
    assert (first["SUMMARY"], first["LOCATION"]) == ("Veřejné projednání: Plán", "Kulturní dům")


def test_a_hearing_called_off_says_so():
    hearing = documents.hearing()
    off = consultations.cancel_hearing(hearing=hearing, reason="Nemoc", by=people.person(), now=people.NOW)
    assert event(off)["STATUS"] == "CANCELLED"
