"""An output is recorded at its item; the register of outputs across bodies, one of them, its number."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from bodies.actions import resolution as resolutions
from bodies.enums import MeetingState, MinutesState, Outcome, Permission
from bodies.forms.resolution import (
    MORE_ROWS,
    NumberForm,
    NumberMode,
    RegisterFilter,
    ResolutionForm,
    TitleForm,
)
from bodies.guards.ballot import in_words
from bodies.models import ActionItem, AgendaItem, Resolution
from bodies.queries import resolution as register
from bodies.queries.membership import rules_of, rules_on
from bodies.queries.public import without_names
from bodies.queries.rounds import result_in_words
from bodies.web import MeetingMixin
from documents import holders
from people.web import AuthenticatedRequest, FormView, ListView, PublicMixin, done


class ResolutionRecord(MeetingMixin, FormView[ResolutionForm]):
    """What a body resolved at an item; "Přidat bod" shows more rows and keeps what was typed."""

    request: AuthenticatedRequest
    permission_required = Permission.TAKE_MINUTES
    template_name = "bodies/resolution/record.html"
    tab = "minutes"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        items = AgendaItem.objects.select_related("body", "document")
        self.item = get_object_or_404(items, meeting=self.object, pk=kwargs["item"])
        self.rules = rules_of(self.object)

    def get_form(self, _form_class: Any = None) -> ResolutionForm:
        data = self.request.POST if self.request.method == "POST" else None
        more = MORE_ROWS if data is not None and "more" in data else 0
        return ResolutionForm(data, item=self.item, rules=self.rules, more=more)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "more" in request.POST:
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ResolutionForm) -> HttpResponse:
        made = resolutions.record(item=self.item, **form.said(), by=self.request.user, now=self.now)
        told = _("Zapsáno: %(what)s.") % {"what": register.heading(made)}
        if self.object.state == MeetingState.IN_SESSION:
            return done(self.request, told, f"{self.url('live')}?bod={self.item.pk}")
        return done(self.request, told, reverse("resolutions:detail", args=[made.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recorded = register.told(Resolution.objects.filter(item=self.item))
        return super().get_context_data(
            item=self.item, recorded=[(row, register.text_of(row)) for row in recorded], **kwargs
        )


class ResolutionList(PublicMixin, ListView[Resolution]):
    """The register across bodies: everybody sees what is published, members what is theirs."""

    template_name = "bodies/resolution/list.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()
        self.rows = register.visible_to(request.user, self.today)

    def filter_class(self, data: Any) -> RegisterFilter:
        return RegisterFilter(data, rows=self.rows)

    def get_queryset(self) -> QuerySet[Resolution]:
        return register.told(self.rows).order_by("-decided_on", "-pk")

    def filtered(self, queryset: QuerySet[Resolution], wanted: dict[str, Any]) -> QuerySet[Resolution]:
        queryset = register.narrowed(queryset, wanted)
        if wanted["q"]:
            queryset = register.searched(
                queryset, wanted["q"], register.inside(self.request.user, self.today)
            )
        return queryset

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = register.readings(kwargs["page"].object_list, self.request.user, self.today)
        return super().get_context_data(readings=found, **kwargs)


class ResolutionDetail(PublicMixin, TemplateView):
    """One output under an address that does not change."""

    template_name = "bodies/resolution/detail.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()
        self.object = get_object_or_404(register.told(Resolution.objects.all()), pk=kwargs["pk"])
        seen = register.visible_to(request.user, self.today).filter(pk=self.object.pk)
        if not seen.exists() and not self.works_on_plan():
            raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        (reading,) = register.readings([row], self.request.user, self.today)
        if row.meeting and not reading.is_inside:
            without_names([row.meeting], register.hidden_in({row.body_id}))
        minutes = getattr(row.meeting, "minutes", None) if row.meeting else None
        may_minute = bool(row.meeting and self.request.user.has_perm(Permission.TAKE_MINUTES, row.meeting))
        may_run = self.request.user.has_perm(Permission.RUN_MEETING, row.body)
        tasks = ActionItem.objects.filter(point__resolution=row).select_related("responsible", "organisation")
        return super().get_context_data(
            resolution=row,
            reading=reading,
            body=row.body,
            meeting=row.meeting,
            minutes=minutes,
            vote=in_words(row.ballot) if row.ballot else "",
            round_told=result_in_words(row.round, list(row.round.votes.all())) if row.round else "",
            tasks=list(tasks.order_by("point__order")) if reading.is_inside else [],
            plan=self.plan(),
            may_number=(may_minute or may_run) and not row.number and row.outcome != Outcome.NO_MAJORITY,
            may_retitle=may_minute and minutes is not None and minutes.state == MinutesState.WRITING,
            **kwargs,
        )

    def works_on_plan(self) -> bool:
        """Let those who work on a plan follow it to what a body resolved about it."""
        document = self.object.document
        return document is not None and holders.of(document).visible_to(document.holder_id, self.request.user)

    def plan(self) -> dict[str, str]:
        """Name the plan that the output is about and the addresses of it and of its version."""
        document, version = self.object.document, self.object.version
        if document is None:
            return {}
        holder, pk = holders.of(document), document.holder_id
        if not (holder.is_public(pk) or holder.visible_to(pk, self.request.user)):
            return {}
        url = holder.version_url(pk, version.number) if version else ""
        return {"title": holder.title(pk), "url": holder.url(pk), "version_url": url}


class OwnResolution(FormView[Any]):
    """A small form about one output, for those who write its minutes or run its body."""

    request: AuthenticatedRequest
    object: Resolution

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        rows = register.told(Resolution.objects.all())
        self.object = get_object_or_404(rows, pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = self.object
        minutes = row.meeting is not None and request.user.has_perm(Permission.TAKE_MINUTES, row.meeting)
        if not minutes and not request.user.has_perm(Permission.RUN_MEETING, row.body):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("resolutions:detail", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            resolution=self.object, heading=register.heading(self.object), **kwargs
        )


class ResolutionNumber(OwnResolution):
    """The number that came later."""

    form_class = NumberForm
    template_name = "bodies/resolution/number.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        rules = rules_on(self.object.body, self.object.decided_on)
        return {**super().get_form_kwargs(), "may_draw": bool(rules.numbering)}

    def form_valid(self, form: NumberForm) -> HttpResponse:
        drawn = form.cleaned_data["mode"] == NumberMode.DRAW
        made = resolutions.add_number(
            resolution=self.object,
            number="" if drawn else form.cleaned_data["number"],
            draw_number=drawn,
            by=self.request.user,
            now=self.now,
        )
        return done(
            self.request, _("Číslo %(number)s je zapsáno.") % {"number": made.number}, self.get_success_url()
        )


class ResolutionTitle(OwnResolution):
    """The name of the matter is mended."""

    form_class = TitleForm
    template_name = "bodies/resolution/title.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.object.meeting is None:
            raise Http404

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.object.title, "version": self.object.revision}

    def form_valid(self, form: TitleForm) -> HttpResponse:
        resolutions.correct_title(
            resolution=self.object,
            title=form.cleaned_data["title"],
            read_at=form.cleaned_data["version"],
            by=self.request.user,
            now=self.now,
        )
        return done(self.request, _("Název je opraven."), self.get_success_url())
