"""A real mail server in a thread: keeps what it takes, refuses what it is told to refuse."""

import email
import socket
from contextlib import contextmanager
from email import policy

from aiosmtpd.controller import Controller

from people.post.wire import DJANGO_SMTP


class Sink:
    def __init__(self):
        self.received = []
        self.refusals = {}
        self.sessions = set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the name aiosmtpd calls
        answer = self.refusals.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name aiosmtpd calls
        self.sessions.add(session.peer)
        answer = self.refusals.get("DATA")
        if answer == "hang up":
            server.transport.close()
            return "421 closing"
        self.received.append(
            email.message_from_bytes(envelope.content.replace(b"\r\n", b"\n"), policy=policy.default)
        )
        return "250 OK"


@contextmanager
def listening(settings):
    """Run the server and let the product send through it."""
    sink = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = DJANGO_SMTP
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield sink
    controller.stop()
