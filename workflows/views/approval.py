"""Approval by councils: where it stands, records of decisions and opinions, validity, publication."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from bodies.enums import MeetingState
from bodies.enums import Permission as BodyPermission
from bodies.models import AgendaItem, Meeting, StandingOrders
from documents.actions import file as files
from documents.enums import ConfirmationState
from documents.models import File
from people.errors import Refused
from people.web import ActionMixin, AuthenticatedRequest, FormView, done
from workflows import guards
from workflows.actions import approval
from workflows.actions import decision as decisions
from workflows.enums import DecisionRule, Deed, EditionState, Permission, Verdict
from workflows.forms.approval import (
    DecisionForm,
    NumberForm,
    NumberMode,
    OpinionForm,
    PublishForm,
    ValidityForm,
    refuses,
)
from workflows.models import Decision, Opinion
from workflows.queries.approval import Turn, by_territory, confirmations_of, last_version, sessions_of, turns
from workflows.web import EditionMixin


def placement(view: EditionMixin, ahead: list[Meeting]) -> dict[str, Any]:
    """Say on which of the coming sessions an edition is already, and on which the person may put it."""
    items = AgendaItem.objects.filter(document=view.object.document_id, meeting__in=ahead)
    placed = set(items.filter(is_withdrawn=False).values_list("meeting", flat=True)) if ahead else set()
    user = view.request.user
    open_to = {
        meeting.pk
        for meeting in ahead
        if meeting.state in (MeetingState.PLANNED, MeetingState.CONVENED)
        and user.has_perm(BodyPermission.RUN_MEETING, meeting)
    }
    return {"placed_on": placed, "may_place_on": open_to - placed}


class Approval(EditionMixin, TemplateView):
    """What each body has said, whose turn it is, when, and what is missing."""

    template_name = "workflows/approval/detail.html"
    tab = "approval"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition, today = self.object, timezone.localdate(self.now)
        version = last_version(edition)
        asked = confirmations_of(version)
        rows = [
            d
            for d in edition.decisions.select_related(
                "body__territory", "territory", "meeting", "file", "adopted_version"
            )
            if not d.is_ended or d.outcome
        ]
        facts = guards.EditionFacts(
            edition=edition,
            path=edition.path,
            now=self.now,
            decisions=tuple(rows),
            version=version,
            released=any(c.state == ConfirmationState.CONFIRMED for c in asked.releases),
        )
        found = turns([d for d in rows if not d.is_ended], edition.path, today)
        return super().get_context_data(
            facts=facts,
            version=version,
            turns=found,
            ended=[d for d in rows if d.is_ended],
            **self.union(found),
            asked=asked,
            opinions=list(edition.opinions.select_related("body")),
            **self.closing(facts),
            **self.agendas(found),
            **self.may(),
            **kwargs,
        )

    def union(self, found: list[Turn]) -> dict[str, Any]:
        """Show a matrix of municipalities with counts where each decides for itself."""
        if self.object.path.decision_rule != DecisionRule.EACH:
            return {"union": []}
        rows = by_territory(found)
        counts = {state: len([r for r in rows if r.state == state]) for state in ("met", "refused", "open")}
        return {"union": rows, "counts": counts}

    def agendas(self, found: list[Turn]) -> dict[str, Any]:
        """Say on which sessions the plan is already, and on which the person may put it."""
        ahead = [t.meeting for t in found if t.meeting and t.decision.body and t.decision.is_open]
        return placement(self, ahead)

    def closing(self, facts: guards.EditionFacts) -> dict[str, Any]:
        """Say what stands in the way of closing the approval, either way."""
        is_here = self.object.state == EditionState.COUNCIL_APPROVAL
        adopt = guards.blockers(facts, Deed.ADOPT) if is_here else []
        reject = guards.blockers(facts, Deed.REJECT) if is_here else []
        return {
            "is_here": is_here,
            "adopt_missing": adopt,
            "reject_missing": reject,
            "not_released": [
                b for b in guards.blockers(facts, Deed.RECORD_DECISION) if b.code == "not_released"
            ],
            "adopt_deed": Deed.ADOPT,
            "reject_deed": Deed.REJECT,
        }

    def may(self) -> dict[str, bool]:
        user, edition = self.request.user, self.object
        return {
            "may_record": user.has_perm(Permission.RECORD_DECISION, edition),
            "may_move": user.has_perm(Permission.MOVE_EDITION, edition),
        }


class DecisionMixin(EditionMixin):
    """A page of one body's decision on the edition."""

    permission_required = Permission.RECORD_DECISION
    tab = "approval"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Decision.objects.select_related("body", "edition", "territory", "version", "adopted_version")
        self.decision = get_object_or_404(rows, pk=kwargs["decision"], edition=self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            decision=self.decision, body_name=self.decision.body or self.decision.body_name, **kwargs
        )

    def recorded(self, message: str) -> HttpResponse:
        return done(self.request, message, self.url("approval"))


def kept(view: Any, form: Any) -> File | None:
    """Keep the file that came with a form."""
    upload = form.cleaned_data.get("file")
    if not upload:
        return None
    return files.keep(holder=view.object, upload=upload, by=view.request.user, now=view.now)


class DecisionRecord(DecisionMixin, FormView[DecisionForm]):
    """What a council did."""

    request: AuthenticatedRequest
    form_class = DecisionForm
    template_name = "workflows/approval/decision.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        return {**super().get_form_kwargs(), "decision": self.decision, "today": today}

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        body = self.decision.body
        rules = StandingOrders.objects.filter(body=body).on(today).first() if body else None
        meeting = body.meetings.filter(held_on__lte=today).order_by("-held_on").first() if body else None
        return {
            "version": self.decision.revision,
            "mode": NumberMode.DRAW if rules and rules.numbering else NumberMode.TYPED,
            "meeting": meeting,
            "decided_on": meeting.held_on if meeting else None,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        return super().get_context_data(turn=turns([self.decision], self.object.path, today)[0], **kwargs)

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        try:
            decisions.record(
                decision=self.decision,
                file=kept(self, form),
                by=self.request.user,
                now=self.now,
                **form.said(),
            )
        except Refused as error:
            if not refuses(error):
                raise
            form.add_error("number" if form.cleaned_data["number"] else None, error.message)
            return self.form_invalid(form)
        return self.recorded(_("Rozhodnutí je zapsané."))


class DecisionNumber(DecisionMixin, FormView[NumberForm]):
    """The number that came later."""

    request: AuthenticatedRequest
    form_class = NumberForm
    template_name = "workflows/approval/number.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        if not self.decision.outcome:
            raise Refused(_("Orgán o plánu ještě nerozhodl, číslo se zapisuje s rozhodnutím."))
        return {**super().get_form_kwargs(), "decision": self.decision}

    def get_initial(self) -> dict[str, Any]:
        return {"number": self.decision.number}

    def form_valid(self, form: NumberForm) -> HttpResponse:
        try:
            decisions.add_number(
                decision=self.decision, by=self.request.user, now=self.now, **form.cleaned_data
            )
        except Refused as error:
            if not refuses(error):
                raise
            form.add_error("number", error.message)
            return self.form_invalid(form)
        return self.recorded(_("Číslo je doplněné."))


class DecisionAmended(DecisionMixin, ActionMixin, View):
    """The text as the council approved it with changes is frozen."""

    request: AuthenticatedRequest
    permission_required = Permission.MOVE_EDITION

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        decisions.freeze_amended(decision=self.decision, by=request.user, now=self.now)
        return self.recorded(_("Schválené znění je uložené jako nová verze se seznamem úprav."))


class OpinionList(EditionMixin, TemplateView):
    """The opinions that the path wants of bodies, each before its move, and the next session of each."""

    template_name = "workflows/approval/opinions.html"
    tab = "approval"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.object.opinions.select_related("body__territory", "version", "recorded_by", "evidence")
        opinions = list(rows.defer("version__snapshot"))
        missing = {row.body_id: row.body for row in opinions if not row.verdict}
        nearest = sessions_of(missing, timezone.localdate(self.now))
        return super().get_context_data(
            opinions=[(row, None if row.verdict else nearest.get(row.body_id)) for row in opinions],
            may_record=self.request.user.has_perm(Permission.RECORD_FOR_OTHERS, self.object),
            **placement(self, list(nearest.values())),
            **kwargs,
        )


class OpinionRecord(EditionMixin, FormView[OpinionForm]):
    """A body's opinion, from its minutes."""

    request: AuthenticatedRequest
    permission_required = Permission.RECORD_FOR_OTHERS
    form_class = OpinionForm
    template_name = "workflows/approval/opinion.html"
    tab = "approval"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Opinion.objects.select_related("body", "edition")
        self.opinion = get_object_or_404(rows, pk=kwargs["opinion"], edition=self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": timezone.localdate(self.now)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(opinion=self.opinion, before=Deed(self.opinion.before), **kwargs)

    def form_valid(self, form: OpinionForm) -> HttpResponse:
        said = form.cleaned_data
        decisions.give_opinion(
            opinion=self.opinion,
            verdict=Verdict(said["verdict"]),
            given_on=said["given_on"],
            reference=said["reference"],
            text=said["text"],
            file=kept(self, form),
            by=self.request.user,
            now=self.now,
        )
        return done(self.request, _("Stanovisko je zapsané."), self.url("opinions"))


class Validity(EditionMixin, FormView[ValidityForm]):
    """From when to when an edition is valid."""

    request: AuthenticatedRequest
    permission_required = Permission.MOVE_EDITION
    form_class = ValidityForm
    template_name = "workflows/approval/validity.html"
    tab = "approval"

    def get_initial(self) -> dict[str, Any]:
        edition, plan = self.object, self.plan
        return {
            "valid_from": edition.valid_from or plan.period_from,
            "valid_to": edition.valid_to or plan.period_to,
        }

    def form_valid(self, form: ValidityForm) -> HttpResponse:
        approval.set_validity(edition=self.object, by=self.request.user, now=self.now, **form.cleaned_data)
        return done(self.request, _("Platnost je zapsaná."), reverse("plans:detail", args=[self.plan.slug]))


class Publish(EditionMixin, FormView[PublishForm]):
    """The duty to publish is fulfilled."""

    request: AuthenticatedRequest
    permission_required = Permission.MOVE_EDITION
    form_class = PublishForm
    template_name = "workflows/approval/publish.html"
    tab = "approval"

    def get_initial(self) -> dict[str, Any]:
        edition = self.object
        return {"published_on": edition.published_on, "url": edition.published_at_url}

    def form_valid(self, form: PublishForm) -> HttpResponse:
        try:
            approval.publish(edition=self.object, by=self.request.user, now=self.now, **form.cleaned_data)
        except Refused as error:
            if not refuses(error):
                raise
            form.add_error("published_on", error.message)
            return self.form_invalid(form)
        return done(self.request, _("Zveřejnění je zapsané."), reverse("plans:detail", args=[self.plan.slug]))
