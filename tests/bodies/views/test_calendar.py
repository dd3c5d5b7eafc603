from datetime import date, timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from bodies.actions import meeting as meetings
from bodies.enums import InvitedAs, MeetingState
from bodies.models import Meeting, Participant
from people import journal
from people.models import AccessLink
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return make.body(people.territory("Liberecký kraj"), "coordination", name="KOOS", slug="koos")


@pytest.fixture
def member(body):
    return make.member(body)


@pytest.fixture
def meeting(body, member):
    made = make.convened(body, timezone.localdate() + timedelta(days=10))
    journal.record(made, "meeting.convene", by=member, at=timezone.now())
    return made


@pytest.fixture
def address(client, member):
    """Let the member make an address of a feed and sign out: programs have no account."""

    def make_address(slug=""):
        client.force_login(member)
        client.post(reverse("calendars:mine"), {"body": slug})
        client.logout()
        link = AccessLink.objects.get(purpose="feed", person=member, revoked_at=None)
        return reverse("calendars:personal", args=[link.token])

    return make_address


def events(response):
    found = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    return [(str(one["UID"]), str(one["STATUS"]), one["DTSTART"].dt) for one in found]


def test_a_feed_has_what_the_person_is_invited_to_at_the_right_instant(client, address, body, meeting):
    make.convened(make.body(), timezone.localdate() + timedelta(days=3))
    make.meeting(body, timezone.localdate() + timedelta(days=50))

    response = client.get(address())

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert events(response) == [(meeting.uid, "CONFIRMED", meeting.starts_at)]


def test_a_cancelled_meeting_stays_in_the_feed_as_cancelled(client, address, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED, cancelled_at=timezone.now())

    assert [status for _uid, status, _at in events(client.get(address()))] == ["CANCELLED"]


def test_who_was_taken_off_the_list_no_longer_has_it(client, address, member, meeting):
    Participant.objects.filter(person=member).update(removed_at=timezone.now())

    assert events(client.get(address())) == []


def test_a_feed_of_a_body_has_all_its_meetings_even_those_of_others(client, address, body, meeting):
    Participant.objects.all().update(invited_as=InvitedAs.GUEST, removed_at=timezone.now())

    assert [uid for uid, _status, _at in events(client.get(address("koos")))] == [meeting.uid]


def test_a_body_in_which_the_person_no_longer_sits_is_gone(client, address, body, meeting):
    url = address("koos")
    body.seats.get().mandates.update(ends_on=timezone.localdate() - timedelta(days=1))

    assert client.get(url).status_code == 410


def test_an_unchanged_feed_answers_304_and_a_change_is_seen(client, address, meeting):
    url = address()
    first = client.get(url)
    by_tag = client.get(url, headers={"If-None-Match": first["ETag"]})
    by_date = client.get(url, headers={"If-Modified-Since": first["Last-Modified"]})
    said = {"title": "Mimořádné jednání"}
    meetings.describe(
        meeting=meeting, read_at=meeting.revision, by=people.person(), now=timezone.now(), **said
    )
    changed = client.get(url, headers={"If-None-Match": first["ETag"]})

    assert (by_tag.status_code, by_tag.content, by_date.status_code) == (304, b"", 304)
    assert (changed.status_code, "Mimořádné jednání" in changed.content.decode()) == (200, True)


def test_a_revoked_address_answers_410_and_a_new_one_works(client, address, member, meeting):
    old = address()
    new = address()
    client.force_login(member)
    client.post(reverse("calendars:mine"), {"revoke": "1"})
    client.logout()

    assert (old != new, client.get(old).status_code, client.get(new).status_code) == (True, 410, 410)


def test_one_broken_meeting_breaks_no_feed(client, address, body, member, meeting, caplog):
    other = make.convened(body, timezone.localdate() + timedelta(days=20))
    Meeting.objects.filter(pk=meeting.pk).update(uid="a\rb\x00")

    found = events(client.get(address()))

    assert other.uid in [uid for uid, _status, _at in found]


def test_only_bodies_that_sit_in_public_have_a_public_feed(client, body, meeting):
    url = reverse("calendars:body", args=["koos"])
    before = client.get(url).status_code
    make.rules(body, is_public=True)

    assert (before, [uid for uid, _s, _a in events(client.get(url))]) == (404, [meeting.uid])


def test_one_meeting_is_a_file_for_its_members(client, body, member, meeting):
    url = reverse("calendars:meeting", args=[meeting.pk])
    client.force_login(people.person())
    refused = client.get(url).status_code
    client.force_login(member)

    assert (refused, events(client.get(url))) == (403, [(meeting.uid, "CONFIRMED", meeting.starts_at)])


def test_the_page_shows_addresses_of_own_and_public_calendars(client, body, member, meeting):
    make.rules(body, is_public=True)
    client.force_login(member)
    client.post(reverse("calendars:mine"))

    response = client.get(reverse("calendars:mine"))

    link = AccessLink.objects.get(purpose="feed")
    assert f"/kalendar/{link.token}.ics" in response.content.decode()
    assert "/kalendar/organ/koos.ics" in response.content.decode()


def test_the_year_shows_the_meetings_that_one_may_see_by_months(client, body, member):
    seen = make.convened(body, date(2026, 3, 19))
    make.convened(make.body(), date(2026, 3, 20))
    client.force_login(member)

    response = client.get(reverse("calendars:year", args=[2026]))

    found = {m.number: [one.pk for one in m.meetings] for m in response.context["months"] if m.meetings}
    assert (found, response.context["total"]) == ({3: [seen.pk]}, 1)
    assert client.get(reverse("calendars:year", args=[9999])).status_code == 404


@pytest.mark.parametrize("count", [2, 20])
def test_a_feed_takes_as_many_queries_for_many_meetings_as_for_few(
    client, address, body, member, count, django_assert_num_queries
):
    for number in range(count):
        make.convened(body, timezone.localdate() + timedelta(days=number + 1))
    url = address()
    with django_assert_num_queries(4):
        first = client.get(url)
    with django_assert_num_queries(3):
        client.get(url, headers={"If-None-Match": first["ETag"]})
