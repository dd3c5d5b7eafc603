"""Fill an empty database with the demo region, or say who can sign in."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from people.models import JournalEntry, Person
from workflows.management.seed import region
from workflows.management.seed.company import PASSWORD
from workflows.management.seed.moments import table
from workflows.models import Edition, Plan


class Command(BaseCommand):
    help = "Build the demo region in an empty database; --who prints the people who can sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--who", action="store_true", help="print who can sign in, and build nothing")
        parser.add_argument("--yes", action="store_true", help="build it outside the demo too")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["who"]:
            self.who()
            return
        if not (settings.DEMO or settings.DEBUG or options["yes"]):
            raise CommandError(
                "Ukázkový kraj se staví jen v demu (DEMO=true). Opravdu sem? Přidejte --yes.", returncode=2
            )
        if Plan.objects.exists() or Person.objects.exists():
            self.stdout.write("Databáze už plány nebo lidi má, ukázkový kraj do ní nepřidávám.")
            return
        begun = time.monotonic()
        region.build(today=timezone.localdate(), built_at=timezone.now())
        self.stdout.write(
            f"Ukázkový kraj je hotový za {time.monotonic() - begun:.0f} s: plánů {Plan.objects.count()}, "
            f"znění {Edition.objects.count()}, lidí {Person.objects.count()}, "
            f"záznamů v deníku {JournalEntry.objects.count()}."
        )

    def who(self) -> None:
        """Print one screen: who plays which part, and the password that they share."""
        emails = {row["key"]: row["email"] for row in table("people.csv")}
        known = {person.email: person for person in Person.objects.filter(email__in=emails.values())}
        rows = [
            (known[emails[row["person"]]], row["what"])
            for row in table("who.csv")
            if emails[row["person"]] in known
        ]
        if not rows:
            raise CommandError("V této databázi ukázkový kraj není, postaví ho manage.py demo.", returncode=1)
        self.stdout.write(f"  Přihlásit se může (heslo všech: {PASSWORD})")
        for person, what in rows:
            self.stdout.write(f"  {person.email:<39} {person.name} – {what}")
        self.stdout.write("  Ostatní lidé ukázky se přihlásí kódem, který jim přijde do Pošty dema.")
