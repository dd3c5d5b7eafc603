"""Rounds of asking for the coordinator: whom to ask, who has answered, reminders, the end."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from people import journal
from people.web import ActionMixin, AuthenticatedRequest, FormView, done, paged
from workflows.actions import input_request as requests
from workflows.actions import inputs
from workflows.actions.inputs import Asked
from workflows.enums import InputPurpose, InputRequestState, InputRoundState, Permission
from workflows.forms.inputs import (
    ExcuseForm,
    ExtendForm,
    HandOverForm,
    MoreForm,
    OpenForm,
    StateForm,
    SubjectForm,
)
from workflows.models import Edition, InputRequest, InputRound
from workflows.queries import inputs as found
from workflows.queries.inputs import Candidate
from workflows.queries.plans import editions_of, foremost
from workflows.queries.report import usual_year
from workflows.web import EditionMixin

SHOWN = 8
USUAL_TERM = dt.timedelta(days=21)
USUAL_DELAY = dt.timedelta(days=14)


class InputsMixin(EditionMixin):
    """A page of a plan's rounds; the tabs beside it belong to the plan's foremost edition."""

    permission_required = Permission.COLLECT_INPUTS
    tab = "inputs"

    def load(self, **address: Any) -> Edition:
        return self.foremost(address["slug"])

    def foremost(self, slug: str) -> Edition:
        if (edition := foremost(editions_of(slug))) is None:
            raise Http404
        return edition


class RoundMixin(InputsMixin):
    """A page of one round."""

    held: InputRound

    def load(self, **address: Any) -> Edition:
        self.held = self.load_round(**address)
        edition = self.foremost(self.held.plan.slug)
        self.held.plan = edition.plan
        return edition

    def load_round(self, **address: Any) -> InputRound:
        held = InputRound.objects.select_related("plan").filter(pk=address["round"]).first()
        if held is None:
            raise Http404
        return held

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_running = self.held.state == InputRoundState.OPEN
        # The address names the round by its number under the same word.
        return super().get_context_data(**{**kwargs, "round": self.held, "is_running": is_running})

    def back(self, message: str) -> HttpResponse:
        return done(self.request, message, reverse("plans:input-round", args=[self.held.pk]))


class RequestMixin(RoundMixin):
    """A page of one request of a round."""

    row: InputRequest

    def load_round(self, **address: Any) -> InputRound:
        parts = ("round__plan", "person", "organisation", "territory", "evidence", "answered_by")
        row = InputRequest.objects.select_related(*parts).filter(pk=address["pk"]).first()
        if row is None:
            raise Http404
        self.row = row
        return row.round

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row, **kwargs)


class Rounds(InputsMixin, TemplateView):
    """What was and is being gathered for a plan."""

    template_name = "workflows/inputs/rounds.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = paged(self.request, found.rounds_of(self.plan))
        waiting = found.proposals_of(self.plan).filter(outcome="open").count()
        return super().get_context_data(page=page, waiting=waiting, **kwargs)


class RoundOpen(InputsMixin, FormView[OpenForm]):
    """First what is asked for and which year, then whom to ask, with the letter."""

    request: AuthenticatedRequest
    form_class = OpenForm
    template_name = "workflows/inputs/open.html"

    def subject(self) -> SubjectForm:
        """Read the purpose and the year from the address, or offer the usual ones."""
        today = timezone.localdate(self.now)
        year = usual_year(self.plan, today) or today.year
        usual = {"purpose": InputPurpose.REPORTS, "year": year}
        data = {**usual, **{name: self.request.GET[name] for name in usual if name in self.request.GET}}
        return SubjectForm(data, plan=self.plan)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.about = self.subject()
        self.candidates: list[Candidate] = []
        if self.about.is_valid():
            said = self.about.cleaned_data
            self.candidates = found.candidates(self.plan, said["purpose"], said["year"])

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        return {**super().get_form_kwargs(), "candidates": self.candidates, "today": today}

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": timezone.localdate(self.now) + USUAL_TERM}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(subject=self.about, candidates=self.candidates, **kwargs)

    def form_valid(self, form: OpenForm) -> HttpResponse:
        if not self.about.is_valid():
            return self.form_invalid(form)
        held = inputs.open_round(
            plan=self.plan,
            purpose=InputPurpose(self.about.cleaned_data["purpose"]),
            year=self.about.cleaned_data["year"],
            due_on=form.cleaned_data["due_on"],
            note=form.cleaned_data["note"],
            asked=asked(form.chosen()),
            by=self.request.user,
            now=self.now,
        )
        to = reverse("plans:input-round", args=[held.pk])
        return done(self.request, _("Sběr běží, dopisy odejdou během minuty."), to)


def asked(chosen: list[Candidate]) -> list[Asked]:
    return [
        Asked(one.organisation, one.territory, one.person, tuple(item.key for item in one.items))
        for one in chosen
    ]


class Round(RoundMixin, TemplateView):
    """Who has answered a round and on whom it waits."""

    template_name = "workflows/inputs/round.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows, form = found.requests_of(self.held), StateForm(self.request.GET or None)
        state = form.cleaned_data["state"] if form.is_valid() else ""
        if state == "silent":
            rows = rows.filter(state__in=found.AWAITED)
        elif state:
            rows = rows.filter(state=state)
        return super().get_context_data(
            page=paged(self.request, rows),
            filter=form,
            narrowed=bool(state),
            states=found.states_of(self.held),
            is_late=self.held.due_on < timezone.localdate(self.now),
            **kwargs,
        )


class RoundMore(RoundMixin, FormView[MoreForm]):
    """Ask others while the round runs."""

    request: AuthenticatedRequest
    form_class = MoreForm
    template_name = "workflows/inputs/more.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        before = {(one.organisation_id, one.territory_id) for one in self.held.requests.all()}
        rest = [
            one
            for one in found.candidates(self.plan, self.held.purpose, self.held.year)
            if (one.organisation and one.organisation.pk, one.territory and one.territory.pk) not in before
        ]
        today = timezone.localdate(self.now)
        return {**super().get_form_kwargs(), "candidates": rest, "today": today}

    def form_valid(self, form: MoreForm) -> HttpResponse:
        inputs.ask_more(held=self.held, asked=asked(form.chosen()), by=self.request.user, now=self.now)
        return self.back(_("Požádáni, dopisy odejdou během minuty."))


class RoundRemind(RoundMixin, ActionMixin, View):
    """Remind everybody who has not answered."""

    request: AuthenticatedRequest

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        count = inputs.remind(held=self.held, by=self.request.user, now=self.now)
        text = ngettext("Odejde %(n)d připomínka.", "Odejde %(n)d připomínek.", count)
        return self.back(text % {"n": count})


class RoundExtend(RoundMixin, FormView[ExtendForm]):
    """Give those who have not answered more time."""

    request: AuthenticatedRequest
    form_class = ExtendForm
    template_name = "workflows/inputs/extend.html"

    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": max(self.held.due_on, self.today()) + USUAL_DELAY}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "after": self.held.due_on, "today": self.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        silent = found.requests_of(self.held).filter(state__in=found.AWAITED)
        return super().get_context_data(silent=silent, **kwargs)

    def form_valid(self, form: ExtendForm) -> HttpResponse:
        inputs.extend(held=self.held, by=self.request.user, now=self.now, **form.cleaned_data)
        return self.back(_("Termín je prodloužený, dopisy odejdou během minuty."))


class RoundClose(RoundMixin, ActionMixin, TemplateView):
    """End a round; asks first and says who has not answered."""

    request: AuthenticatedRequest
    template_name = "workflows/inputs/close.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        left = found.requests_of(self.held).filter(state__in=found.AWAITED)
        return super().get_context_data(left=left, **kwargs)

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        inputs.close_round(held=self.held, by=self.request.user, now=self.now)
        return self.back(_("Sběr je uzavřený."))


class RequestDetail(RequestMixin, TemplateView):
    """One asked organisation or municipality: what it said, what it is writing, what happened."""

    template_name = "workflows/inputs/request.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = journal.of(self.row).reverse()[:SHOWN]
        reports = self.row.reports.prefetch_related("money").order_by("pk")
        items = found.named(self.plan, [one.key for one in reports])
        return super().get_context_data(
            reports=[(items.get(one.key), one) for one in reports],
            proposals=found.shown(self.plan, list(self.row.proposals.all())),
            events=[found.told(entry) for entry in entries],
            may_reopen=self.row.state in (InputRequestState.ANSWERED, InputRequestState.EXCUSED),
            **kwargs,
        )


class RequestLetter(RequestMixin, TemplateView):
    """The letter to be printed or put into a data box for somebody without an e-mail address."""

    template_name = "workflows/inputs/letter.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(items=found.items_for(self.row), **kwargs)


class RequestDeed(RequestMixin, ActionMixin, View):
    """A deed of one button on a request."""

    request: AuthenticatedRequest


class RequestRemind(RequestDeed):
    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        inputs.remind(held=self.held, only=self.row, by=self.request.user, now=self.now)
        return self.back(_("Připomínka odejde během minuty."))


class RequestReopen(RequestDeed):
    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        requests.reopen(request=self.row, is_told=True, by=self.request.user, now=self.now)
        return self.back(_("Na odpověď se znovu čeká, tázaný dostane nový odkaz."))


class RequestExcuse(RequestMixin, FormView[ExcuseForm]):
    request: AuthenticatedRequest
    form_class = ExcuseForm
    template_name = "workflows/inputs/excuse.html"

    def form_valid(self, form: ExcuseForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        requests.excuse(request=self.row, reason=reason, by=self.request.user, now=self.now)
        return self.back(_("Zapsáno. Na tuto odpověď se už nečeká."))


class RequestHandOver(RequestMixin, FormView[HandOverForm]):
    """Name who will answer: somebody else, or the first person known by an address."""

    request: AuthenticatedRequest
    form_class = HandOverForm
    template_name = "workflows/inputs/hand_over.html"

    def form_valid(self, form: HandOverForm) -> HttpResponse:
        row = requests.hand_over(request=self.row, by=self.request.user, now=self.now, **form.cleaned_data)
        assert row.person is not None  # noqa: S101 - it was handed over to them
        return self.back(_("Odpoví %(name)s, dopis odejde během minuty.") % {"name": row.person.name})
