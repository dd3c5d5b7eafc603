"""The errand's process: viewflow's row with a real foreign key to the edition."""

from django.db import models
from viewflow.workflow.models import Process


class StageProcess(Process):
    """One stage of an edition in the errand engine; PROTECT, because the row tells who was asked."""

    edition = models.ForeignKey("workflows.Edition", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.flow_class} {self.edition_id}"
