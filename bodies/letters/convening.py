"""Letters to those invited to a meeting: each with a personal link and with the event for a calendar."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from bodies.calendars import ZONE, Mailbox, Method, Scheduling, scheduling
from bodies.models import AgendaItem, Meeting, Paper, Participant
from bodies.queries.address import address_of
from bodies.queries.agenda import laid_out
from bodies.queries.invitations import agenda
from people import post
from people.actions import link as links
from people.models import AccessLink, Person

FOLDER = "bodies/letters"
PURPOSE = "invitation"
TOLD = ("mailed_at", "mailed_sequence", "mailed_digest", "reminded_at")
# The page of an answer opens a day longer than the meeting lasts, so that a late click is explained too.
AFTER = dt.timedelta(days=1)
FACTS = (
    "held_on",
    "starts_at",
    "ends_at",
    "form",
    "place",
    "access",
    "remote_url",
    "note",
    "title",
    "number",
)


class Kind(StrEnum):
    """Why somebody is written to; each is a folder of templates."""

    NEW = "new"
    UPDATE = "update"
    MOVED = "moved"
    REMINDER = "reminder"
    CANCELLED = "cancelled"
    REMOVED = "removed"

    @property
    def method(self) -> Method:
        return Method.CANCEL if self in ENDS else Method.REQUEST


ENDS = frozenset({Kind.CANCELLED, Kind.REMOVED})
# These change what stands in a calendar, so that their number has to be higher than the one before.
WEIGHTY = frozenset({Kind.MOVED, Kind.CANCELLED, Kind.REMOVED})


@dataclass(frozen=True)
class Content:
    """What everybody invited is told, loaded once."""

    meeting: Meeting
    items: Sequence[AgendaItem] = ()
    papers: Mapping[int, Sequence[Paper]] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """Sum up what is told: somebody is written to again only when this changes."""
        facts = [written(getattr(self.meeting, name)) for name in FACTS]
        told = [{**row, "starts_at": written(row["starts_at"])} for row in self.rows]
        return sha256(json.dumps([facts, told]).encode()).hexdigest()

    def files(self, item: AgendaItem) -> list[str]:
        return [paper.title or paper.file.name for paper in self.papers.get(item.pk, ())]

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Lay the agenda out as its page does: numbers, hours, a section above its first item."""
        return [
            {
                "number": row.number,
                "starts_at": row.starts_at,
                "title": row.item.title,
                "section": row.heading,
                "presenter": presenter(row.item),
                "papers": self.files(row.item),
                "is_withdrawn": row.item.is_withdrawn,
            }
            for row in laid_out(self.meeting, self.items)
        ]


def written(value: Any) -> str:
    """Write a value the same way before and after it was stored."""
    return str(value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value)


def presenter(item: AgendaItem) -> str:
    return item.presenter.name if item.presenter else item.presenter_name


def content_of(meeting: Meeting) -> Content:
    """Load what the letters about a meeting say, in two queries."""
    return Content(meeting, *agenda(meeting))


def page_of(meeting: Meeting) -> str:
    return f"{settings.SITE['url']}{reverse('meetings:detail', args=[meeting.pk])}"


def mailbox_of(participant: Participant, name: str) -> Mailbox:
    """Return who an invitation is from: a mailbox that we read, with a token of the person invited."""
    if not settings.INVITE_ADDRESS or not participant.pk:
        return Mailbox(settings.INVITE_ADDRESS or parsed_sender(), name)
    return Mailbox(address_of(participant), name)


def parsed_sender() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("<")[2].rstrip("> ")


class Composer:
    """Writes one kind of letter about one meeting; what all of them share is rendered once a language."""

    def __init__(self, kind: Kind, content: Content, *, now: dt.datetime, reason: str = "") -> None:
        self.kind = kind
        self.content = content
        self.now = now
        self.reason = reason
        self.shared: dict[str, tuple[dict[str, Any], Scheduling]] = {}

    def in_language(self, language: str) -> tuple[dict[str, Any], Scheduling]:
        """Render what the letters of one language share."""
        if language not in self.shared:
            with translation.override(language):
                self.shared[language] = self.rendered()
        return self.shared[language]

    def rendered(self) -> tuple[dict[str, Any], Scheduling]:
        meeting = self.content.meeting
        facts = {"meeting": meeting, "body": meeting.body, "rows": self.content.rows}
        context = {
            **facts,
            "starts_at": meeting.starts_at.astimezone(ZONE) if meeting.starts_at else None,
            "reason": self.reason,
            "url": page_of(meeting),
            "what": text("_what.txt", facts),
            "what_html": markup("_what.html", facts),
            "agenda": text("_agenda.txt", facts),
            "agenda_html": markup("_agenda.html", facts),
        }
        prepared = scheduling(
            self.kind.method,
            meeting,
            summary=f"{meeting.body.label}: {meeting.name}",
            description=text("_calendar.txt", {**context, "is_over": self.kind in ENDS}),
            url=page_of(meeting),
            now=self.now,
        )
        return context, prepared

    def message(self, participant: Participant, link: AccessLink | str) -> post.Message:
        """Make the letter of one person."""
        person, meeting = participant.person, self.content.meeting
        context, prepared = self.in_language(person.language or settings.LANGUAGE_CODE)
        sender = mailbox_of(participant, meeting.body.name)
        number = self.sequence(participant)
        return post.Message(
            key=f"invitation-{self.kind}:{participant.pk}:{number}:{self.now:%Y%m%dT%H%M%S.%f}",
            template=f"{FOLDER}/invitation_{self.kind}",
            cause=participant,
            to_person=person,
            context={**context, "link": link, "participant": participant},
            from_address=sender.address,
            from_name=sender.name,
            reply_to=sender.address,
            ics=prepared.addressed(participant, sender, sequence=number),
            territory=meeting.body.territory,
            expires_at=meeting.ends_at or meeting.starts_at,
        )

    def sequence(self, participant: Participant) -> int:
        """Give a letter the number with which a calendar takes it: never lower than the last one."""
        last = participant.mailed_sequence
        if last is None:
            return self.content.meeting.sequence
        return max(self.content.meeting.sequence, last + (self.kind in WEIGHTY))


def text(name: str, context: Mapping[str, Any]) -> str:
    """Render a part of a letter in plain text."""
    return str(render_to_string(f"{FOLDER}/invitation/{name}", {**context, "is_text": True})).strip()


def markup(name: str, context: Mapping[str, Any]) -> SafeString:
    """Render a part of a letter in HTML; the template escapes what people typed."""
    return mark_safe(render_to_string(f"{FOLDER}/invitation/{name}", dict(context)))


def reachable(participants: Iterable[Participant]) -> list[Participant]:
    """Keep those who can be written to by e-mail."""
    return [p for p in participants if p.person.email and p.person.is_active]


def write(
    kind: Kind,
    content: Content,
    participants: Sequence[Participant],
    *,
    by: Person | None,
    now: dt.datetime,
    reason: str = "",
) -> list[Participant]:
    """Write a letter to each of those invited; return them with TOLD noted, for the action to save."""
    people = reachable(participants)
    if not people:
        return []
    composer = Composer(kind, content, now=now, reason=reason)
    issued = {} if kind in ENDS else issue(content.meeting, people, by, now)
    post.write_all([composer.message(p, issued.get(p.pk, "")) for p in people], now=now)
    for participant in people:
        participant.mailed_sequence = composer.sequence(participant)
        participant.mailed_digest = "" if kind in ENDS else content.digest
        participant.mailed_at = None if kind == Kind.REMOVED else participant.mailed_at or now
        if kind == Kind.REMINDER:
            participant.reminded_at = now
        elif kind in (Kind.NEW, Kind.MOVED):
            participant.reminded_at = None
    return people


def issue(
    meeting: Meeting, people: Sequence[Participant], by: Person | None, now: dt.datetime
) -> dict[int, AccessLink]:
    """Issue a personal link to each invitation, all by one query."""
    end = (meeting.ends_at or meeting.starts_at or now) + AFTER
    drawn = [
        links.draw(purpose=PURPOSE, subject=p, person=p.person, expires_at=max(end, now), by=by, now=now)
        for p in people
    ]
    links.issue_all(drawn)
    return {p.pk: one for p, one in zip(people, drawn, strict=True)}
