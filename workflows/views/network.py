"""The network of services: its list, its services written and compared, the spreadsheet; the public page."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from people.web import ActionMixin, AuthenticatedRequest, FormView, ListView, PublicMixin, done
from workflows.actions import network
from workflows.enums import EditionKind, NetworkTier, Permission
from workflows.exports.network import spreadsheet
from workflows.forms.network import ServiceEntryForm, ServiceFilter, initial_of, values_of
from workflows.models import NetworkService
from workflows.queries import network as networks
from workflows.views.content import may_write
from workflows.views.public import visible_plan
from workflows.web import EditionMixin

PER_PAGE = 50


class NetworkMixin(EditionMixin):
    """A page of a network; other editions have none."""

    tab = "services"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.object.kind != EditionKind.NETWORK:
            raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_write=may_write(self), **kwargs)


class Services(NetworkMixin, ListView[NetworkService]):
    """All services of a network."""

    template_name = "workflows/network/list.html"
    filter_class = ServiceFilter
    per_page = PER_PAGE

    def get_queryset(self) -> Any:
        return networks.services_of(self.object)

    def filtered(self, queryset: Any, wanted: dict[str, Any]) -> Any:
        return networks.narrowed(queryset, wanted)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        valid = networks.network_in_force(self.plan, timezone.localdate(self.now))
        return super().get_context_data(
            tiers=networks.counts_of(self.object),
            in_force=valid if valid is not None and valid.pk != self.object.pk else None,
            **kwargs,
        )


class ServicesCompare(NetworkMixin, TemplateView):
    """The network beside the one in force: what has come, gone and changed."""

    template_name = "workflows/network/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        old = self.object.based_on if self.object.based_on_id else None
        if old is None or old.kind != EditionKind.NETWORK:
            old = networks.network_in_force(self.plan, timezone.localdate(self.now))
        if old is not None and old.pk == self.object.pk:
            old = None
        found = networks.changes(old, self.object) if old else []
        changed = [one for one in found if one.kind != "same"]
        kinds = ("added", "changed", "removed")
        counts = {kind: len([one for one in changed if one.kind == kind]) for kind in kinds}
        return super().get_context_data(old=old, sections=changed, counts=counts, total=len(found), **kwargs)


class ServicesSheet(NetworkMixin, View):
    """The whole network as a spreadsheet."""

    def get(self, _request: HttpRequest, **_kwargs: Any) -> FileResponse:
        made = spreadsheet(self.object, networks.services_of(self.object))
        return FileResponse(made, as_attachment=True, filename=f"sit-{self.plan.slug}.xlsx")


class ServiceFormView(NetworkMixin, FormView[ServiceEntryForm]):
    request: AuthenticatedRequest
    permission_required = Permission.EDIT_CONTENT
    form_class = ServiceEntryForm
    template_name = "workflows/network/form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "edition": self.object}


class ServiceAdd(ServiceFormView):
    def get_initial(self) -> dict[str, Any]:
        return {"tier": self.request.GET.get("zarazeni", NetworkTier.BASIC.value)}

    def form_valid(self, form: ServiceEntryForm) -> HttpResponse:
        groups = form.cleaned_data["target_groups"]
        service = network.add_service(
            edition=self.object,
            values=values_of(form),
            target_groups=groups,
            by=self.request.user,
            now=self.now,
        )
        said = {"name": service.name, "tier": service.get_tier_display()}
        return done(self.request, _("Služba %(name)s je zapsána: %(tier)s.") % said, self.url("services"))


class ServiceMixin(NetworkMixin):
    """A page of one service, found by its stable key."""

    permission_required = Permission.EDIT_CONTENT
    service: NetworkService

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = networks.services_of(self.object).filter(key=kwargs["key"]).first()
        if found is None:
            raise Http404
        self.service = found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(service=self.service, **kwargs)


class ServiceWrite(ServiceMixin, ServiceFormView):
    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.service)

    def form_valid(self, form: ServiceEntryForm) -> HttpResponse:
        read_at = form.cleaned_data["read_at"]
        network.write_service(
            service=self.service,
            values=values_of(form),
            target_groups=form.cleaned_data["target_groups"],
            read_at=read_at if read_at is not None else -1,
            by=self.request.user,
            now=self.now,
        )
        return done(self.request, _("Uloženo."), self.url("services"))


class ServiceMove(ServiceMixin, ActionMixin, View):
    """Move a service between základní síť and zásobník."""

    request: AuthenticatedRequest

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        wanted = request.POST.get("tier", "")
        if wanted not in NetworkTier.values:
            raise Http404
        tier = NetworkTier(wanted)
        network.move_service(service=self.service, tier=tier, by=self.request.user, now=self.now)
        said = {"name": self.service.name, "tier": tier.label}
        return done(self.request, _("%(name)s: %(tier)s.") % said, self.url("services"))


class ServiceRemove(ServiceMixin, ActionMixin, TemplateView):
    """Take a service out of the network; asks first."""

    request: AuthenticatedRequest
    template_name = "workflows/network/remove.html"

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        network.remove_service(service=self.service, by=self.request.user, now=self.now)
        return done(self.request, _("Služba je odebrána, dřívější sítě ji mají dál."), self.url("services"))


class PublicNetworkMixin(PublicMixin):
    """The network of a plan that is in force today, for anybody."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.plan = visible_plan(request, kwargs["slug"])
        found = networks.network_in_force(self.plan, timezone.localdate())
        if found is None:
            raise Http404
        self.object = found


class PublicNetwork(PublicNetworkMixin, ListView[NetworkService]):
    template_name = "workflows/public/network.html"
    filter_class = ServiceFilter
    per_page = PER_PAGE

    def get_queryset(self) -> Any:
        return networks.services_of(self.object)

    def filtered(self, queryset: Any, wanted: dict[str, Any]) -> Any:
        return networks.narrowed(queryset, wanted)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            plan=self.plan,
            edition=self.object,
            tiers=networks.counts_of(self.object),
            projects=self.plan.projects.all(),
            address=reverse("public:network", args=[self.plan.slug]),
            **kwargs,
        )


class PublicNetworkSheet(PublicNetworkMixin, View):
    def get(self, _request: HttpRequest, **_kwargs: Any) -> FileResponse:
        made = spreadsheet(self.object, networks.services_of(self.object))
        return FileResponse(made, as_attachment=True, filename=f"sit-{self.plan.slug}.xlsx")
