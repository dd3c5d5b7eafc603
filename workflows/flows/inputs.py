"""The errand of asking many for inputs: who was asked and who has answered; what is legal, actions say."""

from typing import Any

from django.db.models import QuerySet
from viewflow import this
from viewflow.workflow import PROCESS, STATUS, Token, flow, lock
from viewflow.workflow.models import Task

from people.errors import Gone
from people.models import Person
from workflows.enums import InputRequestState
from workflows.flows.errand import OPEN_STATUSES, finish, human_tasks
from workflows.models import InputProcess, InputRequest, InputRound
from workflows.nodes import ForEach

OPEN = (InputRequestState.ASKED, InputRequestState.STARTED)


class InputFlow(flow.Flow):
    """Everybody of a round is asked; when the last has answered, the coordinator closes it."""

    process_class = InputProcess
    lock_impl = lock.SelectForUpdateLock(nowait=False)

    start = flow.StartHandle(this.begin).Next(this.ask)
    ask = ForEach(this.open_requests).Next(this.answer)
    answer = flow.View(None).Assign(this.answerer).Next(this.join)
    join = flow.Join().Next(this.conclude)
    conclude = flow.View(None).Assign(this.coordinator).Next(this.end)
    end = flow.End()

    def begin(self, activation: Any, held: InputRound) -> InputProcess:
        process: InputProcess = activation.process
        process.round = held
        return process

    def coordinator(self, activation: Any) -> Person:
        plan = activation.process.round.plan
        person: Person = plan.deputy or plan.coordinator
        return person

    def open_requests(self, activation: Any) -> list[dict[str, int]]:
        rows = activation.process.round.requests.filter(state__in=OPEN).select_related("person")
        # Kept for answerer(): one query for all who are asked instead of one for each.
        activation.process.people = {one.pk: one.person for one in rows}
        return [{"request": pk} for pk in activation.process.people]

    def answerer(self, activation: Any) -> Person:
        """Whoever is asked; where nobody is known, the coordinator sees to it that an answer comes."""
        loaded: dict[int, Person | None] = getattr(activation.process, "people", {})
        pk = activation.task.data["request"]
        if pk not in loaded:
            loaded = {pk: InputRequest.objects.select_related("person").get(pk=pk).person}
        return loaded[pk] or self.coordinator(activation)


def live(held: InputRound) -> QuerySet[InputProcess]:
    """Return the errand that runs; one while the round is open, none afterwards."""
    return InputProcess.objects.filter(round=held, status=PROCESS.NEW)


def begin(held: InputRound) -> None:
    """Ask everybody whose answer is awaited."""
    InputFlow.start.run(held=held)


def end(held: InputRound, by: Person | None) -> None:
    """Finish the coordinator's errand if it has come to that, and cancel what is still asked of anybody."""
    for process in live(held):
        if by is not None:
            for task in human_tasks(process).filter(flow_task=InputFlow.conclude):
                finish(task, by)
    for process in live(held):
        process.flow_class.instance.cancel(process)


def task_for(request: InputRequest) -> Task:
    """Return the open task that asks for an answer. Raises Gone when it is no longer asked for."""
    tasks = Task.objects.filter(
        process__in=live(request.round).values("process_ptr"),
        status__in=OPEN_STATUSES,
        flow_task=InputFlow.answer,
    )
    for task in tasks:
        if isinstance(task.data, dict) and task.data.get("request") == request.pk:
            return task
    raise Gone


def settle(request: InputRequest, by: Person | None) -> None:
    """Complete the question to whoever was asked; nobody signed in means the one whom it was put to."""
    task = task_for(request)
    finish(task, by or task.owner)


def ask_again(held: InputRound, requests: list[InputRequest]) -> None:
    """Ask more while the round runs: tokens beside those of the split.

    When all others have answered, the coordinator is already asked to conclude: then the errand starts
    anew and asks the newcomers only.
    """
    process = live(held).get()
    if human_tasks(process).filter(flow_task=InputFlow.conclude).exists():
        process.flow_class.instance.cancel(process)
        begin(held)
        return
    split = Task.objects.get(process=process, flow_task=InputFlow.ask)
    process.people = {one.pk: one.person for one in requests}
    with split.activation() as activation:
        for request in requests:
            token = Token(f"{split.token}/{split.pk}_{split.leading.count() + 1}")
            InputFlow.answer._create(activation, token, data={"request": request.pk})  # noqa: SLF001


def hand_over(request: InputRequest, person: Person) -> None:
    """Put the question to somebody else."""
    task = task_for(request)
    if task.owner_id != person.pk and task.status == STATUS.ASSIGNED:
        with task.activation() as activation:
            activation.reassign(person)
