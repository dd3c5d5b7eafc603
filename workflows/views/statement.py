"""/vyjadreni/: the register of what municipalities say of services."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from people.errors import Refused
from people.web import AuthenticatedRequest, FormView, ListView, PublicMixin, RuleRequiredMixin, done
from workflows.actions import statement as statements
from workflows.enums import Permission
from workflows.exports.statements import spreadsheet, standing
from workflows.forms.statement import (
    StatementFilter,
    StatementForm,
    WithdrawForm,
    initial_from,
    initial_of,
    values_of,
)
from workflows.models import Statement
from workflows.queries import statement as queries

EXPORTED = 10_000


class StatementList(PublicMixin, ListView[Statement]):
    """All statements, the newest year first; reasons and names are only on the pages of offices."""

    template_name = "workflows/statement/list.html"
    filter_class = StatementFilter

    def get_queryset(self) -> QuerySet[Statement]:
        # Without a filter form the list shows what is valid, as the form's first choice does.
        rows = queries.register()
        return rows if self.request.GET else rows.filter(queries.VALID)

    def filtered(self, queryset: QuerySet[Statement], wanted: dict[str, Any]) -> QuerySet[Statement]:
        return queries.narrowed(queryset, wanted)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            may_record=self.request.user.has_perm(Permission.RECORD_STATEMENT), **kwargs
        )


class StatementSheet(PublicMixin, View):
    """The filtered register as a spreadsheet."""

    def get(self, request: HttpRequest) -> FileResponse:
        form = StatementFilter(request.GET)
        wanted = form.cleaned_data if form.is_valid() else {}
        today = timezone.localdate()
        mine = set(queries.recordable(request.user, today).order_by().values_list("pk", flat=True))
        rows = queries.narrowed(queries.register(), wanted)[:EXPORTED]
        made = spreadsheet(rows, mine)
        return FileResponse(made, as_attachment=True, filename=f"vyjadreni-obci-{today:%Y-%m-%d}.xlsx")


class StatementMixin(View):
    """A page of one statement: loads `self.object` by its address."""

    object: Statement

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        rows = queries.register().select_related("resolution__body", "file", "recorded_by", "supersedes")
        self.object = get_object_or_404(rows, pk=kwargs["pk"])

    def permission_object(self) -> Any:
        return self.object.territory

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"statement": self.object, "standing": standing(self.object), **context}


class StatementDetail(PublicMixin, StatementMixin, TemplateView):
    template_name = "workflows/statement/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_whole = self.request.user.has_perm(Permission.RECORD_STATEMENT, self.object.territory)
        is_valid = not self.object.withdrawn_on and not hasattr(self.object, "superseded_by")
        return super().get_context_data(
            is_whole=is_whole,
            may_change=is_whole and is_valid,
            others=queries.chain(self.object),
            **kwargs,
        )


class StatementFormView(RuleRequiredMixin, FormView[StatementForm]):
    request: AuthenticatedRequest
    permission_required = Permission.RECORD_STATEMENT
    form_class = StatementForm
    template_name = "workflows/statement/form.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)

    def get_form_kwargs(self) -> dict[str, Any]:
        places = queries.recordable(self.request.user, self.today)
        return {**super().get_form_kwargs(), "territories": places, "today": self.today}

    def save(self, form: StatementForm) -> Statement:
        raise NotImplementedError  # a new word and a newer one each say how

    def form_valid(self, form: StatementForm) -> HttpResponse:
        try:
            saved = self.save(form)
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        return done(
            self.request, _("Vyjádření je v evidenci."), reverse("statements:detail", args=[saved.pk])
        )


class StatementAdd(StatementFormView):
    """A new statement; a service of a network and a municipality may come in the address."""

    def get_initial(self) -> dict[str, Any]:
        service = queries.service_in_network(key) if (key := self.key()) else None
        start = initial_from(service) if service else {}
        place = queries.recordable(self.request.user, self.today).filter(
            slug=self.request.GET.get("obec", "")
        )
        return {
            "year": self.today.year + 1,
            "given_on": self.today,
            "territory": place.values_list("pk", flat=True).first(),
            **start,
        }

    def key(self) -> UUID | None:
        try:
            return UUID(self.request.GET.get("sluzba", ""))
        except ValueError:
            return None

    def save(self, form: StatementForm) -> Statement:
        return statements.record(
            territory=form.cleaned_data["territory"],
            values=values_of(form),
            upload=form.cleaned_data["upload"] or None,
            by=self.request.user,
            now=self.now,
        )


class StatementSupersede(StatementMixin, StatementFormView):
    """A newer word of the same municipality; the older one stays in the register."""

    def get_initial(self) -> dict[str, Any]:
        return {**initial_of(self.object), "given_on": self.today}

    def get_form(self, form_class: Any = None) -> StatementForm:
        form = super().get_form(form_class)
        # Whose word it is does not change.
        form.fields["territory"].disabled = True
        return form

    def save(self, form: StatementForm) -> Statement:
        return statements.supersede(
            statement=self.object,
            values=values_of(form),
            upload=form.cleaned_data["upload"] or None,
            by=self.request.user,
            now=self.now,
        )


class StatementWithdraw(StatementMixin, RuleRequiredMixin, FormView[WithdrawForm]):
    """The municipality takes its word back."""

    request: AuthenticatedRequest
    permission_required = Permission.RECORD_STATEMENT
    form_class = WithdrawForm
    template_name = "workflows/statement/withdraw.html"

    def get_initial(self) -> dict[str, Any]:
        return {"withdrawn_on": timezone.localdate(self.now), "read_at": self.object.revision}

    def form_valid(self, form: WithdrawForm) -> HttpResponse:
        try:
            statements.withdraw(
                statement=self.object, **form.cleaned_data, by=self.request.user, now=self.now
            )
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form.add_error("withdrawn_on", refusal.message)
            return self.form_invalid(form)
        there = reverse("statements:detail", args=[self.object.pk])
        return done(self.request, _("Vyjádření je vzato zpět, v evidenci zůstává."), there)
