from datetime import date

import pytest

from bodies.actions import action_check
from bodies.actions import action_item as tasks
from bodies.enums import ActionState, StandingItem
from bodies.models import ActionCheck, ActionItem
from people.errors import Gone, Refused
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
S = ActionState
DAY = date(2026, 12, 9)
NOW = make.at(DAY, 10)


@pytest.fixture
def item():
    body = make.body(organiser=people.person())
    return make.item(make.in_session(body, DAY), standing=StandingItem.TASK_CHECK)


def found(item, task, state, **more):
    return action_check.record(
        action_item=task, item=item, found=state, by=item.body.organiser, now=NOW, **more
    )


def state_of(task):
    return ActionItem.objects.get(pk=task.pk).state


def test_what_goes_on_stays_as_it_is_and_the_check_is_kept(item):
    task = make.action_item(item.body)
    check = found(item, task, S.IN_PROGRESS, note="Půlka je hotová.")
    assert (check.found, check.note, state_of(task)) == (S.IN_PROGRESS, "Půlka je hotová.", S.ASSIGNED)


def test_what_is_found_done_is_done_on_the_day_of_the_meeting(item):
    task = make.action_item(item.body)
    found(item, task, S.DONE)
    task.refresh_from_db()
    assert (task.state, task.done_on) == (S.DONE, DAY)


def test_a_new_term_extends_the_task(item):
    task = make.action_item(item.body, first_due_on=date(2026, 12, 31))
    found(item, task, S.IN_PROGRESS, due_on=date(2027, 2, 1), note="Čeká se na rozpočet.")
    task.refresh_from_db()
    assert (task.due_on, task.first_due_on) == (date(2027, 2, 1), date(2026, 12, 31))


def test_what_was_reported_but_goes_on_is_sent_back(item):
    task = make.action_item(item.body)
    tasks.report(item=task, text="Hotovo.", by=task.responsible, now=NOW)
    found(item, task, S.IN_PROGRESS, note="Chybí Jablonec.")
    assert state_of(task) == S.IN_PROGRESS


def test_what_is_not_needed_ends_with_a_reason(item):
    task = make.action_item(item.body)
    with pytest.raises(Refused, match="proč se ruší"):
        found(item, task, S.CANCELLED)
    found(item, task, S.CANCELLED, note="Zajistil kraj.")
    assert state_of(task) == S.CANCELLED


def test_a_wrong_finding_is_mended_at_the_same_meeting(item):
    task = make.action_item(item.body)
    found(item, task, S.DONE)
    found(item, task, S.IN_PROGRESS, note="Omyl.")
    assert state_of(task) == S.IN_PROGRESS
    assert ActionCheck.objects.get().found == S.IN_PROGRESS


def test_a_second_click_changes_nothing_more(item):
    task = make.action_item(item.body)
    found(item, task, S.DONE)
    found(item, task, S.DONE)
    assert ActionCheck.objects.count() == 1


@pytest.mark.parametrize("state", [S.DONE, S.IN_PROGRESS])
def test_what_was_settled_elsewhere_is_not_settled_again(item, state):
    task = make.action_item(item.body)
    tasks.accept(item=task, by=item.body.organiser, now=NOW)
    with pytest.raises(Gone):
        found(item, task, state)
    assert ActionCheck.objects.count() == 0


def test_only_a_meeting_that_sits_checks(item):
    body = make.body(organiser=people.person())
    early = make.item(make.convened(body, DAY))
    with pytest.raises(Gone):
        found(early, make.action_item(body), S.DONE)
    with pytest.raises(Refused):
        found(make.item(body), make.action_item(body), S.DONE)
    with pytest.raises(Refused):
        found(item, make.action_item(item.body), S.REPORTED)
