"""What the views of plans share: loading of a plan and its edition, and who may see them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from people.web import RuleRequiredMixin
from workflows.enums import Permission
from workflows.models import Edition, Plan
from workflows.queries.plans import funded, on_funded, tell_funded

PLAN_PEOPLE = ("territory", "coordinator", "deputy", "guarantor", "drafter", "predecessor")


def load_plan(slug: str) -> Plan:
    """Return a plan with the people that every page of it names, in one query."""
    return get_object_or_404(funded(Plan.objects.select_related(*PLAN_PEOPLE)), slug=slug)


def load_edition(slug: str, pk: int) -> Edition:
    """Return an edition of a plan with what its pages and guards read, in one query."""
    rows = Edition.objects.select_related(
        "path", "document", "submitter", *(f"plan__{name}" for name in PLAN_PEOPLE)
    )
    return tell_funded(get_object_or_404(on_funded(rows), pk=pk, plan__slug=slug))


def hidden_or_denied(request: HttpRequest, plan: Plan) -> Exception:
    """Return what to raise for somebody refused: 404 when they may not even know of the plan, else 403."""
    return PermissionDenied() if request.user.has_perm(Permission.VIEW_PLAN, plan) else Http404()


class PlanMixin(RuleRequiredMixin):
    """A page of a plan: loads `self.object` by its address; who may not see it does not learn of it."""

    object: Plan
    permission_required: str = Permission.EDIT_PLAN

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.object = load_plan(kwargs["slug"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            raise hidden_or_denied(request, self.object) from None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"plan": self.object, "now": self.now, **context}


class EditionMixin(RuleRequiredMixin):
    """A page of an edition: loads `self.object` (the edition) and `self.plan`.

    The page needs `permission_required` on the edition; whoever may not even see the plan gets 404.
    """

    object: Edition
    permission_required: str = Permission.VIEW_WORKING
    tab = ""

    def load(self, **address: Any) -> Edition:
        return load_edition(address["slug"], address["pk"])

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.object = self.load(**kwargs)
        self.plan = self.object.plan

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            raise hidden_or_denied(request, self.plan) from None

    def url(self, name: str, *more: Any) -> str:
        """Address of another page of this edition."""
        return reverse(f"plans:{name}", args=[self.plan.slug, self.object.pk, *more])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"plan": self.plan, "edition": self.object, "now": self.now, "tab": self.tab, **context}
