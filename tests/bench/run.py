"""`make bench`: how much dearer our pages are than an empty one, and our letters than bare smtplib.

Ratios, measured in turns in one process, so that a slow or busy machine changes them little.
Prints one row per measure and ends with 1 when any is over its limit. Works on a database of its own:
an SQLite file in a temporary folder, or a test database of DATABASE_URL.
"""

import os
import smtplib
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.measure import WARM_UP, Row, at_most, page, ratio, timed  # noqa: E402


def prepare(folder: str) -> None:
    """Start Django as in production, without what only stands in the way: TLS, hashed names of files."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings",
        SECRET_KEY="only for measuring",
        SITE_URL="http://testserver",
        BEHIND_TLS="false",
        DEBUG="false",
        LOG_LEVEL="ERROR",
        VAR_DIR=folder,
        MAIL_FROM="Triáda <triada@triada.test>",
    )
    import django
    from django.conf import settings

    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.INVITE_MAIL = {}
    django.setup()


@contextmanager
def database(folder: str) -> Iterator[None]:
    """A fresh migrated database that is gone afterwards."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


@contextmanager
def sink() -> Iterator[int]:
    """Run the mail server of the measures; yield its port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, str(ROOT / "tests" / "bench" / "sink.py"), str(port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdin
        process.stdout.readline()
        yield port
        process.stdin.close()


def pages(data) -> Iterator[Row]:
    """Pages and the answer, each against a page with nothing in it but the frame of the product."""
    from django.test import Client
    from django.urls import NoReverseMatch, reverse

    client = Client()
    client.force_login(data.coordinator)
    empty = page(client, reverse("about"))
    slug = data.plan.plan.slug
    rows = (
        ("plan detail, 60 items", reverse("plans:detail", args=[slug]), 4),
        ("list of 200 plans", reverse("plans:list"), 4),
        ("my work, 100 entries", reverse("work:home"), 4),
    )
    for name, url, limit in rows:
        yield at_most(name, ratio(empty, page(client, url)), limit)
    yield at_most("answering a review", ratio(empty, answering(data), len(data.reviews) - WARM_UP), 15)
    keeper = Client()
    keeper.force_login(data.compared.plan.coordinator)
    name = "comparing two versions of 200 items"
    try:
        url = reverse("plans:compare", args=[data.compared.plan.slug, data.compared.pk, 1, 2])
    except NoReverseMatch:
        yield name, 0, 6, "× empty page: the page is missing", False
    else:
        yield at_most(name, ratio(page(keeper, reverse("about")), page(keeper, url)), 6)


def answering(data) -> Callable[[], None]:
    """Answer by personal links, each time another person's."""
    from django.test import Client
    from django.urls import reverse

    client, tokens = Client(), iter(data.reviews)

    def post() -> None:
        url = reverse("plans:review-by-link", args=[next(tokens)])
        response = client.post(url, {"verdict": "reservation", "text": "Doplňte prosím víkendy."})
        assert response.status_code == 200, response.status_code

    return post


def mail(port: int) -> Iterator[Row]:
    """Send the same letters by our worker and by bare smtplib, in turns, and compare the speeds."""
    from django.conf import settings
    from django.utils import timezone

    from people import post
    from people.enums import LetterState
    from people.models import Letter
    from people.post.wire import enclosures_of, envelope
    from tests.bench.data import letters

    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    rows = letters()
    batch = enclosures_of(rows)
    messages = [(row.to_address, envelope(row, batch).content) for row in rows]
    ours, bare = [], []
    for _ in range(9):
        Letter.objects.update(state=LetterState.QUEUED, next_at=timezone.now(), sent_at=None, lease_by="")
        bare.append(timed(lambda: send_bare(port, messages)))
        ours.append(timed(lambda: post.deliver(clock=timezone.now)))
        assert Letter.objects.filter(state=LetterState.SENT).count() == len(rows)
    share = 100 * median(theirs / own for theirs, own in zip(bare, ours, strict=True))
    speed = len(rows) / median(ours)
    note = f"% of bare smtplib ({speed:.0f} a second)"
    yield "letters by SMTP", share, 50, note, share >= 50


def send_bare(port: int, messages: list[tuple[str, bytes]]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for address, content in messages:
            server.sendmail("triada@triada.test", [address], content)


def measured(folder: str) -> Iterator[Row]:
    with database(folder), sink() as port:
        from tests.bench import data, evaluation, meetings, validity
        from tests.bench.replies import replies
        from tests.bench.sheets import imported

        yield from pages(data.built())
        yield from meetings.pages()
        yield from evaluation.pages()
        yield from validity.pages()
        yield from mail(port)
        yield from meetings.invitations(port)
        yield from replies()
        yield from imported()


def main() -> int:
    fine = True
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        for name, figure, limit, unit, good in measured(folder):
            fine = fine and good
            print(
                f"{name:<38}{figure:>7.1f}  limit {limit:<4g}{'ok' if good else 'over':<6}{unit}", flush=True
            )
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
