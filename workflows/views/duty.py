"""Duties: the list, one duty, its report by somebody signed in or by the link of a letter."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from people import journal
from people.actions import link as links
from people.errors import Gone
from people.models import Person
from people.web import (
    ActionMixin,
    AuthenticatedRequest,
    FormView,
    ListView,
    PublicMixin,
    RuleRequiredMixin,
    done,
)
from workflows.actions import duty as duties
from workflows.enums import DutyState, Permission
from workflows.forms import duty as forms
from workflows.letters import DUTY
from workflows.models import Duty
from workflows.queries import duty as queries

PARTS = ("rule", "territory__region", "file", "recorded_by")


class DutyList(RuleRequiredMixin, ListView[Duty]):
    """Duties by territory and year, the person's own first."""

    permission_required = Permission.MANAGE_DUTIES
    template_name = "workflows/duty/list.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()
        self.filter_class = self.make_filter

    def make_filter(self, data: Any) -> forms.DutyFilter:
        return forms.DutyFilter(data, years=queries.years(), rules=queries.kinds_of_duty())

    def get_queryset(self) -> Any:
        return queries.listed(cast("Person", self.request.user), self.today)

    def filtered(self, queryset: Any, wanted: dict[str, Any]) -> Any:
        return queries.narrowed(queryset, wanted, self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        oversees = self.request.user.has_perm(Permission.OVERSEE_DUTIES, None)
        return super().get_context_data(today=self.today, oversees=oversees, **kwargs)


class DutyMixin(RuleRequiredMixin):
    """A page of one duty: loads `self.object`; who may act depends on its territory."""

    object: Duty
    permission_required: str = Permission.MANAGE_DUTIES

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.object = get_object_or_404(Duty.objects.select_related(*PARTS), pk=kwargs["pk"])

    def permission_object(self) -> Any:
        return self.object.territory

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"duty": self.object, "today": timezone.localdate(self.now), **context}

    def back(self, message: str) -> HttpResponse:
        return done(self.request, message, reverse("duties:detail", args=[self.object.pk]))


def events_of(duty: Duty) -> list[dict[str, Any]]:
    """Tell the history of a duty, newest first."""
    found = []
    for entry in reversed(journal.of(duty)):
        personal = getattr(entry, "personal", None)
        content = personal.content if personal and isinstance(personal.content, dict) else {}
        found.append(
            {
                "at": entry.at,
                "text": journal.sentence(entry),
                "who": entry.by.name if entry.by else content.get("said_by", ""),
                "note": content.get("reason", ""),
            }
        )
    return found


class DutyDetail(DutyMixin, TemplateView):
    """One duty: what it asks, what was reported, what happened; all staff read it."""

    template_name = "workflows/duty/detail.html"

    def permission_object(self) -> None:
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place, user = self.object.territory, self.request.user
        return super().get_context_data(
            capacities=list(self.object.capacities.select_related("kind")),
            may_act=user.has_perm(Permission.MANAGE_DUTIES, place),
            oversees=user.has_perm(Permission.OVERSEE_DUTIES, place),
            events=events_of(self.object),
            **kwargs,
        )


class ReportMixin(FormView[forms.DutyReportForm]):
    """The report of a duty: words, a document and, where the act wants it, needed capacities."""

    form_class = forms.DutyReportForm
    object: Duty
    by_link = False

    def start(self) -> None:
        """Prepare the lines of capacities once for the request."""
        data = self.request.POST if self.request.method == "POST" else None
        self.formset: Any = None
        if self.object.rule.code == queries.CAPACITIES:
            self.formset = forms.CapacityFormSet(
                data,
                initial=forms.capacities_of(self.object),
                prefix="capacities",
                form_kwargs={"kinds": forms.kinds()},
            )

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {
            **super().get_form_kwargs(),
            "today": today,
            "by_link": self.by_link,
            "has_file": self.object.file_id is not None,
            "initial": {
                "text": self.object.text,
                "reference": self.object.reference,
                "fulfilled_on": today,
            },
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(formset=self.formset, **kwargs)

    def post(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        form, lines = self.get_form(), []
        is_valid = form.is_valid()
        if self.formset is not None and (is_valid := self.formset.is_valid() and is_valid):
            lines = forms.capacities_from(self.formset)
        if is_valid and form.says_nothing() and not lines:
            form.add_error("text", _("Napište, co sdělujete, nebo přiložte dokument či uveďte jeho č. j."))
            is_valid = False
        return self.report(form, lines) if is_valid else self.form_invalid(form)

    def report(self, form: forms.DutyReportForm, lines: list[duties.Capacity]) -> HttpResponse:
        raise NotImplementedError  # signed in and by a link each answer in their own way

    def record(self, form: forms.DutyReportForm, lines: list[duties.Capacity], by: Person | None) -> None:
        now = timezone.now()
        data = {"fulfilled_on": timezone.localdate(now), **form.cleaned_data}
        duties.fulfil(duty=self.object, capacities=lines, by=by, now=now, **data)


class DutyFulfil(DutyMixin, ReportMixin):
    """Report for one's own municipality, or write down what came on paper."""

    request: AuthenticatedRequest
    template_name = "workflows/duty/fulfil.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.has_perm(self.permission_required, self.permission_object()):
            self.start()
            if self.object.state != DutyState.DUE:
                raise Gone
        return super().dispatch(request, *args, **kwargs)

    def report(self, form: forms.DutyReportForm, lines: list[duties.Capacity]) -> HttpResponse:
        self.record(form, lines, self.request.user)
        return self.back(_("Děkujeme, povinnost je splněná."))


class DutyByLink(PublicMixin, ReportMixin):
    """The report by the link of a letter: GET shows, POST reports, no account is needed."""

    template_name = "workflows/duty/by_link.html"
    by_link = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.link = links.resolve(kwargs["token"], DUTY, timezone.now())
        found = Duty.objects.select_related(*PARTS).filter(pk=self.link.subject_id)
        if (duty := found.first()) is None:
            raise Gone
        self.object = duty
        self.start()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        duty = self.object
        return super().get_context_data(
            duty=duty,
            is_open=duty.state == DutyState.DUE,
            today=timezone.localdate(),
            capacities=list(duty.capacities.select_related("kind")),
            **kwargs,
        )

    def report(self, form: forms.DutyReportForm, lines: list[duties.Capacity]) -> HttpResponse:
        self.record(form, lines, self.link.person)
        self.object = Duty.objects.select_related(*PARTS).get(pk=self.object.pk)
        return self.render_to_response(self.get_context_data(form=form, answered=True))


class DutyReasonMixin(DutyMixin, FormView[forms.DutyReasonForm]):
    """A deed of the region that wants a reason."""

    request: AuthenticatedRequest
    permission_required = Permission.OVERSEE_DUTIES
    form_class = forms.DutyReasonForm


class DutyWaive(DutyReasonMixin):
    template_name = "workflows/duty/waive.html"

    def form_valid(self, form: forms.DutyReasonForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        duties.waive(duty=self.object, reason=reason, by=self.request.user, now=self.now)
        return self.back(_("Zapsáno, povinnost za tento rok odpadla."))


class DutyReopen(DutyReasonMixin):
    template_name = "workflows/duty/reopen.html"

    def form_valid(self, form: forms.DutyReasonForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        duties.reopen(duty=self.object, reason=reason, by=self.request.user, now=self.now)
        return self.back(_("Povinnost je znovu otevřená."))


class DutyRemind(DutyMixin, ActionMixin, View):
    """Ask for one duty, or remind of it, by letter."""

    request: AuthenticatedRequest
    permission_required = Permission.OVERSEE_DUTIES

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        duties.remind(duty=self.object, by=self.request.user, now=self.now)
        return self.back(_("Dopis odejde během minuty."))
