"""Sessions of a body: planned, moved, taken off."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from bodies.actions import meeting as meetings
from bodies.forms.meeting import MeetingForm, MeetingsForm
from bodies.models import Meeting
from bodies.views.seat import beside
from bodies.web import BodyMixin
from people.errors import Refused
from people.web import ActionMixin, AuthenticatedRequest, FormView, done, paged


class Meetings(BodyMixin, FormView[MeetingsForm]):
    """All sessions of a body and a form that adds several at once."""

    request: AuthenticatedRequest
    form_class = MeetingsForm
    template_name = "bodies/meeting/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.object.meetings.order_by("-held_on")
        return super().get_context_data(page=paged(self.request, rows), **kwargs)

    def form_valid(self, form: MeetingsForm) -> HttpResponse:
        made = meetings.plan(body=self.object, by=self.request.user, now=self.now, **form.cleaned_data)
        message = ngettext("Zapsán %(n)d termín.", "Zapsáno %(n)d termínů.", len(made)) % {"n": len(made)}
        return done(self.request, message, reverse("bodies:meetings", args=[self.object.slug]))


class MeetingMixin(BodyMixin):
    """A page of one session."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.meeting = get_object_or_404(Meeting, pk=kwargs["pk"], body=self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.meeting, **kwargs)

    def get_success_url(self) -> str:
        return reverse("bodies:meetings", args=[self.object.slug])


class MeetingEdit(MeetingMixin, FormView[MeetingForm]):
    """A session is moved."""

    request: AuthenticatedRequest
    form_class = MeetingForm
    template_name = "bodies/meeting/edit.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Meeting.objects.get(pk=self.meeting.pk)}

    def form_valid(self, form: MeetingForm) -> HttpResponse:
        try:
            meetings.change(meeting=self.meeting, by=self.request.user, now=self.now, **form.cleaned_data)
        except Refused as error:
            return beside(self, form, "held_on", error)
        return done(self.request, _("Termín je změněný."), self.get_success_url())


class MeetingDrop(MeetingMixin, ActionMixin, View):
    """A session is taken off the calendar."""

    request: AuthenticatedRequest

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        meetings.drop(meeting=self.meeting, by=request.user, now=self.now)
        return done(request, _("Termín je odebraný."), self.get_success_url())
