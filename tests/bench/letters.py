"""Letters per second through a local SMTP server, as a share of bare smtplib with the same messages.

`share()` needs Django set up and a migrated database; the server is a process of its own, as in life.
Rounds of both ways take turns, so that whatever else the machine does slows both alike. Alone:
`DEBUG=true python tests/bench/letters.py`.
"""

import os
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import django
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

ROOT = Path(__file__).resolve().parents[2]
LETTERS = 200
ROUNDS = 5
TEXT = "Dobrý den,\n\nprosíme o vyjádření k návrhu plánu. Odpovědět můžete do 14 dnů.\n\n" * 4


@contextmanager
def mail_server() -> Iterator[int]:
    """Run a server that takes everything and keeps nothing; answer its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "aiosmtpd",
        "-n",
        "-c",
        "aiosmtpd.handlers.Sink",
        "-l",
        f"127.0.0.1:{port}",
    ]
    with subprocess.Popen(command) as server:
        try:
            while True:
                try:
                    smtplib.SMTP("127.0.0.1", port, timeout=5).quit()
                    break
                except OSError:
                    time.sleep(0.05)
            yield port
        finally:
            server.terminate()


def written(count: int) -> list[object]:
    """Write letters such as a round of the triad: text and HTML, each to somebody else."""
    from people import post  # after Django is set up
    from people.models import Person

    person = Person.objects.order_by("pk").first() or Person.objects.create_user(
        "mereni@triada.test", first_name="Eva", last_name="Součková"
    )
    start = time.time_ns()
    messages = [
        post.Message(
            key=f"bench-{start}-{number}",
            cause=person,
            subject=f"Prosíme o vyjádření k plánu č. {number}",
            text=TEXT,
            to_address=f"clen{number}@triada.test",
            to_name="Mgr. Jana Nováková",
        )
        for number in range(count)
    ]
    letters = post.write_all(messages, now=timezone.now())
    for letter in letters:
        letter.html = f"<html><body><p>{TEXT}</p></body></html>"
    type(letters[0]).objects.bulk_update(letters, ["html"])
    return list(letters)


def ours(count: int) -> float:
    """Send by the post office; answer the seconds."""
    from people import post

    written(count)
    start = time.perf_counter()
    sent = post.deliver(clock=timezone.now)
    seconds = time.perf_counter() - start
    if sent != count:
        raise RuntimeError(f"{sent} letters left of {count}")
    return seconds


def bare(count: int, port: int) -> float:
    """Send the same messages, made beforehand, by smtplib alone; answer the seconds."""
    from people.post.wire import Enclosures, envelope

    letters = written(count)
    contents = [envelope(letter, Enclosures()).content for letter in letters]
    type(letters[0]).objects.filter(pk__in=[letter.pk for letter in letters]).update(
        state="dropped", next_at=None
    )
    start = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as line:
        for letter, content in zip(letters, contents, strict=True):
            line.sendmail("triada@triada.test", [letter.to_address], content)
    return time.perf_counter() - start


def share(count: int = LETTERS, rounds: int = ROUNDS) -> tuple[float, float]:
    """Return our speed as a share of bare smtplib's, and our letters per second; medians of rounds."""
    with mail_server() as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        ours(20), bare(20, port)  # the first ones pay for what is made once
        pairs = [(bare(count, port), ours(count)) for _ in range(rounds)]
    return median(plain / mine for plain, mine in pairs), count / median(mine for _plain, mine in pairs)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VAR_DIR"] = folder
        os.environ.setdefault("DEBUG", "true")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()
        settings.DEBUG = False  # keeps no log of queries
        call_command("migrate", verbosity=0)
        ratio, speed = share()
    print(f"{ratio:.0%} of smtplib, {speed:.0f} letters per second")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
