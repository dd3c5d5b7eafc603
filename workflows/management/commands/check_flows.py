"""Prove on live data that law and errand agree: each edition and each round of inputs asks whom it should."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import CharField
from django.db.models.functions import Cast
from viewflow.workflow import PROCESS, STATUS
from viewflow.workflow.fields import get_flow_ref, get_task_ref
from viewflow.workflow.models import Process, Task

from workflows.enums import EditionState, InputRoundState
from workflows.flows import stages
from workflows.flows.errand import OPEN_STATUSES
from workflows.flows.inputs import OPEN, InputFlow
from workflows.flows.stages import STAGE
from workflows.models import Edition, InputProcess, InputRequest, InputRound, StageProcess


def misfits() -> Iterator[str]:
    """Name every place where law and errand differ; none is how it should be."""
    yield from lost_references()
    yield from misfits_of_inputs()
    running: dict[int, list[tuple[int, str]]] = defaultdict(list)
    live = StageProcess.objects.filter(status=PROCESS.NEW).order_by("pk")
    for edition, pk, flow in live.values_list(
        "edition_id", "pk", Cast("flow_class", CharField(max_length=250))
    ):
        running[edition].append((pk, flow))
    asking = set(
        Task.objects.filter(
            process__status=PROCESS.NEW, status__in=OPEN_STATUSES, flow_task_type="HUMAN"
        ).values_list("process_id", flat=True)
    )
    for pk, state in Edition.objects.order_by("pk").values_list("pk", "state"):
        yield from misfits_of(f"znění {pk} ({EditionState(state).label})", state, running[pk], asking)
    for pk, edition in Task.objects.filter(status=STATUS.ERROR).values_list(
        "pk", "process__stageprocess__edition"
    ):
        yield f"znění {edition}: úkol {pk} skončil v enginu chybou"


def misfits_of(name: str, state: str, running: list[tuple[int, str]], asking: set[int]) -> Iterator[str]:
    """Compare the stages that run on an edition with the one that its state wants."""
    wanted = [get_flow_ref(STAGE[state])] if state in STAGE else []
    found = [flow for _pk, flow in running]
    if found != wanted:
        yield f"{name}: má běžet {wanted or 'nic'}, běží {found or 'nic'}"
    for pk, flow in running:
        if pk not in asking:
            yield f"{name}: v kroku {flow} (proces {pk}) nikdo není tázán"


def misfits_of_inputs() -> Iterator[str]:
    """Compare who is asked by the errands of rounds with whose answer is awaited."""
    running: dict[int, list[int]] = defaultdict(list)
    live = InputProcess.objects.filter(status=PROCESS.NEW).order_by("pk")
    for held, pk in live.values_list("round_id", "pk"):
        running[held].append(pk)
    asking: dict[int, list[tuple[str, Any]]] = defaultdict(list)
    tasks = Task.objects.filter(
        process__in=live.values("process_ptr"), status__in=OPEN_STATUSES, flow_task_type="HUMAN"
    )
    for process, node, data in tasks.values_list("process_id", "flow_task", "data"):
        asking[process].append((node.name, data.get("request") if isinstance(data, dict) else None))
    awaited: dict[int, list[int]] = defaultdict(list)
    for held, pk in InputRequest.objects.filter(state__in=OPEN).order_by("pk").values_list("round_id", "pk"):
        awaited[held].append(pk)
    for pk, state in InputRound.objects.order_by("pk").values_list("pk", "state"):
        wanted = state == InputRoundState.OPEN
        if len(running[pk]) != wanted:
            yield f"sběr {pk}: má běžet {int(wanted)} pochůzka, běží {len(running[pk])}"
        for process in running[pk]:
            answers = sorted(request for node, request in asking[process] if node == "answer")
            if answers != awaited[pk] or not asking[process]:
                yield f"sběr {pk}: čeká se na {awaited[pk]}, tázáni jsou {answers}"


def lost_references() -> Iterator[str]:
    """Find stored names of flows and nodes that the code no longer has (a node renamed without migration)."""
    flows = [
        flow
        for flow in vars(stages).values()
        if isinstance(flow, type) and issubclass(flow, stages.StageFlow) and flow is not stages.StageFlow
    ]
    flows.append(InputFlow)
    known_flows = {get_flow_ref(flow) for flow in flows}
    known_nodes = {get_task_ref(node) for flow in flows for node in flow.instance.nodes()}
    stored = {
        *Process.objects.order_by().values_list(Cast("flow_class", CharField(max_length=250)), flat=True)
    }
    for name in sorted(stored - known_flows):
        yield f"uložený krok {name} už v programu není"
    nodes = {*Task.objects.order_by().values_list(Cast("flow_task", CharField(max_length=255)), flat=True)}
    for name in sorted(nodes - known_nodes):
        yield f"uložený uzel {name} už v programu není"


class Command(BaseCommand):
    help = "Check that each edition asks exactly whom its state says; ends with 1 and names each misfit."

    def handle(self, *_args: Any, **_options: Any) -> None:
        found = list(misfits())
        for misfit in found:
            self.stderr.write(misfit)
        if found:
            raise CommandError(f"Právo a pochůzky se neshodují: {len(found)}.", returncode=1)
        self.stdout.write(f"Zkontrolováno znění: {Edition.objects.count()}. Vše sedí.")
