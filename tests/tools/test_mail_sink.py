import contextlib
import os
import signal
import smtplib
import socket
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def sink(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "tools/mail_sink.py", str(port), str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline().startswith("SMTP 127.0.0.1")
        yield port, tmp_path
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(20) == 0


def letter(subject):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "triada@kraj.test", "clenove@kraj.test", subject
    message.set_content("Dobrý den,\n\nzveme Vás.\n")
    return message


def test_what_is_sent_lies_in_the_folder_with_the_address_of_delivery(sink):
    port, folder = sink
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        smtp.send_message(letter("první"), to_addrs=["eva@kraj.test"])
        smtp.send_message(letter("druhý"), to_addrs=["jan@kraj.test", "ota@kraj.test"])
    files = sorted(folder.iterdir())
    assert [path.suffix for path in files] == [".eml", ".eml"]
    heads = [path.read_bytes().split(b"From:")[0].decode() for path in files]
    assert heads == [
        "Delivered-To: eva@kraj.test\r\n",
        "Delivered-To: jan@kraj.test\r\nDelivered-To: ota@kraj.test\r\n",
    ]


def test_a_sender_that_breaks_off_leaves_nothing(sink):
    port, folder = sink
    with contextlib.suppress(smtplib.SMTPServerDisconnected):
        smtp = smtplib.SMTP("127.0.0.1", port)
        smtp.mail("a@kraj.test")
        smtp.rcpt("b@kraj.test")
        smtp.putcmd("DATA")
        smtp.sock.sendall(b"Subject: nedokon")
        smtp.sock.close()
    assert list(folder.iterdir()) == []
