"""The agenda of a meeting and the backlog of a body.

Until a meeting is convened its organiser writes the agenda freely. Convening freezes order and texts: what is
added later is marked and voted on at the session; a matter that will not be heard is withdrawn with a reason.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from bodies.actions import move
from bodies.actions.per_rollam import report
from bodies.enums import ItemPurpose, ItemState, MeetingState, StandingItem
from bodies.holders import matters
from bodies.models import AgendaItem, Body, Meeting, Paper
from bodies.queries.agenda import standing_wanted
from documents.models import Document
from people import journal
from people.errors import Gone, Refused, Stale
from people.models import Person

OPEN = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.IN_SESSION)
AFTER_CONVENING = (MeetingState.CONVENED, MeetingState.IN_SESSION)
TEXTS = ("title", "text", "proposed_wording")
CARRIED = (
    "section",
    "title",
    "purpose",
    "minutes",
    "presenter",
    "presenter_name",
    "text",
    "proposed_wording",
    "is_closed_to_public",
    "document",
)


@transaction.atomic
def add(
    *,
    title: str,
    by: Person,
    now: dt.datetime,
    meeting: Meeting | None = None,
    body: Body | None = None,
    position: int | None = None,
    document: Document | None = None,
    purpose: str = ItemPurpose.DISCUSSION,
    **more: Any,
) -> AgendaItem:
    """Add an item to a meeting, or to the backlog of a body; `more` holds other fields that people fill in.

    Without a position it stands before the closing item. After convening it is marked as late.
    Raises Refused when the meeting is over.
    """
    place = held_open(meeting) if meeting is not None else locked_body(body)
    row = AgendaItem(title=title, purpose=purpose, document=document, **more)
    put(row, place)
    row.save()
    line_up(row, position)
    record(row, "agenda.added", by=by, now=now, data={"is_late": row.is_late}, told=title)
    return row


@transaction.atomic
def write(*, item: AgendaItem, read_at: int, by: Person, now: dt.datetime, **said: Any) -> AgendaItem:
    """Change what an item says; `said` holds any of the fields that people fill in.

    Raises Stale when somebody else wrote meanwhile, Refused when convening has frozen the agenda.
    """
    row = locked(item)
    if row.revision != read_at:
        raise Stale(yours=texts(said), current=texts(vars(row)))
    check_unfrozen(row)
    changed = sorted(name for name, value in said.items() if getattr(row, name) != value)
    if not changed:
        return row
    for name in changed:
        setattr(row, name, said[name])
    if "document" in changed:
        row.version = matters().current_version(row.document) if row.document else None
    row.revision += 1
    row.save()
    record(row, "agenda.written", by=by, now=now, data={"fields": changed}, told=row.title)
    return row


@transaction.atomic
def shift(
    *, item: AgendaItem, by: Person, now: dt.datetime, step: int = 0, to: int | None = None
) -> AgendaItem:
    """Move an item by a step up or down from where it is now, or to a position counted from one.

    Raises Refused when convening has frozen the agenda.
    """
    row = locked(item)
    check_unfrozen(row)
    rows = beside(row)
    here = rows.index(row) + 1
    there = min(max(1, here + step if to is None else to), len(rows))
    if there != here:
        line_up(row, there)
        record(row, "agenda.shifted", by=by, now=now, data={"from": here, "to": there}, told=row.title)
    return row


@transaction.atomic
def remove(*, item: AgendaItem, by: Person, now: dt.datetime) -> None:
    """Take an item off an agenda that nobody was sent yet, or out of the backlog.

    Raises Refused after convening, when it is withdrawn instead, and when something hangs on it.
    """
    row = locked(item)
    if row.meeting is not None and row.meeting.state != MeetingState.PLANNED:
        raise Refused(_("Program už byl rozeslán; bod z něj stáhněte a uveďte důvod."))
    record(row, "agenda.removed", by=by, now=now, told=row.title)
    try:
        with transaction.atomic():
            Paper.objects.filter(item=row).delete()
            row.delete()
    except ProtectedError as error:
        raise Refused(_("K bodu už je něco zapsáno, odebrat ho nelze.")) from error


@transaction.atomic
def withdraw(*, item: AgendaItem, reason: str, by: Person, now: dt.datetime) -> AgendaItem:
    """Withdraw an item from an agenda that members have, with a reason that they will read.

    Raises Gone when it was withdrawn already, Refused when it has been dealt with or nobody was told of it.
    """
    row = locked(item)
    if row.is_withdrawn:
        raise Gone
    if row.meeting is None or row.meeting.state not in AFTER_CONVENING:
        raise Refused(_("Stáhnout lze bod svolaného jednání; z připravovaného programu ho prostě odeberte."))
    if row.progress == ItemState.DONE:
        raise Refused(_("Bod už je projednaný."))
    row.is_withdrawn, row.withdrawn_reason = True, reason
    row.revision += 1
    row.save()
    record(row, "agenda.withdrawn", by=by, now=now, told=f"{row.title} – {reason}")
    return row


@transaction.atomic
def carry_over(
    *, item: AgendaItem, to: Meeting | None, by: Person, now: dt.datetime, copy: bool = False
) -> AgendaItem:
    """Take an item with its papers to another meeting of the body, or to the backlog (`to` is None).

    What nobody was sent yet moves; from a convened or past meeting a copy goes that remembers its origin, and
    an item of a convened meeting is withdrawn there. Raises Refused for a standing item, a proposal or a
    meeting of another body, Gone when it has been carried there already.
    """
    if item.standing or item.proposal:
        raise Refused(_("Stálé body a nevyřízené návrhy se nepřenášejí."))
    if to is not None and to.body_id != item.body_id:
        raise Refused(_("Bod lze přenést jen na jednání téhož orgánu."))
    row, place = locked_both(item, to)
    if row.meeting_id == (to.pk if to else None) or row.carried_to.filter(meeting=to).exists():
        raise Gone
    source = row.meeting
    if not copy and (source is None or source.state == MeetingState.PLANNED):
        put(row, place)
        row.save()
        made = row
    else:
        made = duplicate(row, place, by=by, now=now)
        if not copy and source is not None and source.state == MeetingState.CONVENED:
            reason = _("Přesunuto na jiné jednání.") if to else _("Přesunuto do zásobníku.")
            withdraw(item=row, reason=reason, by=by, now=now)
    line_up(made, None)
    data = {"from_meeting": source.pk if source else None}
    record(made, "agenda.carried", by=by, now=now, data=data, told=made.title)
    return made


@transaction.atomic
def standing(*, meeting: Meeting, by: Person, now: dt.datetime) -> list[AgendaItem]:
    """Put the items that the body has at every meeting where they belong; those there already stay.

    Raises Refused after convening.
    """
    row = held_open(meeting)
    if row.state != MeetingState.PLANNED:
        raise Refused(_("Program svolaného jednání je uzamčený."))
    known = set(row.items.exclude(standing="").values_list("standing", flat=True))
    made = [put_standing(row, one) for one in standing_wanted(row) if one not in known]
    if made:
        data = {"standing": [item.standing for item in made]}
        journal.record(row, "agenda.standing", by=by, at=now, data=data)
    return made


def put_standing(meeting: Meeting, one: StandingItem) -> AgendaItem:
    """Put one standing item behind those that come before it, the closing one at the very end."""
    order = list(StandingItem)
    rows = meeting.items.filter(proposal="")
    ahead = rows.filter(standing__in=order[: order.index(one)]).count()
    item = AgendaItem(title=str(one.label), standing=one, minutes=MINUTES[one], purpose=PURPOSES[one])
    put(item, meeting)
    item.is_late = False
    item.save()
    line_up(item, rows.count() if one == StandingItem.ANY_OTHER else ahead + 1)
    return item


MINUTES = {
    StandingItem.OPENING: 10,
    StandingItem.PREVIOUS_MINUTES: 5,
    StandingItem.TASK_CHECK: 20,
    StandingItem.REPORTS: 5,
    StandingItem.ANY_OTHER: 15,
}
PURPOSES = {
    StandingItem.OPENING: ItemPurpose.DECISION,
    StandingItem.PREVIOUS_MINUTES: ItemPurpose.INFORMATION,
    StandingItem.TASK_CHECK: ItemPurpose.DISCUSSION,
    StandingItem.REPORTS: ItemPurpose.INFORMATION,
    StandingItem.ANY_OTHER: ItemPurpose.DISCUSSION,
}


def freeze(*, meeting: Meeting, by: Person, now: dt.datetime) -> None:
    """Fix what is on the table of a locked meeting that is being convened.

    Documents stay in the version of the day, and closed votes outside a meeting are reported at this one.
    """
    if StandingItem.REPORTS in standing_wanted(meeting):
        reports = meeting.items.filter(standing=StandingItem.REPORTS).first()
        report(item=reports or put_standing(meeting, StandingItem.REPORTS), by=by, now=now)
    rows = list(meeting.items.exclude(document=None).select_related("document"))
    for row in rows:
        row.version = matters().current_version(row.document) if row.document else None
    AgendaItem.objects.bulk_update(rows, ["version"])


def held_open(meeting: Meeting) -> Meeting:
    """Lock a meeting whose agenda may still change; the item belongs to it."""
    row = move.locked(meeting)
    if row.state not in OPEN:
        raise Refused(_("Jednání skončilo nebo je zrušené, jeho program se už nemění."))
    return row


def locked_body(body: Body | None) -> Body:
    if body is None:
        raise ValueError("An item belongs to a meeting or to the backlog of a body")
    return Body.objects.select_for_update().get(pk=body.pk)


def locked(item: AgendaItem) -> AgendaItem:
    """Lock the meeting or the backlog that an item is in, and read the item again.

    Raises Gone when it has meanwhile moved elsewhere or was removed.
    """
    place = held_open(item.meeting) if item.meeting is not None else locked_body(item.body)
    row = AgendaItem.objects.select_related("document").filter(pk=item.pk, meeting=item.meeting_id).first()
    if row is None:
        raise Gone
    settle(row, place)
    return row


def locked_both(item: AgendaItem, to: Meeting | None) -> tuple[AgendaItem, Meeting | Body]:
    """Lock both meetings in the order of their numbers, then the backlog: so nobody waits in a ring."""
    meetings = {m.pk: m for m in (item.meeting, to) if m is not None}
    rows = {pk: move.locked(meetings[pk]) for pk in sorted(meetings)}
    if to is not None and rows[to.pk].state not in OPEN:
        raise Refused(_("Jednání skončilo nebo je zrušené, jeho program se už nemění."))
    body = item.body if item.meeting is not None and to is not None else locked_body(item.body)
    row = AgendaItem.objects.select_related("document").filter(pk=item.pk, meeting=item.meeting_id).first()
    if row is None:
        raise Gone
    settle(row, rows[item.meeting_id] if item.meeting_id else body)
    return row, rows[to.pk] if to else body


def settle(row: AgendaItem, place: Meeting | Body) -> None:
    """Let an item know the very row that was locked."""
    if isinstance(place, Meeting):
        row.meeting, row.body = place, place.body
    else:
        row.body = place


def put(row: AgendaItem, place: Meeting | Body) -> None:
    """Put an item into a meeting or a backlog; its document comes in the version of the day."""
    if isinstance(place, Meeting):
        row.meeting, row.body = place, place.body
        row.is_late = place.state in AFTER_CONVENING
    else:
        row.meeting, row.body, row.is_late = None, place, False
    row.version = matters().current_version(row.document) if row.document else None


def duplicate(row: AgendaItem, place: Meeting | Body, *, by: Person, now: dt.datetime) -> AgendaItem:
    """Copy an item with its papers and remember where it comes from."""
    made = AgendaItem(carried_from=row, **{name: getattr(row, name) for name in CARRIED})
    put(made, place)
    made.save()
    Paper.objects.bulk_create(
        Paper(item=made, file=p.file, title=p.title, is_public=p.is_public, added_at=now, added_by=by)
        for p in row.papers.select_related("file")
    )
    return made


def beside(row: AgendaItem) -> list[AgendaItem]:
    """Return the items among which an item stands, in their order; proposals stand aside."""
    rows = AgendaItem.objects.filter(body=row.body, meeting=row.meeting, proposal="")
    return list(rows.only("pk", "order", "standing").order_by("order", "pk"))


def line_up(row: AgendaItem, position: int | None) -> None:
    """Put an item at a position counted from one, or before the closing item, and number all again."""
    rows = [one for one in beside(row) if one.pk != row.pk]
    if position is None:
        closing = (n for n, one in enumerate(rows, 1) if one.standing == StandingItem.ANY_OTHER)
        position = next(closing, len(rows) + 1)
    rows.insert(min(max(1, position), len(rows) + 1) - 1, row)
    renumber(rows)


def renumber(rows: Sequence[AgendaItem]) -> None:
    moved = []
    for number, one in enumerate(rows, 1):
        if one.order != number:
            one.order = number
            moved.append(one)
    AgendaItem.objects.bulk_update(moved, ["order"], batch_size=200)


def check_unfrozen(row: AgendaItem) -> None:
    """Refuse to change what members were sent; what was added later may still be written."""
    meeting = row.meeting
    if meeting is None or meeting.state == MeetingState.PLANNED:
        return
    if not row.is_late or row.progress != ItemState.OPEN:
        raise Refused(
            _("Program svolaného jednání je uzamčený. Bod můžete stáhnout s důvodem, nebo přidat nový.")
        )


def record(
    row: AgendaItem,
    kind: str,
    *,
    by: Person,
    now: dt.datetime,
    told: str,
    data: dict[str, Any] | None = None,
) -> None:
    """Journal a change of the agenda with the meeting; one of a backlog with the body.

    Members of a convened meeting are told by a letter: `changed_at` says that there is something to tell.
    """
    meeting = row.meeting
    if meeting is not None and meeting.state == MeetingState.CONVENED:
        meeting.changed_at = now
        meeting.save(update_fields=["changed_at"])
    subject = meeting or row.body
    journal.record(
        subject, kind, by=by, at=now, data={"item": row.pk, **(data or {})}, personal={"told": told}
    )


def texts(said: dict[str, Any]) -> str:
    """Put the free texts of an item under each other, for a person who compares two of them."""
    return "\n\n".join(str(said[name]) for name in TEXTS if said.get(name))
