"""A pipe for one message: `manage.py receive_mail < message.eml`, for the transport "pipe" of Postfix."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from people.actions import inbound


class Command(BaseCommand):
    help = "Store one message from the standard input; ends with 75 when it should be tried again."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", default="", help="the recipient of the envelope")
        parser.add_argument(
            "--from", dest="sender", default="", help="the sender of the envelope, <> if none"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(inbound.LARGEST + 1)
        try:
            inbound.store(
                raw=raw,
                source="pipe",
                envelope_to=options["to"],
                envelope_from=options["sender"],
                now=timezone.now(),
            )
        except inbound.TooLarge as error:
            self.stderr.write(error.message)
            sys.exit(os.EX_DATAERR)  # the mail server returns it to the sender
        except (DatabaseError, OSError) as error:
            self.stderr.write(f"Zprávu teď nelze uložit ({type(error).__name__}).")
            sys.exit(os.EX_TEMPFAIL)  # the mail server keeps it and tries again
