"""Správa › Území a organizace."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.views.generic import TemplateView

from people.enums import Permission
from people.forms.place import OrganisationFilter, TerritoryFilter
from people.models import Organisation, Territory
from people.web import ListView, ObjectMixin, RuleRequiredMixin


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
            owned=list(self.object.owned_territories.all()), parts=list(self.object.parts.all()), **kwargs
        )


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
            members=list(self.object.members.all()),
            appointments=list(self.object.appointments.on(day).select_related("person")),
            **kwargs,
        )
