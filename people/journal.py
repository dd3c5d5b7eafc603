"""The journal: what was done to what, by whom, when; a chain of digests per subject.

How to recompute a chain, in ten years and without this program (format 1):

* canonical JSON = keys sorted by code point, no spaces, UTF-8, nothing escaped but what JSON demands
  (Python: ``json.dumps(x, sort_keys=True, separators=(",", ":"), ensure_ascii=False)``), no fractions;
* digest of an entry = SHA-256, in hexadecimal, of the canonical JSON of an object with the keys
  ``format`` (1), ``subject`` ("kind:id"), ``number`` (from 1),
  ``at`` (in UTC: "2026-11-21T08:00:00.000000+00:00"), ``kind``, ``by`` (number of the person or null),
  ``data`` (object), ``personal`` (digest or ""), ``previous`` (digest of the entry before it, or "");
* digest of the personal part = SHA-256 of salt + line feed + canonical JSON of its content;
* the head of a subject repeats the number and the digest of its last entry.

The chain holds numbers, dates and words of the program; names and free text lie beside it (`personal`)
and can be erased: the salt goes with them, so that the digest cannot be used to guess what they were.
Whoever can rewrite the whole database can rewrite the whole chain: an export kept elsewhere
(`manage.py verify_journal --export`, later `--against`) is what shows even that.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import groupby
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from people.models import JournalEntry, JournalHead, JournalPerson, Person, Subject

FORMAT = 1
WORD = 120
ERASED = "journal.erased"

SENTENCES: dict[str, str | Promise] = {
    ERASED: _lazy("Vymazány osobní údaje starého záznamu"),
    "person.added": _lazy("Zapsána nová osoba"),
    "person.changed": _lazy("Upraveny údaje"),
    "person.deactivated": _lazy("Ukončen přístup"),
    "person.reactivated": _lazy("Obnoven přístup"),
    "appointment.added": _lazy("Zapsáno pověření"),
    "appointment.ended": _lazy("Zapsán konec pověření"),
    "alias.added": _lazy("Zapsána další adresa"),
    "alias.removed": _lazy("Odebrána další adresa"),
    "organisation.added": _lazy("Zapsána organizace"),
    "organisation.changed": _lazy("Upraveny údaje organizace"),
    "territory.added": _lazy("Zapsáno území"),
    "territory.changed": _lazy("Upraveny údaje území"),
    "letter.queued_again": _lazy("Dopis poslán znovu"),
    "letter.delivery_confirmed": _lazy("Potvrzeno doručení dopisu"),
    "inbound_mail.settled": _lazy("Vyřízena došlá zpráva"),
}
"""What each kind of entry is called in a history; other apps add theirs by `tells`."""


def tells(sentences: Mapping[str, str | Promise]) -> None:
    """Register what the kinds of entries of an app are called."""
    SENTENCES.update(sentences)


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of the journal that is not as it was written."""

    subject: str
    number: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.subject} #{self.number}: {self.message}"


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def plain(value: Any) -> Any:
    """Turn dates and numbers into what JSON holds exactly; refuse fractions, which databases round."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | Decimal() | UUID():
            return str(value)
        case Mapping():
            return {str(key): plain(inner) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            ordered = sorted(value) if isinstance(value, set | frozenset) else value
            return [plain(inner) for inner in ordered]
    raise TypeError(f"The journal cannot hold {type(value).__name__}")


def words(value: Any) -> Iterator[str]:
    """Walk over every text in a plain value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words(inner)


def digest_of(entry: JournalEntry) -> str:
    """Compute the digest of an entry from its columns, as the docstring of this module says."""
    return sha256(
        canonical(
            {
                "format": entry.format,
                "subject": f"{entry.subject_kind}:{entry.subject_id}",
                "number": entry.number,
                "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "kind": entry.kind,
                "by": entry.by_id,
                "data": entry.data,
                "personal": entry.personal_digest,
                "previous": entry.previous,
            }
        ).encode()
    ).hexdigest()


def personal_digest_of(salt: str, content: Any) -> str:
    return sha256(f"{salt}\n{canonical(content)}".encode()).hexdigest()


@transaction.atomic
def record(
    subject: Subject,
    kind: str,
    *,
    by: Person | None,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
) -> JournalEntry:
    """Add one entry to the chain of `subject`; names and free text belong to `personal` only."""
    content = plain(data or {})
    if any(len(word) > WORD or "@" in word for word in words(content)):
        raise ValueError("Free text and addresses belong to the personal part of an entry")
    head, _created = JournalHead.objects.select_for_update().get_or_create(
        subject_kind=subject.journal_kind, subject_id=subject.pk
    )
    private = plain(personal) if personal else None
    salt = token_hex(16)
    entry = JournalEntry(
        subject_kind=head.subject_kind,
        subject_id=head.subject_id,
        number=head.number + 1,
        format=FORMAT,
        at=at,
        kind=kind,
        by=by,
        data=content,
        personal_digest="" if private is None else personal_digest_of(salt, private),
        previous=head.digest,
    )
    entry.digest = digest_of(entry)
    entry.save(force_insert=True)
    if private is not None:
        JournalPerson.objects.create(entry=entry, salt=salt, content=private)
    JournalHead.objects.filter(pk=head.pk).update(number=entry.number, digest=entry.digest)
    return entry


def of(subject: Subject) -> Any:
    """Read the entries of `subject` from the oldest, with who did them and the personal parts."""
    return (
        JournalEntry.objects.filter(subject_kind=subject.journal_kind, subject_id=subject.pk)
        .select_related("by", "personal")
        .order_by("number")
    )


def sentence(entry: JournalEntry) -> str:
    """Tell an entry for people; one of a kind that nobody named is told as a change."""
    return str(SENTENCES.get(entry.kind) or _("Zaznamenána změna"))


def verify(kind: str = "", pk: int = 0) -> list[Fault]:
    """Recompute the chain of one subject, of one kind, or of everything; an empty list means all is well."""
    entries = JournalEntry.objects.select_related("personal")
    heads = JournalHead.objects.all()
    if kind:
        entries, heads = entries.filter(subject_kind=kind), heads.filter(subject_kind=kind)
    if pk:
        entries, heads = entries.filter(subject_id=pk), heads.filter(subject_id=pk)
    left = {(head.subject_kind, head.subject_id): head for head in heads}
    faults: list[Fault] = []
    ordered = entries.order_by("subject_kind", "subject_id", "number").iterator(chunk_size=2000)
    for key, rows in groupby(ordered, key=lambda row: (row.subject_kind, row.subject_id)):
        faults += check_chain(f"{key[0]}:{key[1]}", list(rows), left.pop(key, None))
    faults += [
        Fault(f"{name}:{number}", head.number, "removed", _("všechny záznamy jsou odstraněny"))
        for (name, number), head in left.items()
        if head.number
    ]
    return faults


def check_chain(subject: str, rows: list[JournalEntry], head: JournalHead | None) -> list[Fault]:
    """Name every row of one chain that was changed, removed, moved or added."""
    faults: list[Fault] = []
    expected, previous = 1, ""
    for row in rows:
        faults += [
            Fault(subject, missing, "removed", _("záznam je odstraněn"))
            for missing in range(expected, row.number)
        ]
        gap = row.number != expected
        faults += check_row(subject, row, None if gap else previous, len(rows))
        expected, previous = row.number + 1, row.digest
    faults += check_personal(subject, rows)
    last = rows[-1]
    if head is None or head.number < last.number:
        for row in rows:
            if row.number > (head.number if head else 0):
                faults.append(Fault(subject, row.number, "added", _("záznam je přidán mimo deník")))
    elif head.number > last.number:
        for missing in range(last.number + 1, head.number + 1):
            faults.append(Fault(subject, missing, "removed", _("záznam je odstraněn")))
    elif head.digest != last.digest:
        faults.append(Fault(subject, last.number, "changed", _("poslední záznam neodpovídá konci řetězu")))
    return faults


def check_row(subject: str, row: JournalEntry, previous: str | None, count: int) -> Iterable[Fault]:
    """Compare one row with its own digest and with the row before it."""
    number = row.number
    if digest_of(row) != row.digest:
        for other in range(1, count + 2):
            row.number = other
            if digest_of(row) == row.digest:
                row.number = number
                return [Fault(subject, number, "moved", _("záznam je přesunut z místa %d") % other)]
        row.number = number
        return [Fault(subject, number, "changed", _("obsah záznamu je změněn"))]
    if previous is not None and row.previous != previous:
        return [Fault(subject, number, "broken", _("záznam nenavazuje na předchozí"))]
    return []


def check_personal(subject: str, rows: list[JournalEntry]) -> Iterable[Fault]:
    """Check what lies beside the chain: it may be missing only where the chain says it was erased."""
    erased = {row.data.get("number") for row in rows if row.kind == ERASED}
    for row in rows:
        if not row.personal_digest:
            continue
        part = getattr(row, "personal", None)
        if part is None:
            yield Fault(subject, row.number, "personal", _("osobní část je odstraněna"))
        elif part.erased_at is not None:
            if row.number not in erased:
                yield Fault(subject, row.number, "personal", _("osobní část je vymazána bez záznamu"))
        elif personal_digest_of(part.salt, part.content) != row.personal_digest:
            yield Fault(subject, row.number, "personal", _("osobní část je změněna"))


def exported() -> Iterator[str]:
    """Write every entry without its personal part as one line of canonical JSON."""
    for row in JournalEntry.objects.order_by("subject_kind", "subject_id", "number").iterator(2000):
        yield canonical(
            {
                "format": row.format,
                "subject": f"{row.subject_kind}:{row.subject_id}",
                "number": row.number,
                "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "kind": row.kind,
                "by": row.by_id,
                "data": row.data,
                "personal": row.personal_digest,
                "previous": row.previous,
                "digest": row.digest,
            }
        )


def compare(lines: Iterable[str]) -> list[Fault]:
    """Find the entries of an earlier export that are no longer in the journal as they were."""
    faults = []
    now = {
        (f"{kind}:{pk}", number): digest
        for kind, pk, number, digest in JournalEntry.objects.values_list(
            "subject_kind", "subject_id", "number", "digest"
        ).iterator(2000)
    }
    for line in lines:
        row = json.loads(line)
        if now.get((row["subject"], row["number"])) != row["digest"]:
            message = _("záznam není takový jako v dřívějším opisu")
            faults.append(Fault(row["subject"], row["number"], "rewritten", message))
    return faults
