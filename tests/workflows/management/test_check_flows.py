from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from tests.factories import inputs
from tests.factories import workflows as make
from workflows.flows import errand
from workflows.flows import inputs as asking
from workflows.management.commands.check_flows import misfits
from workflows.models import Edition

pytestmark = pytest.mark.django_db


def test_a_new_edition_asks_its_coordinator():
    make.drafted()
    assert list(misfits()) == []


def test_an_edition_that_asks_nobody_is_named():
    edition = make.drafted()
    errand.close_stage(edition)
    err = StringIO()
    with pytest.raises(CommandError, match="neshodují: 1"):
        call_command("check_flows", stderr=err)
    assert f"znění {edition.pk} (rozpracováno): má běžet" in err.getvalue()


def test_a_stage_of_another_state_is_named():
    edition = make.drafted()
    Edition.objects.filter(pk=edition.pk).update(state="settlement")
    assert "DraftingFlow" in next(misfits())


def test_a_task_in_error_and_a_stage_without_questions_are_named():
    edition = make.drafted()
    task = errand.human_tasks(errand.live(edition).get()).get()
    Task.objects.filter(pk=task.pk).update(status=STATUS.ERROR)
    found = list(misfits())
    assert len(found) == 2
    assert "nikdo není tázán" in found[0]
    assert "chybou" in found[1]


def test_a_round_of_inputs_whose_errand_is_lost_or_asks_somebody_else_is_named():
    held = inputs.opened()
    assert list(misfits()) == []
    row = inputs.first(held)
    type(row).objects.filter(pk=row.pk).update(state="excused", answered_at=inputs.NOW)
    assert f"sběr {held.pk}: čeká se na" in next(misfits())
    asking.end(held, None)
    assert list(misfits()) == [f"sběr {held.pk}: má běžet 1 pochůzka, běží 0"]


def test_a_node_that_the_code_no_longer_has_is_named():
    edition = make.drafted()
    task = errand.human_tasks(errand.live(edition).get()).get()
    Task.objects.filter(pk=task.pk).update(flow_task="workflows/flows.stages.DraftingFlow.written")
    assert list(misfits()) == ["uložený uzel workflows/flows.stages.DraftingFlow.written už v programu není"]
