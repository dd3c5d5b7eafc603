"""Two workers read two replies of one person at the same time: both are kept, the newer one counts."""

from datetime import timedelta

import pytest

from bodies.actions import convening
from bodies.enums import AnswerFate, AnswerValue
from bodies.models import Answer
from people.actions import inbound
from people.enums import InboundState
from people.models import InboundMail
from tests.factories import convening as meetings
from tests.factories import people
from tests.factories.races import at_once
from tests.factories.replies import NOW, attendee, invited, reply

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
LATER = NOW + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def _mailbox(settings):
    settings.INVITE_ADDRESS = "jednani@kraj.test"


def stored(participant, partstat, written_at):
    raw = reply(participant, attendee(partstat=partstat), written_at=written_at)
    return inbound.store(raw=raw, source="lmtp", envelope_to="", now=written_at)


def test_two_replies_of_one_person_read_at_once_are_both_kept_and_the_newer_counts():
    participant = invited()
    first = stored(participant, "DECLINED", NOW)
    second = stored(participant, "ACCEPTED", NOW + timedelta(minutes=5))

    ended = at_once(lambda: inbound.take([first.pk], LATER), lambda: inbound.take([second.pk], LATER))

    participant.refresh_from_db()
    assert ended == ["done", "done"]
    assert participant.answer == AnswerValue.ACCEPTED
    assert set(InboundMail.objects.values_list("state", flat=True)) == {InboundState.APPLIED}
    fates = list(Answer.objects.values_list("fate", flat=True))
    assert (len(fates), AnswerFate.APPLIED in fates) == (2, True)


def test_one_reply_taken_by_two_workers_is_one_answer():
    participant = invited()
    mail = stored(participant, "ACCEPTED", NOW)

    at_once(*[lambda: inbound.take([mail.pk], LATER)] * 2)

    assert list(Answer.objects.values_list("fate", flat=True)) == [AnswerFate.APPLIED]


def test_a_reply_read_while_the_meeting_is_being_moved_never_counts_for_the_new_date():
    meeting = meetings.convened()
    participant = meeting.participants.order_by("pk").first()
    address = participant.person.email
    raw = reply(participant, attendee(f"mailto:{address}"), sender=address, written_at=meetings.NOW)
    mail = inbound.store(raw=raw, source="lmtp", envelope_to="", now=meetings.NOW)
    organiser = people.person()
    when = {name: getattr(meeting, name) + timedelta(days=28) for name in ("starts_at", "ends_at")}
    where = {name: getattr(meeting, name) for name in ("place", "form", "remote_url")}

    ended = at_once(
        lambda: inbound.take([mail.pk], meetings.NOW),
        lambda: convening.reschedule(meeting=meeting, **when, **where, by=organiser, now=meetings.NOW),
    )

    participant.refresh_from_db()
    assert ended == ["done", "done"]
    assert participant.answer == ""
    assert list(Answer.objects.values_list("fate", flat=True)) == [AnswerFate.OLD]


def test_a_worker_that_died_before_it_read_leaves_the_message_to_another():
    participant = invited()
    stored(participant, "ACCEPTED", NOW)
    assert len(inbound.claim(NOW)) == 1
    assert inbound.process(now=NOW + timedelta(minutes=1)) == 0
    assert inbound.process(now=NOW + inbound.LEASE + timedelta(minutes=1)) == 1
    participant.refresh_from_db()
    assert participant.answer == AnswerValue.ACCEPTED
