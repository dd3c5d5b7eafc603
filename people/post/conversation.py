"""One SMTP conversation for many letters: what is said before an answer is awaited, and what is in doubt."""

import re
import smtplib
from collections.abc import Callable
from typing import Any

CLOSING = 421  # SMTP: the server is closing the conversation
GO_AHEAD = 354  # SMTP: send the content
TAKEN = 250
TAKEN_ELSEWHERE = 251  # RFC 5321: the recipient is elsewhere, the server takes the letter there
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
LEADING_DOT = re.compile(rb"(?m)^\.")


def quoted(address: str) -> str:
    """Put an address between angle brackets; smtplib's own way only where it is not a plain one."""
    return f"<{address}>" if PLAIN_ADDRESS.fullmatch(address) else smtplib.quoteaddr(address)


class TrackingMixin(smtplib.SMTP):
    """Knows whether the server may have taken a letter that it never confirmed.

    A letter goes in two steps, so that the database works while the server thinks: `announce` says MAIL and
    awaits nothing, `pass_on` says the rest. No content leaves before `pass_on`.
    """

    in_doubt = False
    origin = ""

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.in_doubt = True
        answer = super().data(msg)
        self.in_doubt = False
        return answer

    def announce(self, origin: str, size: int) -> None:
        """Say from whom the next letter is."""
        self.ehlo_or_helo_if_needed()
        self.origin = origin
        options = f" SIZE={size}" if self.has_extn("size") else ""
        options += " BODY=8BITMIME" if self.has_extn("8bitmime") else ""
        self.putcmd("MAIL", f"FROM:{quoted(origin)}{options}")

    def pass_on(self, address: str, content: bytes, meanwhile: Callable[[], None]) -> None:
        """Say to whom the announced letter is and what is in it; `meanwhile` runs before the last answer."""
        code, answer = self.getreply()
        if code != TAKEN:
            raise self.reset_after(smtplib.SMTPSenderRefused(code, answer, self.origin), code)
        self.putcmd("RCPT", f"TO:{quoted(address)}")
        code, answer = self.getreply()
        if code not in {TAKEN, TAKEN_ELSEWHERE}:
            raise self.reset_after(smtplib.SMTPRecipientsRefused({address: (code, answer)}), code)
        self.putcmd("DATA")
        code, answer = self.getreply()
        if code != GO_AHEAD:
            raise self.reset_after(smtplib.SMTPDataError(code, answer), code)
        self.in_doubt = True
        end = b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"
        self.send(LEADING_DOT.sub(b"..", content) + end)
        meanwhile()
        code, answer = self.getreply()
        self.in_doubt = False
        if code != TAKEN:
            raise self.reset_after(smtplib.SMTPDataError(code, answer), code)

    def withdraw(self) -> None:
        """Take an announced letter back."""
        self.getreply()
        self.rset()

    def reset_after(self, error: smtplib.SMTPException, code: int) -> smtplib.SMTPException:
        """Make the conversation ready for the next letter, unless the server has ended it; give the error."""
        if code == CLOSING:
            self.close()
            return error
        try:
            self.rset()
        except smtplib.SMTPServerDisconnected:
            self.close()
        return error


class TrackedSMTP(TrackingMixin):
    """A plain or STARTTLS conversation."""


class TrackedSMTPOverTLS(TrackingMixin, smtplib.SMTP_SSL):
    """A conversation encrypted from its first byte."""
