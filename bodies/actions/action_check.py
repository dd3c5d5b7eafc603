"""What a meeting found when it checked an open task; the finding moves the task in the same transaction."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from bodies.actions import action_item as tasks
from bodies.actions import move
from bodies.enums import ActionState, Due, MeetingState
from bodies.models import ActionCheck, ActionItem, AgendaItem, Meeting
from people import journal
from people.errors import Gone, Refused
from people.models import Person

S = ActionState
FINDINGS = (S.IN_PROGRESS, S.DONE, S.CANCELLED)
SITTING = (MeetingState.IN_SESSION, MeetingState.HELD)


@transaction.atomic
def record(
    *,
    action_item: ActionItem,
    item: AgendaItem,
    found: ActionState,
    by: Person,
    now: dt.datetime,
    note: str = "",
    due_on: dt.date | None = None,
) -> ActionCheck:
    """Write down what a meeting found: the task goes on (with a new term, if one is given), is done or ended.

    A finding of the same meeting may be corrected until the meeting is closed.
    Raises Gone when the meeting does not sit or the task was settled elsewhere, Refused when the finding
    makes no sense.
    """
    meeting = sitting(item, found, note)
    task = ActionItem.objects.locked(action_item.pk)
    earlier = ActionCheck.objects.filter(action_item=task, item=item).first()
    was = earlier.found if earlier else ""
    check = earlier or ActionCheck(action_item=task, item=item)
    check.found, check.note, check.due_on = found, note.strip(), due_on
    check.checked_at, check.checked_by = now, by
    if found == S.IN_PROGRESS:
        go_on(task, check, was)
    else:
        finish(task, check, was, meeting.held_on)
    check.save()
    journal.record(
        task,
        "action_item.checked",
        by=by,
        at=now,
        data={"meeting": meeting.pk, "item": item.pk, "found": found, "due_on": due_on},
        personal={"note": check.note} if check.note else None,
    )
    return check


def sitting(item: AgendaItem, found: ActionState, note: str) -> Meeting:
    """Lock the meeting that found something, when it sits and the finding makes sense."""
    if found not in FINDINGS or item.meeting is None:
        raise Refused(_("Zapište, zda úkol trvá, je splněn, nebo se ruší."))
    if found == S.CANCELLED and not note.strip():
        raise Refused(_("U zrušeného úkolu napište, proč se ruší."))
    meeting = move.locked(item.meeting)
    if meeting.state not in SITTING:
        raise Gone
    return meeting


def finish(task: ActionItem, check: ActionCheck, was: str, day: dt.date) -> None:
    """End a task that the meeting found done, or no longer needed."""
    by, now = check.checked_by, check.checked_at
    if task.state == check.found:
        if was != check.found:
            raise Gone
    elif check.found == S.DONE:
        tasks.accept(item=task, by=by, now=now, done_on=None if task.state == S.REPORTED else day)
    else:
        tasks.cancel(item=task, reason=check.note, by=by, now=now)


def go_on(task: ActionItem, check: ActionCheck, was: str) -> None:
    """Let a task go on, by a new term if one was given; what was ended here by mistake is open again."""
    by, now = check.checked_by, check.checked_at
    if not task.is_open:
        if not was:
            raise Gone
        tasks.reopen(item=task, reason=check.note, by=by, now=now)
    elif task.state == S.REPORTED:
        tasks.send_back(item=task, reason=check.note, by=by, now=now)
    if check.due_on is not None and check.due_on != task.due_on:
        tasks.extend(item=task, by=by, now=now, due=Due.DAY, due_on=check.due_on, reason=check.note)
