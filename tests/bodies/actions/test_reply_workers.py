"""Replies read by real workers: processes of their own, several at once, one of them killed in the middle.

A thousand replies at once are the requirement; the suite sends two hundred through the same entrances: on two
shared cores a thousand take most of a minute, and they show nothing more, because a worker claims fifty at
a time and two workers meet in the same queue either way. REPLIES=1000 in the environment tries the thousand.
"""

import os
import random
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from bodies.enums import AnswerFate, AnswerValue
from bodies.models import Answer, Meeting
from people.actions import inbound
from people.enums import InboundState
from people.models import InboundMail
from tests.factories import bodies as make
from tests.factories import people
from tests.factories.races import at_once
from tests.factories.replies import DAY, NOW, attendee, message, part, reply
from tests.people.management.test_worker import started, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
REPLIES = int(os.environ.get("REPLIES", "200"))
PEOPLE, SENDERS = 20, 4
VALUES = (AnswerValue.ACCEPTED, AnswerValue.DECLINED, AnswerValue.TENTATIVE)
ENDED = {
    "reply": InboundState.APPLIED,
    "words": InboundState.WAITING,
    "absence": InboundState.IGNORED,
    "broken": InboundState.WAITING,
}


@pytest.fixture
def worker(tmp_path, settings, monkeypatch):
    """Start workers as processes of their own; whoever still lives at the end is stopped."""
    settings.INVITE_ADDRESS = "jednani@kraj.test"
    monkeypatch.setenv("INVITE_ADDRESS", settings.INVITE_ADDRESS)
    running = []

    def start():
        folder = tmp_path / str(len(running))
        folder.mkdir()
        running.append(started(folder, settings))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait(timeout=20)


def invited(count):
    """Invite members of a college to a meeting."""
    body = make.body(name="K21")
    for _ in range(count):
        make.member(body, people.person())
    return list(make.convened(body, DAY).participants.select_related("person", "meeting").order_by("pk"))


def answer(participant, number):
    """Write an answer a second after the one before it: the last one of a person counts."""
    address = participant.person.email
    said = attendee(f"mailto:{address}", VALUES[number % len(VALUES)].upper())
    return reply(participant, said, sender=address, written_at=NOW + timedelta(seconds=number))


def mail_of(kind, participant, number):
    """Write one message of the pile: an answer, or something else that comes to the same mailbox."""
    sender = participant.person.email
    match kind:
        case "reply":
            return answer(participant, number)
        case "words":
            return message(participant, part("Přijdu.", "text/plain; charset=utf-8"), sender=sender)
        case "absence":
            text = part("Jsem na dovolené.", "text/plain; charset=utf-8")
            return message(participant, text, sender=sender, headers=("Auto-Submitted: auto-replied",))
    return message(participant, part("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"), sender=sender)


def pile(participants):
    """Write the pile out of order, every tenth message something else than an answer."""
    odd = ("words", "absence", "broken")
    kinds = [odd[number // 10 % 3] if number % 10 == 9 else "reply" for number in range(REPLIES)]
    made = [
        (kind, mail_of(kind, participants[(number * 7 + number // PEOPLE) % PEOPLE], number))
        for number, kind in enumerate(kinds)
    ]
    random.Random(21).shuffle(made)
    last = {
        participants[(n * 7 + n // PEOPLE) % PEOPLE].pk: VALUES[n % 3]
        for n, kind in enumerate(kinds)
        if kind == "reply"
    }
    return made, last


def deliver(made):
    """Let a pile come by several entrances at the same time."""
    later = NOW + timedelta(days=1)

    def entrance(first):
        for _kind, raw in made[first::SENDERS]:
            inbound.store(raw=raw, source="lmtp", now=later)

    assert at_once(*[lambda first=first: entrance(first) for first in range(SENDERS)]) == ["done"] * SENDERS


def unread():
    return InboundMail.objects.filter(state=InboundState.RECEIVED)


def test_replies_at_once_read_by_two_workers_are_all_kept_and_all_end(worker):
    participants = invited(PEOPLE)
    made, last = pile(participants)
    both = worker(), worker()
    deliver(made)
    wait_until(lambda: not unread().exists(), seconds=300)

    assert [one.poll() for one in both] == [None, None]
    assert InboundMail.objects.count() == REPLIES
    wanted = Counter(ENDED[kind] for kind, _raw in made)
    assert Counter(InboundMail.objects.values_list("state", flat=True)) == wanted
    assert InboundMail.objects.exclude(lease_until=None).count() == 0
    applied = InboundMail.objects.filter(state=InboundState.APPLIED).order_by("pk")
    answered = Answer.objects.order_by("mail_id").values_list("mail_id", flat=True)
    assert list(answered) == list(applied.values_list("pk", flat=True))
    for participant in participants:
        participant.refresh_from_db()
    assert {one.pk: one.answer for one in participants} == last


def counting():
    rows = Answer.objects.filter(fate=AnswerFate.APPLIED)
    return Counter(rows.values_list("participant_id", flat=True))


def pass_the_lease():
    """Let the time of the lease pass."""
    assert unread().exclude(lease_until=None).exists()
    unread().update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_worker_killed_between_claiming_replies_and_applying_them_leaves_them_to_the_next(worker):
    """The worker dies while it reads a batch; what it had claimed is read by another after the lease."""
    participants = invited(2 * inbound.BATCH)
    for number, participant in enumerate(participants):
        inbound.store(raw=answer(participant, number), source="lmtp", now=NOW + timedelta(days=1))
    first = worker()
    wait_until(lambda: unread().count() < len(participants))
    first.kill()
    first.wait(timeout=20)

    claimed = set(unread().filter(lease_until__gt=timezone.now()).values_list("pk", flat=True))
    assert 0 < len(claimed) <= inbound.BATCH
    assert Answer.objects.count() == len(participants) - unread().count()
    inbound.process(now=timezone.now())
    assert set(unread().values_list("pk", flat=True)) == claimed
    assert Answer.objects.filter(mail__in=claimed).count() == 0

    pass_the_lease()
    worker()
    wait_until(lambda: not unread().exists())
    assert set(InboundMail.objects.values_list("state", flat=True)) == {InboundState.APPLIED}
    assert counting() == dict.fromkeys([one.pk for one in participants], 1)
    assert Answer.objects.count() == len(participants)


def test_a_worker_killed_while_it_applies_a_reply_leaves_no_half_of_it(worker):
    """The meeting is locked by somebody else, so that the worker dies with the reply in its hand."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no locks of rows")
    (participant,) = invited(1)
    mail = inbound.store(raw=answer(participant, 0), source="lmtp", now=NOW + timedelta(days=1))
    first = worker()
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=participant.meeting_id)
        wait_until(lambda: InboundMail.objects.filter(pk=mail.pk, attempts=1).exists())
        wait_until(waits_for_a_lock)
        first.kill()
        first.wait(timeout=20)
    assert (unread().count(), Answer.objects.count()) == (1, 0)

    pass_the_lease()
    worker()
    wait_until(lambda: not unread().exists())
    mail.refresh_from_db()
    participant.refresh_from_db()
    assert (mail.state, mail.attempts, participant.answer) == (InboundState.APPLIED, 2, AnswerValue.ACCEPTED)
    assert list(Answer.objects.values_list("mail_id", "fate")) == [(mail.pk, AnswerFate.APPLIED)]


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0
