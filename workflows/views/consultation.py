"""The window for comments as its coordinator sees it, and the public hearing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from documents.actions import consultation as consultations
from documents.models import Consultation, Hearing
from people.errors import Gone
from people.web import AuthenticatedRequest, FormView, done
from workflows import guards
from workflows.enums import Permission
from workflows.forms.consultation import HearingCancelForm, HearingForm, HearingRecordForm
from workflows.web import EditionMixin


class ConsultationDetail(EditionMixin, TemplateView):
    """The windows of an edition, its hearings, the poster and the text for the town's bulletin."""

    template_name = "workflows/consultation/detail.html"
    tab = "comments"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        windows = Consultation.objects.filter(document=self.object.document_id).select_related("version")
        return super().get_context_data(
            facts=guards.outline(self.object, self.now),
            windows=windows.prefetch_related("hearings").order_by("-number"),
            may_move=self.request.user.has_perm(Permission.MOVE_EDITION, self.object),
            **kwargs,
        )


class HearingPlan(EditionMixin, FormView[HearingForm]):
    """Announce a hearing of the consulted version."""

    request: AuthenticatedRequest
    permission_required = Permission.MOVE_EDITION
    form_class = HearingForm
    template_name = "workflows/consultation/hearing.html"
    tab = "comments"

    def window(self) -> Consultation:
        rows = Consultation.objects.filter(document=self.object.document_id).order_by("-number")
        if (window := rows.first()) is None:
            raise Http404
        return window

    def get_initial(self) -> dict[str, Any]:
        return {"announced_on": timezone.localdate(self.now)}

    def form_valid(self, form: HearingForm) -> HttpResponse:
        window, data = self.window(), form.cleaned_data
        same = window.hearings.filter(starts_at=data["starts_at"], place=data["place"], cancelled_at=None)
        if same.exists():
            raise Gone(_("Toto projednání už je oznámené."))
        consultations.plan_hearing(
            consultation=window, **form.cleaned_data, by=self.request.user, now=self.now
        )
        return done(self.request, _("Veřejné projednání je oznámeno."), self.url("consultation"))


class HearingMixin(EditionMixin):
    """A page of one hearing of the edition."""

    permission_required = Permission.MOVE_EDITION
    tab = "comments"
    hearing: Hearing

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = Hearing.objects.filter(consultation__document=self.object.document_id, pk=kwargs["hearing"])
        if (hearing := found.first()) is None:
            raise Http404
        self.hearing = hearing

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(hearing=self.hearing, **kwargs)


class HearingRecord(HearingMixin, FormView[HearingRecordForm]):
    request: AuthenticatedRequest
    form_class = HearingRecordForm
    template_name = "workflows/consultation/hearing.html"

    def get_initial(self) -> dict[str, Any]:
        hearing = self.hearing
        return {"attendance": hearing.attendance, "record": hearing.record, "read_at": hearing.revision}

    def form_valid(self, form: HearingRecordForm) -> HttpResponse:
        consultations.record_hearing(
            hearing=self.hearing, **form.cleaned_data, by=self.request.user, now=self.now
        )
        return done(self.request, _("Průběh projednání je zapsán."), self.url("consultation"))


class HearingCancel(HearingMixin, FormView[HearingCancelForm]):
    request: AuthenticatedRequest
    form_class = HearingCancelForm
    template_name = "workflows/consultation/hearing.html"

    def form_valid(self, form: HearingCancelForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        consultations.cancel_hearing(hearing=self.hearing, reason=reason, by=self.request.user, now=self.now)
        return done(self.request, _("Veřejné projednání je zrušeno."), self.url("consultation"))
