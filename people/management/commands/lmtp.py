"""The LMTP server: what our mail server hands over is stored before it is told that we have it."""

import asyncio
import logging
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from people.actions import inbound
from people.post import lmtp

logger = logging.getLogger("people.lmtp")


class Command(BaseCommand):
    help = (
        "Receive mail for INVITE_ADDRESS by LMTP on a socket or a port of this machine, until told to stop."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--listen", default=settings.LMTP_LISTEN, help="path of a socket, or 127.0.0.1:port"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            where = lmtp.parsed(options["listen"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        asyncio.run(self.serve(where))

    async def serve(self, where: tuple[str, int] | str) -> None:
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopped.set)
        handler = lmtp.Handler(keep, settings.INVITE_ADDRESS)
        logger.info("lmtp listens on %s", where)
        try:
            await lmtp.serve(handler, where, inbound.LARGEST, stopped)
        finally:
            handler.close()


def keep(content: bytes, recipients: list[str], sender: str) -> str:
    """Store a message in a thread of its own connection; answer why it cannot be stored now."""
    close_old_connections()
    try:
        inbound.store(
            raw=content,
            source="lmtp",
            envelope_to=", ".join(recipients),
            envelope_from=sender,
            now=timezone.now(),
        )
    except DatabaseError as error:
        logger.warning("a message could not be stored: %s", type(error).__name__)
        connection.close()
        return "Zpravu ted nelze ulozit, zkuste to znovu"
    return ""
