"""The split asks each of those whom the data name, and never starts a stage that asks nobody."""

import pytest
from django.db import transaction
from viewflow.workflow import STATUS
from viewflow.workflow.exceptions import FlowRuntimeError
from viewflow.workflow.models import Task

from tests.factories import workflows as make
from tests.factories.walk import misfits
from workflows.enums import EditionState
from workflows.flows.stages import STAGE, ReviewFlow
from workflows.models import StageProcess

pytestmark = pytest.mark.django_db


def test_each_row_gets_its_own_question():
    edition = make.hand_over(make.drafted(), each=2)

    tasks = Task.objects.filter(flow_task=ReviewFlow.answer)
    assert sorted((t.data["review"], t.owner_id) for t in tasks) == sorted(
        (r.pk, r.person_id) for r in make.asked(edition)
    )


def test_nobody_to_ask_rolls_everything_back():
    edition = make.drafted()
    before = StageProcess.objects.count()

    with pytest.raises(FlowRuntimeError, match="nobody to ask"), transaction.atomic():
        ReviewFlow.start.run(edition=edition)

    assert (StageProcess.objects.count(), misfits()) == (before, [])


def test_every_stored_reference_leads_to_a_node():
    make.edition_in(EditionState.EFFECTIVE)

    assert [t.pk for t in Task.objects.all() if t.flow_task is None] == []
    assert [p.pk for p in StageProcess.objects.all() if p.flow_class not in STAGE.values()] == []
    assert not Task.objects.exclude(status__in=[STATUS.DONE, STATUS.CANCELED]).exists()
