"""A year's meetings are entered in one grid."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from bodies.models import Meeting
from people.calendars import is_holiday, next_working_day
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
AHEAD = next_working_day(timezone.localdate() + timedelta(days=60))


@pytest.fixture
def body(client):
    made = make.body()
    client.force_login(people.coordinator(made.territory))
    return made


def address(body):
    return reverse("bodies:meetings", args=[body.slug])


def send(client, body, *rows, **usual):
    data = {"starts": "09:00", "ends": "12:00", "place": "radnice", **usual}
    data |= {"r-TOTAL_FORMS": "12", "r-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {f"r-{number}-{name}": str(value) for name, value in row.items()}
    return client.post(address(body), data)


def said(response):
    errors = {name: list(found) for row in response.context["rows"] for name, found in row.errors.items()}
    return response.status_code, errors


def shown(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def test_empty_rows_are_skipped_and_the_usual_hours_filled_in(client, body):
    later = next_working_day(AHEAD + timedelta(days=30))
    rows = [{"day": AHEAD}, {}, {"day": later, "starts": "14:00", "ends": "16:30", "place": "knihovna"}]
    assert send(client, body, *rows).status_code == 303
    assert [(m.held_on, m.starts_at, m.ends_at, m.place) for m in Meeting.objects.order_by("held_on")] == [
        (AHEAD, make.at(AHEAD, 9), make.at(AHEAD, 12), "radnice"),
        (later, make.at(later, 14), make.at(later, 16, 30), "knihovna"),
    ]


def test_the_hours_of_the_last_meeting_are_offered(client, body):
    begins = make.at(AHEAD, 13)
    make.meeting(body, AHEAD, starts_at=begins, ends_at=begins + timedelta(hours=1), place="sál")
    usual = client.get(address(body)).context["usual"]
    assert [usual[name].value() for name in ("starts", "ends", "place")] == [
        begins.time(),
        (begins + timedelta(hours=1)).time(),
        "sál",
    ]


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ({"day": "2062-05-05"}, "day", "nejspíš překlep"),
        ({"day": "2016-05-05"}, "day", "nejspíš překlep"),
        ({"day": "31. 2. 2027"}, "day", "platné datum"),
        ({"place": "knihovna"}, "day", "Doplňte den"),
        ({"day": AHEAD, "starts": "12:00", "ends": "11:00"}, "ends", "později, než začne"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_planned(client, body, row, field, reason):
    response = send(client, body, {"day": next_working_day(AHEAD + timedelta(days=7))}, row)
    status, errors = said(response)
    assert (status, list(errors), reason in errors[field][0]) == (422, [field], True)
    assert Meeting.objects.count() == 0


def test_a_day_taken_already_or_written_twice_is_refused(client, body):
    make.meeting(body, AHEAD)
    free = next_working_day(AHEAD + timedelta(days=7))
    for rows in ([{"day": AHEAD}], [{"day": free}, {"day": free}]):
        assert said(send(client, body, *rows)) == (422, {"day": ["V tento den už orgán jednání má."]})
    assert Meeting.objects.count() == 1


def test_an_empty_grid_says_so(client, body):
    response = send(client, body)
    assert (response.status_code, "Nevyplnili jste žádný den" in shown(response)) == (422, True)


def test_a_holiday_is_planned_only_after_it_was_read(client, body):
    year = timezone.localdate().year + 1
    christmas = timezone.localdate().replace(year=year, month=12, day=24)
    assert is_holiday(christmas)
    warned = send(client, body, {"day": christmas})
    assert (warned.status_code, "svátek" in shown(warned), Meeting.objects.count()) == (422, True, 0)
    again = send(client, body, {"day": christmas}, seen=warned.context["seen"])
    assert (again.status_code, Meeting.objects.get().held_on) == (303, christmas)


def test_members_awaited_elsewhere_at_the_time_are_named_first(client, body):
    who, other = make.member(body), make.body()
    make.member(other, who)
    make.meeting(other, AHEAD, starts_at=make.at(AHEAD, 10), ends_at=make.at(AHEAD, 11))
    warned = send(client, body, {"day": AHEAD})
    assert (warned.status_code, other.label in shown(warned), who.name in shown(warned)) == (422, True, True)
    assert send(client, body, {"day": AHEAD}, starts="14:00", ends="15:00").status_code == 303


def test_more_rows_are_offered_up_to_a_limit(client, body):
    counts = [
        client.get(address(body), {"radku": wanted}).context["rows"].total_form_count()
        for wanted in ("", "24", "999", "9999", "nesmysl")
    ]
    assert counts == [12, 24, 60, 60, 12]
