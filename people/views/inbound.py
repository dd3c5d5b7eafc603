"""Správa › Došlá pošta: messages of which nobody knows what they are about."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from people.actions import inbound
from people.enums import InboundState, Permission
from people.forms.inbound import InboundFilter, InboundIgnoreForm
from people.models import InboundMail
from people.web import AuthenticatedRequest, FormView, ListView, ObjectMixin, RuleRequiredMixin, done


class InboundMixin(RuleRequiredMixin):
    permission_required = Permission.ADMINISTER_INBOUND


class InboundList(InboundMixin, ListView[InboundMail]):
    template_name = "people/inbound/list.html"
    filter_class = InboundFilter

    def get_queryset(self) -> QuerySet[InboundMail]:
        return InboundMail.objects.filter(cause_kind="").defer("raw", "text")

    def filtered(self, queryset: QuerySet[InboundMail], wanted: dict[str, Any]) -> QuerySet[InboundMail]:
        if wanted["state"]:
            queryset = queryset.filter(state=wanted["state"])
        text = wanted["q"]
        return queryset.filter(
            Q(from_address__icontains=text) | Q(from_name__icontains=text) | Q(subject__icontains=text)
        )


class InboundOne(InboundMixin, ObjectMixin[InboundMail]):
    model = InboundMail

    def get_objects(self) -> QuerySet[InboundMail]:
        return InboundMail.objects.filter(cause_kind="").select_related("ended_by").defer("raw")


class InboundDetail(InboundOne, TemplateView):
    template_name = "people/inbound/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=InboundIgnoreForm(), **kwargs)


class InboundIgnore(InboundOne, FormView[InboundIgnoreForm]):
    request: AuthenticatedRequest
    http_method_names = ["post"]
    template_name = "people/inbound/detail.html"
    form_class = InboundIgnoreForm

    def form_valid(self, form: InboundIgnoreForm) -> HttpResponse:
        inbound.settle(
            mail=self.object,
            state=InboundState.IGNORED,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
            now=timezone.now(),
        )
        return done(self.request, _("Zpráva je odložena."), reverse("admin_ui:inbound"))
