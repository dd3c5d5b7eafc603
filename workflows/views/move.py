"""A move of an edition: what it means, what is missing, and the deed itself."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from people.errors import Gone
from people.web import AuthenticatedRequest, FormView, done
from workflows import guards
from workflows.actions import approval, consultation
from workflows.actions import edition as editions
from workflows.enums import Deed, Permission
from workflows.forms.move import FORMS, MoveForm
from workflows.guards.steps import CONSEQUENCES
from workflows.web import EditionMixin

DEEDS: dict[Deed, Callable[..., object]] = {
    Deed.SUBMIT_TO_TRIAD: editions.submit_to_triad,
    Deed.OPEN_CONSULTATION: consultation.open_consultation,
    Deed.EXTEND_CONSULTATION: consultation.extend,
    Deed.CLOSE_CONSULTATION: consultation.close,
    Deed.START_SETTLEMENT: editions.start_settlement,
    Deed.SUBMIT_FOR_APPROVAL: approval.submit_for_approval,
    Deed.ADOPT: approval.adopt,
    Deed.REJECT: approval.reject,
    Deed.MAKE_EFFECTIVE: approval.make_effective,
    Deed.RETURN_FOR_REWORK: editions.return_for_rework,
    Deed.WITHDRAW: editions.withdraw,
}


class Move(EditionMixin, FormView[MoveForm]):
    """One page for every move: GET says what will happen and what is missing, POST does it."""

    request: AuthenticatedRequest
    permission_required = Permission.MOVE_EDITION
    template_name = "workflows/edition/move.html"
    deed: Deed

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["deed"] not in FORMS:
            raise Http404
        self.deed = Deed(kwargs["deed"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_form_class(self) -> type[MoveForm]:
        return FORMS[self.deed]

    @cached_property
    def facts(self) -> guards.EditionFacts:
        return guards.facts(self.object, self.now)

    def get_form_kwargs(self) -> dict[str, Any]:
        if self.deed not in guards.deeds(self.object):
            raise Gone
        return {**super().get_form_kwargs(), "facts": self.facts}

    def get_initial(self) -> dict[str, Any]:
        path, today = self.object.path, self.facts.today
        match self.deed:
            case Deed.SUBMIT_TO_TRIAD:
                return {"due_on": today + dt.timedelta(days=path.review_days)}
            case Deed.OPEN_CONSULTATION:
                opens = today + dt.timedelta(days=1)
                closes = opens + dt.timedelta(days=path.consultation_days - 1)
                return {
                    "opens_on": opens,
                    "closes_on": closes,
                    "answer_by": closes + dt.timedelta(days=30),
                    "lead": self.plan.lead,
                }
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "deed": self.deed,
            "missing": guards.blockers(self.facts, self.deed),
            "consequence": CONSEQUENCES[self.deed],
            "facts": self.facts,
        }

    def form_valid(self, form: MoveForm) -> HttpResponse:
        DEEDS[self.deed](edition=self.object, by=self.request.user, now=self.now, **form.cleaned_data)
        self.object.refresh_from_db()
        state = self.object.get_state_display()
        message = _("Hotovo. Znění je teď ve stavu „%(state)s“.") % {"state": state}
        return done(self.request, message, reverse("plans:detail", args=[self.plan.slug]))
