"""What waits for a person in bodies: one query for all kinds of it, and what a leaver would leave behind."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, NullIf, TruncDate
from django.utils import timezone

from bodies.enums import ActionState, MeetingState, MinutesState, PollState, RoundState
from bodies.models import (
    ActionItem,
    Mandate,
    Meeting,
    Minutes,
    Participant,
    Poll,
    PollVote,
    Remark,
    RoundVote,
    Verifier,
)
from bodies.queries.action_item import TO_DO
from bodies.queries.mail import mail_for
from bodies.queries.running import run_by
from people.enums import InboundState
from people.models import InboundMail, Person

INVITATION, REMARK, VOTE, POLL = "invitation", "remark", "vote", "poll"
TASK, CHECK, MINUTES, MAIL, WAITING = "task", "check", "minutes", "mail", "waiting"
AWAITED = (INVITATION, REMARK, VOTE, POLL, TASK, CHECK, MINUTES, MAIL)
BEFORE_SESSION = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.IN_SESSION)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits: `key` leads to its page; for an invitation `due` is the day of the meeting."""

    kind: str
    key: int
    title: str
    body: str
    due: dt.date | None
    first_name: str = ""
    last_name: str = ""


Lines = QuerySet[Any, tuple[Any, ...]]
# Rows of a model, then which kind they are and where their key, title, term and body are.
Asked = tuple[QuerySet[Any], str, str, str, Any, str]
NO_DAY = Cast(Value(None), DateField())


def line(rows: QuerySet[Any], kind: str, key: str, title: str, due: Any, body: str) -> Lines:
    """Cut rows of any model to the same seven columns; nobody is named in them."""
    empty = Value("", CharField())
    return rows.order_by().values_list(
        Value(kind, CharField()),
        F(key),
        Cast(F(title), TextField()),
        label_of(body),
        due,
        empty,
        empty,
    )


def label_of(body: str) -> Any:
    return Coalesce(NullIf(F(f"{body}__short_name"), Value("")), F(f"{body}__name"), output_field=CharField())


def from_meetings(person: Person, now: dt.datetime) -> list[Asked]:
    """Ask for answers to invitations, remarks to minutes, votes and choices of a date."""
    today = timezone.localdate(now)
    invited = Participant.objects.filter(person=person, removed_at=None)
    unanswered = invited.filter(answer="", meeting__state=MeetingState.CONVENED, meeting__starts_at__gt=now)
    said = Remark.objects.filter(minutes__meeting=OuterRef("meeting"), person=person)
    unread = invited.filter(
        ~Exists(said),
        meeting__minutes__state=MinutesState.COMMENTS,
        meeting__minutes__comments_until__gte=today,
    )
    votes = RoundVote.objects.filter(
        person=person, choice="", round__state=RoundState.OPEN, round__closes_at__gt=now
    )
    sits = Mandate.objects.on(today).filter(person=person, seat__body=OuterRef("body"))
    chosen = PollVote.objects.filter(option__poll=OuterRef("pk"), person=person)
    polls = Poll.objects.filter(Exists(sits), ~Exists(chosen), state=PollState.OPEN, closes_on__gte=today)
    until = F("meeting__minutes__comments_until")
    return [
        (unanswered, INVITATION, "meeting", "meeting__title", F("meeting__held_on"), "meeting__body"),
        (unread, REMARK, "meeting", "meeting__title", until, "meeting__body"),
        (votes, VOTE, "round", "round__title", TruncDate("round__closes_at"), "round__body"),
        (polls, POLL, "pk", "title", F("closes_on"), "body"),
    ]


def from_tasks(person: Person, now: dt.datetime) -> list[Asked]:
    """Ask for tasks to be done, reported ones to be checked, minutes to be written."""
    today = timezone.localdate(now)
    own = ActionItem.objects.filter(responsible=person, state__in=TO_DO)
    asking = Q(state=ActionState.REPORTED) | Q(state__in=TO_DO, wanted_at__isnull=False)
    checked = ActionItem.objects.filter(asking, run_by(person, today, "body__"))
    late = Q(state=MinutesState.COMMENTS, comments_until__lt=today)
    written = Minutes.objects.filter(Q(state=MinutesState.WRITING) | late, meeting__minute_taker=person)
    return [
        (own, TASK, "pk", "text", F("due_on"), "body"),
        (checked, CHECK, "pk", "text", NO_DAY, "body"),
        (written, MINUTES, "meeting", "meeting__title", F("due_on"), "meeting__body"),
    ]


def unsorted_mail(person: Person, now: dt.datetime) -> QuerySet[InboundMail]:
    """Keep the oldest message that waits to be sorted: one stands for them all."""
    waiting = mail_for(person, timezone.localdate(now)).filter(state=InboundState.WAITING)
    return InboundMail.objects.filter(pk__in=waiting.order_by("pk").values("pk")[:1])


def of_mail(person: Person, now: dt.datetime) -> Lines:
    empty = Value("", CharField())
    return (
        unsorted_mail(person, now)
        .order_by()
        .values_list(Value(MAIL, CharField()), F("pk"), Value("", TextField()), empty, NO_DAY, empty, empty)
    )


def others_asked(person: Person) -> Lines:
    """List what the person has asked of others, with their names."""
    rows = ActionItem.objects.filter(assigned_by=person, state__in=TO_DO).exclude(responsible=person)
    name = Coalesce(F("responsible__last_name"), F("organisation__name"), output_field=CharField())
    first = Coalesce(F("responsible__first_name"), Value(""), output_field=CharField())
    return rows.order_by().values_list(
        Value(WAITING, CharField()),
        F("pk"),
        Cast(F("text"), TextField()),
        label_of("body"),
        F("due_on"),
        first,
        name,
    )


def rows_of(person: Person, now: dt.datetime, *more: Lines) -> list[Row]:
    """Return everything in bodies that waits for a person, and for which the person waits, in one query.

    `more` are rows of the same columns, which other apps have asked for: they ride along.
    """
    asked = [line(*one) for one in (*from_meetings(person, now), *from_tasks(person, now))]
    rows = [*asked, of_mail(person, now), others_asked(person), *more]
    return [Row(*columns) for columns in rows[0].union(*rows[1:], all=True)]


def awaited(person: Person, now: dt.datetime) -> list[QuerySet[Any, Any]]:
    """Return of what waits for a person the kinds only, to be counted with the rest in one query."""
    asked = [(rows, kind) for rows, kind, *_how in (*from_meetings(person, now), *from_tasks(person, now))]
    asked.append((unsorted_mail(person, now), MAIL))
    return [rows.order_by().values_list(Value(kind, CharField())) for rows, kind in asked]


@dataclass(frozen=True, slots=True)
class Left:
    """What would stay without anybody if a person left."""

    tasks: list[ActionItem]
    meetings: list[Meeting]
    verifications: list[Verifier]


def left_by(person: Person, now: dt.datetime) -> Left:
    """Find open tasks, coming meetings to chair or minute, and minutes to verify, in three queries."""
    named = Q(chair=person) | Q(minute_taker=person)
    meetings = Meeting.objects.filter(named, state__in=BEFORE_SESSION, held_on__gte=timezone.localdate(now))
    return Left(
        tasks=list(ActionItem.objects.open().filter(responsible=person).select_related("body")),
        meetings=list(meetings.select_related("body")),
        verifications=list(
            Verifier.objects.filter(
                person=person, meeting__minutes__state=MinutesState.VERIFICATION
            ).select_related("meeting__body")
        ),
    )
