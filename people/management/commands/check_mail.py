"""Check that letters can leave and answers can come: routes, the calendar part, the mailbox."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from people.post import faults_of_routes, mailbox


class Command(BaseCommand):
    help = "Connect to the mail servers; ends with 1 when letters could not leave or answers could not come."

    def handle(self, *_args: Any, **_options: Any) -> None:
        faults = [*faults_of_routes(), *faults_of_mailbox()]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError("Pošta není připravena.", returncode=1)
        ways = [
            f"ze schránky {settings.IMAP_URL.rpartition('@')[2]}" if settings.IMAP_URL else "",
            "od poskytovatele na /anymail/" if settings.ANYMAIL.get("WEBHOOK_SECRET") else "",
            "od poštovního serveru příkazem receive_mail nebo lmtp",
        ]
        taken = ", ".join(way for way in ways if way)
        self.stdout.write(f"Odpovědi na pozvánky chodí na {settings.INVITE_ADDRESS}; přebíráme je {taken}.")
        if not settings.MAIL_AUTH_SERVER:
            self.stdout.write("MAIL_AUTH_SERVER není nastaven: odesílatele odpovědí neověřujeme.")
        self.stdout.write("Pošta je připravena.")


def faults_of_mailbox() -> list[str]:
    """Log in to the mailbox of answers, if there is one to read."""
    if not settings.IMAP_URL:
        return []
    try:
        with mailbox.opened(mailbox.mailbox_at(settings.IMAP_URL, settings.IMAP_TOKEN_COMMAND)):
            return []
    except mailbox.MailboxError as error:
        return [str(error)]
