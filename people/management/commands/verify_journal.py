"""Recompute the journal and name every row that is not as it was written."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people import journal


class Command(BaseCommand):
    help = (
        "Verify the chains of the journal; ends with 1 and names each row changed, removed, moved or added."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--subject", default="", help='one chain, such as "plan:7"')
        parser.add_argument("--export", type=Path, help="write the chains to a file, to be kept elsewhere")
        parser.add_argument("--against", type=Path, help="compare with an earlier export")

    def handle(self, *_args: Any, **options: Any) -> None:
        kind, _colon, number = options["subject"].partition(":")
        if number and not number.isdigit():
            raise CommandError('The subject is written as kind:number, such as "plan:7".')
        faults = journal.verify(kind, int(number or 0))
        if options["against"]:
            with options["against"].open(encoding="utf-8") as lines:
                faults += journal.compare(lines)
        if options["export"]:
            with options["export"].open("w", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in journal.exported())
        for fault in faults:
            self.stderr.write(str(fault))
        if faults:
            raise CommandError(f"Deník neodpovídá: {len(faults)}.", returncode=1)
        self.stdout.write("Deník je v pořádku.")
