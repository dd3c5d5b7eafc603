"""Two workers read two replies of one person at the same time: both are kept, the newer one counts."""

from datetime import timedelta

import pytest

from bodies.enums import AnswerFate, AnswerValue
from bodies.models import Answer
from people.actions import inbound
from people.enums import InboundState
from people.models import InboundMail
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

    ended = at_once(lambda: inbound.take(first.pk, LATER), lambda: inbound.take(second.pk, LATER))

    participant.refresh_from_db()
    assert ended == ["done", "done"]
    assert participant.answer == AnswerValue.ACCEPTED
    assert set(InboundMail.objects.values_list("state", flat=True)) == {InboundState.APPLIED}
    fates = list(Answer.objects.values_list("fate", flat=True))
    assert (len(fates), AnswerFate.APPLIED in fates) == (2, True)


def test_one_reply_taken_by_two_workers_is_one_answer():
    participant = invited()
    mail = stored(participant, "ACCEPTED", NOW)

    at_once(*[lambda: inbound.take(mail.pk, LATER)] * 2)

    assert list(Answer.objects.values_list("fate", flat=True)) == [AnswerFate.APPLIED]


def test_a_worker_that_died_before_it_read_leaves_the_message_to_another():
    participant = invited()
    stored(participant, "ACCEPTED", NOW)
    assert len(inbound.claim(NOW)) == 1
    assert inbound.process(now=NOW + timedelta(minutes=1)) == 0
    assert inbound.process(now=NOW + inbound.LEASE + timedelta(minutes=1)) == 1
    participant.refresh_from_db()
    assert participant.answer == AnswerValue.ACCEPTED
