"""The agenda laid out in hours: numbers, sections, breaks, the night when the clocks move."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bodies.models import AgendaItem, Meeting
from bodies.queries.agenda import laid_out, length_of, proposals_until
from tests.factories import bodies as make

PRAGUE = ZoneInfo("Europe/Prague")


def meeting(*starts, ends=None):
    begins = datetime(*starts, tzinfo=PRAGUE) if starts else None
    finish = datetime(*ends, tzinfo=PRAGUE) if ends else None
    return Meeting(held_on=date(2026, 12, 8), starts_at=begins, ends_at=finish)


def item(minutes=30, section="", **fields):
    return AgendaItem(title="Bod", minutes=minutes, section=section, **fields)


def hours(rows):
    return [row.starts_at and row.starts_at.astimezone(PRAGUE).strftime("%H:%M") for row in rows]


def test_hours_follow_each_other_and_a_withdrawn_item_takes_no_time():
    rows = laid_out(meeting(2026, 12, 8, 9), [item(), item(45, is_withdrawn=True), item(), item()])

    assert hours(rows) == ["09:00", None, "09:30", "10:00"]
    assert [row.number for row in rows] == [1, 2, 3, 4]


def test_a_meeting_without_an_hour_has_an_agenda_without_hours():
    assert hours(laid_out(meeting(), [item(), item()])) == [None, None]


def test_a_heading_stands_above_the_first_item_of_its_section_and_a_break_does_not_repeat_it():
    rows = laid_out(
        meeting(),
        [item(), item(section="Plán"), item(purpose="break"), item(section="Plán"), item(section="Síť")],
    )

    assert [row.heading for row in rows] == ["", "Plán", "", "", "Síť"]
    assert [row.number for row in rows] == [1, 2, None, 3, 4]


@pytest.mark.parametrize(
    ("night", "expected"),
    [((2027, 3, 28, 1), ["01:00", "03:00", "04:00"]), ((2026, 10, 25, 1), ["01:00", "02:00", "02:00"])],
)
def test_in_the_night_of_the_change_hours_are_those_on_the_clock(night, expected):
    assert hours(laid_out(meeting(*night), [item(60), item(60), item(60)])) == expected


def test_the_length_of_a_meeting_is_what_passes_and_not_what_the_clock_shows():
    found = [
        length_of(meeting(2026, 12, 8, 9, ends=(2026, 12, 8, 12))),
        length_of(meeting(2027, 3, 28, 1, ends=(2027, 3, 28, 4))),
        length_of(meeting(2026, 12, 8, 9)),
    ]

    assert found == [180, 120, None]


@pytest.mark.django_db
def test_proposals_are_taken_until_the_day_that_the_rules_say():
    body = make.body()
    make.rules(body, proposals_days=5)
    held = make.meeting(body, date(2026, 12, 8))

    assert proposals_until(held) == held.held_on - timedelta(days=5)
