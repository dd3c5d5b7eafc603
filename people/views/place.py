"""Správa › Území a organizace."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from people.actions import place as places
from people.enums import Permission, TerritoryKind
from people.forms.appointment import administered
from people.forms.place import (
    OrganisationChangeForm,
    OrganisationFilter,
    OrganisationForm,
    TerritoryChangeForm,
    TerritoryFilter,
    TerritoryForm,
)
from people.models import Organisation, Territory
from people.web import AuthenticatedRequest, FormView, ListView, ObjectMixin, RuleRequiredMixin, done


class PlaceFormMixin(RuleRequiredMixin):
    """A form that offers the places which the person administers."""

    request: AuthenticatedRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        kwargs["places"] = administered(self.request.user, timezone.localdate())
        if one := getattr(self, "object", None):
            # A copy: what was typed must not show as if it had been saved
            kwargs |= {"instance": type(one).objects.get(pk=one.pk), "initial": {"revision": one.revision}}
        return kwargs


class OrganisationList(RuleRequiredMixin, ListView[Organisation]):
    permission_required = Permission.ADMINISTER
    template_name = "people/organisation/list.html"
    filter_class = OrganisationFilter

    def get_queryset(self) -> QuerySet[Organisation]:
        return Organisation.objects.select_related("territory")

    def filtered(self, queryset: QuerySet[Organisation], wanted: dict[str, Any]) -> QuerySet[Organisation]:
        if wanted["kind"]:
            queryset = queryset.filter(kind=wanted["kind"])
        return queryset.filter(Q(name__icontains=wanted["q"]) | Q(ico__startswith=wanted["q"]))


class OrganisationDetail(RuleRequiredMixin, ObjectMixin[Organisation], TemplateView):
    permission_required = Permission.ADMINISTER
    model = Organisation
    template_name = "people/organisation/detail.html"

    def get_objects(self) -> QuerySet[Organisation]:
        return Organisation.objects.select_related("territory", "parent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            may_change=self.request.user.has_perm(Permission.ADMINISTER_ORGANISATION, self.object),
            owned=list(self.object.owned_territories.all()),
            parts=list(self.object.parts.all()),
            **kwargs,
        )


class OrganisationAdd(PlaceFormMixin, FormView[OrganisationForm]):
    request: AuthenticatedRequest
    permission_required = Permission.ADMINISTER
    form_class = OrganisationForm
    template_name = "people/organisation/edit.html"

    def form_valid(self, form: OrganisationForm) -> HttpResponse:
        one = places.add_organisation(by=self.request.user, now=timezone.now(), **form.cleaned_data)
        return done(
            self.request, _("Organizaci jsme zapsali."), reverse("admin_ui:organisation", args=[one.pk])
        )


class OrganisationChange(PlaceFormMixin, ObjectMixin[Organisation], FormView[OrganisationChangeForm]):
    request: AuthenticatedRequest
    permission_required = Permission.ADMINISTER_ORGANISATION
    model = Organisation
    form_class = OrganisationChangeForm
    template_name = "people/organisation/edit.html"

    def get_objects(self) -> QuerySet[Organisation]:
        return Organisation.objects.select_related("territory")

    def form_valid(self, form: OrganisationChangeForm) -> HttpResponse:
        one = places.change_organisation(
            organisation=self.object, by=self.request.user, now=timezone.now(), **form.cleaned_data
        )
        return done(self.request, _("Změny jsme uložili."), reverse("admin_ui:organisation", args=[one.pk]))


class TerritoryList(RuleRequiredMixin, ListView[Territory]):
    permission_required = Permission.ADMINISTER
    template_name = "people/territory/list.html"
    filter_class = TerritoryFilter

    def get_queryset(self) -> QuerySet[Territory]:
        return Territory.objects.select_related("region", "owner")

    def filtered(self, queryset: QuerySet[Territory], wanted: dict[str, Any]) -> QuerySet[Territory]:
        if wanted["kind"]:
            queryset = queryset.filter(kind=wanted["kind"])
        return queryset.filter(name__icontains=wanted["q"])


class TerritoryDetail(RuleRequiredMixin, ObjectMixin[Territory], TemplateView):
    permission_required = Permission.ADMINISTER
    model = Territory
    template_name = "people/territory/detail.html"

    def get_objects(self) -> QuerySet[Territory]:
        return Territory.objects.select_related("region", "owner", "parent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = timezone.localdate()
        return super().get_context_data(
            may_change=self.request.user.has_perm(Permission.ADMINISTER_TERRITORY, self.object),
            members=list(self.object.members.all()),
            appointments=list(self.object.appointments.on(day).select_related("person")),
            **kwargs,
        )


class TerritoryAdd(PlaceFormMixin, FormView[TerritoryForm]):
    request: AuthenticatedRequest
    permission_required = Permission.ADMINISTER
    form_class = TerritoryForm
    template_name = "people/territory/edit.html"

    def get_form(self, form_class: type[TerritoryForm] | None = None) -> TerritoryForm:
        form = super().get_form(form_class)
        if not self.request.user.is_superuser:  # who runs a region adds to it; regions come with the operator
            kind = form.fields["kind"]
            kind.choices = [pair for pair in kind.choices if pair[0] != TerritoryKind.REGION]  # type: ignore[attr-defined]
        return form

    def form_valid(self, form: TerritoryForm) -> HttpResponse:
        one = places.add_territory(by=self.request.user, now=timezone.now(), **form.cleaned_data)
        return done(self.request, _("Území jsme zapsali."), reverse("admin_ui:territory", args=[one.pk]))


class TerritoryChange(PlaceFormMixin, ObjectMixin[Territory], FormView[TerritoryChangeForm]):
    request: AuthenticatedRequest
    permission_required = Permission.ADMINISTER_TERRITORY
    model = Territory
    form_class = TerritoryChangeForm
    template_name = "people/territory/edit.html"

    def form_valid(self, form: TerritoryChangeForm) -> HttpResponse:
        one = places.change_territory(
            territory=self.object, by=self.request.user, now=timezone.now(), **form.cleaned_data
        )
        return done(self.request, _("Změny jsme uložili."), reverse("admin_ui:territory", args=[one.pk]))
