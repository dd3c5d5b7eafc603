"""A server for the last step of a message (LMTP, RFC 2033): the mail server hands it over to us."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

# What is stored: content, recipients, sender of the envelope; answers "" or why not now
Keep = Callable[[bytes, list[str], str], str]
KNOWN, UNKNOWN = "250 2.1.5 Ok", "550 5.1.1 No such mailbox here"


class Handler:
    """Answers the mail server; nothing is promised before it is stored."""

    def __init__(self, keep: Keep, own: str) -> None:
        self.keep = keep
        self.box, _at, self.domain = own.casefold().rpartition("@")
        self.pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="lmtp")

    def is_ours(self, address: str) -> bool:
        """Say whether an address is our mailbox, with or without something after "+"."""
        local, _at, domain = address.strip("<>").casefold().rpartition("@")
        return (local.partition("+")[0], domain) == (self.box, self.domain)

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if not self.is_ours(address):
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        return KNOWN

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Store the message once and answer for each recipient, as LMTP wants."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        sender = envelope.mail_from or "<>"
        loop = asyncio.get_running_loop()
        trouble = await loop.run_in_executor(self.pool, self.keep, content, envelope.rcpt_tos, sender)
        answer = f"451 4.3.0 {trouble}" if trouble else "250 2.6.0 Ok"
        return "\r\n".join(answer for _recipient in envelope.rcpt_tos)

    def close(self) -> None:
        self.pool.shutdown()


def parsed(listen: str) -> tuple[str, int] | str:
    """Understand "127.0.0.1:8024" or the path of a socket.

    Raises ValueError for any other machine: LMTP asks nobody for a password.
    """
    if "/" in listen:
        return listen
    host, _colon, port = listen.rpartition(":")
    if host not in {"127.0.0.1", "::1", "[::1]", "localhost"} or not port.isdigit():
        raise ValueError("LMTP_LISTEN má být cesta k socketu nebo 127.0.0.1:port.")
    return host.strip("[]"), int(port)


async def serve(handler: Handler, where: tuple[str, int] | str, largest: int, stopped: asyncio.Event) -> None:
    """Serve until told to stop."""
    loop = asyncio.get_running_loop()

    def conversation() -> LMTP:
        return LMTP(handler, data_size_limit=largest, enable_SMTPUTF8=True, hostname="triada", loop=loop)

    if isinstance(where, str):
        socket = Path(where)
        await asyncio.to_thread(socket.unlink, missing_ok=True)
        server = await loop.create_unix_server(conversation, path=where)
        await asyncio.to_thread(socket.chmod, 0o660)
    else:
        server = await loop.create_server(conversation, host=where[0], port=where[1])
    async with server:
        await stopped.wait()
