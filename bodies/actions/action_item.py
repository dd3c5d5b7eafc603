"""Action items: assigned, taken up, reported, checked, passed on, given more time, ended.

Each deed locks the task, reads it again and refuses what its state no longer allows. Lock order:
meeting → action item → journal head.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack

from django.core.files.base import File as Upload
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bodies.actions import numbering
from bodies.enums import ActionDeed, ActionState, Due, SeriesKind
from bodies.letters import action_item as letters
from bodies.models import ActionItem, AgendaItem, Body, Meeting, ResolutionPoint
from bodies.queries.action_item import next_day
from documents.actions import file
from documents.models import Document
from people import journal, post
from people.actions import link as links
from people.enums import LetterState
from people.errors import Gone, Refused
from people.models import Letter, Organisation, Person

D = ActionDeed
# What each deed is called in the machine; the others need an open task only.
MACHINE = {D.REPORT: "report_done"}
WHILE_OPEN = (D.EXTEND, D.REASSIGN)
BEFORE = dt.timedelta(days=3)
FIRST_STEP, SECOND_STEP = 1, 2
LATE_LETTERS = 6
LAST_STEP = FIRST_STEP + LATE_LETTERS
ESCALATION_STEP = 4  # the third letter about a late task leaves fifteen days after its term


def step_on(due_on: dt.date | None, today: dt.date) -> int:
    """Return how many reminders should have left by a day: one before the term, then one a week after it."""
    if due_on is None or today < due_on - BEFORE:
        return 0
    days_late = (today - due_on).days
    if days_late <= 0:
        return FIRST_STEP
    return min(SECOND_STEP + (days_late - 1) // 7, LAST_STEP)


def permitted(item: ActionItem, deed: ActionDeed) -> ActionItem:
    """Return the task, locked and read again, if its state allows a deed.

    Raises Gone when it has left the state in which the person saw it.
    """
    row = ActionItem.objects.locked(item.pk)
    if deed not in deeds(row):
        raise Gone
    return row


def deeds(item: ActionItem) -> set[ActionDeed]:
    """Return what the state of a task allows."""
    machine: Any = item  # django-fsm adds its methods without telling the types
    moves = {move.name for move in machine.get_available_state_transitions()}
    allowed = {deed for deed in D if MACHINE.get(deed, deed.value) in moves}
    return allowed | set(WHILE_OPEN) if item.is_open else allowed


def store(
    item: ActionItem,
    kind: str,
    *,
    by: Person | None,
    now: dt.datetime,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Save a changed task and journal what was done."""
    item.revision += 1
    item.save()
    journal.record(
        item,
        f"action_item.{kind}",
        by=by,
        at=now,
        data={"state": item.state, **(data or {})},
        personal={"reason": reason} if reason else None,
    )


def restart_reminders(item: ActionItem, now: dt.datetime) -> None:
    """Count reminders from now on: the letter about the change has just told the term."""
    item.reminder_count = step_on(item.due_on, timezone.localdate(now))
    item.reminded_at = None


def forget_wish(item: ActionItem) -> None:
    item.wanted_due_on, item.wanted_reason, item.wanted_at = None, "", None


def term_of(body: Body, due: Due, due_on: dt.date | None, since: dt.date) -> dt.date | None:
    """Return the day by which a task is due.

    Raises Refused when a day is missing or lies before the day of the assignment.
    """
    match due:
        case Due.ONGOING:
            return None
        case Due.NEXT_MEETING:
            return next_day(body, since)
    if due_on is None:
        raise Refused(_("Zadejte den, do kterého má být úkol splněn."))
    if due_on < since:
        raise Refused(_("Termín úkolu nemůže být dřív, než je úkol uložen."))
    return due_on


def check_answerer(responsible: Person | None, organisation: Organisation | None) -> None:
    """Refuse a task for nobody, for two, or for somebody who has left."""
    if (responsible is None) == (organisation is None):
        raise Refused(_("Za úkol odpovídá právě jeden člověk, nebo jedna organizace."))
    if responsible is not None and not responsible.is_active:
        raise Refused(_("Tato osoba už přístup nemá, úkol prosím uložte někomu jinému."))


def worded(text: str) -> str:
    """Return the wording of a task; there is no task without one."""
    if not text.strip():
        raise Refused(_("Napište, co je potřeba udělat."))
    return text.strip()


class Origin(TypedDict, total=False):
    """Where a task comes from and what part of which plan it serves."""

    meeting: Meeting | None
    item: AgendaItem | None
    point: ResolutionPoint | None
    document: Document | None
    part_key: str
    part_label: str


@transaction.atomic
def assign(
    *,
    body: Body,
    text: str,
    by: Person,
    now: dt.datetime,
    responsible: Person | None = None,
    organisation: Organisation | None = None,
    cooperating: str = "",
    due: Due = Due.DAY,
    due_on: dt.date | None = None,
    **origin: Unpack[Origin],
) -> ActionItem:
    """Ask one person, or one organisation, to do something; they get a letter with a personal link.

    Raises Refused without a text, without exactly one answerer, or with a term that makes no sense.
    """
    check_answerer(responsible, organisation)
    wording = worded(text)
    today = timezone.localdate(now)
    meeting = origin.get("meeting")
    since = meeting.held_on if meeting else today
    day = term_of(body, due, due_on, since)
    task = ActionItem(
        body=body,
        number=f"{numbering.following(body, SeriesKind.ACTION_ITEM, since.year)}/{since.year}",
        text=wording,
        responsible=responsible,
        organisation=organisation,
        cooperating=cooperating.strip(),
        due=due,
        due_on=day,
        first_due_on=day,
        assigned_at=now,
        assigned_by=by,
        reminder_count=step_on(day, today),
        **origin,
    )
    store_new(task, by, now)
    return task


def store_new(task: ActionItem, by: Person, now: dt.datetime) -> None:
    """Save a new task and write to whoever answers for it."""
    task.save(force_insert=True)
    data = {
        "body": task.body_id,
        "due": task.due,
        "due_on": task.due_on,
        "responsible": task.responsible_id,
        "organisation": task.organisation_id,
        "meeting": task.meeting_id,
    }
    journal.record(task, "action_item.assigned", by=by, at=now, data=data, personal={"text": task.text})
    letters.assigned(item=task, by=by, now=now)


@transaction.atomic
def take_up(*, item: ActionItem, by: Person | None, now: dt.datetime) -> ActionItem:
    """Say that work has begun; `by` is None when it was said by the link of an organisation.

    Raises Gone when the task is no longer new.
    """
    row = permitted(item, D.TAKE_UP)
    row.take_up()
    store(row, "take_up", by=by, now=now)
    return row


@transaction.atomic
def report(
    *,
    item: ActionItem,
    text: str,
    by: Person | None,
    now: dt.datetime,
    files: "Sequence[Upload[bytes]]" = (),
) -> ActionItem:
    """Say that the task is done and how; from now on nobody is chased for it.

    Raises Gone when it was reported or ended meanwhile.
    """
    row = permitted(item, D.REPORT)
    row.report, row.reported_at = text.strip(), now
    row.report_done()
    forget_wish(row)
    attach(item=row, files=files, by=by, now=now)
    store(row, "report", by=by, now=now, reason=row.report)
    post.drop(row, now)
    letters.reported(item=row, by=by, now=now)
    return row


@transaction.atomic
def attach(
    *, item: ActionItem, files: "Sequence[Upload[bytes]]", by: Person | None, now: dt.datetime
) -> None:
    """Keep what proves that a task was done, or helps with it."""
    for upload in files:
        file.keep(holder=item, upload=upload, by=by, now=now)


@transaction.atomic
def accept(*, item: ActionItem, by: Person, now: dt.datetime, done_on: dt.date | None = None) -> ActionItem:
    """Confirm that the task is done; its links and letters end.

    Raises Gone when it has ended meanwhile.
    """
    row = permitted(item, D.ACCEPT)
    row.done_on = done_on or timezone.localdate(row.reported_at or now)
    row.accept()
    forget_wish(row)
    store(row, "accept", by=by, now=now, data={"done_on": row.done_on})
    let_go(row, now)
    return row


def let_go(item: ActionItem, now: dt.datetime) -> None:
    """End what a task that has ended no longer needs."""
    links.revoke_for(item, now, purpose=letters.TASK)
    post.drop(item, now)


def is_known(item: ActionItem) -> bool:
    """Say whether the answerer has heard of the task: its first letter does not wait any more."""
    waiting = Letter.objects.of(item).filter(state=LetterState.QUEUED)
    return not waiting.filter(template=f"{letters.FOLDER}/task_assigned").exists()


@transaction.atomic
def send_back(*, item: ActionItem, reason: str, by: Person, now: dt.datetime) -> ActionItem:
    """Say what is still missing in a task that was reported as done.

    Raises Gone when nobody reported it or it was checked meanwhile.
    """
    row = permitted(item, D.RETURN)
    row.send_back()
    row.reported_at = None
    restart_reminders(row, now)
    store(row, "send_back", by=by, now=now, reason=reason)
    letters.returned(item=row, by=by, now=now, reason=reason)
    return row


@transaction.atomic
def cancel(*, item: ActionItem, reason: str, by: Person, now: dt.datetime) -> ActionItem:
    """End a task that is no longer needed.

    Raises Gone when it has ended meanwhile.
    """
    row = permitted(item, D.CANCEL)
    knows = is_known(row)
    row.cancel()
    forget_wish(row)
    store(row, "cancel", by=by, now=now, reason=reason)
    let_go(row, now)
    if knows:
        letters.cancelled(item=row, by=by, now=now, reason=reason)
    return row


@transaction.atomic
def reopen(*, item: ActionItem, reason: str, by: Person, now: dt.datetime) -> ActionItem:
    """Open a task that was ended by mistake or whose result did not last.

    Raises Gone when somebody has opened it already.
    """
    row = permitted(item, D.REOPEN)
    row.reopen()
    row.done_on, row.reported_at = None, None
    restart_reminders(row, now)
    store(row, "reopen", by=by, now=now, reason=reason)
    letters.returned(item=row, by=by, now=now, reason=reason, reopened=True)
    return row


@transaction.atomic
def extend(
    *,
    item: ActionItem,
    by: Person,
    now: dt.datetime,
    due: Due = Due.DAY,
    due_on: dt.date | None = None,
    reason: str = "",
) -> ActionItem:
    """Give more time; the first term stays known, so that everybody sees that it was moved.

    Raises Gone when the task has ended, Refused when the new term makes no sense.
    """
    row = permitted(item, D.EXTEND)
    if row.state == ActionState.REPORTED:
        raise Refused(_("Splnění je už nahlášené. Potvrďte ho, nebo úkol vraťte k dopracování."))
    today, earlier = timezone.localdate(now), row.due_on
    row.due, row.due_on = due, term_of(row.body, due, due_on, today)
    row.first_due_on = row.first_due_on or earlier
    forget_wish(row)
    restart_reminders(row, now)
    data = {"due": due, "due_on": row.due_on, "before": earlier}
    store(row, "extend", by=by, now=now, data=data, reason=reason)
    letters.extended(item=row, by=by, now=now, reason=reason)
    return row


@transaction.atomic
def reassign(
    *, item: ActionItem, to: Person | Organisation, reason: str, by: Person, now: dt.datetime
) -> ActionItem:
    """Pass a task on; the new answerer gets a letter, the earlier one learns that nothing is asked any more.

    Raises Gone when the task has ended, Refused when it is theirs already.
    """
    row = permitted(item, D.REASSIGN)
    if to in (row.responsible, row.organisation):
        raise Refused(_("Za úkol už tento člověk nebo tato organizace odpovídá."))
    person = to if isinstance(to, Person) else None
    organisation = to if isinstance(to, Organisation) else None
    check_answerer(person, organisation)
    told = letters.receiver(row) if letters.reachable(row) and is_known(row) else {}
    is_self = row.responsible_id == by.pk
    earlier = {"from_person": row.responsible_id, "from_organisation": row.organisation_id}
    let_go(row, now)
    row.responsible, row.organisation = person, organisation
    forget_wish(row)
    restart_reminders(row, now)
    later = {"responsible": row.responsible_id, "organisation": row.organisation_id}
    store(row, "reassign", by=by, now=now, data={**earlier, **later}, reason=reason)
    if told and not is_self:
        letters.passed_on(item=row, told=told, now=now, reason=reason)
    letters.assigned(item=row, by=by, now=now, reason=reason)
    return row
