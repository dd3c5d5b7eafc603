"""The trace of one item: its whole life, for those who work with the plan and for everybody."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.views.generic import TemplateView

from people.models import Person
from people.web import PublicMixin
from workflows.enums import Permission
from workflows.guards.triad import side_verdicts
from workflows.models import Edition, Plan
from workflows.queries.plans import editions_of, foremost
from workflows.queries.trace import Trace, trace_of
from workflows.queries.trace_rows import Eyes, is_approved, public_eyes
from workflows.views.public import visible_plan
from workflows.web import EditionMixin


class TraceDetail(EditionMixin, TemplateView):
    """Everything that the person may know of the item, drafts of their own plans too."""

    template_name = "workflows/trace/detail.html"
    tab = "items"

    def load(self, **address: Any) -> Edition:
        if (edition := foremost(editions_of(address["slug"]))) is None:
            raise Http404
        return edition

    def eyes(self) -> Eyes:
        """Say what the person may read: drafts where they write or guarantee, else what is approved."""
        person = self.request.user
        known: dict[int, bool] = {}

        def inside(plan: Plan) -> bool:
            if plan.pk not in known:
                writes = person.has_perm(Permission.EDIT_CONTENT, plan)
                known[plan.pk] = writes or plan.guarantor_id == person.pk
            return known[plan.pk]

        def readable(edition: Edition) -> bool:
            return is_approved(edition) or edition.pk == self.object.pk or inside(edition.plan)

        return Eyes(
            timezone.localdate(self.now),
            edition=readable,
            inside=inside,
            reports=lambda plan: plan.pk == self.plan.pk or inside(plan),
            proposals=lambda plan: person.has_perm(Permission.COLLECT_INPUTS, plan),
            person=person if isinstance(person, Person) else None,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        trace = trace_of(self.plan, self.kwargs["key"], self.eyes(), side_verdicts)
        return super().get_context_data(trace=found(trace), **kwargs)


class PublicTrace(PublicMixin, TemplateView):
    """What anybody may know of the item: approved texts, published comments, decisions, evaluations."""

    template_name = "workflows/trace/public.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.plan = visible_plan(request, kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        eyes = public_eyes(timezone.localdate())
        trace = trace_of(self.plan, self.kwargs["key"], eyes, side_verdicts)
        projects = self.plan.projects.all()
        return super().get_context_data(trace=found(trace), plan=self.plan, projects=projects, **kwargs)


def found(trace: Trace | None) -> Trace:
    if trace is None:
        raise Http404
    return trace
