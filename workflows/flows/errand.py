"""Opening, closing and finishing of errands; actions call these inside their transaction."""

from typing import Any

from django.db.models import QuerySet
from viewflow.workflow import PROCESS, STATUS, Token
from viewflow.workflow.models import Process, Task

from people.errors import Gone
from people.models import Person
from workflows.flows.stages import STAGE, ApprovalFlow, DraftingFlow, ReviewFlow, SettlementFlow
from workflows.models import Decision, Edition, Review, StageProcess

COORDINATOR = (DraftingFlow.work, ReviewFlow.decide, SettlementFlow.work, ApprovalFlow.conclude)
OPEN_STATUSES = (STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED)


def live(edition: Edition) -> QuerySet[StageProcess]:
    """Return the stage that is running; at most one by the invariant."""
    return StageProcess.objects.filter(edition=edition, status=PROCESS.NEW)


def open_stage(edition: Edition) -> None:
    """Start the stage of the edition's state, if that state asks anybody."""
    if edition.state in STAGE:
        STAGE[edition.state].start.run(edition=edition)


def close_stage(edition: Edition) -> None:
    """Cancel what the old state still asks of anybody."""
    for process in live(edition):
        process.flow_class.instance.cancel(process)


def human_tasks(process: Process) -> QuerySet[Task]:
    """Return the tasks of a stage that wait for a person."""
    return Task.objects.filter(process=process, status__in=OPEN_STATUSES, flow_task_type="HUMAN")


def task_for(edition: Edition, row: Review | Decision) -> Task:
    """Return the open task that asks for a review or a decision.

    Raises Gone when it is no longer asked for.
    """
    key = row.journal_kind
    for task in Task.objects.filter(
        process__in=live(edition).values("process_ptr"), status__in=OPEN_STATUSES, flow_task_type="HUMAN"
    ):
        if isinstance(task.data, dict) and task.data.get(key) == row.pk:
            return task
    raise Gone


def finish(task: Task, by: Person) -> None:
    """Complete a person's task; a deputy takes it over first, so both names stay."""
    with task.activation() as activation:
        if activation.task.owner_id != by.pk:
            activation.reassign(by)
        activation.start(None)
        activation.execute()


def fulfil(edition: Edition, by: Person) -> None:
    """Complete what the coordinator was asked in this stage: the move that follows is the answer."""
    for process in live(edition):
        for task in human_tasks(process).filter(flow_task__in=COORDINATOR):
            finish(task, by)


def ask_one(edition: Edition, review: Review) -> None:
    """Ask one more reviewer while the round runs: a token beside those of the split.

    When all others have answered, the coordinator is already asked to decide: then the stage starts
    anew and asks the newcomer only.
    """
    process = live(edition).get()
    if human_tasks(process).filter(flow_task=ReviewFlow.decide).exists():
        close_stage(edition)
        open_stage(edition)
        return
    split = Task.objects.get(process=process, flow_task=ReviewFlow.ask)
    with split.activation() as activation:
        token = Token(f"{split.token}/{split.pk}_{split.leading.count() + 1}")
        ReviewFlow.answer._create(activation, token, data={"review": review.pk})  # noqa: SLF001


def reassign(edition: Edition, old: Person, new: Person) -> int:
    """Move the coordinator's open tasks from one person to another; return how many.

    What the same person was asked as a reviewer stays theirs.
    """
    moved = 0
    tasks: Any = Task.objects.filter(
        process__in=live(edition).values("process_ptr"), status=STATUS.ASSIGNED, owner=old
    ).exclude(flow_task=ReviewFlow.answer)
    for task in tasks:
        with task.activation() as activation:
            activation.reassign(new)
        moved += 1
    return moved
