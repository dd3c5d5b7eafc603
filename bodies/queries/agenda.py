"""The agenda as people read it: items with their hours, papers, and what the body has open."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from bodies.enums import BodyKind, ItemPurpose, MeetingState, ProposalState, RoundState, StandingItem
from bodies.models import ActionItem, AgendaItem, Body, Meeting, Paper, Round
from bodies.queries.deadlines import proposals_by
from bodies.queries.meeting import before
from bodies.queries.membership import rules_of
from bodies.queries.rounds import unreported
from documents.models import File
from people.models import Person

RECENT_FILES = 50
BEFORE_SESSION = (MeetingState.PLANNED, MeetingState.CONVENED)


@dataclass(slots=True)
class Row:
    """One item of the programme: its number, its hour, and what belongs to it."""

    item: AgendaItem
    number: int | None
    starts_at: dt.datetime | None
    heading: str = ""  # of a section that begins here
    on_table: Any = None  # bodies.holders.OnTable of the document that it is about
    tasks: Sequence[ActionItem] = ()
    rounds: Sequence[Round] = ()

    @property
    def is_break(self) -> bool:
        return self.item.purpose == ItemPurpose.BREAK


@dataclass(slots=True)
class Programme:
    """The whole agenda of a meeting with its sums."""

    rows: list[Row] = field(default_factory=list)
    proposals: list[AgendaItem] = field(default_factory=list)
    length: int | None = None  # minutes between the beginning and the end of the meeting

    @property
    def live(self) -> list[Row]:
        return [row for row in self.rows if not row.item.is_withdrawn]

    @property
    def count(self) -> int:
        return len([row for row in self.live if not row.is_break])

    @property
    def minutes(self) -> int:
        return sum(row.item.minutes for row in self.live if not row.is_break)

    @property
    def pause(self) -> int:
        return sum(row.item.minutes for row in self.live if row.is_break)

    @property
    def over(self) -> int:
        """By how many minutes the agenda is longer than the meeting."""
        return max(0, self.minutes + self.pause - self.length) if self.length is not None else 0

    @property
    def documents(self) -> list[Any]:
        found = {r.item.document_id: r.item.document for r in self.rows if r.item.document is not None}
        return list(found.values())


def items_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Return the items of a meeting with all that a page of the agenda names, in two queries."""
    papers = Prefetch("papers", Paper.objects.select_related("file").order_by("pk"))
    rows = AgendaItem.objects.filter(meeting=meeting).order_by("order", "pk")
    return (
        rows.select_related("presenter", "proposed_by", "document", "version", "carried_from__meeting")
        .defer("version__snapshot", "record", "carried_from__record")
        .prefetch_related(papers)
    )


def programme(meeting: Meeting, person: Person, *, runs: bool) -> Programme:
    """Lay out the agenda as one person sees it: proposals are seen by their author and the organiser."""
    items = list(items_of(meeting))
    waiting = [i for i in items if i.proposal == ProposalState.PROPOSED]
    made = Programme(
        rows=laid_out(meeting, [i for i in items if not i.proposal]),
        proposals=[i for i in waiting if runs or i.proposed_by_id == person.pk],
        length=length_of(meeting),
    )
    standing = {row.item.standing: row for row in made.rows if row.item.standing}
    if (row := standing.get(StandingItem.TASK_CHECK)) and meeting.state in BEFORE_SESSION:
        row.tasks = list(open_tasks(meeting.body))
    if row := standing.get(StandingItem.REPORTS):
        row.rounds = list(rounds_for(meeting.body, row.item))
    return made


def laid_out(meeting: Meeting, items: Iterable[AgendaItem]) -> list[Row]:
    """Give each item its number and the hour at which it should begin."""
    # In UTC: on the night of the change of summer time an hour of the clock is missing or comes twice.
    moment = meeting.starts_at.astimezone(dt.UTC) if meeting.starts_at else None
    rows, number, section = [], 0, ""
    for item in items:
        is_break = item.purpose == ItemPurpose.BREAK
        number += not is_break
        heading = item.section if item.section != section and not is_break else ""
        section = section if is_break else item.section
        rows.append(Row(item, None if is_break else number, None if item.is_withdrawn else moment, heading))
        if moment is not None and not item.is_withdrawn:
            moment += dt.timedelta(minutes=item.minutes)
    return rows


def show_documents(made: Programme, on_table: Mapping[int, Any]) -> None:
    """Add what the owner of documents said about those on the agenda."""
    for row in made.rows:
        if row.item.document_id is not None:
            row.on_table = on_table.get(row.item.document_id)


def length_of(meeting: Meeting) -> int | None:
    if meeting.starts_at is None or meeting.ends_at is None:
        return None
    lasts = meeting.ends_at.astimezone(dt.UTC) - meeting.starts_at.astimezone(dt.UTC)
    return int(lasts.total_seconds() // 60)


def open_tasks(body: Body) -> QuerySet[ActionItem]:
    """Return the open tasks of a body, those due first at the top."""
    rows = ActionItem.objects.open().filter(body=body).select_related("responsible", "organisation")
    return rows.order_by("due_on", "pk")


def rounds_for(body: Body, item: AgendaItem) -> QuerySet[Round]:
    """Return the votes outside a meeting that an item reports, or would report."""
    rows = Round.objects.filter(body=body, state=RoundState.CLOSED)
    return rows.filter(Q(reported_at=item) | Q(reported_at=None)).order_by("closed_at", "pk")


def standing_wanted(meeting: Meeting) -> list[StandingItem]:
    """Say which standing items the agenda of a meeting should have, in their order."""
    wanted = [StandingItem.OPENING]
    # A public hearing is not a body that goes on from meeting to meeting.
    if meeting.body.kind != BodyKind.HEARING:
        if before(meeting) is not None:
            wanted.append(StandingItem.PREVIOUS_MINUTES)
        wanted.append(StandingItem.TASK_CHECK)
        if unreported(meeting.body).exists():
            wanted.append(StandingItem.REPORTS)
    return [*wanted, StandingItem.ANY_OTHER]


def proposals_until(meeting: Meeting) -> dt.date:
    """Return the last day on which members may propose items of a meeting."""
    return proposals_by(rules_of(meeting), meeting.held_on)


def backlog(body: Body) -> QuerySet[AgendaItem]:
    """Return what waits in the backlog of a body, proposals that nobody answered first."""
    rows = AgendaItem.objects.filter(body=body, meeting=None).exclude(proposal=ProposalState.DECLINED)
    papers = Prefetch("papers", Paper.objects.select_related("file").order_by("pk"))
    return (
        rows.select_related("presenter", "proposed_by", "document", "carried_from__meeting")
        .prefetch_related(papers)
        .order_by("-proposal", "order", "pk")
    )


def existing_files(item: AgendaItem) -> QuerySet[File]:
    """Return the files that can be handed out again: of the item's document, lately of the body."""
    used = Paper.objects.filter(item__body=item.body_id).exclude(item=item).order_by("-pk")
    wanted = Q(pk__in=list(used.values_list("file", flat=True)[:RECENT_FILES]))
    if item.document is not None:
        wanted |= Q(holder_kind=item.document.holder_kind, holder_id=item.document.holder_id)
    return File.objects.filter(wanted).order_by("name", "pk")


def sections_of(body: Body, meeting: Meeting | None) -> list[str]:
    """List the section headings used so far on an agenda, to choose from while typing."""
    rows = AgendaItem.objects.filter(body=body, meeting=meeting).exclude(section="")
    return sorted(set(rows.values_list("section", flat=True)))
