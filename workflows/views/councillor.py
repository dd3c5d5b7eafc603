"""Ke schválení: what a councillor reads, takes notice of and asks about, on a phone in two minutes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from documents.queries import version as versions
from people.web import AuthenticatedRequest, FormView, ListView, done
from workflows.actions import notice
from workflows.enums import EditionState, Permission
from workflows.forms.approval import BeforeCouncilsFilter, DigestForm, QuestionForm
from workflows.models import Edition
from workflows.queries import material as materials
from workflows.queries.approval import last_version
from workflows.queries.councillor import before_bodies_of, notice_of
from workflows.queries.plans import on_funded, tell_funded
from workflows.web import PLAN_PEOPLE


class BeforeCouncils(ListView[Edition]):
    """Editions before the bodies in which the person sits today."""

    request: AuthenticatedRequest
    template_name = "workflows/approval/councillor_list.html"
    filter_class = BeforeCouncilsFilter

    def get_queryset(self) -> QuerySet[Edition]:
        return before_bodies_of(self.request.user, timezone.localdate())

    def filtered(self, queryset: QuerySet[Edition], wanted: dict[str, Any]) -> QuerySet[Edition]:  # noqa: ARG002 - asked anew
        return before_bodies_of(self.request.user, timezone.localdate(), wanted["stav"])


class CouncillorMixin(View):
    """A page of an edition for a member of a body before which it lies.

    Whoever prepares the material reads it here too; nobody else learns of it.
    """

    object: Edition
    may_take: bool
    for_members_only = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        rows = Edition.objects.select_related(
            "path", "document", "submitter", *(f"plan__{p}" for p in PLAN_PEOPLE)
        )
        self.object = tell_funded(get_object_or_404(on_funded(rows), pk=kwargs["pk"]))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.may_take = request.user.has_perm(Permission.TAKE_NOTICE, self.object)
        # A member reads what they take notice of, so the second rule is asked about the others only.
        if not self.may_take and (
            self.for_members_only or not request.user.has_perm(Permission.VIEW_MATERIAL, self.object)
        ):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        is_here = self.object.state == EditionState.COUNCIL_APPROVAL
        return {
            "edition": self.object,
            "plan": self.object.plan,
            "now": self.now,
            "is_here": is_here,
            "may_take": is_here and self.may_take,
            **context,
        }

    def back(self) -> str:
        return reverse("approvals:detail", args=[self.object.pk])


class CouncillorDetail(CouncillorMixin, FormView[DigestForm]):
    """Summary, what changed, how triad and public spoke, the material; taking notice by one button."""

    request: AuthenticatedRequest
    form_class = DigestForm
    template_name = "workflows/approval/councillor_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = materials.material(self.object, self.now)
        if found is None:
            raise Http404
        notice = notice_of(self.request.user, found.version_pk)
        return super().get_context_data(material=found, notice=notice, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_take:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: DigestForm) -> HttpResponse:
        notice.take(edition=self.object, by=self.request.user, now=self.now, **form.cleaned_data)
        return done(self.request, _("Děkujeme, seznámení je zapsané. Nenahrazuje hlasování."), self.back())


class CouncillorChanges(CouncillorMixin, TemplateView):
    """What changed since the version before, word by word."""

    template_name = "workflows/approval/councillor_changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version, since = materials.last_pair(self.object)
        if version is None or since is None:
            raise Http404
        changed = versions.changes(version, since)
        return super().get_context_data(version=version, since=since, sections=changed, **kwargs)


class CouncillorQuestion(CouncillorMixin, FormView[QuestionForm]):
    """A question or a counter-proposal; it never replaces the vote."""

    request: AuthenticatedRequest
    for_members_only = True
    form_class = QuestionForm
    template_name = "workflows/approval/councillor_question.html"
    counterproposal = False

    def get_initial(self) -> dict[str, Any]:
        version = last_version(self.object)
        return {"digest": version.digest if version else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_counterproposal=self.counterproposal, **kwargs)

    def form_valid(self, form: QuestionForm) -> HttpResponse:
        said = form.cleaned_data
        name = "counterproposal" if self.counterproposal else "question"
        notice.take(
            edition=self.object,
            digest=said["digest"],
            by=self.request.user,
            now=self.now,
            **{name: said["text"]},
        )
        return done(self.request, _("Odesláno. Odpověď Vám přijde e-mailem."), self.back())
