from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from people import post
from people.actions import letter as letters
from people.actions import link as links
from people.enums import LetterState
from people.errors import Gone
from people.models import Letter
from people.post.office import BACKOFF, PostOffice
from people.post.writing import WANTED
from tests.factories import people as make
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db


def delivered(now=NOW):
    return post.deliver(clock=lambda: now)


def states():
    return sorted(Letter.objects.values_list("to_address", "state"))


def test_letters_leave_over_one_connection_with_their_fixed_message_ids(sink):
    rows = [make.letter(make.person()) for _ in range(3)]
    assert delivered() == 3
    assert [message["Message-ID"] for message in sink.received] == [row.message_id for row in rows]
    assert len(sink.sessions) == 1
    assert set(Letter.objects.values_list("state", "sent_at", "attempts")) == {(LetterState.SENT, NOW, 1)}


def test_what_was_sent_is_not_sent_again(sink):
    make.letter(make.person())
    delivered()
    assert (delivered(), len(sink.received)) == (0, 1)


def test_the_token_is_put_in_only_when_the_letter_is_sent(sink):
    who = make.person()
    link = links.issue(purpose="answer", subject=who, person=who, expires_at=None, by=None, now=NOW)
    row = make.letter(who, text=f"Otevřete {link}\n", html=f'<a href="{link}">Odpovědět</a>')
    delivered()
    text, html = (part.get_content() for part in sink.received[0].iter_parts())
    assert text == f"Otevřete http://testserver/o/{link.token}/\n"
    assert html.strip() == f'<a href="http://testserver/o/{link.token}/">Odpovědět</a>'
    row.refresh_from_db()
    assert link.token not in row.text + row.html


def test_a_guessed_placeholder_stays_what_it_is(sink):
    who = make.person()
    make.letter(who, text=f"odkaz-{'0' * 64}\n")
    delivered()
    assert sink.received[0].get_content() == f"odkaz-{'0' * 64}\n"


def test_a_temporary_refusal_is_tried_again_by_the_table_and_then_given_up(sink):
    who = make.person("plna@triada.test")
    sink.refusals[who.email] = "450 mailbox busy"
    row, now, pauses = make.letter(who), NOW, []
    for _ in range(len(BACKOFF)):
        delivered(now)
        row.refresh_from_db()
        assert row.state == LetterState.QUEUED
        pauses.append(row.next_at - now)
        now = row.next_at
    delivered(now)
    row.refresh_from_db()
    assert pauses == list(BACKOFF)
    assert (row.state, row.attempts, row.ended_at) == (LetterState.FAILED, len(BACKOFF) + 1, now)
    assert "mailbox busy" in row.problem


def test_a_permanent_refusal_fails_at_once_and_stops_nobody_else(sink):
    sink.refusals["neni@triada.test"] = "550 no such mailbox"
    make.letter(make.person("neni@triada.test"))
    make.letter(make.person("je@triada.test"))
    assert delivered() == 1
    assert states() == [("je@triada.test", LetterState.SENT), ("neni@triada.test", LetterState.FAILED)]


def test_a_server_that_hangs_up_after_the_content_leaves_one_uncertain_letter(sink):
    sink.refusals["DATA"] = "hang up"
    row = make.letter(make.person())
    delivered()
    row.refresh_from_db()
    assert row.state == LetterState.UNCERTAIN


def test_a_server_that_does_not_answer_costs_no_try(settings, sink):
    settings.EMAIL_PORT = 1
    row = make.letter(make.person())
    assert delivered() == 0
    row.refresh_from_db()
    assert (row.state, row.attempts, row.next_at) == (LetterState.QUEUED, 0, NOW + timedelta(minutes=1))
    assert "neodpovídá" in row.problem


def test_a_letter_whose_sender_died_becomes_uncertain_when_its_lease_runs_out(sink):
    lease = NOW + timedelta(minutes=5)
    row = make.letter(make.person(), state=LetterState.SENDING, lease_until=lease, lease_by="dead")
    delivered(NOW)
    row.refresh_from_db()
    assert row.state == LetterState.SENDING
    delivered(lease + timedelta(seconds=1))
    row.refresh_from_db()
    assert (row.state, len(sink.received)) == (LetterState.UNCERTAIN, 0)


def test_a_claimed_letter_of_a_dead_worker_leaves_after_its_lease(sink):
    make.letter(make.person())
    PostOffice(clock=lambda: NOW).claim()
    assert delivered(NOW) == 0
    assert delivered(NOW + timedelta(minutes=6)) == 1


def test_an_uncertain_letter_is_decided_by_a_person(sink):
    by = make.person()
    again = make.letter(make.person(), state=LetterState.UNCERTAIN)
    known = make.letter(make.person(), state=LetterState.UNCERTAIN)
    letters.send_again(letter=again, by=by, now=NOW)
    letters.confirm_delivery(letter=known, by=by, now=NOW)
    with pytest.raises(Gone):
        letters.confirm_delivery(letter=known, by=by, now=NOW)
    assert delivered() == 1
    assert [Letter.objects.get(pk=row.pk).state for row in (again, known)] == [
        LetterState.SENT,
        LetterState.DELIVERED,
    ]


def test_a_letter_that_is_no_longer_wanted_is_dropped_with_the_reason(sink, monkeypatch):
    monkeypatch.setitem(WANTED, "person", lambda letter, now: "Mandát skončil.")
    row = make.letter(make.person())
    delivered()
    row.refresh_from_db()
    assert (row.state, row.problem, row.ended_at) == (LetterState.DROPPED, "Mandát skončil.", NOW)


def test_nobody_writes_to_a_deactivated_person_nor_too_late(sink):
    make.letter(make.person("a@triada.test", is_active=False))
    make.letter(make.person("b@triada.test"), expires_at=NOW)
    assert delivered() == 0
    assert states() == [("a@triada.test", LetterState.DROPPED), ("b@triada.test", LetterState.DROPPED)]


def test_a_secret_goes_first_and_is_forgotten_once_it_left(sink):
    who = make.person()
    make.letter(who)
    row = letters.write_secret(
        key="code", person=who, subject="Kód", text="123456", expires_at=NOW + timedelta(hours=1), now=NOW
    )
    delivered()
    row.refresh_from_db()
    assert (sink.received[0].get_content(), row.state, row.text) == ("123456\n", LetterState.SENT, "")


def test_sending_stops_between_two_letters_and_the_rest_waits_without_a_lease(sink):
    for _ in range(3):
        make.letter(make.person())
    answers = iter([False, False, True, True])
    post.deliver(clock=lambda: NOW, stop=lambda: next(answers, True))
    assert sorted(Letter.objects.values_list("state", "lease_until")) == [
        (LetterState.QUEUED, None),
        (LetterState.QUEUED, None),
        (LetterState.SENT, None),
    ]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_every_letter_once(sink):
    for _ in range(60):
        make.letter(make.person())
    barrier, errors = Barrier(2), []

    def work():
        try:
            barrier.wait(timeout=10)
            delivered()
        except Exception as error:  # noqa: BLE001 - told by the test
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    assert len(sink.received) == len({message["Message-ID"] for message in sink.received}) == 60
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.SENT}
