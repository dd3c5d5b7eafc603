"""The worker as a real process: killed in the middle, stopped politely, run twice."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from people import post
from people.enums import LetterState
from people.models import Letter
from people.signals import clock_ticked
from tests.factories import people as make

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LETTERS = 200


def database_url():
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    host = str(known["HOST"]).replace("/", "%2F")
    return f"postgres://{known['USER']}:{known['PASSWORD']}@{host}:{known['PORT']}/{known['NAME']}"


def started(tmp_path, settings, options=""):
    variables = {
        **os.environ,
        "DATABASE_URL": database_url() + options,
        "SECRET_KEY": settings.SECRET_KEY,
        "DEBUG": "false",
        "BEHIND_TLS": "false",
        "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}",
        "VAR_DIR": str(tmp_path),
    }
    with (tmp_path / "worker.log").open("w") as log:
        return subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            cwd=project.BASE_DIR,
            env=variables,
            stderr=log,
            stdout=subprocess.DEVNULL,
        )


def wait_until(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.005)


def write_letters(count):
    who = make.person()
    for _ in range(count):
        make.letter(who, next_at=timezone.now() - timedelta(minutes=1))


def identifiers(sink):
    return [message["Message-ID"] for message in sink.received]


def test_a_worker_killed_in_the_middle_loses_nothing_and_sends_nothing_twice(tmp_path, settings, sink):
    write_letters(LETTERS)
    worker = started(tmp_path, settings)
    wait_until(lambda: len(sink.received) >= LETTERS // 4)
    worker.kill()
    worker.wait(timeout=10)
    assert len(sink.received) < LETTERS
    later = timezone.now() + timedelta(minutes=10)
    post.deliver(clock=lambda: later)
    states = sorted(Letter.objects.values_list("state", flat=True))
    uncertain = states.count(LetterState.UNCERTAIN)
    assert uncertain <= 1
    assert states == [LetterState.SENT] * (LETTERS - uncertain) + [LetterState.UNCERTAIN] * uncertain
    received = identifiers(sink)
    assert len(received) == len(set(received))
    sent = Letter.objects.filter(state=LetterState.SENT).values_list("message_id", flat=True)
    assert set(sent) <= set(received)


def test_a_worker_asked_to_stop_finishes_the_letter_in_hand(tmp_path, settings, sink):
    write_letters(LETTERS)
    worker = started(tmp_path, settings)
    wait_until(lambda: len(sink.received) >= 10)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    sent = Letter.objects.filter(state=LetterState.SENT).values_list("message_id", flat=True)
    assert sorted(sent) == sorted(identifiers(sink))
    assert set(Letter.objects.values_list("state", flat=True)) <= {LetterState.SENT, LetterState.QUEUED}
    assert Letter.objects.exclude(lease_until=None).count() == 0


def test_a_fault_in_one_clock_does_not_stop_the_others(caplog):
    heard = []

    def broken(now, **_more):
        raise ValueError("broken")

    def whole(now, **_more):
        heard.append(now)

    clock_ticked.connect(broken)
    clock_ticked.connect(whole)
    try:
        call_command("worker", once=True)
    finally:
        clock_ticked.disconnect(broken)
        clock_ticked.disconnect(whole)
    assert len(heard) == 1
    assert "broken" in caplog.text


def test_a_database_locked_or_gone_for_seconds_does_not_end_the_worker(tmp_path, settings, sink, monkeypatch):
    """Somebody else holds the only lock longer than the worker waits; it goes on when the lock is let go."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no lock over the whole database")
    monkeypatch.setenv("LOG_LEVEL", "INFO")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    write_letters(20)
    other.execute("BEGIN EXCLUSIVE")
    worker = started(tmp_path, settings, "?timeout=1")
    log = tmp_path / "worker.log"
    wait_until(lambda: log.read_text().count("the database does not answer") >= 2)
    assert (worker.poll(), sink.received) == (None, [])
    other.execute("ROLLBACK")
    other.close()
    wait_until(lambda: len(sink.received) == 20)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.SENT}
