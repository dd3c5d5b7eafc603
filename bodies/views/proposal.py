"""The backlog of a body, and items that members propose."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from bodies.actions import proposal
from bodies.enums import Permission
from bodies.forms.agenda import AnswerForm, ProposalForm
from bodies.models import AgendaItem
from bodies.queries.agenda import backlog, proposals_until
from bodies.queries.meeting import next_of
from bodies.views.agenda import ItemMixin
from bodies.views.seat import beside
from bodies.web import BodyMixin, MeetingMixin
from people.errors import Refused
from people.web import AuthenticatedRequest, FormView, done, paged


class Backlog(BodyMixin, TemplateView):
    """What waits for some later meeting of a body; other members' proposals only its organiser sees."""

    request: AuthenticatedRequest
    permission_required = Permission.PROPOSE_ITEM
    template_name = "bodies/agenda/backlog.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_run = self.request.user.has_perm(Permission.RUN_MEETING, self.object)
        rows = backlog(self.object)
        if not may_run:
            rows = rows.filter(proposal="") | rows.filter(proposed_by=self.request.user)
        return super().get_context_data(
            page=paged(self.request, rows),
            may_run=may_run,
            nearest=next_of(self.object, self.today),
            **kwargs,
        )


class Propose(MeetingMixin, FormView[ProposalForm]):
    """A member proposes an item of a meeting; after the last day the backlog takes it."""

    request: AuthenticatedRequest
    permission_required = Permission.PROPOSE_ITEM
    form_class = ProposalForm
    template_name = "bodies/agenda/propose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        until = proposals_until(self.object)
        return super().get_context_data(
            until=until, is_late=timezone.localdate(self.now) > until, back=self.url("detail"), **kwargs
        )

    def form_valid(self, form: ProposalForm) -> HttpResponse:
        try:
            proposal.propose(meeting=self.object, by=self.request.user, now=self.now, **form.cleaned_data)
        except Refused as error:
            return beside(self, form, "title", error)
        message = _("Děkujeme, návrh má organizátor. O zařazení dostanete zprávu.")
        return done(self.request, message, self.url("detail"))


class BacklogPropose(BodyMixin, FormView[ProposalForm]):
    """A member proposes an item for some later meeting."""

    request: AuthenticatedRequest
    permission_required = Permission.PROPOSE_ITEM
    form_class = ProposalForm
    template_name = "bodies/agenda/propose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("meetings:backlog", args=[self.object.slug]), **kwargs)

    def form_valid(self, form: ProposalForm) -> HttpResponse:
        proposal.propose(body=self.object, by=self.request.user, now=self.now, **form.cleaned_data)
        message = _("Děkujeme, návrh má organizátor. O zařazení dostanete zprávu.")
        return done(self.request, message, reverse("meetings:backlog", args=[self.object.slug]))


class ProposalAnswer(ItemMixin, FormView[AnswerForm]):
    """The organiser places a proposed item or declines it with a reason."""

    request: AuthenticatedRequest
    form_class = AnswerForm
    template_name = "bodies/agenda/answer.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "body": self.body}

    def get_initial(self) -> dict[str, Any]:
        return {"answer": AnswerForm.ACCEPT, "to": self.object.meeting_id}

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        item, by, said = self.object, self.request.user, form.cleaned_data
        if said["answer"] == AnswerForm.DECLINE:
            proposal.decline_proposal(item=item, reason=said["reason"], by=by, now=self.now)
            return done(self.request, _("Autor dostane odpověď e-mailem."), self.back.partition("#")[0])
        made: AgendaItem = proposal.accept_proposal(item=item, to=said["to"], by=by, now=self.now)
        if made.meeting is not None:
            to = f"{reverse('meetings:detail', args=[made.meeting.pk])}#bod-{made.pk}"
        else:
            to = reverse("meetings:backlog", args=[self.body.slug])
        return done(self.request, _("Bod je zařazený, autor dostane zprávu."), to)
