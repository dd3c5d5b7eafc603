"""My work (Moje práce), and the door that leads everybody to their page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView, View

from people.web import AuthenticatedRequest, PublicMixin, RuleRequiredMixin
from workflows.enums import EditionState, Permission
from workflows.models.edition import BEFORE_ADOPTION
from workflows.queries.drafting import contracts_of
from workflows.queries.work import work_of

SHOWN = 6
LATER_SHOWN = 10


class Home(TemplateView):
    """Everything that waits for the person, overdue first, and what they wait for."""

    request: AuthenticatedRequest
    template_name = "workflows/my_work/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        work = work_of(self.request.user, now)
        everything = bool(self.request.GET.get("vse"))
        progress = [
            (edition, BEFORE_ADOPTION.index(EditionState(edition.state)) + 1, len(BEFORE_ADOPTION) + 1)
            for edition in work.plans
        ]
        return super().get_context_data(
            now=now,
            today=work.today,
            work=work,
            late=work.late,
            soon=work.soon,
            later=work.later if everything else work.later[:LATER_SHOWN],
            later_count=len(work.later),
            waiting=work.waiting if everything else work.waiting[:SHOWN],
            waiting_count=len(work.waiting),
            progress=progress,
            may_found=self.request.user.has_perm(Permission.CREATE_PLAN, None),
            **kwargs,
        )


class Territories(RuleRequiredMixin, TemplateView):
    """For whom an outside drafter works, until when, and on which plans; nothing once no contract runs."""

    request: AuthenticatedRequest
    permission_required = Permission.VIEW_DRAFTING
    template_name = "workflows/my_work/territories.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contracts = contracts_of(self.request.user, timezone.localdate())
        return super().get_context_data(contracts=contracts, **kwargs)


class Door(PublicMixin, View):
    """The root of the service: my work for those signed in, the plans for the public."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("work:home" if request.user.is_authenticated else "plans:list")
