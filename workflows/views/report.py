"""Reports on a plan: a year of its items, one item's year, written down for the implementer."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from people import journal
from people.models import Organisation
from people.web import ActionMixin, AuthenticatedRequest, done, paged
from workflows.actions import report as reports
from workflows.enums import Permission
from workflows.forms.report import MISSING, NOBODY, LineFilter, RecordedReportForm, ReportForms
from workflows.models import Edition, ItemReport
from workflows.queries.history import told
from workflows.queries.plans import editions_of, foremost
from workflows.queries.report import (
    Line,
    YearOfReports,
    line_of,
    municipalities_of,
    usual_year,
    year_of_reports,
    years_of,
)
from workflows.web import EditionMixin


class ReportsMixin(EditionMixin):
    """A page about reports on a plan, of the year in the address or of the usual one."""

    tab = "reports"
    year: int

    def load(self, **address: Any) -> Edition:
        if (edition := foremost(editions_of(address["slug"]))) is None:
            raise Http404
        return edition

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        today = timezone.localdate(self.now)
        self.years = years_of(self.plan, today)
        asked = str(kwargs.get("year") or request.GET.get("rok") or usual_year(self.plan, today) or "")
        if asked and asked not in map(str, self.years):
            raise Http404
        self.year = int(asked or 0)

    def may_write(self) -> bool:
        """Say whether the person may write reports down now: by who they are and by the plan's state."""
        allowed = self.request.user.has_perm(Permission.COLLECT_INPUTS, self.plan)
        return bool(allowed and self.plan.state in reports.OPEN_STATES)

    def list_url(self) -> str:
        return f"{reverse('plans:reports', args=[self.plan.slug])}?rok={self.year}"

    def year_url(self, name: str, *more: Any) -> str:
        return reverse(f"plans:{name}", args=[self.plan.slug, self.year, *more])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "year": self.year,
            "years": self.years,
            "may_write": self.may_write(),
            "list_url": self.list_url(),
        }


class ReportList(ReportsMixin, TemplateView):
    """All items of a year with their state and money, and who has not reported yet."""

    template_name = "workflows/report/list.html"

    @cached_property
    def reports(self) -> YearOfReports:
        return year_of_reports(self.plan, self.year) if self.year else YearOfReports(0, None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = self.reports.lines
        chosen = {**self.request.GET.dict(), "rok": self.year}
        form = LineFilter(chosen, years=self.years, lines=lines)
        narrowed = any(self.request.GET.get(name) for name in ("stav", "realizator", "q"))
        found = form.narrowed(lines) if narrowed else lines
        sheets = self.plan.sheets.filter(year=self.year).defer("fates").select_related("uploaded_by")
        return super().get_context_data(
            reports=self.reports,
            awaited=self.reports.awaited,
            owing=owing(self.reports.missing),
            page=paged(self.request, found),
            filter=form,
            narrowed=narrowed,
            sheets=sheets[:5],
            **kwargs,
        )


def owing(missing: list[Line]) -> list[tuple[Organisation | None, str, int]]:
    """Say who has not reported yet and on how many items; those nobody is to implement come last."""
    counts = Counter(line.item.implementer for line in missing)
    rows = sorted(counts.items(), key=lambda pair: (pair[0] is None, pair[0].name if pair[0] else ""))
    return [(who, f"&stav={MISSING}&realizator={who.pk if who else NOBODY}", count) for who, count in rows]


class ReportMixin(ReportsMixin):
    """A page of one item's year, found by the item's stable key."""

    line: Line

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.key: UUID = kwargs["key"]
        line = line_of(self.plan, self.year, self.key)
        if line is None:
            raise Http404
        self.line = line

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            line=self.line, item=self.line.item, report=self.line.report, **kwargs
        )


class ReportDetail(ReportMixin, TemplateView):
    template_name = "workflows/report/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.line.report
        entries = list(journal.of(report)) if report else []
        values = {value.indicator: value for value in report.values.all()} if report else {}
        return super().get_context_data(
            indicators=[(one, values.pop(one.key, None)) for one in self.line.item.indicators.all()],
            other_values=list(values.values()),
            others=ItemReport.objects.filter(plan=self.plan, key=self.key).exclude(year=self.year),
            events=[told(entry, with_personal=True) for entry in reversed(entries)],
            **kwargs,
        )


class ReportWrite(ReportMixin, ActionMixin, TemplateView):
    """A report written down for the implementer: who said it and how it came stand in it."""

    request: AuthenticatedRequest
    permission_required = Permission.COLLECT_INPUTS
    template_name = "workflows/report/form.html"

    def forms(self, data: Any = None, files: Any = None) -> ReportForms:
        forms = ReportForms(
            item=self.line.item,
            report=self.line.report,
            municipalities=municipalities_of(self.plan),
            data=data,
            files=files,
            form_class=RecordedReportForm,
        )
        if self.line.report is None and self.line.item.implementer:
            forms.form.initial["said_by"] = self.line.item.implementer.name
        return forms

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("forms", self.forms())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        forms = self.forms(request.POST, request.FILES)
        if not forms.is_valid():
            return self.render_to_response(self.get_context_data(forms=forms), status=422)
        by, plan = self.request.user, self.plan
        reports.write(plan=plan, key=self.key, year=self.year, by=by, now=self.now, **forms.said())
        if "next" not in request.POST:
            return done(request, _("Hlášení je zapsané."), self.year_url("report", self.key))
        return self.go_on()

    def go_on(self) -> HttpResponse:
        """Lead to the next item that nobody has reported on, or back to the list when there is none."""
        missing = year_of_reports(self.plan, self.year).missing
        if not missing:
            return done(self.request, _("Hlášení je zapsané, žádné další nechybí."), self.list_url())
        message = _("Hlášení je zapsané, tohle je další, které chybí.")
        return done(self.request, message, self.year_url("report-write", missing[0].item.key))


class ReportRemove(ReportMixin, ActionMixin, TemplateView):
    """Take a report back; asks first."""

    request: AuthenticatedRequest
    permission_required = Permission.COLLECT_INPUTS
    template_name = "workflows/report/remove.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.line.report is None:
            raise Http404

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        read_at = request.POST.get("read_at", "")
        assert self.line.report is not None  # noqa: S101 - without it there is no such page
        reports.remove(
            report=self.line.report,
            read_at=int(read_at) if read_at.isdecimal() else -1,
            by=self.request.user,
            now=self.now,
        )
        return done(request, _("Hlášení je smazané."), self.list_url())
