"""Writing letters: rows in the same transaction as the change they tell about."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

from people.enums import LetterState
from people.models import Letter, LetterAttachment, LetterFile, Person, Subject, Territory

METHOD = re.compile(r"^METHOD:([A-Z]+)\s*$", re.MULTILINE)

Attachment = tuple[str, bytes, str]
Wanted = Callable[[Letter, datetime], str]
WANTED: dict[str, Wanted] = {}


def wanted(cause_kind: str) -> Callable[[Wanted], Wanted]:
    """Register who says, just before sending, why a letter of this cause need not leave ("" if it must)."""

    def register(answer: Wanted) -> Wanted:
        WANTED[cause_kind] = answer
        return answer

    return register


@dataclass(frozen=True, kw_only=True)
class Message:
    """What `write` needs to know; `write_all` takes many of them."""

    key: str
    cause: Subject
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""
    text: str = ""
    to_person: Person | None = None
    to_address: str = ""
    to_name: str = ""
    from_address: str = ""
    from_name: str = ""
    reply_to: str = ""
    language: str = ""
    ics: str | None = None
    attachments: Sequence[Attachment] = ()
    territory: Territory | None = None
    expires_at: datetime | None = None
    secret: bool = False


def rendered(folder: str, name: str, context: Mapping[str, Any]) -> str:
    """Render one part of a letter; only HTML is escaped, and a letter may do without HTML."""
    try:
        template = get_template(f"{folder}/{name}")
    except TemplateDoesNotExist:
        if name == "body.html":
            return ""
        raise
    inner: Any = template
    return str(inner.template.render(Context(dict(context), autoescape=name.endswith(".html"))))


def composed(message: Message, now: datetime) -> Letter:
    """Make the row of a letter in the recipient's language; nothing is saved yet."""
    person = message.to_person
    address = message.to_address or (person.email if person else "")
    language = message.language or (person.language if person else "") or settings.LANGUAGE_CODE
    subject, text, html = message.subject, message.text, ""
    if message.template:
        name = message.to_name or (person.name if person else "")
        context = {"site": settings.SITE, "person": person, "to_name": name, **message.context}
        with translation.override(language):
            subject = rendered(message.template, "subject.txt", context)
            text = rendered(message.template, "body.txt", context)
            html = rendered(message.template, "body.html", context)
    method = METHOD.search(message.ics or "")
    return Letter(
        key=message.key,
        message_id=f"<{uuid4().hex}@{settings.HOST}>",
        template=message.template,
        language=language,
        person=person,
        to_address=address,
        to_name=message.to_name or (person.name if person else ""),
        from_address=message.from_address,
        from_name=message.from_name[:250],
        reply_to=message.reply_to,
        subject=" ".join(subject.split())[:500],
        text=text.strip() + "\n",
        html=html.strip(),
        ics=message.ics or "",
        ics_method=method[1] if method else "",
        territory=message.territory,
        cause_kind=message.cause.journal_kind,
        cause_id=message.cause.pk,
        written_at=now,
        next_at=now,
        expires_at=message.expires_at,
        secret=message.secret,
    )


@transaction.atomic
def write_all(messages: Sequence[Message], *, now: datetime) -> list[Letter]:
    """Write many letters by two queries; a key that was written before keeps its letter."""
    drafts = {message.key: composed(message, now) for message in messages}
    Letter.objects.bulk_create(drafts.values(), ignore_conflicts=True)
    stored = {letter.key: letter for letter in Letter.objects.filter(key__in=drafts)}
    for message in messages:
        letter = stored[message.key]
        if message.attachments and letter.message_id == drafts[message.key].message_id:
            attach(letter, message.attachments)
    return [stored[message.key] for message in messages]


def write(
    *,
    key: str,
    template: str,
    context: Mapping[str, Any],
    cause: Subject,
    now: datetime,
    to_person: Person | None = None,
    to_address: str = "",
    to_name: str = "",
    attachments: Sequence[Attachment] = (),
    ics: str | None = None,
    **more: Any,
) -> Letter:
    """Write one letter; `template` is its folder, such as "workflows/letters/review_asked".

    The templates see the context, `site`, `person` and `to_name`; an AccessLink in the context is written
    as `{{ link }}`. A letter with the same key is not written again.
    """
    message = Message(
        key=key,
        template=template,
        context=context,
        cause=cause,
        to_person=to_person,
        to_address=to_address,
        to_name=to_name,
        attachments=attachments,
        ics=ics,
        **more,
    )
    return write_all([message], now=now)[0]


def attach(letter: Letter, files: Sequence[Attachment]) -> None:
    """Keep the files of a letter; the same bytes are stored once for any number of letters."""
    by_digest = {sha256(content).hexdigest(): content for _name, content, _type in files}
    LetterFile.objects.bulk_create(
        [LetterFile(digest=digest, content=content) for digest, content in by_digest.items()],
        ignore_conflicts=True,
    )
    keys = dict(LetterFile.objects.filter(digest__in=by_digest).values_list("digest", "pk"))
    LetterAttachment.objects.bulk_create(
        LetterAttachment(
            letter=letter, file_id=keys[sha256(content).hexdigest()], name=name, content_type=content_type
        )
        for name, content, content_type in files
    )


def drop(cause: Subject, now: datetime, *, reason: str = "", person: Person | None = None) -> int:
    """End the queued letters of a cause that has ended itself, or those of one person in it."""
    letters = Letter.objects.of(cause).filter(state=LetterState.QUEUED)
    if person is not None:
        letters = letters.filter(person=person)
    return drop_all(letters, now, reason=reason)


def drop_all(letters: QuerySet[Letter], now: datetime, *, reason: str = "") -> int:
    """End those of some letters that are still queued, by one query."""
    return letters.filter(state=LetterState.QUEUED).update(
        state=LetterState.DROPPED,
        ended_at=now,
        next_at=None,
        lease_until=None,
        problem=reason or _("Věc, které se dopis týkal, mezitím skončila."),
    )
