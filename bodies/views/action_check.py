"""Tasks of a meeting: those that came out of it, those that it checks, a new one at an item."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from bodies.actions import action_check
from bodies.actions import action_item as tasks
from bodies.enums import MeetingState, Permission, StandingItem
from bodies.forms.action_item import CheckForm, InlineTaskForm
from bodies.holders import matters
from bodies.models import ActionCheck, ActionItem, AgendaItem, Meeting
from bodies.queries.action_item import NAMES, SORTS, WEEK, to_check
from bodies.views.action_item import assigned_message
from bodies.web import MeetingMixin
from people.web import AuthenticatedRequest, FormView, done


def check_rows(meeting: Meeting) -> list[dict[str, Any]]:
    """Pair every task that the meeting checks with what was found and a form, in two queries.

    Tasks settled by this meeting's check stay in the list, so that a wrong click can be mended.
    """
    checks = {
        check.action_item_id: check
        for check in ActionCheck.objects.filter(item__meeting=meeting).select_related(
            *(f"action_item__{name}" for name in NAMES)
        )
    }
    waiting = [task for task in to_check(meeting.body, meeting.held_on) if task.pk not in checks]
    checked = [(check.action_item, check) for check in checks.values()]
    return [
        {"task": task, "check": check, "form": form_for(task, check)}
        for task, check in [*((task, None) for task in waiting), *checked]
    ]


def form_for(task: ActionItem, check: ActionCheck | None, data: Any = None) -> CheckForm:
    """Make the form of one row; what was found already is chosen in it."""
    initial: dict[str, Any] = {}
    if check is not None:
        initial = {"found": chosen(check), "due_on": check.due_on, "note": check.note}
    return CheckForm(data, prefix=f"t{task.pk}", initial=initial)


def chosen(check: ActionCheck) -> str:
    if check.due_on is not None:
        return CheckForm.EXTENDED
    names = {str(state): name for name, state in CheckForm.FOUND.items() if name != CheckForm.EXTENDED}
    return names[check.found]


def check_item(meeting: Meeting) -> AgendaItem | None:
    """Return the item at which the meeting checks tasks."""
    return meeting.items.filter(standing=StandingItem.TASK_CHECK, is_withdrawn=False).first()


class MeetingTasks(MeetingMixin, TemplateView):
    """What a meeting assigned and what it has to check."""

    template_name = "bodies/meeting/tasks.html"
    tab = "tasks"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assigned = ActionItem.objects.filter(meeting=self.object).select_related(*NAMES, "item")
        return super().get_context_data(
            assigned=assigned.order_by(*SORTS["due"]),
            rows=check_rows(self.object),
            items=self.object.items.filter(is_withdrawn=False).order_by("order", "pk"),
            soon=self.today + WEEK,
            may_check=self.object.state in action_check.SITTING,
            may_add=self.object.state not in (MeetingState.PLANNED, MeetingState.CANCELLED),
            **kwargs,
        )


class LiveMixin(MeetingMixin):
    """A deed done mostly during the session: afterwards one is back at its item on the live page."""

    def back_to(self, item: AgendaItem | None, otherwise: str) -> str:
        if self.object.state != MeetingState.IN_SESSION or item is None:
            return otherwise
        return f"{self.url('live')}?bod={item.pk}#hlasovani"


class TaskCheck(LiveMixin, FormView[CheckForm]):
    """What the meeting found about one task; without JavaScript one is back in the list."""

    request: AuthenticatedRequest
    form_class = CheckForm
    permission_required = Permission.TAKE_MINUTES
    template_name = "bodies/action_item/check_form.html"
    tab = "tasks"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = ActionItem.objects.select_related(*NAMES).filter(body=self.body)
        self.task = get_object_or_404(rows, pk=kwargs["task"])

    def get_form(self, form_class: Any = None) -> CheckForm:  # noqa: ARG002 - Django's signature
        check = ActionCheck.objects.filter(action_item=self.task, item__meeting=self.object).first()
        return form_for(self.task, check, self.request.POST or None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(task=self.task, **kwargs)

    def form_valid(self, form: CheckForm) -> HttpResponse:
        item = check_item(self.object)
        action_check.record(
            action_item=self.task,
            item=item or get_object_or_404(self.object.items.all()[:1]),
            by=self.request.user,
            now=self.now,
            **form.finding(),
        )
        return done(self.request, _("Zjištění je zapsáno."), self.back())

    def back(self) -> str:
        return self.back_to(check_item(self.object), f"{self.url('tasks')}#ukol-{self.task.pk}")


class TaskAdd(LiveMixin, FormView[InlineTaskForm]):
    """A task written at an item of the meeting."""

    request: AuthenticatedRequest
    form_class = InlineTaskForm
    permission_required = Permission.TAKE_MINUTES
    template_name = "bodies/action_item/add.html"
    tab = "tasks"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        items = AgendaItem.objects.select_related("document").filter(meeting=self.object)
        self.item = get_object_or_404(items, pk=kwargs["item"])

    def get_form_kwargs(self) -> dict[str, Any]:
        parts = matters().parts(self.item.document) if self.item.document else ()
        return {**super().get_form_kwargs(), "parts": parts}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(item=self.item, **kwargs)

    def form_valid(self, form: InlineTaskForm) -> HttpResponse:
        task = tasks.assign(
            body=self.body,
            meeting=self.object,
            item=self.item,
            document=self.item.document,
            by=self.request.user,
            now=self.now,
            **form.cleaned_data,
        )
        return done(self.request, assigned_message(task), self.back_to(self.item, self.url("tasks")))
