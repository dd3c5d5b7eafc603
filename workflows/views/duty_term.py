"""What a region does for all its municipalities: plans a year, asks, sets terms, reports to the ministry."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from people.enums import TerritoryKind
from people.models import Person, Territory
from people.web import AuthenticatedRequest, FormView, RuleRequiredMixin, done
from workflows.actions import duty as duties
from workflows.actions.duty import FIRST_YEAR, YEARS_AHEAD
from workflows.enums import Permission
from workflows.exports.duty import workbook
from workflows.forms.duty import RegionForm, TermForm
from workflows.models import DutyRule
from workflows.queries import duty as queries
from workflows.queries.duty_report import ministry_report


class RegionMixin(RuleRequiredMixin):
    """A page for those who act for a region."""

    permission_required = Permission.OVERSEE_DUTIES

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)

    def permission_object(self) -> Any:
        return None

    def regions(self) -> Any:
        return queries.regions_of(cast("Person", self.request.user), self.today)


class RegionFormView(RegionMixin, FormView[RegionForm]):
    """A deed for one region and one year."""

    request: AuthenticatedRequest
    form_class = RegionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "regions": self.regions(), "today": self.today}

    def back(self, message: str, year: int) -> HttpResponse:
        return done(self.request, message, f"{reverse('duties:list')}?year={year}")


class PlanYear(RegionFormView):
    template_name = "workflows/duty/plan.html"

    def form_valid(self, form: RegionForm) -> HttpResponse:
        count = duties.plan_year(**form.cleaned_data, by=self.request.user, now=self.now)
        text = ngettext("Naplánována %(n)d povinnost.", "Naplánováno povinností: %(n)d.", count)
        nothing = _("Všechno už bylo naplánováno, nic nepřibylo.")
        return self.back(text % {"n": count} if count else nothing, form.cleaned_data["year"])


class AskAll(RegionFormView):
    """Write to everybody who was not asked yet about the open duties of a year."""

    template_name = "workflows/duty/ask.html"

    def form_valid(self, form: RegionForm) -> HttpResponse:
        asked, unreached = duties.ask_all(**form.cleaned_data, by=self.request.user, now=self.now)
        text = _("Výzvy odejdou během několika minut. Povinností, ke kterým se píše: %(n)d.") % {"n": asked}
        if unreached:
            text += " " + _("U %(n)d není komu napsat, doplňte prosím adresu úřadu.") % {"n": unreached}
        return self.back(text, form.cleaned_data["year"])


class Terms(RegionMixin, TemplateView):
    """Where duties come from and until when they are to be fulfilled in a region."""

    template_name = "workflows/duty/terms.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        regions = list(self.regions())
        own: dict[tuple[str, int], list[DutyRule]] = {}
        for rule in DutyRule.objects.filter(territory__in=regions).order_by("-valid_from", "-pk"):
            own.setdefault((rule.code, cast("int", rule.territory_id)), []).append(rule)
        rules = queries.kinds_of_duty()
        places = [
            {"region": one, "rules": [(rule, own.get((rule.code, one.pk), [])) for rule in rules]}
            for one in regions
        ]
        return super().get_context_data(places=places, **kwargs)


class TermSet(RegionMixin, FormView[TermForm]):
    """A region writes down its own term of a duty, for which the act sets no date."""

    request: AuthenticatedRequest
    form_class = TermForm
    template_name = "workflows/duty/term.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.region = get_object_or_404(Territory, slug=kwargs["region"], kind=TerritoryKind.REGION)
        rules = DutyRule.objects.filter(code=kwargs["code"], territory=None).order_by("-valid_from")
        if (rule := rules.first()) is None:
            raise Http404
        self.rule = rule

    def permission_object(self) -> Territory:
        return self.region

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.rule, name) for name in ("day", "month", "next_year", "remind_days")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rule=self.rule, region=self.region, **kwargs)

    def form_valid(self, form: TermForm) -> HttpResponse:
        data = form.cleaned_data
        duties.set_term(
            region=self.region,
            code=self.rule.code,
            term=(data["day"], data["month"]),
            next_year=data["next_year"],
            remind_days=data["remind_days"],
            source=data["source"],
            valid_from=self.today.replace(year=data["valid_year"], month=1, day=1),
            by=self.request.user,
            now=self.now,
        )
        return done(self.request, _("Termín kraje je zapsaný."), reverse("duties:terms"))


class MinistryMixin(RegionMixin):
    """The report of a region for a year; of several regions the one in the address, else the first."""

    def load(self, year: int) -> Any:
        if not FIRST_YEAR <= year <= self.today.year + YEARS_AHEAD:
            raise Http404
        regions = {region.slug: region for region in self.regions()}
        wanted = self.request.GET.get("kraj", "")
        if wanted and wanted not in regions:
            raise PermissionDenied
        region = regions[wanted] if wanted else next(iter(regions.values()))
        return ministry_report(region, year, self.today)


class Ministry(MinistryMixin, TemplateView):
    template_name = "workflows/duty/ministry.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.load(kwargs["year"])
        regions = [one for one in self.regions() if one != report.region]
        return super().get_context_data(report=report, others=regions, today=self.today, **kwargs)


class MinistryXlsx(MinistryMixin, View):
    def get(self, _request: HttpRequest, year: int) -> FileResponse:
        report = self.load(year)
        name = f"mpsv-{report.region.slug}-{year}.xlsx"
        return FileResponse(workbook(report, self.today), as_attachment=True, filename=name)
