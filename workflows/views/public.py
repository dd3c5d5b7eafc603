"""What anybody may read: a plan, its consulted text, the open windows, the settlement and the hearing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from documents import calendars
from documents.models import Comment, Consultation, File, Hearing
from documents.queries import comments as comments_of
from people.web import ListView, PublicMixin, paged
from workflows.enums import Permission
from workflows.forms.comments import PublicCommentForm
from workflows.guards import EditionFacts
from workflows.guards.lifecycle import steps
from workflows.models import Edition, Plan
from workflows.models.plan import PUBLIC_STATES
from workflows.queries import public
from workflows.queries.generation import following
from workflows.queries.public import PublicPlan, public_plan
from workflows.web import load_plan

COMMENTS_PER_PAGE = 20


def plan_page(
    request: HttpRequest, plan: Plan, *, form: PublicCommentForm | None = None, status: int = 200
) -> HttpResponse:
    """Answer with the public page of a plan; a form that was not taken comes back with what was typed."""
    seen = public_plan(plan, timezone.now(), request.GET.get("zneni", ""))
    return render(request, "workflows/public/plan.html", page_context(request, seen, form), status=status)


def page_context(request: HttpRequest, seen: PublicPlan, form: PublicCommentForm | None) -> dict[str, Any]:
    edition = seen.edition
    if form is None and seen.takes_comments and seen.window:
        form = PublicCommentForm(parts=public.parts(seen.window.version.snapshot))
    comments = comments_of.published(edition.document_id) if edition else Comment.objects.none()
    files = (
        File.objects.filter(holder_kind=Edition.journal_kind, holder_id=edition.pk, is_public=True)
        if edition
        else []
    )
    return {
        **standing(seen),
        **generations(seen.plan),
        "seen": seen,
        "plan": seen.plan,
        "edition": edition,
        "window": seen.window,
        "form": form,
        "page": paged(request, comments, COMMENTS_PER_PAGE),
        "files": files,
        "projects": seen.plan.projects.all(),
        "owner": seen.plan.territory.owner,
        "may_edit": seen.plan.is_elsewhere and request.user.has_perm(Permission.EDIT_PLAN, seen.plan),
    }


def generations(plan: Plan) -> dict[str, Plan | None]:
    """Name the plans before and after this one that anybody may see."""
    before, after = plan.predecessor, following(plan)
    return {
        "before": before if before and is_public(before) else None,
        "following": after if after and is_public(after) else None,
    }


def is_public(plan: Plan) -> bool:
    return plan.is_elsewhere or plan.has_public_edition


def standing(seen: PublicPlan) -> dict[str, Any]:
    """Say on which step of its life the plan stands and what the sides of the triad said of it."""
    edition = seen.edition
    if edition is None:
        return {"steps": [], "sides": []}
    facts = EditionFacts(
        edition=edition, path=edition.path, now=seen.now, reviews=seen.reviews, consultation=seen.window
    )
    return {"steps": steps(seen.plan, facts), "sides": [side for side in facts.sides if side.verdict]}


def visible_plan(request: HttpRequest, slug: str) -> Plan:
    """Load a plan that the visitor may know of."""
    plan = load_plan(slug)
    if not request.user.has_perm(Permission.VIEW_PLAN, plan):
        raise Http404
    return plan


class PublicEditionMixin(PublicMixin):
    """A public page of one edition; an edition that the public has not met yet has none."""

    object: Edition

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Edition.objects.filter(state__in=PUBLIC_STATES, plan__slug=kwargs["slug"])
        rows = rows.select_related("plan__territory__owner", "path")
        self.object = get_object_or_404(rows, pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {
            "edition": self.object,
            "plan": self.object.plan,
            "window": public.last_window(self.object),
            "projects": self.object.plan.projects.all(),
            **context,
        }


class PublicText(PublicEditionMixin, TemplateView):
    """The text that the public comments on, or the one that was adopted; prints well."""

    template_name = "workflows/public/text.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        version = public.public_version(self.object, context["window"])
        if version is None:
            raise Http404
        return {**context, "version": version}


class PublicSettlement(PublicEditionMixin, TemplateView):
    """How comments were settled, without personal data of natural persons (domain.md c4)."""

    template_name = "workflows/public/settlement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if context["window"] is None:
            raise Http404
        rows = Comment.objects.filter(document=self.object.document_id).order_by("number")
        return {
            **context,
            "page": paged(self.request, rows, 200),
            "numbers": comments_of.numbers(self.object.document_id),
        }


class Consultations(PublicMixin, ListView[Consultation]):
    """Where one may comment now, soon, and where one could not long ago."""

    template_name = "workflows/public/consultations.html"

    def get_queryset(self) -> Any:
        return public.windows(timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rows = list(kwargs["page"])
        editions = public.editions_of([row.document_id for row in rows])
        groups: dict[str, list[Any]] = {"open": [], "announced": [], "closed": []}
        for row in rows:
            kind = "closed" if row.closed_at or row.closes_on < today else "announced"
            kind = "open" if row.takes_comments_on(today) else kind
            groups[kind].append({"window": row, "edition": editions[row.document_id]})
        return super().get_context_data(groups=groups, today=today, **kwargs)


class HearingCalendar(PublicMixin, View):
    """A hearing for one's own calendar."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        hearing = get_object_or_404(Hearing.objects.select_related("consultation"), pk=pk)
        editions = Edition.objects.filter(state__in=PUBLIC_STATES, plan__slug=slug)
        edition = get_object_or_404(
            editions.select_related("plan"), document=hearing.consultation.document_id
        )
        url = request.build_absolute_uri(reverse("plans:detail", args=[slug]))
        content = calendars.hearing_file(hearing, title=edition.plan.title, url=url, now=timezone.now())
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="verejne-projednani.ics"'
        return response
