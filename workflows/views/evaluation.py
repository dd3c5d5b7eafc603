"""The evaluation of a plan, computed from reports, for a year or for the whole period."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.utils import timezone
from django.views.generic import TemplateView, View

from workflows.enums import EditionKind, Permission, PlanState
from workflows.exports import evaluation as export
from workflows.models import Edition
from workflows.queries.evaluation import Evaluation, evaluation_of
from workflows.queries.evaluation_rows import begun_years
from workflows.queries.evaluation_tables import tables_of
from workflows.queries.plans import editions_of, foremost
from workflows.views.comments import XLSX
from workflows.web import EditionMixin


class EvaluationMixin(EditionMixin):
    """A page of a plan's evaluation: of the year in the address, else of all years that have begun."""

    tab = "evaluation"

    def load(self, **address: Any) -> Edition:
        self.editions = editions_of(address["slug"])
        if (edition := foremost(self.editions)) is None:
            raise Http404
        return edition

    def evaluated(self) -> Evaluation:
        """Evaluate what the address asks for. Raises Http404 for a year that the plan does not have."""
        self.years = begun_years(self.plan, timezone.localdate(self.now))
        asked = self.request.GET.get("rok", "")
        if asked and asked not in map(str, self.years):
            raise Http404
        self.year = int(asked) if asked else None
        return evaluation_of(self.plan, [self.year] if self.year else self.years)


class EvaluationPage(EvaluationMixin, TemplateView):
    """Charts with their tables, what is missing and from whom, and the evaluations prepared of it."""

    template_name = "workflows/evaluation/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        evaluation = self.evaluated()
        return super().get_context_data(
            evaluation=evaluation,
            tables=[(table.key, table.as_data()) for table in tables_of(evaluation)],
            years=self.years,
            year=self.year,
            evaluations=[e for e in self.editions if e.kind == EditionKind.EVALUATION],
            may_start=self.may_start(evaluation),
            projects=self.plan.projects.all(),
            **kwargs,
        )

    def may_start(self, evaluation: Evaluation) -> bool:
        """Say whether the person may start the evaluation of these years, and there is none yet."""
        alive = self.plan.state in (PlanState.IN_FORCE, PlanState.EVALUATING)
        allowed = self.request.user.has_perm(Permission.EDIT_PLAN, self.plan)
        return alive and allowed and evaluation.edition is None and not evaluation.is_empty


class EvaluationSheet(EvaluationMixin, View):
    """The same tables and all items as a spreadsheet, a sheet for each."""

    def get(self, _request: HttpRequest, **_kwargs: Any) -> FileResponse:
        evaluation = self.evaluated()
        stream = export.spreadsheet(evaluation)
        name = f"vyhodnoceni-{self.plan.slug}{f'-{self.year}' if self.year else ''}.xlsx"
        return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)
