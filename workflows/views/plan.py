"""The list of plans, founding, description and people of a plan."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.alphabet import alphabetical
from people.enums import Role
from people.models import Person, Territory
from people.web import AuthenticatedRequest, FormView, ListView, PublicMixin, RuleRequiredMixin, done
from workflows.actions import plan as plans
from workflows.enums import Permission
from workflows.forms.plan import (
    DescribeForm,
    ElsewhereEditForm,
    ElsewhereForm,
    PeopleForm,
    PlanFilter,
    PlanForm,
)
from workflows.models import Plan
from workflows.queries.plans import listed, narrowed, own_places
from workflows.web import PlanMixin


class PlanList(PublicMixin, ListView[Plan]):
    """All plans that a visitor may see, by territory and generation."""

    template_name = "workflows/plan/list.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()
        self.own = own_places(request.user, self.today)
        self.filter_class = self.make_filter

    def make_filter(self, data: Any) -> PlanFilter:
        return PlanFilter(data, own=self.own)

    def get_queryset(self) -> Any:
        return listed(self.request.user, self.today)

    def filtered(self, queryset: Any, wanted: dict[str, Any]) -> Any:
        return narrowed(queryset, wanted, self.own)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_found = self.request.user.has_perm(Permission.CREATE_PLAN, None)
        return super().get_context_data(may_found=may_found, **kwargs)


class FoundingMixin(RuleRequiredMixin):
    """A form for those who coordinate or administer some territory."""

    permission_required = Permission.CREATE_PLAN

    def permission_object(self) -> None:
        return None

    def territories(self) -> Any:
        """Return the territories for which the person may found plans today."""
        today = timezone.localdate()
        person = cast("Person", self.request.user)
        own = [a.territory_id for a in person.appointed(today, (Role.COORDINATOR, Role.ADMINISTRATOR))]
        regions = [a.territory_id for a in person.appointed(today, (Role.ADMINISTRATOR,))]
        found = Territory.objects.filter(pk__in=own) | Territory.objects.filter(region__in=regions)
        return found.order_by("kind", *alphabetical("name"))


class PlanCreate(FoundingMixin, FormView[PlanForm]):
    request: AuthenticatedRequest
    form_class = PlanForm
    template_name = "workflows/plan/create.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "territories": self.territories(), "today": timezone.localdate()}

    def form_valid(self, form: PlanForm) -> HttpResponse:
        plan, _edition = plans.create(
            **form.cleaned_data, coordinator=self.request.user, by=self.request.user, now=timezone.now()
        )
        return done(
            self.request,
            _("Plán je založen. Teď určete, kdo se za triádu vyjádří, a pište text."),
            reverse("plans:detail", args=[plan.slug]),
        )


class PlanElsewhere(FoundingMixin, FormView[ElsewhereForm]):
    request: AuthenticatedRequest
    form_class = ElsewhereForm
    template_name = "workflows/plan/elsewhere.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "territories": self.territories()}

    def get_initial(self) -> dict[str, Any]:
        return {"verified_on": timezone.localdate()}

    def form_valid(self, form: ElsewhereForm) -> HttpResponse:
        plan = plans.keep_elsewhere(**form.cleaned_data, by=self.request.user, now=timezone.now())
        return done(self.request, _("Plán je zapsán."), reverse("plans:detail", args=[plan.slug]))


class ElsewhereEdit(PlanMixin, FormView[ElsewhereEditForm]):
    """A plan kept elsewhere has moved, or somebody has looked that it is still there."""

    request: AuthenticatedRequest
    form_class = ElsewhereEditForm
    template_name = "workflows/plan/elsewhere_edit.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.object.is_elsewhere:
            raise Http404
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_initial(self) -> dict[str, Any]:
        names = ("title", "link", "period_from", "period_to")
        known = {name: getattr(self.object, name) for name in names}
        return {**known, "verified_on": timezone.localdate(self.now), "read_at": self.object.revision}

    def form_valid(self, form: ElsewhereEditForm) -> HttpResponse:
        data = dict(form.cleaned_data)
        upload, read_at = data.pop("upload"), data.pop("read_at")
        plans.move_elsewhere(
            plan=self.object, changes=data, upload=upload, read_at=read_at, by=self.request.user, now=self.now
        )
        return done(self.request, _("Uloženo."), reverse("plans:detail", args=[self.object.slug]))


class PlanDescribe(PlanMixin, FormView[DescribeForm]):
    request: AuthenticatedRequest
    form_class = DescribeForm
    template_name = "workflows/plan/describe.html"

    def get_initial(self) -> dict[str, Any]:
        plan = self.object
        return {
            "title": plan.title,
            "period_from": plan.period_from,
            "period_to": plan.period_to,
            "lead": plan.lead,
            "levels": ", ".join(plan.levels),
            "read_at": plan.revision,
        }

    def form_valid(self, form: DescribeForm) -> HttpResponse:
        data = dict(form.cleaned_data)
        read_at = data.pop("read_at")
        plans.describe(plan=self.object, changes=data, read_at=read_at, by=self.request.user, now=self.now)
        return done(self.request, _("Uloženo."), reverse("plans:detail", args=[self.object.slug]))


class PlanPeople(PlanMixin, FormView[PeopleForm]):
    request: AuthenticatedRequest
    form_class = PeopleForm
    template_name = "workflows/plan/people.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        return {**super().get_form_kwargs(), "territory": self.object.territory, "today": today}

    def get_initial(self) -> dict[str, Any]:
        plan = self.object
        people: dict[str, Person | None] = {
            "coordinator": plan.coordinator,
            "deputy": plan.deputy,
            "guarantor": plan.guarantor,
            "drafter": plan.drafter,
        }
        return {**people, "read_at": plan.revision}

    def form_valid(self, form: PeopleForm) -> HttpResponse:
        people = dict(form.cleaned_data)
        read_at = people.pop("read_at")
        plans.appoint(plan=self.object, people=people, read_at=read_at, by=self.request.user, now=self.now)
        return done(self.request, _("Uloženo."), reverse("plans:detail", args=[self.object.slug]))
