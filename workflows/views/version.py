"""Frozen versions: the list, the text of one, two beside each other."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView

from documents.models import Version
from documents.queries.compare import compare
from people.web import PublicMixin, paged
from workflows.enums import Permission
from workflows.queries.version import contents, occasion_of, public_numbers, rows_of
from workflows.web import load_edition


class VersionMixin(PublicMixin):
    """Pages of versions: everybody reads those that were consulted or adopted, the others who works here."""

    tab = "versions"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.object = load_edition(kwargs["slug"], kwargs["pk"])
        self.plan = self.object.plan
        self.works_here = request.user.has_perm(Permission.VIEW_WORKING, self.object)
        self.open_to_all = public_numbers(self.object, timezone.localdate(self.now))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.works_here and not self.wanted() <= self.open_to_all:
            if not request.user.has_perm(Permission.VIEW_PLAN, self.plan):
                raise Http404
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def wanted(self) -> set[int]:
        """Return the numbers of the versions that the page shows."""
        return {self.kwargs[name] for name in ("number", "old", "new") if name in self.kwargs}

    def version(self, number: int) -> Version:
        rows = Version.objects.select_related("by").filter(document=self.object.document_id)
        return get_object_or_404(rows, number=number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        shown = {"plan": self.plan, "edition": self.object, "now": self.now, "tab": self.tab}
        return {**shown, "works_here": self.works_here, **context}


class VersionList(VersionMixin, TemplateView):
    """All versions that the visitor may read, the newest first, each with the check of its hash."""

    template_name = "workflows/version/list.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        shown = self.works_here or self.open_to_all or request.user.has_perm(Permission.VIEW_PLAN, self.plan)
        if not shown:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Version.objects.select_related("by").filter(document=self.object.document_id)
        if not self.works_here:
            rows = rows.filter(number__in=self.open_to_all)
        page = paged(self.request, rows.order_by("-number"))
        return super().get_context_data(page=page, rows=rows_of(list(page), self.open_to_all), **kwargs)


class VersionDetail(VersionMixin, TemplateView):
    """The text of one version as it was frozen."""

    template_name = "workflows/version/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.version(self.kwargs["number"])
        return super().get_context_data(
            version=version,
            occasion=occasion_of(version),
            contents=contents(version.snapshot),
            is_public=version.number in self.open_to_all,
            before=version.number - 1 if self.may_read(version.number - 1) else None,
            **kwargs,
        )

    def may_read(self, number: int) -> bool:
        return number > 0 and (self.works_here or number in self.open_to_all)


class Compare(VersionMixin, TemplateView):
    """Two versions, item by item, with marks on words."""

    template_name = "workflows/version/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        old, new = self.version(self.kwargs["old"]), self.version(self.kwargs["new"])
        sections = compare(old.snapshot, new.snapshot)
        changed = [s for s in sections if s.kind != "same" or s.was_moved]
        everything = self.request.GET.get("vse") == "1"
        shown = {
            "old": old,
            "new": new,
            "sections": sections if everything else changed,
            "everything": everything,
            "counts": {
                kind: len([s for s in changed if s.kind == kind]) for kind in ("added", "changed", "removed")
            },
            "total": len(sections),
        }
        return super().get_context_data(**{**kwargs, **shown})
