"""The conversation with the mail server: what is said, and what an answer means."""

import re
import smtplib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.utils import formataddr
from typing import Any

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection  # noqa: TID251 - the one place
from django.core.mail.backends.smtp import EmailBackend  # noqa: TID251 - the one place
from django.utils.translation import gettext as _

from people.enums import LetterState
from people.models import AccessLink, Letter
from people.models.access_link import PLACEHOLDER

LINK = re.compile(re.escape(PLACEHOLDER) + "([0-9a-f]{64})")
TOO_MANY = 429  # HTTP: too many requests
CLOSING = 421  # SMTP: the server is closing the conversation
DJANGO_SMTP = "django.core.mail.backends.smtp.EmailBackend"


class TrackingMixin:
    """Knows whether the server may have taken a letter that it never confirmed."""

    in_doubt = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.in_doubt = True
        answer: tuple[int, bytes] = super().data(msg)  # type: ignore[misc]
        self.in_doubt = False
        return answer


class TrackedSMTP(TrackingMixin, smtplib.SMTP):
    """A plain or STARTTLS conversation."""


class TrackedSMTPOverTLS(TrackingMixin, smtplib.SMTP_SSL):
    """A conversation encrypted from its first byte."""


class SmtpBackend(EmailBackend):
    """Django's SMTP backend whose conversation is tracked."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return TrackedSMTPOverTLS if self.use_ssl else TrackedSMTP


class Envelope(EmailMultiAlternatives):
    """A message ready to leave; `metadata` comes back in the provider's reports of delivery."""

    metadata: dict[str, str]


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


def envelope(letter: Letter, tokens: Mapping[str, str]) -> Envelope:
    """Make the message of a letter, with the tokens of its personal links put in."""

    def token(found: re.Match[str]) -> str:
        return tokens.get(found[1], found[0])

    message = Envelope(
        letter.subject,
        LINK.sub(token, letter.text),
        to=[formataddr((letter.to_name, letter.to_address)) if letter.to_name else letter.to_address],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
    )
    if letter.html:
        message.attach_alternative(LINK.sub(token, letter.html), "text/html")
    if letter.ics:
        message.attach_alternative(letter.ics, f"text/calendar; method={letter.ics_method}; charset=utf-8")
        message.attach("invite.ics", letter.ics.encode(), "application/ics")
    for attachment in letter.attachments.all():
        message.attach(attachment.name, bytes(attachment.file.content), attachment.content_type)
    message.metadata = {"letter": str(letter.pk)}
    return message


def tokens_of(letters: Iterable[Letter]) -> dict[str, str]:
    """Compute by one query the tokens of all links written in the letters."""
    digests = {digest for letter in letters for digest in LINK.findall(letter.text + letter.html)}
    if not digests:
        return {}
    return {link.digest: link.token for link in AccessLink.objects.filter(digest__in=digests)}


def envelope_or_error(letter: Letter, tokens: Mapping[str, str]) -> Envelope | Exception:
    try:
        return envelope(letter, tokens)
    except (ValueError, TypeError, LookupError) as error:
        return error


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
