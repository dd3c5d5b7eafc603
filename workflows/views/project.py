"""What stands beside a plan: funded projects, decisions on the plan itself, its end."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from people.errors import Refused
from people.web import ActionMixin, AuthenticatedRequest, FormView, done
from workflows.actions import decision as decisions
from workflows.actions import plan as plans
from workflows.actions import project as projects
from workflows.enums import Outcome, Permission
from workflows.forms.project import (
    LogoForm,
    PlanDecisionForm,
    PlanReasonForm,
    ProjectForm,
    PublicityForm,
    looks_unusual,
)
from workflows.web import PlanMixin


class ProjectAttach(PlanMixin, FormView[ProjectForm]):
    """Attach a funded project; its publicity then goes on every page of the plan."""

    request: AuthenticatedRequest
    form_class = ProjectForm
    template_name = "workflows/project/attach.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(projects=self.object.projects.all(), **kwargs)

    def form_valid(self, form: ProjectForm) -> HttpResponse:
        project = plans.fund(plan=self.object, values=form.cleaned_data, by=self.request.user, now=self.now)
        if looks_unusual(project.number):
            text = _("Registrační číslo %(number)s má neobvyklý tvar, zkontrolujte ho prosím podle smlouvy.")
            messages.warning(self.request, text % {"number": project.number})
        return done(
            self.request, _("Projekt je připojen."), reverse("plans:projects", args=[self.object.slug])
        )


class ProjectMixin(PlanMixin):
    """A deed on one funded project of the plan; afterwards one is back on the list of projects."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.project = get_object_or_404(self.object.projects.all(), pk=kwargs["project"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(project=self.project, **kwargs)

    def back(self, message: str) -> HttpResponse:
        return done(self.request, message, reverse("plans:projects", args=[self.object.slug]))


class ProjectPublicity(ProjectMixin, FormView[PublicityForm]):
    """The sentence of publicity."""

    request: AuthenticatedRequest
    form_class = PublicityForm
    template_name = "workflows/project/publicity.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.project}

    def form_valid(self, form: PublicityForm) -> HttpResponse:
        publicity = form.cleaned_data["publicity"]
        projects.write_publicity(
            plan=self.object, project=self.project, publicity=publicity, by=self.request.user, now=self.now
        )
        return self.back(_("Věta publicity je uložená."))


class ProjectLogo(ProjectMixin, FormView[LogoForm]):
    """Add a logo of the project."""

    request: AuthenticatedRequest
    form_class = LogoForm
    template_name = "workflows/project/logo.html"

    def form_valid(self, form: LogoForm) -> HttpResponse:
        projects.add_logo(
            plan=self.object, project=self.project, by=self.request.user, now=self.now, **form.cleaned_data
        )
        return self.back(_("Logo je přidané."))


class ProjectLogoRemove(ProjectMixin, ActionMixin, View):
    request: AuthenticatedRequest

    def post(self, _request: HttpRequest, logo: int, **_kwargs: Any) -> HttpResponse:
        projects.remove_logo(
            plan=self.object, project=self.project, logo=logo, by=self.request.user, now=self.now
        )
        return self.back(_("Logo je odebrané."))


class PlanDecisions(PlanMixin, TemplateView):
    """Decisions on the plan itself and on its editions, oldest first."""

    request: AuthenticatedRequest
    permission_required = Permission.VIEW_WORKING
    template_name = "workflows/project/decisions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.object.decisions.exclude(outcome="").select_related("body", "edition", "territory")
        may_record = self.request.user.has_perm(Permission.RECORD_DECISION, self.object)
        return super().get_context_data(
            decisions=rows.order_by("decided_on", "pk"), may_record=may_record, **kwargs
        )


class PlanDecisionRecord(PlanMixin, FormView[PlanDecisionForm]):
    request: AuthenticatedRequest
    permission_required = Permission.RECORD_DECISION
    form_class = PlanDecisionForm
    template_name = "workflows/project/record.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "plan": self.object}

    def form_valid(self, form: PlanDecisionForm) -> HttpResponse:
        data = dict(form.cleaned_data)
        try:
            decisions.record_on_plan(
                plan=self.object,
                outcome=Outcome(data.pop("outcome")),
                **data,
                by=self.request.user,
                now=self.now,
            )
        except Refused as refusal:
            form.add_error("number" if data["number"] else "decided_on", refusal.message)
            return self.form_invalid(form)
        return done(
            self.request, _("Rozhodnutí je zapsáno."), reverse("plans:decisions", args=[self.object.slug])
        )


class PlanEnd(PlanMixin, ActionMixin, TemplateView):
    """End a plan whose period is over; asks first."""

    request: AuthenticatedRequest
    template_name = "workflows/project/end.html"

    def post(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        plans.end(plan=self.object, by=self.request.user, now=self.now)
        return done(self.request, _("Plán je ukončen."), reverse("plans:detail", args=[self.object.slug]))


class PlanWithdraw(PlanMixin, FormView[PlanReasonForm]):
    """Withdraw a plan that will not come into force, with a reason."""

    request: AuthenticatedRequest
    form_class = PlanReasonForm
    template_name = "workflows/project/withdraw.html"

    def form_valid(self, form: PlanReasonForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        plans.withdraw(plan=self.object, reason=reason, by=self.request.user, now=self.now)
        return done(self.request, _("Plán je stažený."), reverse("plans:detail", args=[self.object.slug]))
