"""What the views of bodies share: loading of a body or a meeting and who may see and change it."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from bodies.enums import Permission
from bodies.models import Body, Meeting
from people.web import RuleRequiredMixin

MEETING_NAMES = ("body__territory__owner", "body__organiser", "chair", "minute_taker", "minutes")


def load_meeting(pk: int) -> Meeting:
    """Return a meeting with what every page of it names, in one query."""
    return get_object_or_404(Meeting.objects.select_related(*MEETING_NAMES), pk=pk)


class BodyMixin(RuleRequiredMixin):
    """A page of a body: loads `self.object` by its address."""

    object: Body
    permission_required: str = Permission.EDIT_BODY

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        rows = Body.objects.select_related("territory", "parent", "organiser")
        self.object = get_object_or_404(rows, slug=kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"body": self.object, "today": self.today, **context}

    def get_success_url(self) -> str:
        return reverse("bodies:detail", args=[self.object.slug])


class MeetingMixin(RuleRequiredMixin):
    """A page of a meeting: loads `self.object` (the meeting) and `self.body` by the key `pk` in the address.

    Templates extend "bodies/meeting/base.html", which draws the head and the tabs; `tab` names this one.
    """

    object: Meeting
    permission_required: str = Permission.VIEW_MEETING
    tab = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.object = load_meeting(kwargs["pk"])
        self.body = self.object.body

    def url(self, name: str, *more: Any) -> str:
        """Address of another page of this meeting."""
        return reverse(f"meetings:{name}", args=[self.object.pk, *more])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {
            "meeting": self.object,
            "body": self.body,
            "now": self.now,
            "today": self.today,
            "tab": self.tab,
            "may_run": self.request.user.has_perm(Permission.RUN_MEETING, self.object),
            "may_minute": self.request.user.has_perm(Permission.TAKE_MINUTES, self.object),
            **context,
        }
