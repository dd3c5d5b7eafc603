"""/obce/: what plans mean for a municipality; co-financing of a plan by municipality and year."""

from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from people.enums import TerritoryKind
from people.models import Territory
from people.web import ListView, PublicMixin
from workflows.enums import Permission
from workflows.exports.cofinancing import spreadsheet
from workflows.forms.municipality import MunicipalityFilter
from workflows.queries import municipality as queries
from workflows.queries.municipality import Cofinancing
from workflows.views.public import visible_plan

PER_PAGE = 50


class MunicipalityList(PublicMixin, ListView[Territory]):
    template_name = "workflows/municipality/list.html"
    filter_class = MunicipalityFilter
    per_page = PER_PAGE

    def get_queryset(self) -> QuerySet[Territory]:
        return queries.municipalities({})

    def filtered(self, queryset: QuerySet[Territory], wanted: dict[str, Any]) -> QuerySet[Territory]:  # noqa: ARG002
        return queries.municipalities(wanted)


class MunicipalityMixin(PublicMixin):
    """A public page of one municipality."""

    object: Territory

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Territory.objects.filter(kind=TerritoryKind.MUNICIPALITY).select_related("parent", "region")
        self.object = get_object_or_404(rows, slug=kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"territory": self.object, **context}


class MunicipalityDetail(MunicipalityMixin, TemplateView):
    """Co to znamená pro naši obec: its items, its money, its duties, its services."""

    template_name = "workflows/municipality/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(
            found=queries.meaning(self.object, now),
            today=timezone.localdate(now),
            first=f":{queries.ITEMS_SHOWN}",
            rest=f"{queries.ITEMS_SHOWN}:",
            may_record=self.request.user.has_perm(Permission.RECORD_STATEMENT, self.object),
            **kwargs,
        )


class MunicipalitySend(MunicipalityMixin, TemplateView):
    """The address of a municipality's page and a letter that anybody may send from their own mail."""

    template_name = "workflows/municipality/send.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        there = reverse("municipalities:detail", args=[self.object.slug])
        address = self.request.build_absolute_uri(there)
        subject = _("Co komunitní plánování znamená pro obec %(name)s") % {"name": self.object.name}
        text = _(
            "Dobrý den,\n\nna této stránce je přehled, co plány sociálních služeb znamenají pro obec"
            " %(name)s: která opatření se jí týkají, kolik na ně dává, jaké má povinnosti a jaké služby"
            " v ní působí."
            "\n\n%(address)s\n\nPřihlašovat se není třeba."
        ) % {"name": self.object.name, "address": address}
        mail = f"mailto:?subject={quote(subject)}&body={quote(text.replace(chr(10), chr(13) + chr(10)))}"
        return super().get_context_data(address=address, subject=subject, text=text, mail=mail, **kwargs)


class CofinancingMixin(PublicMixin):
    """Who of the municipalities pays how much; the public sees what was spent in years that are over."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.plan = visible_plan(request, kwargs["slug"])

    def found(self) -> Cofinancing:
        works_here = self.request.user.has_perm(Permission.VIEW_WORKING, self.plan)
        until = None if works_here else timezone.localdate().year - 1
        return queries.cofinancing(self.plan, until=until)


class CofinancingPage(CofinancingMixin, TemplateView):
    template_name = "workflows/municipality/cofinancing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        projects = self.plan.projects.all()
        return super().get_context_data(plan=self.plan, found=self.found(), projects=projects, **kwargs)


class CofinancingSheet(CofinancingMixin, View):
    def get(self, _request: HttpRequest, **_kwargs: Any) -> FileResponse:
        made = spreadsheet(self.plan, self.found())
        return FileResponse(made, as_attachment=True, filename=f"spolufinancovani-{self.plan.slug}.xlsx")
