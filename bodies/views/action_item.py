"""Action items: the list, the board, one task, a new one, the spreadsheet."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from bodies.actions import action_item as tasks
from bodies.enums import ActionDeed, ActionState, Permission
from bodies.exports.tasks import spreadsheet
from bodies.forms import action_item as forms
from bodies.holders import Part, matters
from bodies.models import ActionItem, Body
from bodies.models.action_item import OPEN
from bodies.queries import action_item as queries
from bodies.queries.running import run_by
from documents import holders
from documents.models import Document, File
from people import journal
from people.alphabet import alphabetical
from people.models import Person
from people.web import AuthenticatedRequest, FormView, RuleRequiredMixin, done, paged

S = ActionState
COLUMN = 8  # cards of a column of the board, until more are asked for
LOADED = ("body__territory", "body__organiser", "meeting", "item", "point__resolution")
PEOPLE = ("responsible", "organisation", "document", "assigned_by")
EXPORTED = 5000
LONGEST_KEY = 9


class FilteredMixin(View):
    """Tasks that the person may read, narrowed by the form in the address."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.wanted: dict[str, Any] = {}
        self.person = cast("Person", request.user)  # visitors were sent to sign in before

    def read_form(self) -> None:
        """Read the filter; what it does not understand narrows nothing."""
        self.visible = queries.visible_to(self.person, self.today)
        self.form = forms.TaskFilter(
            self.request.GET or None,
            bodies=queries.bodies_in(self.visible),
            documents=queries.documents_in(self.visible),
        )
        self.form.is_valid()
        self.wanted = getattr(self.form, "cleaned_data", {})

    def rows(self) -> QuerySet[ActionItem]:
        """Narrow the tasks by everything but their state."""
        wanted, rows = self.wanted.get, self.visible.select_related(*queries.NAMES)
        if text := wanted("q"):
            rows = rows.filter(queries.containing(text))
        if name := wanted("answerer"):
            rows = rows.filter(queries.answered_by(name))
        for field in ("body", "document"):
            if wanted(field):
                rows = rows.filter(**{field: wanted(field)})
        rows = rows.filter(self.whose(), self.when())
        return rows.order_by(*queries.SORTS[wanted("sort") or "due"])

    def whose(self) -> Q:
        match self.wanted.get("who"):
            case "me":
                return Q(responsible=self.person)
            case "nobody":
                return queries.ORPHANED
            case "set":
                return Q(assigned_by=self.person)
        return Q()

    def when(self) -> Q:
        match self.wanted.get("due"):
            case "late":
                return queries.late_on(self.today)
            case "week":
                return Q(due_on__range=(self.today, self.today + queries.WEEK))
            case "none":
                return Q(due_on=None)
        return Q()

    def in_state(self, rows: QuerySet[ActionItem]) -> QuerySet[ActionItem]:
        match self.wanted.get("state"):
            case None | "":
                return rows.filter(state__in=OPEN)
            case "all":
                return rows
        return rows.filter(state=self.wanted["state"])

    def shared(self) -> dict[str, Any]:
        """Return what the head of both pages says."""
        return {
            "today": self.today,
            "soon": self.today + queries.WEEK,
            "filter": self.form,
            "counts": queries.counts(self.visible, self.person, self.today),
            "narrowed": any(self.wanted.values()),
            "may_create": self.person.has_perm(Permission.CREATE_BODY)
            or Body.objects.filter(organiser=self.person).exists(),
        }


class TaskList(FilteredMixin, TemplateView):
    """Tasks as a table, the nearest term first."""

    template_name = "bodies/action_item/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.read_form()
        page = paged(self.request, self.in_state(self.rows()))
        return super().get_context_data(page=page, **self.shared(), **kwargs)


class TaskExport(FilteredMixin):
    """The filtered list as a spreadsheet."""

    def get(self, _request: HttpRequest) -> FileResponse:
        self.read_form()
        rows = self.in_state(self.rows()).select_related(*queries.NAMES, "document")[:EXPORTED]
        name = f"ukoly-{self.today:%Y-%m-%d}.xlsx"
        return FileResponse(spreadsheet(rows, self.today), as_attachment=True, filename=name)


class TaskBoard(FilteredMixin, TemplateView):
    """Tasks in columns by state; a card moves by the button on it."""

    template_name = "bodies/action_item/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.read_form()
        return super().get_context_data(columns=self.columns(), **self.shared(), **kwargs)

    def columns(self) -> list[dict[str, Any]]:
        rows, found = self.rows(), []
        numbers = queries.by_state(rows)
        run = set(Body.objects.filter(run_by(self.person, self.today)).values_list("pk", flat=True))
        for state, title, icon in (
            (S.ASSIGNED, _("Nový"), "inbox"),
            (S.IN_PROGRESS, _("V řešení"), "arrow-clockwise"),
            (S.REPORTED, _("Ke kontrole"), "eye"),
            (S.DONE, _("Splněno"), "check-circle"),
        ):
            size = self.size_of(state)
            column = rows.filter(state=state)
            if state == S.DONE:
                column = column.order_by("-done_on", "-pk")
            found.append(
                {
                    "state": state.value,
                    "title": title,
                    "icon": icon,
                    "count": numbers[state.value],
                    "cards": [self.card(task, run) for task in column[:size]],
                    "more": self.longer(state, size) if numbers[state.value] > size else "",
                }
            )
        return found

    def card(self, task: ActionItem, run: set[int]) -> dict[str, Any]:
        """Say of a card what its button may do."""
        may_run = task.body_id in run
        return {
            "task": task,
            "is_late": task.is_late(self.today),
            "may_run": may_run,
            "may_report": may_run or task.responsible_id == self.person.pk,
        }

    def longer(self, state: ActionState, size: int) -> str:
        """Return the query of this page with one column longer."""
        wanted = self.request.GET.copy()
        wanted[state.value] = str(size + COLUMN)
        return wanted.urlencode()

    def size_of(self, state: ActionState) -> int:
        """Return how many cards of a column the address asks for."""
        text = self.request.GET.get(state.value, "")
        return min(max(int(text), COLUMN), 200) if text.isdecimal() and len(text) < COLUMN else COLUMN


class TaskMixin(RuleRequiredMixin):
    """A page of one task: loads `self.object` by its address."""

    object: ActionItem
    permission_required: str = Permission.VIEW_ACTION_ITEM

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.object = get_object_or_404(ActionItem.objects.select_related(*LOADED, *PEOPLE), pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"task": self.object, "body": self.object.body, "today": self.today, **context}

    def get_success_url(self) -> str:
        return reverse("tasks:detail", args=[self.object.pk])


class TaskDetail(TaskMixin, TemplateView):
    """Everything about a task: where it came from, who does it, what happened, what can be done next."""

    template_name = "bodies/action_item/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        task, user = self.object, self.request.user
        runs = user.has_perm(Permission.CHECK_ACTION_ITEM, task)
        reports = runs or user.has_perm(Permission.REPORT_ACTION_ITEM, task)
        allowed = tasks.deeds(task)
        files = File.objects.filter(holder_kind=task.journal_kind, holder_id=task.pk)
        return super().get_context_data(
            checks=task.checks.select_related("item__meeting", "checked_by"),
            events=events_of(task),
            files=files.order_by("uploaded_at", "pk"),
            may_run=runs,
            may_report=reports,
            can=can(allowed, runs=runs, reports=reports),
            late=task.is_late(self.today),
            is_own=task.responsible_id == user.pk,
            report_form=forms.ReportForm(),
            wish_form=forms.WishForm(),
            attach_form=forms.AttachForm(),
            document_url=document_url(task),
            **kwargs,
        )


def can(allowed: set[ActionDeed], *, runs: bool, reports: bool) -> dict[str, bool]:
    """Say for templates which deeds the state and the rules allow together."""
    own = {ActionDeed.TAKE_UP, ActionDeed.REPORT}
    return {deed.value: deed in allowed and (runs or (reports and deed in own)) for deed in ActionDeed}


def document_url(task: ActionItem) -> str:
    """Address of what in a plan the task serves; "" when it serves none."""
    return holders.of(task.document).url(task.document.holder_id) if task.document else ""


def events_of(task: ActionItem) -> list[dict[str, Any]]:
    """Tell the history of a task, newest first."""
    found = []
    for entry in reversed(journal.of(task)):
        personal = getattr(entry, "personal", None)
        content = personal.content if personal and isinstance(personal.content, dict) else {}
        found.append(
            {
                "at": entry.at,
                "text": journal.sentence(entry),
                "who": entry.by.name if entry.by else "",
                "note": content.get("reason") or content.get("note") or "",
            }
        )
    return found


class TaskCreate(FormView[forms.TaskForm]):
    """A new task of a body that the person runs, about a part of a plan when the address names one."""

    request: AuthenticatedRequest
    form_class = forms.TaskForm
    template_name = "bodies/action_item/create.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.bodies = Body.objects.filter(run_by(self.request.user, self.today)).order_by(
            *alphabetical("name"), "pk"
        )
        if not self.bodies.exists():
            raise PermissionDenied
        self.document = self.document_named()
        return super().dispatch(request, *args, **kwargs)

    def document_named(self) -> Document | None:
        """Return the document that the address names, if the person may read it."""
        text = self.request.GET.get("dokument", "")
        known = text.isdecimal() and len(text) <= LONGEST_KEY
        document = Document.objects.filter(pk=int(text)).first() if known else None
        if document is None or not holders.of(document).visible_to(document.holder_id, self.request.user):
            return None
        return document

    def get_initial(self) -> dict[str, Any]:
        return {"part": self.request.GET.get("cast", ""), "body": self.request.GET.get("organ", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        parts: list[Part] = list(matters().parts(self.document)) if self.document else []
        return {**super().get_form_kwargs(), "bodies": self.bodies, "parts": parts}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(document=self.document, **kwargs)

    def form_valid(self, form: forms.TaskForm) -> HttpResponse:
        task = tasks.assign(document=self.document, by=self.request.user, now=self.now, **form.cleaned_data)
        return done(self.request, assigned_message(task), reverse("tasks:detail", args=[task.pk]))


def assigned_message(task: ActionItem) -> str:
    """Say what was done, and whether anybody can be told by letter."""
    if task.organisation is not None and not task.organisation.email:
        return _(
            "Úkol %(number)s je uložen. Organizace nemá zapsaný e-mail, dejte jí prosím vědět jinak."
        ) % {"number": task.number}
    return _("Úkol %(number)s je uložen, odpovědný dostane dopis.") % {"number": task.number}
