"""A mailbox read by IMAP: each message is handed over first and marked as seen only after that."""

import imaplib
import ipaddress
import shlex
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

TIMEOUT = 30  # seconds
PORTS = {"imaps": 993, "imap+tls": 143, "imap": 143}
# Whatever breaks a conversation: the network, the server's refusal, an answer that is no IMAP
Trouble = (OSError, imaplib.IMAP4.error)


class MailboxError(Exception):
    """The mailbox cannot be read; told without the password or the token."""


@dataclass(frozen=True, slots=True, repr=False)
class Mailbox:
    """Where the mailbox is, as IMAP_URL says; never printed, because it holds the password."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str
    token_command: str = ""


def mailbox_at(url: str, token_command: str = "") -> Mailbox:
    """Understand "imaps://user:password@host:993/INBOX"; imap:// without TLS only on this machine."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise MailboxError("IMAP_URL nelze přečíst.") from None
    if parts.scheme not in PORTS or not parts.hostname or not parts.username:
        raise MailboxError("IMAP_URL má mít tvar imaps://uživatel:heslo@server:993/INBOX.")
    if parts.scheme == "imap" and not is_here(parts.hostname):
        raise MailboxError("Bez šifrování (imap://) se smíme připojit jen k tomuto počítači.")
    return Mailbox(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        token_command=token_command,
    )


def is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def token_from(command: str) -> str:
    """Ask the office's program for a fresh token of XOAUTH2; it prints nothing else."""
    try:
        done = subprocess.run(  # noqa: S603 - the administrator's own command, run without a shell
            shlex.split(command), capture_output=True, check=True, timeout=TIMEOUT, text=True
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise MailboxError(f"IMAP_TOKEN_COMMAND selhal ({type(error).__name__}).") from None
    return done.stdout.strip()


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    """Log in and choose the folder; whatever happens, log out."""
    try:
        if mailbox.scheme == "imaps":
            server: imaplib.IMAP4 = imaplib.IMAP4_SSL(mailbox.host, mailbox.port, timeout=TIMEOUT)
        else:
            server = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=TIMEOUT)
    except Trouble as error:
        raise MailboxError(f"Server {mailbox.host} neodpovídá ({type(error).__name__}).") from error
    try:
        log_in(server, mailbox)
        yield server
    finally:
        try:
            server.logout()
        except Trouble:  # the server has hung up: nobody to say goodbye to
            with suppress(*Trouble):
                server.shutdown()


def log_in(server: imaplib.IMAP4, mailbox: Mailbox) -> None:
    """Prove who we are by a token or a password; why we were refused is left out, it may repeat them."""
    token = token_from(mailbox.token_command) if mailbox.token_command else ""
    try:
        if mailbox.scheme == "imap+tls":
            server.starttls()
        if token:
            said = f"user={mailbox.user}\x01auth=Bearer {token}\x01\x01".encode()
            # A refusal comes as a challenge, which an empty line ends
            server.authenticate("XOAUTH2", lambda challenge: b"" if challenge else said)
        elif f"{mailbox.user}{mailbox.password}".isascii():
            server.login(mailbox.user, mailbox.password)
        else:  # LOGIN carries ASCII only
            said = f"\0{mailbox.user}\0{mailbox.password}".encode()
            server.authenticate("PLAIN", lambda _challenge: said)
        answer, _data = server.select(quoted(mailbox.folder))
    except Trouble:
        raise MailboxError(f"Server {mailbox.host} nás nepustil do schránky {mailbox.user}.") from None
    if answer != "OK":
        raise MailboxError(f"Složka {mailbox.folder} na serveru není.")


def quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def fetch(mailbox: Mailbox, keep: Callable[[bytes], None], largest: int, limit: int = 500) -> tuple[int, int]:
    """Hand over every unseen message; answer how many were kept and how many were too large.

    A message is marked as seen only after `keep` has returned, so a fault in between brings it once more.
    One that is too large stays in the mailbox, seen and flagged, for the office to look at.
    """
    kept = large = 0
    try:
        with opened(mailbox) as server:
            for key in unseen(server)[:limit]:
                if size_of(server, key) > largest:
                    server.uid("STORE", key, "+FLAGS", r"(\Seen \Flagged)")
                    large += 1
                    continue
                content = content_of(server, key)
                if content is not None:
                    keep(content)
                    server.uid("STORE", key, "+FLAGS", r"(\Seen)")
                    kept += 1
    except Trouble as error:
        raise MailboxError(f"Spojení se serverem {mailbox.host} se přerušilo.") from error
    return kept, large


def unseen(server: imaplib.IMAP4) -> list[str]:
    answer, data = server.uid("SEARCH", "UNSEEN")
    if answer != "OK":
        raise MailboxError("Server neumí najít nepřečtené zprávy.")
    return [key.decode() for line in data if isinstance(line, bytes) for key in line.split()]


def size_of(server: imaplib.IMAP4, key: str) -> int:
    """Ask how large a message is before it is brought; 0 when the server does not say."""
    _answer, data = server.uid("FETCH", key, "(RFC822.SIZE)")
    line = next((one for one in data if isinstance(one, bytes)), b"")
    number = line.partition(b"RFC822.SIZE ")[2].partition(b")")[0].split()
    return int(number[0]) if number and number[0].isdigit() else 0


def content_of(server: imaplib.IMAP4, key: str) -> bytes | None:
    """Bring a message without marking it; None when it is gone meanwhile."""
    _answer, data = server.uid("FETCH", key, "(BODY.PEEK[])")
    return next((bytes(one[1]) for one in data if isinstance(one, tuple)), None)
