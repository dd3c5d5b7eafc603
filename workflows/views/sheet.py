"""The sheet of reports: given out, taken in, shown cell by cell, confirmed or dropped."""

from collections import Counter
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from documents.validators import XLSX
from people.web import ActionMixin, AuthenticatedRequest, FormView, done, paged
from workflows.actions import sheet as sheets
from workflows.enums import Permission, SheetState
from workflows.exports.reports import workbook
from workflows.forms.report import SheetForm
from workflows.models import Edition, ReportSheet
from workflows.queries.plans import editions_of, foremost
from workflows.queries.report import year_of_reports
from workflows.queries.sheet import REFUSED, UNCHANGED, WRITTEN, shown
from workflows.views.report import ReportsMixin
from workflows.web import EditionMixin

FATES = (WRITTEN, REFUSED, UNCHANGED)
PER_PAGE = 50


class SheetExport(ReportsMixin, View):
    """Give the year's sheet out, filled with what is known."""

    def get(self, _request: HttpRequest, **_kwargs: Any) -> FileResponse:
        stream = workbook(self.plan, year_of_reports(self.plan, self.year))
        name = f"hlaseni-{self.plan.slug}-{self.year}.xlsx"
        return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX.media_type)


class SheetUpload(ReportsMixin, FormView[SheetForm]):
    request: AuthenticatedRequest
    permission_required = Permission.COLLECT_INPUTS
    template_name = "workflows/report/upload.html"
    form_class = SheetForm

    def form_valid(self, form: SheetForm) -> HttpResponse:
        sheet = sheets.upload(
            plan=self.plan,
            year=self.year,
            upload=form.cleaned_data["upload"],
            by=self.request.user,
            now=self.now,
        )
        message = _("Sešit je nahraný. Zatím se nic nezapsalo, nejdřív ukážeme, co se s každou buňkou stane.")
        return done(self.request, message, reverse("plans:sheet", args=[self.plan.slug, sheet.pk]))


class SheetMixin(EditionMixin):
    """A page of one sheet, for those who collect reports."""

    permission_required = Permission.COLLECT_INPUTS
    tab = "reports"

    def load(self, **address: Any) -> Edition:
        if (edition := foremost(editions_of(address["slug"]))) is None:
            raise Http404
        return edition

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = ReportSheet.objects.select_related("uploaded_by", "file")
        self.sheet = get_object_or_404(rows, plan=self.plan, pk=kwargs["pk"])

    def sheet_url(self) -> str:
        return reverse("plans:sheet", args=[self.plan.slug, self.sheet.pk])

    def list_url(self) -> str:
        return f"{reverse('plans:reports', args=[self.plan.slug])}?rok={self.sheet.year}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sheet=self.sheet, year=self.sheet.year, list_url=self.list_url(), **kwargs
        )


class SheetDetail(SheetMixin, TemplateView):
    """How far the reading is; then what becomes of each cell, to confirm or to drop."""

    template_name = "workflows/report/sheet.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("cast") != "stav":
            return super().get(request, *args, **kwargs)
        response = render(request, "workflows/report/_reading.html", {"sheet": self.sheet, "plan": self.plan})
        if self.sheet.state != SheetState.UPLOADED:
            response["HX-Refresh"] = "true"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = Counter(cell["fate"] for told in self.sheet.fates for cell in told["cells"])
        asked = self.request.GET.get("bunky", "")
        fate = asked if asked in FATES else ""
        return super().get_context_data(
            counts={name: counts[name] for name in FATES},
            items=sum(any(c["fate"] == WRITTEN for c in told["cells"]) for told in self.sheet.fates),
            fate=fate,
            page=paged(self.request, rows_of(self.sheet, fate), PER_PAGE),
            is_waiting=self.sheet.state == SheetState.UPLOADED,
            is_read=self.sheet.state == SheetState.READ,
            **kwargs,
        )


def rows_of(sheet: ReportSheet, fate: str) -> list[dict[str, Any]]:
    """Flatten what was found into rows of a table, narrowed to one fate."""
    return [
        {**cell, "label": told["label"], "before": shown(cell, cell["was"])}
        for told in sheet.fates
        for cell in told["cells"]
        if not fate or cell["fate"] == fate
    ]


class SheetApply(SheetMixin, ActionMixin, View):
    request: AuthenticatedRequest

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        sheet = sheets.apply(sheet=self.sheet, by=self.request.user, now=self.now)
        if sheet.state == SheetState.UPLOADED:
            message = _("Mezitím někdo změnil hlášení nebo text plánu. Sešit čteme znovu, zkontrolujte ho.")
            return done(request, message, self.sheet_url())
        return done(request, _("Hlášení ze sešitu jsou zapsaná."), self.list_url())


class SheetDrop(SheetMixin, ActionMixin, View):
    request: AuthenticatedRequest

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        sheets.drop(sheet=self.sheet, by=self.request.user, now=self.now)
        return done(request, _("Sešit je zahozený, nic se z něj nezapsalo."), self.list_url())
