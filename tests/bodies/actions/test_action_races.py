"""Two people at one task at once, on real connections: one does it, the other is told so."""

from datetime import date

import pytest

from bodies.actions import action_check, action_reminder
from bodies.actions import action_item as tasks
from bodies.enums import ActionState, StandingItem
from bodies.models import ActionItem
from people import journal
from people.enums import LetterState
from people.models import AccessLink, Letter
from tests.factories import bodies as make
from tests.factories import people
from tests.factories.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
S = ActionState
DAY = date(2026, 12, 9)
NOW = make.at(DAY, 10)


def task():
    return make.action_item(make.body(organiser=people.person()))


def state_of(item):
    return ActionItem.objects.get(pk=item.pk).state


@pytest.mark.parametrize("_round", range(3))
def test_a_report_and_a_cancelling_end_in_one_of_two_whole_states(_round):
    item = task()
    by = item.body.organiser

    said = at_once(
        lambda: tasks.report(item=item, text="Hotovo.", by=item.responsible, now=NOW),
        lambda: tasks.cancel(item=item, reason="Není potřeba.", by=by, now=NOW),
    )

    assert said[1] == "done"
    assert said[0] in ("done", "Gone")
    assert state_of(item) == S.CANCELLED
    assert AccessLink.objects.filter(subject_kind="action_item", revoked_at=None).count() == 0
    waiting = Letter.objects.of(item).filter(state=LetterState.QUEUED)
    assert waiting.exclude(template="bodies/letters/task_cancelled").count() == 0
    assert journal.verify() == []


@pytest.mark.parametrize("_round", range(3))
def test_two_clicks_report_once(_round):
    item = task()

    said = at_once(*[lambda: tasks.report(item=item, text="Hotovo.", by=item.responsible, now=NOW)] * 2)

    assert sorted(said) == ["Gone", "done"]
    assert Letter.objects.filter(template="bodies/letters/task_reported").count() == 1


def test_numbers_drawn_at_once_differ():
    body = make.body(organiser=people.person())
    who = people.person()

    said = at_once(
        *[lambda: tasks.assign(body=body, text="x", responsible=who, due_on=DAY, by=body.organiser, now=NOW)]
        * 4
    )

    assert said == ["done"] * 4
    assert sorted(ActionItem.objects.values_list("number", flat=True)) == [f"{n}/2026" for n in (1, 2, 3, 4)]


def test_two_clocks_write_one_reminder():
    item = task()
    now = make.at(date(2027, 1, 2), 10)

    said = at_once(*[lambda: action_reminder.remind(now=now)] * 3)

    assert said == ["done"] * 3
    assert Letter.objects.filter(template="bodies/letters/task_reminder").count() == 1
    assert ActionItem.objects.get(pk=item.pk).reminder_count > 0


@pytest.mark.parametrize("_round", range(2))
def test_a_check_and_a_report_do_not_deadlock(_round):
    item = task()
    point = make.item(make.in_session(item.body, DAY), standing=StandingItem.TASK_CHECK)
    by = item.body.organiser

    said = at_once(
        lambda: action_check.record(action_item=item, item=point, found=S.DONE, by=by, now=NOW),
        lambda: tasks.report(item=item, text="Hotovo.", by=item.responsible, now=NOW),
    )

    assert (said[0], said[1] in ("done", "Gone"), state_of(item)) == ("done", True, S.DONE)
    assert journal.verify() == []
