"""What offices do all the same: cancel what has begun, publish twice at once, write three hundred items."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bodies.actions import convening
from bodies.actions import minutes as actions
from bodies.enums import MeetingState, MinutesState
from bodies.models import AgendaItem
from people import journal
from people.errors import Gone
from tests.factories import bodies as make
from tests.factories import minutes as given
from tests.factories import people
from tests.factories.races import at_once


@pytest.mark.django_db
def test_cancelling_what_has_begun_keeps_what_was_minuted_and_what_is_over_is_not_cancelled():
    body, now = make.body(organiser=people.person()), timezone.now()
    begun = make.in_session(body, timezone.localdate(now))
    item = make.item(begun, record="Sešli se dva členové.")
    convening.cancel(meeting=begun, reason="Praskla voda.", by=body.organiser, now=now)
    begun.refresh_from_db()
    assert begun.state == MeetingState.CANCELLED
    assert AgendaItem.objects.get(pk=item.pk).record == "Sešli se dva členové."

    over = given.over()
    with pytest.raises(Gone):
        convening.cancel(meeting=over.meeting, reason="x", by=given.organiser(over), now=given.NOW)
    assert given.fresh(over).state == MinutesState.WRITING


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_organisers_who_publish_at_once_publish_once():
    minutes = given.verified()
    by, later = given.organiser(minutes), given.NOW + timedelta(days=1)
    ended = at_once(*[lambda: actions.publish(minutes=minutes, by=by, now=later)] * 2)
    assert sorted(ended) == ["Gone", "done"]
    found = given.fresh(minutes)
    assert (found.state, found.meeting.state) == (MinutesState.PUBLISHED, MeetingState.CLOSED)
    assert list(journal.verify()) == []


@pytest.mark.django_db
def test_an_agenda_of_three_hundred_items_takes_as_many_queries_as_a_short_one(client):
    counts = []
    for size in (3, 300):
        body = make.body(organiser=people.person())
        meeting = make.convened(body, timezone.localdate() + timedelta(days=20 + size))
        for number in range(size):
            make.item(meeting, f"Bod {number}", order=number)
        client.force_login(body.organiser)
        address = reverse("meetings:detail", args=[meeting.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
