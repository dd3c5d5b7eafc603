"""Letters about action items: to whoever answers for the task, and to whoever runs the body."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from bodies.models import ActionItem
from people import post
from people.actions import link as links
from people.models import AccessLink, Person

FOLDER = "bodies/letters"
TASK = "task"
# A personal link outlives its term, so that a late click still explains what happened.
AFTER_TERM = dt.timedelta(days=90)
WITHOUT_TERM = dt.timedelta(days=365)


def address(item: ActionItem) -> str:
    """Full address of the page of a task, for those who have an account."""
    return f"{settings.SITE['url']}{reverse('tasks:detail', args=[item.pk])}"


def context_of(item: ActionItem, **more: Any) -> dict[str, Any]:
    return {"task": item, "body": item.body, "meeting": item.meeting, "url": address(item), **more}


def reachable(item: ActionItem) -> bool:
    """Say whether somebody who answers for the task can be written to."""
    if item.responsible is not None:
        return item.responsible.is_active and bool(item.responsible.email)
    return item.organisation is not None and bool(item.organisation.email)


def receiver(item: ActionItem) -> dict[str, Any]:
    """Return whom a letter about the task is for, as the post office names it."""
    if item.responsible is not None:
        return {"to_person": item.responsible}
    if item.organisation is not None:
        return {"to_address": item.organisation.email, "to_name": item.organisation.name}
    return {}


def drawn_link(item: ActionItem, by: Person | None, now: dt.datetime) -> AccessLink:
    """Make a personal link to one task, not saved yet."""
    if item.due_on is None:
        until = now + WITHOUT_TERM
    else:
        end = timezone.make_aware(dt.datetime.combine(item.due_on, dt.time(23, 59)))
        until = max(end, now) + AFTER_TERM
    return links.draw(
        purpose=TASK,
        subject=item,
        person=item.responsible,
        address=item.organisation.email if item.organisation else "",
        expires_at=until,
        by=by,
        now=now,
    )


def to_answerer(name: str, item: ActionItem, by: Person | None, now: dt.datetime, **more: Any) -> None:
    """Write one letter with a personal link; nobody is written to about what they did themselves."""
    if not reachable(item) or (by is not None and item.responsible_id == by.pk):
        return
    link = drawn_link(item, by, now)
    links.issue_all([link])
    post.write(
        key=f"{name.replace('_', '-')}:{item.pk}:{item.revision}",
        template=f"{FOLDER}/{name}",
        cause=item,
        now=now,
        territory=item.body.territory,
        context=context_of(item, link=link, **more),
        **receiver(item),
    )


def to_organiser(name: str, item: ActionItem, by: Person | None, now: dt.datetime, **more: Any) -> None:
    """Write to whoever runs the body, else to whoever assigned the task."""
    person = item.body.organiser or item.assigned_by
    if not person.is_active or (by is not None and person.pk == by.pk):
        return
    post.write(
        key=f"{name.replace('_', '-')}:{item.pk}:{item.revision}",
        template=f"{FOLDER}/{name}",
        cause=item,
        now=now,
        territory=item.body.territory,
        to_person=person,
        context=context_of(item, **more),
    )


def assigned(*, item: ActionItem, by: Person, now: dt.datetime, reason: str = "") -> None:
    """Tell somebody what they are asked to do; `reason` when it is passed on from somebody else."""
    to_answerer("task_assigned", item, by, now, reason=reason)


def returned(*, item: ActionItem, by: Person, now: dt.datetime, reason: str, reopened: bool = False) -> None:
    """Tell why the task is not done yet, or why it is open again."""
    to_answerer("task_returned", item, by, now, reason=reason, reopened=reopened)


def extended(*, item: ActionItem, by: Person, now: dt.datetime, reason: str) -> None:
    to_answerer("task_extended", item, by, now, reason=reason)


def kept(*, item: ActionItem, by: Person, now: dt.datetime, reason: str) -> None:
    """Tell somebody who asked for more time that the term stays."""
    to_answerer("task_kept", item, by, now, reason=reason)


def cancelled(*, item: ActionItem, by: Person, now: dt.datetime, reason: str) -> None:
    """Tell somebody that nothing is asked of them any more; there is nothing to open."""
    if not reachable(item) or item.responsible_id == by.pk:
        return
    post.write(
        key=f"task-cancelled:{item.pk}:{item.revision}",
        template=f"{FOLDER}/task_cancelled",
        cause=item,
        now=now,
        territory=item.body.territory,
        context=context_of(item, reason=reason),
        **receiver(item),
    )


def passed_on(*, item: ActionItem, told: dict[str, Any], now: dt.datetime, reason: str) -> None:
    """Tell whoever answered for the task until now that somebody else does."""
    post.write(
        key=f"task-passed-on:{item.pk}:{item.revision}",
        template=f"{FOLDER}/task_passed_on",
        cause=item,
        now=now,
        territory=item.body.territory,
        context=context_of(item, reason=reason),
        **told,
    )


def reported(*, item: ActionItem, by: Person | None, now: dt.datetime) -> None:
    """Ask whoever runs the body to look at what was reported."""
    to_organiser("task_reported", item, by, now)


def time_wanted(*, item: ActionItem, by: Person | None, now: dt.datetime) -> None:
    """Ask whoever runs the body to decide on more time."""
    to_organiser("task_wanted", item, by, now)


def reminded(*, items: Sequence[ActionItem], today: dt.date, now: dt.datetime) -> None:
    """Write one letter about all late and nearly late tasks of one person or organisation."""
    made = links.issue_all([drawn_link(item, None, now) for item in items])
    first = items[0]
    who = f"p{first.responsible_id}" if first.responsible_id else f"o{first.organisation_id}"
    post.write(
        key=f"task-reminder:{who}:{today:%Y%m%d}",
        template=f"{FOLDER}/task_reminder",
        cause=first if len(items) == 1 else (first.responsible or first.organisation or first),
        now=now,
        territory=first.body.territory,
        context={
            "rows": list(zip(items, made, strict=True)),
            "count": len(items),
            "late": [item for item in items if item.is_late(today)],
            "today": today,
        },
        **receiver(first),
    )


def escalated(*, person: Person, items: Sequence[ActionItem], today: dt.date, now: dt.datetime) -> None:
    """Tell whoever runs bodies which of their tasks are two weeks late."""
    rows = [(item, address(item)) for item in items]
    post.write(
        key=f"task-escalated:{person.pk}:{today:%Y%m%d}",
        template=f"{FOLDER}/task_escalated",
        cause=person,
        now=now,
        territory=items[0].body.territory,
        to_person=person,
        context={"rows": rows, "count": len(items), "today": today},
    )
