"""The list of meetings: which ones a person may see, the nearest first."""

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bodies.enums import ItemPurpose, MeetingState
from bodies.models import AgendaItem, Body, Mandate, Meeting, Participant
from people.alphabet import alphabetical
from people.enums import Role, TerritoryKind
from people.models import Person

ORGANISES = (Role.COORDINATOR, Role.ADMINISTRATOR)
WRITES = (Role.DRAFTER, Role.CLERK)


def places_of(person: Person, day: dt.date) -> Q:
    """Narrow bodies to the territories that a person runs or writes minutes for."""
    held = person.appointed(day, (*ORGANISES, *WRITES))
    places = Q(body__territory__in=[one.territory_id for one in held])
    regions = [
        one.territory_id
        for one in held
        if one.role == Role.ADMINISTRATOR and one.territory.kind == TerritoryKind.REGION
    ]
    return places | Q(body__territory__region__in=regions) if regions else places


def sat_in(person: Person, day: dt.date) -> Exists:
    """Say of a meeting whether the person sits in its body on a day or sat there when it was held."""
    own = Mandate.objects.filter(person=person, seat__body=OuterRef("body"))
    today = Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
    then = Q(starts_on__lte=OuterRef("held_on")) & (Q(ends_on=None) | Q(ends_on__gte=OuterRef("held_on")))
    return Exists(own.filter(today | then))


def invited_to(person: Person) -> Exists:
    return Exists(Participant.objects.filter(meeting=OuterRef("pk"), person=person, removed_at=None))


def own_meetings(person: Person, day: dt.date) -> QuerySet[Meeting]:
    """Keep the meetings that a person sits in, is invited to, chairs or minutes."""
    named = Q(chair=person) | Q(minute_taker=person)
    return Meeting.objects.filter(named | Q(sat_in(person, day)) | Q(invited_to(person)))


def visible_to(person: Person, day: dt.date) -> QuerySet[Meeting]:
    """Keep the meetings whose pages a person may open, as `rules.VIEW_MEETING` says of each alone."""
    runs = Q(body__organiser=person) | places_of(person, day)
    named = Q(chair=person) | Q(minute_taker=person)
    return Meeting.objects.filter(runs | named | Q(sat_in(person, day)) | Q(invited_to(person)))


def listed(meetings: QuerySet[Meeting], person: Person) -> QuerySet[Meeting]:
    """Add what a row of the list shows: the size of the agenda and the person's own answer."""
    live = AgendaItem.objects.filter(meeting=OuterRef("pk"), proposal="", is_withdrawn=False)
    live = live.exclude(purpose=ItemPurpose.BREAK)
    mine = Participant.objects.filter(meeting=OuterRef("pk"), person=person, removed_at=None)
    counted = live.order_by().values("meeting").annotate(n=Count("pk")).values("n")
    return meetings.select_related("body__territory").annotate(
        item_count=Coalesce(Subquery(counted), 0),
        my_answer=Subquery(mine.values("answer")[:1]),
    )


def coming(meetings: QuerySet[Meeting], day: dt.date) -> QuerySet[Meeting]:
    """Keep what is still ahead or goes on, the nearest first."""
    over = (MeetingState.HELD, MeetingState.CLOSED)
    ahead = meetings.filter(Q(held_on__gte=day) | Q(state=MeetingState.IN_SESSION))
    return ahead.exclude(state__in=over).order_by("held_on", "starts_at", "pk")


def past(meetings: QuerySet[Meeting], day: dt.date) -> QuerySet[Meeting]:
    """Keep what is over, the latest first."""
    over = (MeetingState.HELD, MeetingState.CLOSED)
    behind = meetings.filter(Q(held_on__lt=day) | Q(state__in=over))
    return behind.exclude(state=MeetingState.IN_SESSION).order_by("-held_on", "-starts_at", "-pk")


def bodies_seen(meetings: QuerySet[Meeting]) -> QuerySet[Body]:
    """List the bodies whose meetings are in a list, for its filter."""
    return Body.objects.filter(pk__in=meetings.order_by().values("body")).order_by(
        *alphabetical("name"), "pk"
    )


def next_of(body: Body, day: dt.date, *, besides: Meeting | None = None) -> Meeting | None:
    """Return the nearest meeting of a body whose agenda is still open."""
    rows = Meeting.objects.upcoming(day).filter(
        body=body, state__in=[MeetingState.PLANNED, MeetingState.CONVENED]
    )
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    return rows.first()


def before(meeting: Meeting) -> Meeting | None:
    """Return the last meeting of the same body that was held before this one."""
    rows = Meeting.objects.filter(body=meeting.body_id, held_on__lte=meeting.held_on).exclude(pk=meeting.pk)
    return rows.filter(state__in=[MeetingState.HELD, MeetingState.CLOSED]).order_by("-held_on", "-pk").first()
