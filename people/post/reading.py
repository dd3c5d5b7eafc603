"""Reading what came to us: any bytes at all become something that can be looked at, never an error.

Nothing here asks the database. Messages are read with the oldest of Python's policies: it alone never
refuses a header, however broken.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses

import nh3

LONGEST_HEADER = 20_000
LONGEST_TEXT = 20_000
LONGEST_HTML = 200_000
MOST_PARTS = 200
ADDRESS = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+")
RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
PRECEDENCE = frozenset({"bulk", "junk", "auto_reply", "auto-reply", "list"})
COMMENT = re.compile(r"\([^()]*\)")
DMARC = re.compile(r"(?:^|;)\s*dmarc\s*=\s*([a-z]+)([^;]*)", re.IGNORECASE)
HEADER_FROM = re.compile(r"header\.from\s*=\s*([^\s;]+)", re.IGNORECASE)
BLOCKS = re.compile(r"(?i)<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^>]*>")
UNREADABLE = re.compile(r"(?is)<(script|style|head|title)\b.*?</\1\s*>")


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of a message, decoded from its transfer encoding."""

    content_type: str
    filename: str
    charset: str
    method: str
    content: bytes

    @property
    def text(self) -> str:
        return decoded(self.content, self.charset)


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server reports about a letter of ours that it could not deliver."""

    message_id: str
    problem: str


@dataclass(frozen=True, slots=True)
class Received:
    """A message as we understood it."""

    message_id: str
    from_address: str
    from_name: str
    subject: str
    text: str
    recipients: tuple[str, ...]
    answers_to: tuple[str, ...]
    automatic: str
    parts: tuple[Part, ...]
    body: bytes
    results: tuple[str, ...]
    has_one_author: bool

    @property
    def is_generated(self) -> bool:
        """Sent by somebody's program on its own, but not as an answer: calendars mark replies so."""
        return self.automatic.startswith("auto-generated")

    def verdict_of(self, server: str) -> str:
        """Return what our own mail server found about the sender: "pass", "fail" or "" (nothing).

        Only the topmost result that bears the server's name is read; anybody can write the others.
        """
        for result in self.results if server else ():
            plain = COMMENT.sub(" ", result)
            name, _semicolon, rest = plain.partition(";")
            if name.split()[:1] != [server.casefold()]:
                continue
            found = DMARC.search(";" + rest)
            if found is None or not self.has_one_author:
                return ""
            about = HEADER_FROM.search(found[2])
            if about and about[1].strip('"') != self.from_address.rpartition("@")[2]:
                return ""
            return found[1] if found[1] in {"pass", "fail"} else ""
        return ""


def cleaned(text: str, longest: int) -> str:
    """Return text that every database can hold: no NUL, no halves of characters, not too long."""
    return text[: longest * 2].replace("\x00", "").encode("utf-8", "replace").decode()[:longest]


def decoded(content: bytes, charset: str) -> str:
    """Decode by the charset that the sender names, then by those that Czech programs use unnamed."""
    for name in (charset, "utf-8", "cp1250"):
        try:
            return content.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("utf-8", "replace")


def header(message: Message, name: str) -> str:
    """Return a header as people would read it, on one line."""
    return next((unfolded(value) for value in values(message, name)), "")


def values(message: Message, *names: str) -> list[str]:
    """Return the raw values of all headers of these names, from the top."""
    wanted = {name.casefold() for name in names}
    return [str(value) for name, value in message.raw_items() if name.casefold() in wanted]


def unfolded(value: object) -> str:
    raw = str(value or "")[:LONGEST_HEADER]
    try:
        chunks = decode_header(raw)
    except (HeaderParseError, ValueError):
        chunks = [(raw, None)]
    words = [
        decoded(chunk, charset or "utf-8") if isinstance(chunk, bytes) else chunk for chunk, charset in chunks
    ]
    text = "".join(words).encode("utf-8", "surrogateescape")
    return " ".join(decoded(text, "utf-8").replace("\x00", "").split())


def addresses(message: Message, *names: str) -> list[tuple[str, str]]:
    """Return names and addresses (in small letters) of the headers of these names."""
    raw = [value[:LONGEST_HEADER] for value in values(message, *names)]
    try:
        pairs = getaddresses([value.replace("\r", " ").replace("\n", " ") for value in raw])
    except (ValueError, TypeError, IndexError):
        pairs = []
    found = [(unfolded(name), cleaned(address.strip().casefold(), 320)) for name, address in pairs]
    known = [(name, address) for name, address in found if ADDRESS.fullmatch(address)]
    if known or not raw:
        return known
    return [("", cleaned(match.casefold(), 320)) for match in ADDRESS.findall(" ".join(raw))]


def leaves(message: Message) -> Iterator[Part]:
    """Walk over the parts that hold something, attached or not."""
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        yield Part(
            content_type=part.get_content_type(),
            filename=unfolded(part.get_filename("")),
            charset=str(part.get_content_charset("") or ""),
            method=str(part.get_param("method", "")).upper(),
            content=content if isinstance(content, bytes) else b"",
        )


def plain_text(parts: tuple[Part, ...]) -> str:
    """Return what a person wrote: the plain part, or the words of the HTML one."""
    for part in parts:
        if part.content_type == "text/plain" and not part.filename and part.content.strip():
            return cleaned(part.text.replace("\r\n", "\n").replace("\r", "\n").strip(), LONGEST_TEXT)
    for part in parts:
        if part.content_type == "text/html" and not part.filename:
            return cleaned(without_tags(part.text[:LONGEST_HTML]), LONGEST_TEXT)
    return ""


def without_tags(source: str) -> str:
    """Return the words of a page; its markup is never shown to anybody."""
    text = nh3.clean(BLOCKS.sub("\n", UNREADABLE.sub("", source)), tags=set())
    lines = [" ".join(line.split()) for line in html.unescape(text).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def automatic(message: Message, envelope_from: str) -> str:
    """Name the header by which a message says that no person wrote it; "" when a person did (RFC 3834)."""
    said = header(message, "Auto-Submitted").casefold()
    if said and not said.startswith("no"):
        return said[:40]
    for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From"):
        if values(message, name) and header(message, name).casefold() != "no":
            return name
    if header(message, "Precedence").casefold() in PRECEDENCE:
        return "Precedence"
    if "<>" in (envelope_from.strip(), header(message, "Return-Path")):
        return "Return-Path"
    return ""


def read(raw: bytes, *, envelope_to: str = "", envelope_from: str = "") -> Received:
    """Understand a message; whatever cannot be understood is empty."""
    try:
        message = message_from_bytes(raw)
        parts = tuple(leaves(message))
    except (RecursionError, ValueError, TypeError, LookupError, AssertionError):
        message, parts = BytesHeaderParser().parsebytes(raw), ()
    authors = addresses(message, "From") or addresses(message, "Sender") or [("", "")]
    told = [address for _name, address in addresses(message, *RECIPIENTS)]
    sent_to = [address.strip().casefold() for address in envelope_to.split(",") if address.strip()]
    references = " ".join(header(message, name) for name in ("In-Reply-To", "References"))
    end = min((at for at in (raw.find(b"\n\n"), raw.find(b"\r\n\r\n")) if at >= 0), default=len(raw))
    return Received(
        message_id=cleaned(header(message, "Message-ID"), 300),
        from_address=authors[0][1],
        from_name=cleaned(authors[0][0], 200),
        subject=cleaned(header(message, "Subject"), 300),
        text=plain_text(parts),
        recipients=tuple(dict.fromkeys([*sent_to, *told])),
        answers_to=tuple(re.findall(r"<[^<>\s]{3,198}>", references))[:20],
        automatic=automatic(message, envelope_from),
        parts=parts,
        body=raw[end:].strip(),
        results=tuple(unfolded(value).casefold() for value in values(message, "Authentication-Results")[:20]),
        has_one_author=len(authors) == 1 and len(values(message, "From")) == 1,
    )


def bounce_in(raw: bytes) -> Bounce | None:
    """Return what a report of failed delivery tells (RFC 3464), or None when the message is none."""
    if b"multipart/report" not in raw[:LONGEST_HEADER].lower():
        return None
    try:
        message = message_from_bytes(raw)
        if message.get_content_type() != "multipart/report":
            return None
        reports = list(message.walk())[:MOST_PARTS]
    except (RecursionError, ValueError, TypeError, LookupError, AssertionError):
        return None
    about = [part for part in reports if header(part, "Action")]
    failed = next((part for part in about if header(part, "Action").casefold() == "failed"), None)
    if failed is None:
        return None
    problem = header(failed, "Diagnostic-Code") or header(failed, "Status")
    returned = [part for part in reports[1:] if values(part, "Message-ID")]
    headers = [part for part in reports if part.get_content_type() == "text/rfc822-headers"]
    for part in headers:
        content = part.get_payload(decode=True)
        returned.append(BytesHeaderParser().parsebytes(content if isinstance(content, bytes) else b""))
    found = next((header(part, "Message-ID") for part in returned if header(part, "Message-ID")), "")
    return Bounce(message_id=cleaned(found, 200), problem=cleaned(problem, 500))
