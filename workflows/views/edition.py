"""The page of a plan for those who work with it, and its history."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import View

from people.web import PublicMixin, paged
from workflows import guards
from workflows.enums import Permission, PlanState
from workflows.forms.review import AnswerForm
from workflows.guards.lifecycle import position, steps
from workflows.guards.steps import next_steps
from workflows.models import Edition, Plan
from workflows.queries.generation import following
from workflows.queries.history import SMALL, entries, told
from workflows.queries.plans import editions_of, foremost
from workflows.queries.validity import valid_on
from workflows.views import public
from workflows.web import EditionMixin, load_plan

RECENT = 6


class PlanDetail(PublicMixin, View):
    """A plan: what to do next for those who work with it, what it says for everybody else."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        editions = editions_of(slug)
        edition = foremost(editions, request.GET.get("zneni", ""))
        plan = edition.plan if edition else load_plan(slug)
        works_here = edition is not None and request.user.has_perm(Permission.VIEW_WORKING, edition)
        if not works_here and not request.user.has_perm(Permission.VIEW_PLAN, plan):
            raise Http404
        if edition is None or not works_here or request.GET.get("pohled") == "verejny":
            return public.plan_page(request, plan)
        now = timezone.now()
        facts = guards.facts(edition, now)
        forward, back = next_steps(facts)
        found = steps(plan, facts)
        mine = [r for r in facts.reviews if r.person_id == request.user.pk and r.is_open]
        recent = entries(plan, editions).exclude(kind__in=SMALL)[:RECENT]
        context = {
            "plan": plan,
            "edition": edition,
            "editions": editions,
            "valid": valid_on(editions, timezone.localdate(now)),
            "facts": facts,
            "tab": "overview",
            "steps": found,
            "position": position(found),
            "forward": forward,
            "back": back,
            "warnings": guards.warnings(facts),
            "events": [told(entry, with_personal=True) for entry in recent],
            "may_move": request.user.has_perm(Permission.MOVE_EDITION, edition),
            "may_record": request.user.has_perm(Permission.RECORD_FOR_OTHERS, edition),
            "mine": mine,
            **continued(request, plan),
            "answer_form": AnswerForm() if mine else None,
        }
        return render(request, "workflows/edition/detail.html", context)


def continued(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """Say which plan follows this one, if the person may see it, and whether they may found it."""
    if plan.state in (PlanState.PREPARING, PlanState.WITHDRAWN):
        return {"following": None, "may_continue": False}
    after = following(plan)
    if after is not None:
        seen = after.has_public_edition or request.user.has_perm(Permission.VIEW_PLAN, after)
        return {"following": after if seen else None, "may_continue": False}
    may_found = request.user.has_perm(Permission.CREATE_PLAN, plan.territory)
    return {"following": None, "may_continue": may_found and not plan.is_elsewhere}


class History(EditionMixin, View):
    """Everything that happened to a plan, from its journal."""

    def load(self, **address: Any) -> Edition:
        self.editions = editions_of(address["slug"])
        if (edition := foremost(self.editions)) is None:
            raise Http404
        return edition

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        rows = entries(self.plan, self.editions)
        if not request.GET.get("vse"):
            rows = rows.exclude(kind__in=SMALL)
        page = paged(request, rows, 50)
        context: dict[str, Any] = {
            "plan": self.plan,
            "edition": self.object,
            "tab": "history",
            "page": page,
            "all": bool(request.GET.get("vse")),
            "events": [told(entry, with_personal=True) for entry in page],
        }
        return render(request, "workflows/plan/history.html", context)
