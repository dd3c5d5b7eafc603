"""Letters about terms: three days before, the day after, then once a week; one letter a day for each person.

Nobody is chased for what they have reported as done. After two weeks whoever runs the body is told too.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bodies.actions.action_item import BEFORE, ESCALATION_STEP, LAST_STEP, step_on
from bodies.letters import action_item as letters
from bodies.models import ActionItem
from bodies.queries.action_item import NAMES, TO_DO
from people.models import Person

FIRST_HOUR = 7  # nobody is woken by a letter about a task
Key = tuple[int | None, int | None]


def remind(*, now: dt.datetime) -> int:
    """Write every reminder that is due; doing it twice writes nothing more. Return how many were written.

    Those who run the bodies are told first: their letter of the day has one key, so that a round that
    dies half-way can be done again.
    """
    moment = timezone.localtime(now)
    if moment.hour < FIRST_HOUR:
        return 0
    groups, late = due_groups(moment.date())
    if late:
        escalate(late, moment.date(), now)
    return sum(remind_one(keys, now) for keys in groups.values())


def due_groups(today: dt.date) -> tuple[dict[Key, list[int]], list[int]]:
    """Find the tasks whose next reminder is due, by who answers for them, and those two weeks late."""
    rows = ActionItem.objects.filter(
        state__in=TO_DO, due_on__lte=today + BEFORE, reminder_count__lt=LAST_STEP
    ).order_by("pk")
    groups: dict[Key, list[int]] = defaultdict(list)
    late = []
    for pk, due_on, count, person, organisation in rows.values_list(
        "pk", "due_on", "reminder_count", "responsible", "organisation"
    ):
        step = step_on(due_on, today)
        if step > count:
            groups[person, organisation].append(pk)
        if count < ESCALATION_STEP <= step:
            late.append(pk)
    return groups, late


def loaded(keys: Iterable[int]) -> QuerySet[ActionItem]:
    """Read the tasks that still wait, with what letters say of them."""
    rows = ActionItem.objects.filter(pk__in=keys, state__in=TO_DO)
    return rows.select_related(*NAMES, "body__territory", "body__organiser", "assigned_by").order_by(
        "due_on", "pk"
    )


@transaction.atomic
def remind_one(keys: list[int], now: dt.datetime) -> int:
    """Write one letter about all due tasks of one answerer; locks keep it the only one."""
    today = timezone.localdate(now)
    list(ActionItem.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    due = [item for item in loaded(keys) if step_on(item.due_on, today) > item.reminder_count]
    for item in due:
        item.reminder_count, item.reminded_at = step_on(item.due_on, today), now
    ActionItem.objects.bulk_update(due, ["reminder_count", "reminded_at"])
    told = [item for item in due if letters.reachable(item)]
    if told:
        letters.reminded(items=told, today=today, now=now)
    return 1 if told else 0


@transaction.atomic
def escalate(keys: list[int], today: dt.date, now: dt.datetime) -> None:
    """Tell those who run the bodies which tasks are two weeks late, one letter a day for each of them."""
    told: dict[Person, list[ActionItem]] = defaultdict(list)
    for item in loaded(keys):
        person = item.body.organiser or item.assigned_by
        if person.is_active and person.pk != item.responsible_id:
            told[person].append(item)
    for person, items in told.items():
        letters.escalated(person=person, items=items, today=today, now=now)
