"""Which meetings the public may know of: what the rules of their bodies say on the day of each meeting."""

import datetime as dt
from collections.abc import Iterable
from re import Pattern

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Subquery

from bodies.enums import MeetingState, MinutesState, ProposalState
from bodies.models import AgendaItem, Body, Meeting, Paper, Resolution, StandingOrders
from bodies.queries.redaction import redacted
from bodies.queries.resolution import hidden_in
from people.alphabet import alphabetical
from people.models import Territory

S = MeetingState
# A planned day may still change: the public is told once the meeting is convened.
TOLD = (S.CONVENED, S.IN_SESSION, S.HELD, S.CLOSED)


def public_meetings() -> QuerySet[Meeting]:
    """Return convened meetings whose rules, as at their day, make them or their minutes public."""
    rules = StandingOrders.objects.filter(body=OuterRef("body"), valid_from__lte=OuterRef("held_on"))
    newest = rules.order_by("-valid_from")
    return (
        Meeting.objects.filter(Q(state__in=TOLD) | Q(state=S.CANCELLED, convened_at__isnull=False))
        .annotate(
            is_open=Subquery(newest.values("is_public")[:1], output_field=BooleanField()),
            shows_minutes=Subquery(newest.values("publishes_minutes")[:1], output_field=BooleanField()),
        )
        .filter(Q(is_open=True) | Q(shows_minutes=True))
        .select_related("body__territory__owner", "minutes")
    )


def found(text: str) -> Q:
    """Match what people search for: the body, the title, the place, an item that is not closed to them."""
    items = AgendaItem.objects.filter(
        meeting=OuterRef("pk"), title__icontains=text, is_closed_to_public=False, proposal=ProposalState.NONE
    )
    return (
        Q(body__name__icontains=text)
        | Q(body__short_name__icontains=text)
        | Q(title__icontains=text)
        | Q(place__icontains=text)
        | Q(Exists(items))
    )


def searched(meetings: QuerySet[Meeting], text: str) -> QuerySet[Meeting]:
    """Keep meetings in which a text is found where the public reads.

    What is hidden from them is not found either, else a search would tell that it is there.
    """
    rows = list(meetings.filter(found(text)))
    names = hidden_in({row.body_id for row in rows})
    if names is None:
        return meetings.filter(pk__in=[row.pk for row in rows])
    items: dict[int, list[str]] = {}
    open_ones = AgendaItem.objects.filter(
        meeting__in=rows, is_closed_to_public=False, proposal=ProposalState.NONE
    )
    for meeting, title in open_ones.order_by().values_list("meeting", "title"):
        items.setdefault(meeting or 0, []).append(redacted(title, names))
    wanted = text.casefold()
    shown = []
    for row in without_names(rows, names):
        said = (row.body.name, row.body.short_name, row.title, row.place, *items.get(row.pk, []))
        if any(wanted in one.casefold() for one in said):
            shown.append(row.pk)
    return meetings.filter(pk__in=shown)


def without_names(meetings: Iterable[Meeting], names: Pattern[str] | None) -> list[Meeting]:
    """Prepare meetings for showing to anybody: nobody hidden is named in their titles and places."""
    rows = list(meetings)
    for row in rows:
        row.title = redacted(row.title, names)
        row.place = redacted(row.place, names, is_place=True)
        # A feed does not read it, and it must not be read for each of its meetings.
        if "access" not in row.get_deferred_fields():
            row.access = redacted(row.access, names, is_place=True)
    return rows


def ordered(meetings: QuerySet[Meeting], *, past: bool, today: dt.date) -> QuerySet[Meeting]:
    """Split by today: the nearest of those to come first, or the latest of those that were."""
    if past:
        return meetings.filter(held_on__lt=today).order_by("-held_on", "pk")
    return meetings.filter(held_on__gte=today).order_by("held_on", "pk")


def public_items(meeting: Meeting) -> list[AgendaItem]:
    """Return the agenda without what is closed to the public, numbered as it is in the invitation."""
    rows = meeting.items.filter(proposal=ProposalState.NONE, is_withdrawn=False).order_by("order", "pk")
    numbered = list(enumerate(rows.select_related("document"), 1))
    for number, item in numbered:
        item.number = number  # type: ignore[attr-defined]  # shown beside the title
    return [item for _number, item in numbered if not item.is_closed_to_public]


def public_papers(items: list[AgendaItem]) -> dict[int, list[Paper]]:
    """Return the public papers of items, by item."""
    found_ones: dict[int, list[Paper]] = {}
    for paper in Paper.objects.filter(item__in=items, is_public=True).select_related("file").order_by("pk"):
        found_ones.setdefault(paper.item_id, []).append(paper)
    return found_ones


def public_resolutions(meeting: Meeting) -> QuerySet[Resolution]:
    """Return the outputs of a meeting that are public, those of closed items left out."""
    return (
        Resolution.objects.filter(meeting=meeting, is_public=True)
        .exclude(item__is_closed_to_public=True)
        .order_by("pk")
    )


def shows_published(meeting: Meeting) -> bool:
    """Say whether the minutes of a meeting from `public_meetings` may be read by anybody."""
    minutes = getattr(meeting, "minutes", None)
    return bool(getattr(meeting, "shows_minutes", False)) and (
        minutes is not None and minutes.state == MinutesState.PUBLISHED
    )


def places() -> QuerySet[Territory]:
    """Return the territories of bodies with rules, for the filter."""
    return Territory.objects.filter(Exists(public_bodies().filter(territory=OuterRef("pk")))).order_by(
        *alphabetical("name")
    )


def public_bodies() -> QuerySet[Body]:
    said = StandingOrders.objects.filter(body=OuterRef("pk")).filter(
        Q(is_public=True) | Q(publishes_minutes=True)
    )
    return Body.objects.filter(Exists(said)).order_by(*alphabetical("name"))
