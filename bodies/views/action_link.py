"""A task by the personal link of a letter: what is asked, and how it goes, without an account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from bodies.actions import action_item as tasks
from bodies.actions import action_term as terms
from bodies.enums import ActionState
from bodies.forms.action_item import ReportForm, WishForm
from bodies.letters.action_item import TASK
from bodies.models import ActionItem
from bodies.queries.action_item import TO_DO
from people.actions import link as links
from people.errors import LinkRevoked
from people.web import ActionMixin, PublicMixin

LOADED = ("body__territory", "body__organiser", "meeting", "item", "responsible", "organisation")


class TaskByLink(PublicMixin, ActionMixin, TemplateView):
    """GET shows and changes nothing, POST does one of three things: done, working on it, more time."""

    template_name = "bodies/action_item/link.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.now = timezone.now()
        self.link = links.resolve(kwargs["token"], TASK, self.now)
        rows = ActionItem.objects.select_related(*LOADED).filter(pk=self.link.subject_id)
        task = rows.first()
        if task is None or not self.is_theirs(task):
            raise LinkRevoked
        self.object = task
        return super().dispatch(request, *args, **kwargs)

    def is_theirs(self, task: ActionItem) -> bool:
        """Say whether the link belongs to whoever answers for the task now."""
        return self.link.person_id == task.responsible_id

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        forms = {"report_form": ReportForm(prefix="report"), "wish_form": WishForm(prefix="want")}
        return super().get_context_data(
            **{
                "task": self.object,
                "body": self.object.body,
                "today": timezone.localdate(self.now),
                "is_open": self.object.state in TO_DO,
                "is_new": self.object.state == ActionState.ASSIGNED,
                **forms,
                **kwargs,
            }
        )

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        match request.POST.get("deed"):
            case "take_up":
                self.object = tasks.take_up(item=self.object, by=self.link.person, now=self.now)
                return self.answered("take_up")
            case "report":
                return self.report(ReportForm(request.POST, request.FILES, prefix="report"))
        return self.want(WishForm(request.POST, prefix="want"))

    def report(self, form: ReportForm) -> HttpResponse:
        if not form.is_valid():
            return self.refused(report_form=form)
        data = form.cleaned_data
        self.object = tasks.report(
            item=self.object,
            text=data["text"],
            files=[data["upload"]] if data["upload"] else [],
            by=self.link.person,
            now=self.now,
        )
        return self.answered("report")

    def want(self, form: WishForm) -> HttpResponse:
        if not form.is_valid():
            return self.refused(wish_form=form)
        data = form.cleaned_data
        self.object = terms.want(
            item=self.object, due_on=data["due_on"], reason=data["reason"], by=self.link.person, now=self.now
        )
        return self.answered("want")

    def answered(self, deed: str) -> HttpResponse:
        links.use(link=self.link, now=self.now)
        return self.render_to_response(self.get_context_data(answered=deed))

    def refused(self, **forms: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**forms), status=422)
