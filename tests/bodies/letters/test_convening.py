"""Invitations as they reach a real mail server, read by four readers of calendars."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as drawing
from hypothesis import strategies as st

from bodies.actions import convening
from bodies.letters.convening import Composer, Content, Kind
from bodies.models import Mandate, Meeting, Participant
from bodies.queries.address import participant_of
from people import post
from people.enums import LetterState
from people.models import Letter, Person
from tests.bodies.readers import READERS
from tests.factories import people
from tests.factories.convening import DAY, NOW, convened
from tests.people.conftest import sink

__all__ = ["sink"]

WHEN = NOW + timedelta(minutes=1)


def deliver():
    return post.deliver(clock=lambda: WHEN)


def parts(message):
    return [part for part in message.walk() if not part.is_multipart()]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("read", READERS)
def test_what_arrives_is_read_the_same_by_everybody(sink, read):
    meeting = convened(members=1)
    deliver()
    convening.cancel(meeting=meeting, by=people.person(), now=NOW, reason="Nemoc.")
    deliver()

    participant = meeting.participants.select_related("person").get()
    found = [read(parts(message)[2].get_payload(decode=True).decode()) for message in sink.received]
    assert [(one.method, one.status, one.sequence) for one in found] == [
        ("REQUEST", "CONFIRMED", 0),
        ("CANCEL", "CANCELLED", 1),
    ]
    assert {one.uid for one in found} == {Meeting.objects.get().uid}
    for one in found:
        assert one.starts_at == datetime(2026, 11, 24, 8, tzinfo=UTC)
        assert one.ends_at == datetime(2026, 11, 24, 11, tzinfo=UTC)
        assert (one.attendee, one.attendee_name) == (
            f"mailto:{participant.person.email}",
            participant.person.name,
        )
        assert participant_of(one.organizer.removeprefix("mailto:")) == participant
        assert (one.organizer_name, one.summary) == ("Koordinační skupina", "KOOS: 2. jednání 2026")


@pytest.mark.django_db(transaction=True)
def test_the_message_has_the_shape_that_makes_buttons_appear(sink):
    convened(members=1)
    deliver()
    [message] = sink.received
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    _plain, html, calendar, file = parts(message)
    assert calendar.get_params() == [("text/calendar", ""), ("method", "REQUEST"), ("charset", "utf-8")]
    assert (calendar["Content-Disposition"], file.get_filename()) == (None, "invite.ics")
    assert calendar.get_payload(decode=True) == file.get_content()
    organizer = READERS[0](file.get_content().decode()).organizer
    assert organizer == f"mailto:{message['From'].addresses[0].addr_spec}"
    assert message["Reply-To"].addresses[0].addr_spec == message["From"].addresses[0].addr_spec
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert "odkaz-" not in html.get_content()


@pytest.mark.django_db(transaction=True)
def test_a_mandate_that_ended_before_the_letter_left_stops_it(sink):
    convened(members=2)
    gone = Mandate.objects.order_by("pk").first()
    Mandate.objects.filter(pk=gone.pk).update(ends_on=DAY - timedelta(days=1))
    assert deliver() == 1
    letter = Letter.objects.get(person=gone.person)
    assert (letter.state, letter.problem) == (LetterState.DROPPED, "Mandát v orgánu mezitím skončil.")


@pytest.mark.django_db(transaction=True)
def test_forty_letters_leave_in_one_conversation(sink):
    convened(members=40)
    assert (deliver(), len(sink.received), len(sink.sessions)) == (40, 40, 1)


@given(told=st.none() | st.integers(0, 50), now=st.integers(0, 50), kind=st.sampled_from(list(Kind)))
@drawing(max_examples=200)
def test_the_number_of_an_event_never_falls_and_rises_when_time_or_state_changes(told, now, kind):
    composer = Composer(kind, Content(Meeting(sequence=now)), now=NOW)
    number = composer.sequence(Participant(person=Person(), mailed_sequence=told))
    assert number >= now
    if told is not None:
        is_weighty = kind in (Kind.MOVED, Kind.CANCELLED, Kind.REMOVED)
        assert number > told if is_weighty else number == max(told, now)
