"""The conversation with the mail server: what is said, and what an answer means."""

import re
import smtplib
from base64 import b64encode, encodebytes
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import formataddr, formatdate, parseaddr
from functools import cached_property, lru_cache
from typing import Any

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection  # noqa: TID251 - the one place
from django.core.mail.backends.smtp import EmailBackend  # noqa: TID251 - the one place
from django.core.mail.message import sanitize_address  # noqa: TID251 - the one place
from django.utils.translation import gettext as _

from people.enums import LetterState
from people.models import AccessLink, Letter, LetterAttachment, Person
from people.models.access_link import PLACEHOLDER
from people.post.conversation import CLOSING, TrackedSMTP, TrackedSMTPOverTLS

LINK = re.compile(re.escape(PLACEHOLDER) + "([0-9a-f]{64})")
TOO_MANY = 429  # HTTP: too many requests
UTF8 = "utf-8"
LONGEST_LINE = 900  # SMTP allows 998
LONGEST_WORD = 42  # 56 characters of base64, 68 with the marks around them; 75 are allowed
ICS_NAME = "invite.ics"
DJANGO_SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Envelope(EmailMultiAlternatives):
    """A message ready to leave; `metadata` comes back in the provider's reports of delivery."""

    letter: Letter
    metadata: dict[str, str]

    def is_simple(self) -> bool:
        """Say whether we can write the message ourselves: text, perhaps with HTML and a calendar, in no file.

        Addresses have to be in plain ASCII.
        """
        own = int(bool(self.letter.html)) + int(bool(self.letter.ics))
        files = len(self.attachments) - int(bool(self.letter.ics))
        ascii_only = (self.letter.to_address + self.letter.from_address).isascii()
        return not files and len(self.alternatives) == own and ascii_only

    @cached_property
    def content(self) -> bytes:
        """The bytes of a simple message: what `message().as_bytes()` says, written ten times faster.

        Falls back to base64 where a line is longer than SMTP allows (RFC 5321, 4.5.3.1.6).
        """
        letter = self.letter
        headers = [
            f"Subject: {encoded(str(self.subject))}",
            f"From: {sender(self.from_email)[0]}",
            f"To: {mailbox(letter.to_name, letter.to_address)}",
            *(f"Reply-To: {sanitize_address(address, UTF8)}" for address in self.reply_to),
            f"Date: {formatdate(localtime=True)}",
            *(f"{name}: {value}" for name, value in self.extra_headers.items()),
            "MIME-Version: 1.0",
        ]
        if any("\n" in line.replace("\n ", "") or "\r" in line for line in headers):
            raise ValueError("A header of a letter cannot have two lines")
        parts = [part("plain", str(self.body))]
        if letter.html:
            parts.append(part("html", str(self.alternatives[0][0])))
        border = f"=_{letter.message_id.strip('<>').partition('@')[0]}"
        if letter.ics:
            parts.append(
                calendar_part(f"text/calendar; method={letter.ics_method}; charset=utf-8", letter.ics)
            )
        whole = parts[0] if len(parts) == 1 else multipart("alternative", border, parts)
        if letter.ics:
            file = f"application/ics\nContent-Disposition: attachment; filename={ICS_NAME}"
            # Neither border begins like the other: some readers compare only that much.
            whole = multipart("mixed", f"=m{border}", [whole, calendar_part(file, letter.ics)])
        return crlf("\n".join(headers).encode() + b"\n" + whole)


@lru_cache(maxsize=8)
def sender(address: str) -> tuple[str, str]:
    """Return the header From and the bare address of the sender."""
    whole = sanitize_address(address, UTF8)
    return whole, parseaddr(whole)[1]


def encoded(text: str) -> str:
    """Write a header's text in encoded words of RFC 2047, none cutting a character in two."""
    if text.isascii():
        return text
    words, rest = [], text.encode()
    while len(rest) > LONGEST_WORD:
        cut = LONGEST_WORD
        while rest[cut] & 0xC0 == 0x80:  # noqa: PLR2004 - inside a character
            cut -= 1
        words.append(rest[:cut])
        rest = rest[cut:]
    return "\n ".join(f"=?utf-8?b?{b64encode(one).decode()}?=" for one in (*words, rest))


def mailbox(name: str, address: str) -> str:
    if not name or name.isascii():
        return formataddr((name, address))
    return f"{encoded(name)} <{address}>"


def crlf(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")


def part(kind: str, text: str) -> bytes:
    """Write one part of a message with its own headers."""
    content, encoding = text.encode(), "7bit" if text.isascii() else "8bit"
    if max(map(len, content.splitlines()), default=0) > LONGEST_LINE:
        content, encoding = encodebytes(content), "base64"
    head = f'Content-Type: text/{kind}; charset="utf-8"\nContent-Transfer-Encoding: {encoding}\n\n'
    return head.encode() + content


def calendar_part(kind: str, ics: str) -> bytes:
    """Write a calendar in base64, which nobody on the way folds or recodes (peers: rule 4b 10)."""
    head = f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n\n"
    return head.encode() + encodebytes(ics.encode())


def multipart(kind: str, border: str, parts: Sequence[bytes]) -> bytes:
    """Put parts together, the plainest first."""
    mark = border.encode()
    head = f'Content-Type: multipart/{kind}; boundary="{border}"\n\n'.encode()
    return head + b"".join(b"--%s\n%s\n" % (mark, piece) for piece in parts) + b"--%s--\n" % mark


class SmtpBackend(EmailBackend):
    """Django's SMTP backend whose conversation is tracked and which writes simple letters itself."""

    announced: Envelope | None = None

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return TrackedSMTPOverTLS if self.use_ssl else TrackedSMTP

    def announce(self, message: Envelope) -> None:
        """Begin a simple letter without waiting for the answer; `finish` or `withdraw` must follow."""
        if message.is_simple():
            line: Any = self.connection
            line.announce(sender(message.from_email)[1], len(message.content))
            self.announced = message

    def withdraw(self) -> None:
        """Take back what was announced."""
        if self.announced is not None:
            line: Any = self.connection
            self.announced = None
            line.withdraw()

    def finish(self, message: Envelope, meanwhile: Callable[[], None]) -> None:
        """Send a letter; `meanwhile` is done while the server thinks about its content."""
        if self.announced is not message:
            self.send_messages([message])
            return
        line: Any = self.connection
        self.announced = None
        line.pass_on(message.letter.to_address, message.content, meanwhile)


def announced(backend: SmtpBackend, message: Envelope) -> Exception | None:
    """Begin a letter; answer what went wrong, to be judged once the try is stored."""
    try:
        backend.announce(message)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return error
    return None


@dataclass(frozen=True)
class Enclosures:
    """What goes with the letters of one batch."""

    tokens: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[int, Sequence[LetterAttachment]] = field(default_factory=dict)
    left: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """How one try to send ended."""

    state: LetterState
    problem: str = ""
    broken: bool = False


def permanent(error: Exception) -> bool:
    """Say whether the same letter would be refused again (RFC 5321, 4.2.1: 4xx passes, 5xx does not)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return any(code // 100 != 4 for code, _answer in error.recipients.values())  # noqa: PLR2004
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code // 100 != 4  # noqa: PLR2004
    if isinstance(error, AnymailAPIError) and not isinstance(error, AnymailRecipientsRefused):
        code = error.status_code or 0
        return 400 <= code < 500 and code != TOO_MANY  # noqa: PLR2004
    return isinstance(
        error, AnymailError | ValueError | LookupError | TypeError | smtplib.SMTPNotSupportedError
    )


def judged(error: Exception, *, in_doubt: bool) -> Outcome:
    """Tell what an error means: try again, give up, or ask a person."""
    problem = f"{type(error).__name__}: {error}"[:1000]
    if permanent(error):
        return Outcome(LetterState.FAILED, problem)
    if isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused):
        return Outcome(LetterState.QUEUED, problem, broken=getattr(error, "smtp_code", 0) == CLOSING)
    if isinstance(error, AnymailAPIError) and error.status_code is not None:
        return Outcome(LetterState.QUEUED, problem)
    return Outcome(LetterState.UNCERTAIN if in_doubt else LetterState.QUEUED, problem, broken=True)


def route_of(letter: Letter) -> str:
    """Invitations need a route that keeps their calendar part; all other letters take the ordinary one."""
    return "invite" if letter.ics else "ordinary"


def opened(route: str) -> Any:
    """Make the backend of a route; plain SMTP is replaced by ours, which tracks the conversation."""
    arguments = dict(settings.INVITE_MAIL) if route == "invite" else {}
    backend = arguments.pop("backend", None) or settings.EMAIL_BACKEND
    if backend == DJANGO_SMTP:
        backend = "people.post.wire.SmtpBackend"
    return get_connection(backend, **arguments)


def envelope(letter: Letter, batch: Enclosures) -> Envelope:
    """Make the message of a letter, with the tokens of its personal links put in."""

    def token(found: re.Match[str]) -> str:
        return batch.tokens.get(found[1], found[0])

    message = Envelope(
        letter.subject,
        LINK.sub(token, letter.text),
        formataddr((letter.from_name, letter.from_address)) if letter.from_address else None,
        to=[formataddr((letter.to_name, letter.to_address)) if letter.to_name else letter.to_address],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "Message-ID": letter.message_id,
            "Auto-Submitted": "auto-generated",  # RFC 3834; the next one is for Exchange
            "X-Auto-Response-Suppress": "All",
        },
    )
    if letter.html:
        message.attach_alternative(LINK.sub(token, letter.html), "text/html")
    if letter.ics:
        # Django adds the charset itself; a second one would make the part unreadable (peers: rule 4b 11).
        message.attach_alternative(letter.ics, f"text/calendar; method={letter.ics_method}")
        message.attach(ICS_NAME, letter.ics.encode(), "application/ics")
    for attachment in batch.files.get(letter.pk, ()):
        message.attach(attachment.name, bytes(attachment.file.content), attachment.content_type)
    message.letter, message.metadata = letter, {"letter": str(letter.pk)}
    return message


def enclosures_of(letters: Sequence[Letter]) -> Enclosures:
    """Read by three queries what the letters of a batch carry and who of their readers has left."""
    digests = {digest for letter in letters for digest in LINK.findall(letter.text + letter.html)}
    links = AccessLink.objects.filter(digest__in=digests) if digests else []
    keys = [letter.pk for letter in letters]
    files: dict[int, list[LetterAttachment]] = {}
    for one in LetterAttachment.objects.filter(letter__in=keys).select_related("file"):
        files.setdefault(one.letter_id, []).append(one)
    left = Person.objects.filter(letters__in=keys, is_active=False).values_list("pk", flat=True)
    return Enclosures({link.digest: link.token for link in links}, files, frozenset(left))


def envelope_or_error(letter: Letter, batch: Enclosures) -> Envelope | Exception:
    """Make a message ahead; what is wrong with one letter must not stop the others."""
    try:
        message = envelope(letter, batch)
        if message.is_simple():
            _ = message.content
    except (ValueError, TypeError, LookupError) as error:
        return error
    return message


# Providers' interfaces take a letter apart and drop its calendar; these pass the message on whole
CALENDAR_KEEPERS = (
    "django.core.mail.backends.",
    "people.post.wire.SmtpBackend",
    "anymail.backends.amazon_ses.",
)


def keeps_calendar(backend: Any) -> bool:
    """Say whether an invitation sent by this backend arrives as an invitation."""
    kind = type(backend)
    return f"{kind.__module__}.{kind.__qualname__}".startswith(CALENDAR_KEEPERS)


def faults_of_routes() -> list[str]:
    """Try both routes and say what is wrong with them."""
    faults = []
    for route in ("ordinary", "invite"):
        backend = opened(route)
        if route == "invite" and not keeps_calendar(backend):
            faults.append(
                _("Pozvánky by přišly bez kalendáře: nastavte INVITE_EMAIL_URL na SMTP (nebo Amazon SES).")
            )
        try:
            backend.open()
            backend.close()
        except (OSError, AnymailError) as error:
            faults.append(_("Poštovní server neodpovídá: %s") % error)
    return faults
