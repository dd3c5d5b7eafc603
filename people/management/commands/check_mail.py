"""Check that letters can leave: both routes answer, and invitations keep their calendar part."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people.post import faults_of_routes


class Command(BaseCommand):
    help = "Connect to the mail server; ends with 1 when letters or invitations could not leave."

    def handle(self, *_args: Any, **_options: Any) -> None:
        faults = faults_of_routes()
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError("Pošta není připravena.", returncode=1)
        self.stdout.write("Pošta je připravena.")
