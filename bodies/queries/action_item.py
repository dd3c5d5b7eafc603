"""Action items as lists and pages read them."""

import datetime as dt
from typing import Any

from django.db.models import Count, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate

from bodies.enums import ActionState, Due, MeetingState
from bodies.models import ActionCheck, ActionItem, Body, Mandate, Meeting
from bodies.models.action_item import OPEN
from bodies.queries.running import run_by
from documents.models import Document
from people.alphabet import alphabetical
from people.models import Person

S = ActionState
TO_DO = (S.ASSIGNED, S.IN_PROGRESS)
WEEK = dt.timedelta(days=7)
NAMES = ("body", "meeting", "responsible", "organisation")
# Nobody does it: without an answerer, or with one who has left.
ORPHANED = Q(responsible=None, organisation=None) | Q(responsible__is_active=False)
SORTS: dict[str, list[Any]] = {
    "due": [F("due_on").asc(nulls_last=True), "pk"],
    "-due": [F("due_on").desc(nulls_last=True), "-pk"],
    "-assigned": ["-assigned_at", "-pk"],
}


def next_day(body: Body, after: dt.date) -> dt.date | None:
    """Return the day of the body's first meeting after a day, None while nobody planned one."""
    days = Meeting.objects.filter(body=body, held_on__gt=after).exclude(state=MeetingState.CANCELLED)
    return days.order_by("held_on").values_list("held_on", flat=True).first()


def moved_terms(today: dt.date) -> list[tuple[int, dt.date | None]]:
    """Find open tasks due at the next meeting whose day is no longer the day of that meeting, in one query.

    The next meeting is the first one after the meeting that assigned the task or checked it last;
    its day stands beside the key of the task, None while nobody planned it.
    """
    checked = ActionCheck.objects.filter(action_item=OuterRef("pk")).order_by("-item__meeting__held_on")
    since = Greatest(
        Coalesce(F("meeting__held_on"), TruncDate("assigned_at")),
        Coalesce(
            Subquery(checked.values("item__meeting__held_on")[:1], output_field=DateField()),
            Coalesce(F("meeting__held_on"), TruncDate("assigned_at")),
        ),
    )
    coming = Meeting.objects.filter(body=OuterRef("body"), held_on__gt=OuterRef("since"))
    day = coming.exclude(state=MeetingState.CANCELLED).order_by("held_on").values("held_on")[:1]
    rows = ActionItem.objects.open().filter(due=Due.NEXT_MEETING).annotate(since=since)
    moved = rows.annotate(term=Subquery(day, output_field=DateField())).filter(
        Q(term__isnull=False, due_on=None)
        | Q(term__isnull=False) & ~Q(due_on=F("term"))
        | Q(term=None, due_on__gte=today)
    )
    return list(moved.values_list("pk", "term"))


def visible_to(person: Person, day: dt.date) -> QuerySet[ActionItem]:
    """Keep the tasks that a person may read: own ones, and those of bodies that they run or sit in."""
    sits = Mandate.objects.on(day).filter(person=person, seat__body=OuterRef("body"))
    return ActionItem.objects.filter(Q(responsible=person) | run_by(person, day, "body__") | Exists(sits))


def serving(part_key: str, person: Person, day: dt.date) -> list[ActionItem]:
    """List the tasks that serve a part of a plan in any of its editions, those that the person may read."""
    rows = visible_to(person, day).filter(part_key=part_key).select_related(*NAMES)
    return list(rows.order_by(*SORTS["due"]))


def late_on(day: dt.date) -> Q:
    """Match what should have been done before a day; what is reported waits for somebody else."""
    return Q(state__in=TO_DO, due_on__lt=day)


def counts(rows: QuerySet[ActionItem], person: Person, day: dt.date) -> dict[str, int]:
    """Count tasks for the head of the list and for its quick choices, in one query."""
    alive = Q(state__in=OPEN)
    return rows.aggregate(
        open=Count("pk", filter=alive),
        bodies=Count("body", filter=alive, distinct=True),
        mine=Count("pk", filter=Q(responsible=person) & alive),
        late=Count("pk", filter=late_on(day)),
        orphaned=Count("pk", filter=ORPHANED & alive),
        reported=Count("pk", filter=Q(state=S.REPORTED)),
    )


def by_state(rows: QuerySet[ActionItem]) -> dict[str, int]:
    """Count tasks of each state, in one query."""
    return rows.order_by().aggregate(**{state.value: Count("pk", filter=Q(state=state)) for state in S})


def containing(text: str) -> Q:
    """Match tasks by their words, their number, or by who answers for them."""
    return (
        Q(text__icontains=text)
        | Q(number=text)
        | Q(cooperating__icontains=text)
        | Q(part_label__icontains=text)
        | answered_by(text)
    )


def answered_by(text: str) -> Q:
    """Match tasks by a part of the name of the person or organisation."""
    found = Q(organisation__name__icontains=text)
    for word in text.split():
        found |= Q(responsible__last_name__icontains=word) | Q(responsible__first_name__iexact=word)
    return found


def bodies_in(rows: QuerySet[ActionItem]) -> QuerySet[Body]:
    return Body.objects.filter(pk__in=rows.order_by().values("body")).order_by(*alphabetical("name"), "pk")


def documents_in(rows: QuerySet[ActionItem]) -> QuerySet[Document]:
    held = rows.exclude(document=None).order_by().values("document")
    return Document.objects.filter(pk__in=held).order_by("title", "pk")


def to_check(body: Body, before: dt.date) -> QuerySet[ActionItem]:
    """List open tasks of a body assigned before a meeting: what "kontrola úkolů" goes through."""
    earlier = Q(meeting__held_on__lt=before) | Q(meeting=None, assigned_at__date__lt=before)
    rows = ActionItem.objects.filter(earlier, body=body).filter(state__in=OPEN)
    return rows.select_related(*NAMES).order_by(*SORTS["due"])
