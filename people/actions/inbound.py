"""Mail that comes to us: stored before anybody tries to understand it, read by the worker, never lost.

Every message ends applied, put aside with a reason, or waiting for a person. Apps say what their mail is:
a reader gets each message and answers with a verdict, or None when it is not for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from people import journal
from people.actions import letter as letters
from people.enums import InboundState, LetterState
from people.errors import Gone, Refused
from people.models import InboundMail, Letter, Person, Subject
from people.post import reading

LARGEST = 10 * 1024 * 1024  # bytes; mail servers of offices rarely let more through
BATCH = 50
GROUP = 10  # messages held in memory at once
LEASE = timedelta(minutes=5)
PAUSE = timedelta(minutes=1)  # before a message whose reading failed is tried again
ATTEMPTS = 3
READ = (
    *("message_id", "subject", "text", "from_address", "from_name"),
    *("state", "reason", "cause_kind", "cause_id", "lease_until", "ended_at"),
)
OPEN = (InboundState.WAITING, InboundState.IGNORED)


class TooLarge(Refused):
    def __init__(self) -> None:
        super().__init__(_("Zpráva je větší než 10 MB."))


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a message ended, why, and what it is about."""

    state: InboundState
    reason: str = ""
    cause: Subject | None = None


Reader = Callable[[InboundMail, reading.Received], Verdict | None]
READERS: list[Reader] = []


def reader(function: Reader) -> Reader:
    """Register who reads mail for an app; the first verdict counts."""
    READERS.append(function)
    return function


def store(
    *, raw: bytes, source: str, envelope_to: str = "", envelope_from: str = "", now: datetime
) -> InboundMail:
    """Keep a message as it came; the same bytes are kept once.

    Raises TooLarge for what no entrance should take.
    """
    if len(raw) > LARGEST:
        raise TooLarge
    digest = sha256(raw).hexdigest()
    known = InboundMail.objects.defer("raw").filter(digest=digest).first()
    if known is not None:
        return known
    mail = InboundMail(
        raw=raw,
        digest=digest,
        source=source,
        envelope_to=reading.cleaned(envelope_to, 320),
        envelope_from=reading.cleaned(envelope_from, 320),
        received_at=now,
    )
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        return InboundMail.objects.defer("raw").get(digest=digest)
    return mail


def process(*, now: datetime, stop: Callable[[], bool] = lambda: False) -> int:
    """Read every message that waits for us; answer how many ended."""
    count = 0
    while not stop() and (keys := claim(now)):
        for start in range(0, len(keys), GROUP):
            if stop():
                release(keys[start:])
                break
            count += take(keys[start : start + GROUP], now)
    return count


def release(keys: list[int]) -> None:
    """Leave claimed messages to another worker, as if they had not been claimed."""
    InboundMail.objects.filter(pk__in=keys, state=InboundState.RECEIVED).update(
        lease_until=None, attempts=F("attempts") - 1
    )


def claim(now: datetime) -> list[int]:
    """Take a batch under a lease, the oldest first; what was tried too often waits for a person."""
    due = InboundMail.objects.filter(
        Q(lease_until=None) | Q(lease_until__lte=now), state=InboundState.RECEIVED
    )
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        rows = due.select_for_update(skip_locked=skip) if skip else due
        found = list(rows.order_by("received_at", "pk").values_list("pk", "attempts")[:BATCH])
        worn = [pk for pk, attempts in found if attempts >= ATTEMPTS]
        keys = [pk for pk, attempts in found if attempts < ATTEMPTS]
        if worn:
            InboundMail.objects.filter(pk__in=worn).update(
                state=InboundState.WAITING,
                reason=_("Zprávu se opakovaně nepodařilo přečíst."),
                lease_until=None,
            )
        if keys:
            InboundMail.objects.filter(pk__in=keys).update(
                lease_until=now + LEASE, attempts=F("attempts") + 1
            )
    return keys


class Taken(Exception):  # noqa: N818 - nothing failed: another worker was faster
    """A message that somebody else has read meanwhile; whatever was made of it here is taken back."""


def take(keys: list[int], now: datetime) -> int:
    """Read claimed messages, loaded together; answer how many ended."""
    waiting = InboundMail.objects.filter(pk__in=keys, state=InboundState.RECEIVED)
    mails = [(mail, opened(mail)) for mail in waiting.order_by("received_at", "pk")]
    known = known_among({received.message_id for _mail, received in mails if received})
    count = 0
    for mail, received in mails:
        count += take_one(mail, received, known, now)
        known.add(mail.message_id)
    return count


def opened(mail: InboundMail) -> reading.Received | None:
    """Read what a message says; None when not even that is possible."""
    try:
        return reading.read(bytes(mail.raw), envelope_to=mail.envelope_to, envelope_from=mail.envelope_from)
    except Exception:  # noqa: BLE001 - the fault of one message is told when its turn comes
        return None


def known_among(message_ids: set[str]) -> set[str]:
    """Return which of these identifiers a message had that was read before."""
    read = InboundMail.objects.filter(message_id__in=message_ids - {""})
    return set(read.exclude(state=InboundState.RECEIVED).order_by().values_list("message_id", flat=True))


def take_one(mail: InboundMail, received: reading.Received | None, known: set[str], now: datetime) -> int:
    """Read one message in a transaction of its own; its fault does not stop the others."""
    try:
        with transaction.atomic():
            end(mail, understood(mail, received, known), now)
    except Taken:
        return 0
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever a message does to us, it ends where people see it
        return put_off(mail.pk, error, now)
    return 1


def understood(mail: InboundMail, received: reading.Received | None, known: set[str]) -> Verdict:
    """Read a message and ask who knows what it is."""
    raw = bytes(mail.raw)
    if received is None:
        received = reading.read(raw, envelope_to=mail.envelope_to, envelope_from=mail.envelope_from)
    mail.message_id, mail.subject, mail.text = received.message_id, received.subject, received.text
    mail.from_address, mail.from_name = received.from_address, received.from_name
    if mail.message_id in known and is_repeated(mail, received):
        return Verdict(InboundState.IGNORED, _("Stejná zpráva už přišla."))
    if bounce := reading.bounce_in(raw):
        return returned(bounce, mail)
    if received.verdict_of(settings.MAIL_AUTH_SERVER) == "fail":
        return Verdict(InboundState.IGNORED, _("Odesílatel je podvržený (neprošla kontrola DMARC)."))
    for read in READERS:
        verdict = read(mail, received)
        if verdict is not None:
            return verdict
    if received.automatic:
        return Verdict(InboundState.IGNORED, _("Automatická zpráva (%s).") % received.automatic)
    return Verdict(InboundState.WAITING, _("Nepoznali jsme, čeho se zpráva týká."))


def is_repeated(mail: InboundMail, received: reading.Received) -> bool:
    """Say whether the sender's server delivered the same message once more, with another trace of its way."""
    if not mail.message_id:
        return False
    # The message itself is among those still to be read
    read = InboundMail.objects.filter(message_id=mail.message_id).exclude(state=InboundState.RECEIVED)
    earlier = read.order_by("pk").values_list("from_address", "raw")[:5]
    return any(
        address == mail.from_address and reading.read(bytes(raw)).body == received.body
        for address, raw in earlier
    )


def returned(bounce: reading.Bounce, mail: InboundMail) -> Verdict:
    """Note that a letter of ours was not delivered."""
    letter = Letter.objects.filter(message_id=bounce.message_id).first() if bounce.message_id else None
    if letter is None:
        return Verdict(InboundState.IGNORED, _("Hlášení o nedoručení dopisu, který neznáme."))
    problem = bounce.problem or _("Adresát je nedostupný.")
    letters.report(pk=letter.pk, state=LetterState.BOUNCED, problem=problem, now=mail.received_at)
    return Verdict(InboundState.APPLIED, _("Hlášení o nedoručení dopisu."), letter)


def end(mail: InboundMail, verdict: Verdict, now: datetime) -> None:
    """Write down how a message ended. Raises Taken when another worker has ended it meanwhile."""
    mail.state, mail.reason = verdict.state, str(verdict.reason)[:300]
    if verdict.cause is not None:
        mail.cause_kind, mail.cause_id = verdict.cause.journal_kind, verdict.cause.pk
    mail.lease_until = None
    mail.ended_at = None if verdict.state == InboundState.WAITING else now
    waiting = InboundMail.objects.filter(pk=mail.pk, state=InboundState.RECEIVED)
    if not waiting.update(**{name: getattr(mail, name) for name in READ}):
        raise Taken


def put_off(key: int, error: Exception, now: datetime) -> int:
    """Try a message again later, or leave it to a person when it has failed often enough."""
    reason = _("Zprávu se nepodařilo přečíst (%s).") % type(error).__name__
    with transaction.atomic():
        mail = InboundMail.objects.select_for_update().get(pk=key)
        if mail.state != InboundState.RECEIVED:
            return 0
        if mail.attempts < ATTEMPTS:
            mail.reason, mail.lease_until = reason, now + PAUSE
        else:
            mail.reason, mail.lease_until, mail.state = reason, None, InboundState.WAITING
        mail.save(update_fields=["reason", "lease_until", "state"])
    return int(mail.state == InboundState.WAITING)


@transaction.atomic
def settle(
    *,
    mail: InboundMail,
    state: InboundState,
    reason: str = "",
    cause: Subject | None = None,
    by: Person,
    now: datetime,
) -> InboundMail:
    """Write down what a person decided about a message that waited, or that was put aside by mistake."""
    held = InboundMail.objects.select_for_update().defer("raw").get(pk=mail.pk)
    if held.state not in OPEN or held.state == state:
        raise Gone
    if state == InboundState.IGNORED and not reason.strip():
        raise Refused(_("Napište prosím, proč zprávu odkládáte."))
    held.state, held.reason = state, reason.strip()[:300]
    held.ended_at, held.ended_by = now, by
    if cause is not None:
        held.cause_kind, held.cause_id = cause.journal_kind, cause.pk
    held.save(update_fields=["state", "reason", "ended_at", "ended_by", "cause_kind", "cause_id"])
    data = {"state": state, "cause": held.cause_kind, "number": held.cause_id}
    journal.record(held, "inbound_mail.settled", by=by, at=now, data=data, personal={"reason": reason})
    return held
