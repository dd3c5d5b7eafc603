"""Meetings of a calendar feed, and when anything in it changed last."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from bodies.models import Body, Mandate, Meeting, Participant, StandingOrders
from people.models import JournalEntry, JournalHead, Person


@dataclass(frozen=True, slots=True)
class Month:
    """A month with the meetings in it."""

    first: dt.date
    meetings: tuple[Meeting, ...]

    @property
    def number(self) -> int:
        return self.first.month


def months_of(meetings: QuerySet[Meeting], year: int) -> list[Month]:
    """Sort the meetings of a year into its twelve months, in one query."""
    shown = meetings.filter(held_on__year=year).select_related("body").order_by("held_on", "starts_at", "pk")
    found = list(shown.defer("note", "short_notice_reason", "cancel_reason"))
    return [
        Month(dt.date(year, number, 1), tuple(m for m in found if m.held_on.month == number))
        for number in range(1, 13)
    ]


BACK = dt.timedelta(days=100)  # what a feed keeps of the past
MOST = 500


def told() -> QuerySet[Meeting]:
    """Keep meetings that were ever convened: a planned one is nobody's business yet."""
    return Meeting.objects.exclude(uid="")


def of_person(person: Person, today: dt.date) -> QuerySet[Meeting]:
    """Return the meetings to which a person is or was invited and which are not long past."""
    mine = Participant.objects.filter(person=person, removed_at=None)
    return told().filter(pk__in=mine.values("meeting"), held_on__gte=today - BACK)


def of_body(body: Body, today: dt.date) -> QuerySet[Meeting]:
    return told().filter(body=body, held_on__gte=today - BACK)


def public_bodies(day: dt.date) -> QuerySet[Body]:
    """Return the bodies that sit in public by their rules of a day."""
    rules = StandingOrders.objects.on(day).filter(body=OuterRef("pk"))
    return Body.objects.annotate(sits_in_public=Subquery(rules.values("is_public")[:1])).filter(
        sits_in_public=True
    )


def bodies_of(person: Person, day: dt.date) -> QuerySet[Body]:
    """Return the bodies in which a person sits on a day."""
    return Body.objects.filter(seats__mandates__in=Mandate.objects.on(day).filter(person=person)).distinct()


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells one state of a feed from another without reading its meetings."""

    tag: str
    changed_at: dt.datetime | None


def mark_of(meetings: QuerySet[Meeting]) -> Mark:
    """Sum a feed up without reading its meetings: whatever is done to any of them adds to its journal."""
    keys = meetings.order_by().values("pk")
    about = {"subject_kind": Meeting.journal_kind, "subject_id__in": keys}
    heads = JournalHead.objects.filter(**about).aggregate(n=Count("pk"), entries=Coalesce(Sum("number"), 0))
    last = JournalEntry.objects.filter(**about).order_by("-pk").values_list("pk", "at").first()
    pk, at = last or (0, None)
    return Mark(f"{heads['n']}-{heads['entries']}-{pk}", at)


def rows(meetings: QuerySet[Meeting]) -> list[Meeting]:
    """Read the meetings of a feed with what their events say, in one query."""
    shown = (
        "body__short_name", "body__name", "title", "number", "held_on", "starts_at", "ends_at", "form",
        "place", "remote_url", "state", "uid", "sequence", "changed_at", "convened_at",
    )  # fmt: skip
    return list(meetings.select_related("body").only(*shown).order_by("held_on", "pk")[:MOST])
