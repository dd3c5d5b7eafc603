"""Terms of action items: more time is asked for and decided, "do příštího jednání" follows the calendar."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bodies.actions.action_item import forget_wish, restart_reminders, store
from bodies.enums import Due
from bodies.letters import action_item as letters
from bodies.models import ActionItem
from bodies.queries.action_item import TO_DO, moved_terms
from people.errors import Gone, Refused
from people.models import Person


@transaction.atomic
def want(
    *, item: ActionItem, due_on: dt.date, reason: str, by: Person | None, now: dt.datetime
) -> ActionItem:
    """Ask whoever runs the body for more time; the term holds until they decide.

    Raises Gone when the task is reported or has ended, Refused when the wished day is not later.
    """
    row = ActionItem.objects.locked(item.pk)
    if row.state not in TO_DO:
        raise Gone
    if due_on < timezone.localdate(now) or (row.due_on is not None and due_on <= row.due_on):
        raise Refused(_("Požádejte o den, který je později než dosavadní termín."))
    row.wanted_due_on, row.wanted_reason, row.wanted_at = due_on, reason.strip(), now
    store(row, "want_time", by=by, now=now, data={"due_on": due_on}, reason=row.wanted_reason)
    letters.time_wanted(item=row, by=by, now=now)
    return row


@transaction.atomic
def keep(*, item: ActionItem, reason: str, by: Person, now: dt.datetime) -> ActionItem:
    """Answer a wish for more time: the term stays.

    Raises Gone when nobody asks for more time any more.
    """
    row = ActionItem.objects.locked(item.pk)
    if row.wanted_at is None or not row.is_open:
        raise Gone
    forget_wish(row)
    store(row, "keep_term", by=by, now=now, reason=reason)
    letters.kept(item=row, by=by, now=now, reason=reason)
    return row


def follow_meetings(*, now: dt.datetime) -> int:
    """Give tasks due at the next meeting the day of that meeting, one transaction each; return how many."""
    return sum(follow(pk, term, now) for pk, term in moved_terms(timezone.localdate(now)))


@transaction.atomic
def follow(pk: int, term: dt.date | None, now: dt.datetime) -> int:
    """Move the term of one task; 0 when somebody has changed it meanwhile."""
    row = ActionItem.objects.locked(pk)
    if not row.is_open or row.due != Due.NEXT_MEETING or row.due_on == term:
        return 0
    before, row.due_on = row.due_on, term
    row.first_due_on = row.first_due_on or term
    restart_reminders(row, now)
    store(row, "follow_meeting", by=None, now=now, data={"before": before, "due_on": term})
    return 1
