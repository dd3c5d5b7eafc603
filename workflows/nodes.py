"""The split that asks as many people as the data say; viewflow's open-source edition has none."""

from collections.abc import Callable
from typing import Any

from viewflow import this
from viewflow.workflow import Activation, flow
from viewflow.workflow.exceptions import FlowRuntimeError
from viewflow.workflow.nodes.split import SplitActivation


class ForEachActivation(SplitActivation):
    """Create one token of the next node for each row that the flow's source names."""

    @Activation.status.super()
    def activate(self) -> None:
        node = self.flow_task._branches[0][0]  # noqa: SLF001 - viewflow's own name for what .Next() set
        self.next_tasks = [(node, data) for data in self.flow_task.source(self)]
        if not self.next_tasks:
            raise FlowRuntimeError("nobody to ask")  # rolls the whole move back


class ForEach(flow.Split):
    """Ask each of N: `ForEach(this.rows).Next(this.ask)`; the asked node reads its row from task.data."""

    activation_class = ForEachActivation

    def __init__(self, source: Callable[[Any], list[dict[str, int]]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source = source

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.source = this.resolve(instance, self.source)
