"""Two people at once over one meeting: it is convened once, and nobody gets two letters."""

from datetime import timedelta
from functools import partial

import pytest

from bodies.actions import convening
from bodies.enums import MeetingState
from people import journal
from people.models import Letter
from tests.factories import bodies as make
from tests.factories import people
from tests.factories.convening import NOW, convened, leave, planned
from tests.factories.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_two_organisers_convene_once():
    meeting = planned(members=3)
    ended = at_once(
        *[partial(convening.convene, meeting=meeting, by=people.person(), now=NOW) for _ in range(2)]
    )
    assert (sorted(ended), Letter.objects.count()) == (["Gone", "done"], 3)
    assert journal.verify() == []


def test_two_clocks_tell_a_change_once():
    meeting = convened(members=3)
    leave()
    make.item(meeting, "Nový bod")
    convening.note_change(meeting=meeting, now=NOW)
    when = NOW + timedelta(minutes=2)
    ended = at_once(*[partial(convening.sweep, now=when + timedelta(seconds=n)) for n in range(2)])
    assert (ended, Letter.objects.filter(template__endswith="update").count()) == (["done"] * 2, 3)


def test_moving_and_calling_off_at_once_end_in_one_order():
    meeting = convened(members=2)
    leave()
    place = {
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "form": meeting.form,
        "remote_url": "",
    }
    ended = at_once(
        partial(convening.reschedule, meeting=meeting, place="Jinde", by=people.person(), now=NOW, **place),
        partial(convening.cancel, meeting=meeting, by=people.person(), now=NOW, reason="Nemoc."),
    )
    meeting.refresh_from_db()
    assert (meeting.state, ended[1]) == (MeetingState.CANCELLED, "done")
    assert meeting.sequence == {"done": 2, "Gone": 1}[ended[0]]
    assert Letter.objects.filter(ics_method="CANCEL").count() == 2
