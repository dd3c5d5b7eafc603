"""Bring unseen mail from a mailbox by IMAP: once, or every so many seconds."""

import os
import signal
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from people.actions import inbound
from people.post import mailbox


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Store unseen messages of the mailbox IMAP_URL and mark them as seen; no message is deleted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, default=0, help="seconds between two looks; without it once")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.IMAP_URL:
            raise CommandError("IMAP_URL není nastaveno.")
        try:
            box = mailbox.mailbox_at(settings.IMAP_URL, settings.IMAP_TOKEN_COMMAND)
        except mailbox.MailboxError as error:
            raise CommandError(str(error)) from error
        if not options["every"]:
            self.look(box)
            return
        stopped = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            close_old_connections()
            try:
                self.look(box)
            except CommandError as error:
                self.stderr.write(str(error))
            stopped.wait(options["every"])

    def look(self, box: mailbox.Mailbox) -> None:
        """Look once; a fault leaves what was not stored unseen in the mailbox."""
        try:
            kept, large = mailbox.fetch(box, self.keep, inbound.LARGEST)
        except mailbox.MailboxError as error:
            raise CommandError(str(error), returncode=os.EX_TEMPFAIL) from error
        except DatabaseError as error:
            raise CommandError("Zprávy teď nelze uložit.", returncode=os.EX_TEMPFAIL) from error
        if kept or large:
            self.stdout.write(f"Uloženo zpráv: {kept}, příliš velkých: {large}.")

    def keep(self, raw: bytes) -> None:
        inbound.store(raw=raw, source="imap", now=timezone.now())
