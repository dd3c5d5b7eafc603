"""All editions of a plan: what is valid today, what was on any day, what is being prepared."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from people.web import PublicMixin, paged
from workflows.enums import EditionKind, EditionState, Permission
from workflows.forms.start import DayForm
from workflows.models import Decision, Edition, Plan
from workflows.models.edition import WITHDRAWABLE
from workflows.models.plan import PUBLIC_STATES
from workflows.queries.plans import editions_of, foremost
from workflows.queries.validity import Valid, spans, valid_on
from workflows.queries.validity import binding_decisions as decided
from workflows.web import load_plan

K = EditionKind


@dataclass(frozen=True, slots=True)
class Row:
    """One edition on the page: what it is, when it is valid, who approved it."""

    name: str
    edition: Edition
    valid: Valid | None
    decisions: list[Decision]


def name_of(edition: Edition) -> str:
    """Name the thing of which the edition is one wording."""
    match edition.kind:
        case K.ACTION_PLAN | K.EVALUATION if edition.year:
            return f"{edition.get_kind_display()} {edition.year}".capitalize()
        case K.ORIGINAL | K.UPDATE:
            return _("Text plánu")
    return edition.get_kind_display().capitalize()


class Editions(PublicMixin, TemplateView):
    """Everybody sees what the public has met, those who work with the plan all of it."""

    plan: Plan
    tab = "editions"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.editions = editions_of(kwargs["slug"])
        self.edition = foremost(self.editions)
        self.plan = self.edition.plan if self.edition else load_plan(kwargs["slug"])
        user = request.user
        self.works_here = self.edition is not None and user.has_perm(Permission.VIEW_WORKING, self.edition)
        if not self.works_here:
            if not user.has_perm(Permission.VIEW_PLAN, self.plan):
                raise Http404
            self.editions = [e for e in self.editions if e.state in PUBLIC_STATES]

    def get_template_names(self) -> list[str]:
        return ["workflows/validity/list.html" if self.works_here else "workflows/validity/public.html"]

    def asked_day(self) -> tuple[DayForm, dt.date]:
        """Return the form and the day it asks for; a day that is none leaves today."""
        today = timezone.localdate(self.now)
        form = DayForm(self.request.GET if "den" in self.request.GET else None, initial={"den": today})
        return form, form.cleaned_data["den"] if form.is_bound and form.is_valid() else today

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form, day = self.asked_day()
        decisions = decided(self.editions)
        known = {valid.edition.pk: valid for valid in spans(self.editions)}
        page = paged(self.request, self.editions)

        def row(edition: Edition) -> Row:
            own = decisions.get(edition.pk, [])
            return Row(name_of(edition), edition, known.get(edition.pk), own)

        return super().get_context_data(
            plan=self.plan,
            edition=self.edition,
            tab=self.tab,
            form=form,
            day=day,
            is_today=day == timezone.localdate(self.now),
            valid=[row(valid.edition) for valid in valid_on(self.editions, day)],
            waiting=[row(e) for e in self.editions if e.state == EditionState.ADOPTED],
            prepared=[row(e) for e in self.editions if e.state in WITHDRAWABLE],
            page=page,
            rows=[row(e) for e in page],
            may_start=self.works_here and self.request.user.has_perm(Permission.EDIT_PLAN, self.plan),
            projects=self.plan.projects.all(),
            **kwargs,
        )
