"""Materiál do rady nebo zastupitelstva, and the people who are asked about it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from documents.enums import ConfirmationKind
from people.errors import Refused
from people.models import Person
from people.web import AuthenticatedRequest, FormView, done
from workflows.actions import notice
from workflows.enums import EditionState, Permission
from workflows.exports import material as exports
from workflows.forms.approval import AskForm, refuses
from workflows.models import Decision
from workflows.queries import material as materials
from workflows.queries.approval import confirmations_of, last_version, members_of_decision, near
from workflows.queries.backplan import Step, aim, schedule, targets, way_of
from workflows.web import EditionMixin

KINDS = {
    "uvolneni": ConfirmationKind.RELEASE,
    "vyjadreni": ConfirmationKind.STATEMENT,
    "seznameni": ConfirmationKind.NOTICE,
}


class MaterialMixin(EditionMixin):
    """Build the material of the last version for the council that the address names."""

    permission_required = Permission.VIEW_MATERIAL
    tab = "approval"

    def material(self) -> materials.Material:
        chosen = self.request.GET.get("organ", "")
        found = materials.material(self.object, self.now, int(chosen) if chosen.isdecimal() else None)
        if found is None:
            raise Http404
        return found


class MaterialPage(MaterialMixin, TemplateView):
    """The material as a page, to be read or printed."""

    template_name = "workflows/approval/material.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_move = self.request.user.has_perm(Permission.MOVE_EDITION, self.object)
        return super().get_context_data(material=self.material(), may_move=may_move, **kwargs)


class MaterialDocx(MaterialMixin, View):
    """The same as a DOCX on the office's letterhead."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:  # noqa: ARG002 - read in `material`
        content = exports.docx(self.material(), self.plan.projects.all())
        name = f"material-{self.plan.slug}.docx"
        return HttpResponse(
            content,
            content_type=exports.DOCX,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class Schedule(EditionMixin, TemplateView):
    """The latest days of the steps, counted backwards."""

    template_name = "workflows/approval/schedule.html"
    tab = "approval"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        way = way_of(self.object, timezone.localdate(self.now))
        days = targets(way)
        wanted = self.request.GET.get("cil", "")
        target = next((d for d in days if d.isoformat() == wanted), None) or aim(way, self.object.valid_from)
        steps: list[Step] = schedule(way, target)
        return super().get_context_data(
            steps=steps,
            days=days,
            target=target,
            late=[s for s in steps if s.is_late],
            missing=[s for s in steps if s.is_missing],
            **kwargs,
        )


class Ask(EditionMixin, FormView[AskForm]):
    """Ask named people about the version before the councils; the page says whom it mails."""

    request: AuthenticatedRequest
    permission_required = Permission.MOVE_EDITION
    form_class = AskForm
    template_name = "workflows/approval/ask.html"
    tab = "approval"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["kind"] not in KINDS:
            raise Http404
        self.kind = KINDS[kwargs["kind"]]
        self.decision = self.chosen_decision(request)

    def chosen_decision(self, request: HttpRequest) -> Decision | None:
        chosen = request.GET.get("organ", "")
        if self.kind != ConfirmationKind.NOTICE or not chosen.isdecimal():
            return None
        return self.object.decisions.select_related("body").filter(pk=int(chosen)).first()

    def offered(self) -> list[Person]:
        """Offer the submitter, the people of the office, or all current members of the deciding body."""
        today = timezone.localdate(self.now)
        if self.kind == ConfirmationKind.RELEASE:
            return [self.object.submitter] if self.object.submitter else []
        if self.kind == ConfirmationKind.STATEMENT:
            return near(self.object, today)
        return members_of_decision(self.decision, today) if self.decision else []

    @cached_property
    def already(self) -> list[Person]:
        """Return who was asked about the version, and will not be asked again."""
        return [c.person for c in confirmations_of(last_version(self.object)).of_kind(self.kind)]

    def get_form_kwargs(self) -> dict[str, Any]:
        known = {person.pk for person in self.already}
        offered = [person for person in self.offered() if person.pk not in known]
        today = timezone.localdate(self.now)
        return {**super().get_form_kwargs(), "offered": offered, "today": today}

    def get_initial(self) -> dict[str, Any]:
        if self.kind == ConfirmationKind.STATEMENT:
            return {}
        people = [str(person.pk) for person in self.offered()]
        role = _("předkladatel/ka") if self.kind == ConfirmationKind.RELEASE else ""
        if self.decision is not None and self.decision.body is not None:
            role = _("člen/ka: %(body)s") % {"body": self.decision.body.name}
        return {"people": people, "capacity": role}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            kind=self.kind,
            slug_of_kind=self.kwargs["kind"],
            decision=self.decision,
            already=self.already,
            bodies=self.object.decisions.filter(is_ended=False, body__isnull=False).select_related("body"),
            is_here=self.object.state == EditionState.COUNCIL_APPROVAL,
            **kwargs,
        )

    def form_valid(self, form: AskForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            made = notice.ask(
                edition=self.object,
                kind=self.kind,
                people=data["asked"],
                capacity=data["capacity"],
                due_on=data["due_on"],
                by=self.request.user,
                now=self.now,
            )
        except Refused as error:
            if not refuses(error):
                raise
            form.add_error(None, error.message)
            return self.form_invalid(form)
        n = len(made)
        text = ngettext("Dopis odchází %(n)d člověku.", "Dopis odchází %(n)d lidem.", n) % {"n": n}
        return done(self.request, text, self.url("approval"))
