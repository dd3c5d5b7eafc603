"""Every entrance of mail as it really is: a pipe, LMTP over a socket, IMAP, a provider's webhook."""

import base64
import os
import signal
import smtplib
import socket
import sqlite3
import subprocess
import sys
import time

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.urls import include, path

from people.models import InboundMail
from tests.people.management.imap import ImapServer
from tests.people.management.test_worker import database_url, wait_until

MESSAGE = (
    b"From: Jana <jana@obec.test>\r\nSubject: Ano\r\nMessage-ID: <1@obec.test>\r\n\r\nP\xc5\x99ijdu.\r\n"
)
pytestmark = pytest.mark.django_db(transaction=True)
urlpatterns = [path("anymail/", include("anymail.urls"))]


def variables(tmp_path, url=""):
    return {
        **os.environ,
        "DATABASE_URL": url or database_url(),
        "SECRET_KEY": "only for tests",
        "INVITE_ADDRESS": "jednani@kraj.test",
        "DEBUG": "false",
        "BEHIND_TLS": "false",
        "VAR_DIR": str(tmp_path),
    }


def piped(tmp_path, raw, *options, url=""):
    return subprocess.run(
        [sys.executable, "manage.py", "receive_mail", *options],
        cwd=project.BASE_DIR,
        env=variables(tmp_path, url),
        input=raw,
        capture_output=True,
        timeout=120,
        check=False,
    )


def stored():
    return [
        (bytes(one.raw), one.envelope_to, one.envelope_from) for one in InboundMail.objects.order_by("pk")
    ]


@pytest.mark.postgres
def test_a_message_from_a_pipe_is_stored_as_it_came(tmp_path):
    done = piped(tmp_path, MESSAGE, "--to", "jednani+1-x@kraj.test", "--from", "<>")
    assert (done.returncode, done.stderr) == (0, b"")
    assert stored() == [(MESSAGE, "jednani+1-x@kraj.test", "<>")]


def test_without_a_database_the_pipe_asks_to_try_again(tmp_path):
    done = piped(tmp_path, MESSAGE, url=f"sqlite:///{tmp_path}/missing/none.sqlite3")
    assert done.returncode == os.EX_TEMPFAIL


def test_a_message_over_ten_megabytes_is_returned_to_its_sender(tmp_path):
    done = piped(tmp_path, b"x" * (10 * 1024 * 1024 + 1))
    assert (done.returncode, InboundMail.objects.count()) == (os.EX_DATAERR, 0)


@pytest.fixture(params=["socket", "port"])
def lmtp(request, tmp_path):
    """Run the server; yield Python's own client of LMTP, connected by a socket or a port."""
    where = str(tmp_path / "l.sock")
    if request.param == "port":
        with socket.create_server(("127.0.0.1", 0)) as free:
            where = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "manage.py", "lmtp", "--listen", where]
    process = subprocess.Popen(command, cwd=project.BASE_DIR, env=variables(tmp_path))
    try:
        with connected(where) as server:
            yield server
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


def connected(where):
    end = time.monotonic() + 60
    while True:
        try:
            if where.startswith("/"):
                return smtplib.LMTP(where, timeout=60)
            return smtplib.LMTP("127.0.0.1", int(where.rpartition(":")[2]), timeout=60)
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.05)


@pytest.mark.postgres
def test_lmtp_stores_before_it_promises_and_answers_for_each_recipient(lmtp):
    ours = ["jednani+1-x@kraj.test", "Jednani@Kraj.test"]
    refused = lmtp.sendmail("", [*ours, "starosta@kraj.test"], MESSAGE)
    assert refused == {"starosta@kraj.test": (550, b"5.1.1 No such mailbox here")}
    assert lmtp.getreply() == (250, b"2.6.0 Ok")  # of the second; Python's client reads the first only
    assert stored() == [(MESSAGE, ", ".join(ours), "<>")]


def test_lmtp_refuses_what_is_too_large_for_good(lmtp):
    with pytest.raises(smtplib.SMTPException) as error:
        lmtp.sendmail("jana@obec.test", ["jednani@kraj.test"], b"x: y\r\n" * 2_000_000)
    assert "552" in str(error.value)
    assert InboundMail.objects.count() == 0


def test_lmtp_without_a_database_asks_to_try_again_and_goes_on(lmtp, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no lock over the whole database")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(smtplib.SMTPException) as error:
        lmtp.sendmail("jana@obec.test", ["jednani@kraj.test"], MESSAGE)
    other.execute("ROLLBACK")
    other.close()
    assert "451" in str(error.value)
    assert lmtp.sendmail("jana@obec.test", ["jednani@kraj.test"], MESSAGE) == {}
    assert stored() == [(MESSAGE, "jednani@kraj.test", "jana@obec.test")]


@pytest.mark.parametrize("listen", ["0.0.0.0:24", "mail.kraj.test:24", "24", ""])
def test_lmtp_listens_on_this_machine_only(listen):
    with pytest.raises(CommandError):
        call_command("lmtp", listen=listen)


@pytest.fixture
def imap():
    server = ImapServer({"1": MESSAGE, "2": b"Subject: Ne\r\n\r\nNe.\r\n"})
    yield server
    server.close()


@pytest.mark.postgres
def test_imap_stores_what_is_unseen_and_only_then_marks_it(imap, settings, capsys):
    settings.IMAP_URL = f"imap://kpss:tajn%C3%A9@127.0.0.1:{imap.port}/INBOX"
    call_command("fetch_mail")
    assert [raw for raw, _to, _from in stored()] == list(imap.messages.values())
    assert imap.flags == {"1": {r"\Seen"}, "2": {r"\Seen"}}
    assert imap.initial == "\0kpss\0tajné".encode()
    imap.flags.clear()
    call_command("fetch_mail")
    assert InboundMail.objects.count() == 2
    assert "tajn" not in str(capsys.readouterr())


def test_imap_by_a_token_of_the_offices_program(imap, settings):
    settings.IMAP_URL = f"imap://kpss@127.0.0.1:{imap.port}/INBOX"
    settings.IMAP_TOKEN_COMMAND = "echo cerstvy-token"
    call_command("fetch_mail")
    assert imap.initial == b"user=kpss\x01auth=Bearer cerstvy-token\x01\x01"
    assert InboundMail.objects.count() == 2


def test_what_could_not_be_stored_stays_unseen(imap, settings, monkeypatch):
    settings.IMAP_URL = f"imap://kpss:tajne@127.0.0.1:{imap.port}/INBOX"
    imap.hang_up_after = "2"
    with pytest.raises(CommandError) as error:
        call_command("fetch_mail")
    assert error.value.returncode == os.EX_TEMPFAIL
    assert (InboundMail.objects.count(), imap.flags) == (1, {"1": {r"\Seen"}})


def test_a_message_too_large_is_left_in_the_mailbox_flagged(imap, settings):
    settings.IMAP_URL = f"imap://kpss:tajne@127.0.0.1:{imap.port}/INBOX"
    imap.sizes["1"] = 11 * 1024 * 1024
    call_command("fetch_mail")
    assert (InboundMail.objects.count(), imap.flags["1"]) == (1, {r"\Seen", r"\Flagged"})


@pytest.mark.parametrize(
    "url",
    ["", "imaps://", "http://a:b@c.test", "imap://a:tajne@mail.kraj.test/INBOX", "imaps://a:b@c.test:x/"],
)
def test_a_wrong_address_of_the_mailbox_is_told_without_its_password(settings, url):
    settings.IMAP_URL = url
    with pytest.raises(CommandError) as error:
        call_command("fetch_mail")
    assert "tajne" not in str(error.value)


def test_a_refused_login_is_told_without_the_password(imap, settings):
    settings.IMAP_URL = f"imap://kpss:spatne@127.0.0.1:{imap.port}/INBOX"
    with pytest.raises(CommandError) as error:
        call_command("fetch_mail")
    assert "spatne" not in str(error.value)
    assert "nepustil" in str(error.value)


@override_settings(ROOT_URLCONF=__name__, ANYMAIL={"WEBHOOK_SECRET": "jmeno:heslo"})
def test_a_provider_hands_a_message_over_only_with_the_secret(client):
    event = {"From": "jana@obec.test", "To": "jednani@kraj.test", "RawEmail": MESSAGE.decode()}
    send = {"data": event, "content_type": "application/json"}
    assert client.post("/anymail/postmark/inbound/", **send).status_code == 400
    assert InboundMail.objects.count() == 0
    secret = base64.b64encode(b"jmeno:heslo").decode()
    answer = client.post("/anymail/postmark/inbound/", **send, headers={"Authorization": f"Basic {secret}"})
    assert answer.status_code == 200
    assert InboundMail.objects.get().source == "anymail"


def test_the_webhooks_are_not_there_without_a_secret(client):
    assert client.post("/anymail/postmark/inbound/", {}).status_code == 404


@pytest.mark.postgres
def test_a_message_stored_before_a_kill_is_read_by_the_next_worker(tmp_path):
    assert piped(tmp_path, MESSAGE).returncode == 0
    assert InboundMail.objects.get().state == "received"
    call_command("worker", once=True)
    assert InboundMail.objects.get().state == "waiting"


def test_the_check_of_mail_tells_how_answers_come(imap, settings, sink, capsys):
    settings.IMAP_URL = f"imap://kpss:tajne@127.0.0.1:{imap.port}/INBOX"
    call_command("check_mail")
    told = capsys.readouterr().out
    assert settings.INVITE_ADDRESS in told
    assert f"127.0.0.1:{imap.port}/INBOX" in told
    assert "tajne" not in told
    wait_until(lambda: not imap.is_busy)
