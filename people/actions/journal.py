"""Erasing names and free text from the journal; the chain itself is never touched."""

from datetime import datetime

from django.db import transaction

from people import journal
from people.models import JournalEntry, JournalHead, JournalPerson, Person


class _Subject:
    def __init__(self, entry: JournalEntry) -> None:
        self.journal_kind = entry.subject_kind
        self.pk = entry.subject_id


@transaction.atomic
def erase(*, entry: JournalEntry, by: Person, reason: str, now: datetime) -> JournalEntry | None:
    """Erase the personal part of an entry and record that and why; doing it twice changes nothing."""
    JournalHead.objects.select_for_update().get(subject_kind=entry.subject_kind, subject_id=entry.subject_id)
    part = JournalPerson.objects.filter(entry=entry, erased_at=None).first()
    if part is None:
        return None
    part.salt, part.content, part.erased_at = "", None, now
    part.save(update_fields=["salt", "content", "erased_at"])
    return journal.record(
        _Subject(entry),
        journal.ERASED,
        by=by,
        at=now,
        data={"number": entry.number},
        personal={"reason": reason},
    )
