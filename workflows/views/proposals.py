"""Proposals for the next year: all in one list, each taken into a text or declined with a reason."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from people.web import ActionMixin, AuthenticatedRequest, FormView, done, paged
from workflows.actions import proposal as proposals
from workflows.enums import Permission
from workflows.forms.proposal import DeclineForm, OutcomeForm, TakeForm
from workflows.models import Edition, Proposal
from workflows.queries import inputs as found
from workflows.queries.plans import editions_of
from workflows.views.inputs import InputsMixin


class Proposals(InputsMixin, TemplateView):
    """Everything that was proposed, with what became of it."""

    template_name = "workflows/inputs/proposals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows, form = found.proposals_of(self.plan), OutcomeForm(self.request.GET or None)
        outcome = form.cleaned_data["outcome"] if form.is_valid() else ""
        page = paged(self.request, rows.filter(outcome=outcome) if outcome else rows)
        return super().get_context_data(
            page=page,
            filter=form,
            narrowed=bool(outcome),
            rows=found.shown(self.plan, list(page)),
            may_take=self.request.user.has_perm(Permission.EDIT_CONTENT, self.object),
            **kwargs,
        )


class ProposalMixin(InputsMixin):
    """A deed on one proposal; afterwards one is back in the list."""

    permission_required = Permission.EDIT_CONTENT
    proposal: Proposal

    def load(self, **address: Any) -> Edition:
        proposal = found.with_parts(Proposal.objects.filter(pk=address["pk"])).first()
        if proposal is None:
            raise Http404
        self.proposal = proposal
        return self.foremost(proposal.request.round.plan.slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = found.shown(self.plan, [self.proposal])[0]
        return super().get_context_data(one=one, proposal=self.proposal, **kwargs)

    def back(self, message: str) -> HttpResponse:
        return done(self.request, message, reverse("plans:proposals", args=[self.plan.slug]))


class ProposalTake(ProposalMixin, FormView[TakeForm]):
    request: AuthenticatedRequest
    form_class = TakeForm
    template_name = "workflows/inputs/take.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        self.editions = [one for one in editions_of(self.plan.slug) if one.content_is_open]
        return {**super().get_form_kwargs(), "editions": self.editions, "proposal": self.proposal}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "editions": self.editions}

    def form_valid(self, form: TakeForm) -> HttpResponse:
        item = proposals.take(proposal=self.proposal, by=self.request.user, now=self.now, **form.chosen())
        return self.back(_("Návrh je zařazen: %(item)s.") % {"item": item})


class ProposalReopen(ProposalMixin, ActionMixin, TemplateView):
    """Decide again about a proposal that was settled; asks first and says what will stay as it is."""

    request: AuthenticatedRequest
    template_name = "workflows/inputs/reopen.html"

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        proposals.reopen(proposal=self.proposal, by=self.request.user, now=self.now)
        return self.back(_("O návrhu se rozhodne znovu."))


class ProposalDecline(ProposalMixin, FormView[DeclineForm]):
    request: AuthenticatedRequest
    form_class = DeclineForm
    template_name = "workflows/inputs/decline.html"

    def form_valid(self, form: DeclineForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        proposals.decline(proposal=self.proposal, reason=reason, by=self.request.user, now=self.now)
        return self.back(_("Zapsáno. Ten, kdo návrh podal, se důvod dozví."))
