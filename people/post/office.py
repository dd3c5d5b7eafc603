"""Sending letters: claimed under a lease, each committed as `sending` before it leaves."""

import smtplib
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from anymail.exceptions import AnymailError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from people.enums import LetterState
from people.models import Letter
from people.post.wire import (
    Enclosures,
    Envelope,
    Outcome,
    SmtpBackend,
    announced,
    enclosures_of,
    envelope_or_error,
    judged,
    opened,
    route_of,
)
from people.post.writing import WANTED

BATCH = 200
# Nothing of this is needed to send a letter, and turning it into Python costs a tenth of the sending
UNREAD = ("key", "template", "language", "problem", "written_at", "sent_at", "ended_at", "lease_until")
LEASE = timedelta(minutes=5)
SILENCE = timedelta(minutes=1)  # between two tries to reach a server that does not answer
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 25, 120, 480))
PATIENCE = (0.1, 0.3, 1.0, 3.0, 9.0)  # seconds between tries to store what was already sent
# Written out, because it runs for every letter, and composing it by the ORM takes ten times longer than
# running it. One statement is one transaction: the end of one letter and the start of the next.
STEP = """
    UPDATE people_letter SET
        state = CASE id WHEN %(next)s THEN 'sending' ELSE 'sent' END,
        attempts = attempts + CASE id WHEN %(next)s THEN 1 ELSE 0 END,
        lease_until = CASE id WHEN %(next)s THEN %(lease)s ELSE NULL END,
        next_at = CASE id WHEN %(next)s THEN next_at ELSE NULL END,
        sent_at = CASE id WHEN %(next)s THEN sent_at ELSE %(now)s END,
        problem = CASE id WHEN %(next)s THEN problem ELSE '' END
    WHERE lease_by = %(name)s
        AND (id = %(next)s AND state = 'queued' OR id = %(last)s AND state IN ('sending', 'uncertain'))
"""


class PostOffice:
    """One round of sending: claims letters in batches and sends them, one conversation per route."""

    def __init__(self, *, clock: Callable[[], datetime], stop: Callable[[], bool] = lambda: False) -> None:
        self.clock = clock
        self.stop = stop
        self.name = uuid4().hex
        self.backends: dict[str, Any] = {}
        self.waiting: deque[Letter] = deque()
        self.enclosures = Enclosures()
        self.packed: Envelope | Exception | None = None
        self.sent: Letter | None = None
        self.count = 0

    def run(self) -> int:
        """Send everything that is due; answer how many letters left."""
        try:
            while not self.stop() and (batch := self.claim()):
                self.send(batch)
        finally:
            for route in list(self.backends):
                self.close(route)
        return self.count

    def claim(self) -> list[Letter]:
        """Take a batch under a lease; letters whose sender died half-way become uncertain."""
        now = self.clock()
        Letter.objects.filter(state=LetterState.SENDING, lease_until__lt=now).update(
            state=LetterState.UNCERTAIN, problem=_("Odesílání se přerušilo; server mohl dopis převzít.")
        )
        with transaction.atomic():
            due = Letter.objects.filter(
                Q(lease_until=None) | Q(lease_until__lt=now), state=LetterState.QUEUED, next_at__lte=now
            )
            skip = connection.features.has_select_for_update_skip_locked
            rows = due.select_for_update(skip_locked=skip) if skip else due
            batch = list(rows.defer(*UNREAD).order_by("-secret", "next_at", "pk")[:BATCH])
            keys = [letter.pk for letter in batch]
            Letter.objects.filter(pk__in=keys).update(lease_until=now + LEASE, lease_by=self.name)
        return batch

    def send(self, batch: list[Letter]) -> None:
        self.enclosures, self.waiting = enclosures_of(batch), deque(batch)
        try:
            while self.waiting and not self.stop() and self.send_next():
                pass
        finally:
            self.waiting.clear()
            self.packed = None
            self.stored(self.confirm)
            mine = Letter.objects.filter(lease_by=self.name, state=LetterState.QUEUED)
            mine.update(lease_until=None, lease_by="")

    def pack(self) -> None:
        """Make the message of the next letter, while the server thinks about the one before it."""
        if self.waiting and self.packed is None:
            self.packed = envelope_or_error(self.waiting[0], self.enclosures)

    def send_next(self) -> bool:
        """Send the next letter of a batch; False when no server can be reached and the rest has to wait."""
        now = self.clock()
        self.pack()
        letter, message, self.packed = self.waiting.popleft(), self.packed, None
        if reason := unwanted(letter, self.enclosures, now):
            Letter.objects.filter(pk=letter.pk, state=LetterState.QUEUED).update(
                state=LetterState.DROPPED, ended_at=now, next_at=None, lease_until=None, problem=reason
            )
            return True
        try:
            backend = self.reach(route_of(letter))
        except Exception as error:  # noqa: BLE001 - whatever keeps us from the server, the letters wait
            self.wait_for_server(error, now)
            return False
        outcome = self.attempt(letter, message, backend, now)
        if outcome is None:
            return True
        if outcome.state == LetterState.SENT:
            self.sent = letter
            self.count += 1
            return True
        self.stored(lambda: self.settle(letter, outcome))
        if outcome.broken:
            self.close(route_of(letter))
        return True

    def attempt(self, letter: Letter, message: Any, backend: Any, now: datetime) -> Outcome | None:
        """Announce a letter, commit that it is being sent, then let its content go; None: no longer ours."""
        smtp = backend if isinstance(backend, SmtpBackend) else None
        trouble = message if isinstance(message, Exception) else None
        if smtp and not trouble:
            trouble = announced(smtp, message)
        if not self.start(letter, now):
            if smtp and trouble is None:
                self.withdraw(smtp, route_of(letter))
            return None
        return judged(trouble, in_doubt=False) if trouble else self.hand_over(backend, message)

    def reach(self, route: str) -> Any:
        """Open the conversation of a route, once for all letters."""
        if route not in self.backends:
            backend = opened(route)
            backend.open()
            self.backends[route] = backend
        return self.backends[route]

    def close(self, route: str) -> None:
        try:
            self.backends.pop(route).close()
        except (OSError, smtplib.SMTPException, AnymailError):
            return  # a broken conversation cannot say goodbye

    def withdraw(self, backend: SmtpBackend, route: str) -> None:
        try:
            backend.withdraw()
        except (OSError, smtplib.SMTPException):
            self.close(route)

    def start(self, letter: Letter, now: datetime) -> bool:
        """Commit that the letter is being sent, together with the end of the one before it."""
        if self.sent is not None and self.sent.secret:
            self.stored(self.confirm)
        last, found = self.sent, self.step(letter, now)
        self.sent = None
        if found == (1 if last is None else 2):
            return True
        # One of the two was changed by somebody else meanwhile: which one?
        return Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING, lease_by=self.name).exists()

    def step(self, letter: Letter | None, now: datetime) -> int:
        """End the letter handed over last, begin the next one; answer how many of the two were ours."""
        adapted = connection.ops.adapt_datetimefield_value
        values = {
            "next": letter.pk if letter else 0,
            "last": self.sent.pk if self.sent else 0,
            "now": adapted(now),
            "lease": adapted(now + LEASE),
            "name": self.name,
        }
        with connection.cursor() as cursor:
            cursor.execute(STEP, values)
            return int(cursor.rowcount)

    def confirm(self) -> None:
        """Store that the letter handed over last has left; a secret is not kept any longer."""
        if self.sent is None:
            return
        self.step(None, self.clock())
        if self.sent.secret:
            Letter.objects.filter(pk=self.sent.pk).update(text="", html="")

    def hand_over(self, backend: Any, message: Envelope) -> Outcome:
        try:
            if isinstance(backend, SmtpBackend):
                backend.finish(message, self.pack)
            else:
                backend.send_messages([message])
        except Exception as error:  # noqa: BLE001 - every error of a backend ends in a visible state
            line = getattr(backend, "connection", None)
            return judged(error, in_doubt=getattr(line, "in_doubt", True))
        return Outcome(LetterState.SENT)

    def settle(self, letter: Letter, outcome: Outcome) -> None:
        """Store a try that failed: a next one by the table of pauses, or the end."""
        now = self.clock()
        state, next_at = outcome.state, None
        if state == LetterState.QUEUED:
            if letter.attempts < len(BACKOFF):
                next_at = now + BACKOFF[letter.attempts]
            else:
                state = LetterState.FAILED
        Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING, lease_by=self.name).update(
            state=state,
            problem=outcome.problem,
            next_at=next_at,
            lease_until=None,
            ended_at=now if state == LetterState.FAILED else None,
        )

    def wait_for_server(self, error: Exception, now: datetime) -> None:
        """Put everything that is due off; no try is counted, because nothing was tried."""
        due = Letter.objects.filter(state=LetterState.QUEUED, next_at__lte=now)
        due.filter(Q(lease_by=self.name) | Q(lease_until=None) | Q(lease_until__lt=now)).update(
            next_at=now + SILENCE,
            problem=_("Poštovní server neodpovídá (%s).") % type(error).__name__,
        )

    def stored(self, write_down: Callable[[], None]) -> None:
        """Write down what has happened outside, even when the database is away for some seconds."""
        for pause in (*PATIENCE, None):
            try:
                with transaction.atomic():
                    write_down()
            except (OperationalError, InterfaceError):
                if pause is None:
                    raise
                connection.close()
                time.sleep(pause)
            else:
                break
        self.sent = None


def unwanted(letter: Letter, enclosures: Enclosures, now: datetime) -> str:
    """Say why a letter should not leave any more."""
    if letter.expires_at is not None and letter.expires_at <= now:
        return _("Dopis by přišel pozdě.")
    if letter.person_id in enclosures.left:
        return _("Adresát už v systému není aktivní.")
    answer = WANTED.get(letter.cause_kind)
    return answer(letter, now) if answer else ""


def deliver(*, clock: Callable[[], datetime], stop: Callable[[], bool] = lambda: False) -> int:
    """Send every letter that is due and answer how many left."""
    return PostOffice(clock=clock, stop=stop).run()
