"""What happened to a thing of a body, told from its journal."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from people import journal
from people.models import JournalEntry


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a history, as components/timeline.html draws it."""

    at: dt.datetime
    text: str
    who: str = ""
    note: str = ""
    url: str = ""


def told(entry: JournalEntry) -> Event:
    """Tell one entry in a sentence, with the free text that has not been erased."""
    personal = getattr(entry, "personal", None)
    words = personal.content.values() if personal is not None and personal.content else ()
    note = " ".join(str(word) for word in words if word)
    return Event(entry.at, journal.sentence(entry), entry.by.short if entry.by else "", note)


def events(entries: Iterable[JournalEntry]) -> list[Event]:
    return [told(entry) for entry in entries]
