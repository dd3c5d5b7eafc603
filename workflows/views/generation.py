"""A new cycle: the plan that continues another one is founded."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.errors import Blocked, Blocker
from people.models import Territory
from people.web import AuthenticatedRequest, done
from workflows.actions.generation import next_generation
from workflows.enums import EditionKind, Permission
from workflows.forms.generation import GenerationForm
from workflows.forms.start import paths_for
from workflows.guards.generation import next_blockers, next_warnings
from workflows.queries.generation import following, heirs, newest_evaluation, next_period, next_title
from workflows.queries.validity import newest_text
from workflows.views.start import ItemsView
from workflows.web import PlanMixin


class PlanNext(PlanMixin, ItemsView[GenerationForm]):
    """Title, period and path of the next plan, and which items go on, each with how it ended."""

    request: AuthenticatedRequest
    permission_required = Permission.CREATE_PLAN
    form_class = GenerationForm
    template_name = "workflows/generation/form.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.text = newest_text(self.object)
        self.following = following(self.object)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if missing := self.missing():
            raise Blocked(missing)
        return super().post(request, *args, **kwargs)

    def missing(self) -> list[Blocker]:
        return next_blockers(self.object, self.text, self.following)

    def permission_object(self) -> Territory:
        """Whoever may found plans of the territory may continue one."""
        return self.object.territory

    def get_initial(self) -> dict[str, Any]:
        first, last = next_period(self.object) or (None, None)
        return {"title": next_title(self.object), "period_from": first, "period_to": last}

    def get_form_kwargs(self) -> dict[str, Any]:
        paths = paths_for(self.object, EditionKind.ORIGINAL, timezone.localdate(self.now))
        rows = heirs(self.object, self.text) if self.text else []
        return {**super().get_form_kwargs(), "plan": self.object, "rows": rows, "paths": paths}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        evaluation = newest_evaluation(self.object)
        return super().get_context_data(
            text=self.text,
            missing=self.missing(),
            warnings=next_warnings(self.object, evaluation),
            **kwargs,
        )

    def form_valid(self, form: GenerationForm) -> HttpResponse:
        plan, _edition = next_generation(
            plan=self.object, **form.cleaned_data, by=self.request.user, now=self.now
        )
        text = _("Nový cyklus začal. Určete, kdo se za triádu vyjádří, a pište text.")
        return done(self.request, text, reverse("plans:detail", args=[plan.slug]))
