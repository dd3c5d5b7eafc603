"""The list of meetings, planning of one, its description and its history."""

from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from bodies.actions import agenda
from bodies.actions import meeting as meetings
from bodies.enums import MeetingForm as MeetingMode
from bodies.enums import MeetingState, Permission
from bodies.forms.meeting import MeetingFilter, MeetingForm, MeetingTextForm, NewMeetingForm
from bodies.guards import timing
from bodies.models import Meeting
from bodies.queries.clashes import Clash, shared_members
from bodies.queries.history import events
from bodies.queries.mail import waiting_count
from bodies.queries.meeting import bodies_seen, coming, listed, own_meetings, past, visible_to
from bodies.views.seat import beside
from bodies.web import BodyMixin, MeetingMixin
from people import journal
from people.errors import Blocker, Refused
from people.web import AuthenticatedRequest, FormView, ListView, done, paged

PAST = "minula"


class MeetingList(ListView[Meeting]):
    """The meetings that a person may see: those ahead, or those that are over."""

    request: AuthenticatedRequest
    template_name = "bodies/meeting/list.html"

    def get_queryset(self) -> QuerySet[Meeting]:
        self.today = timezone.localdate()
        self.is_past = self.request.GET.get("when") == PAST
        self.seen = visible_to(self.request.user, self.today)
        self.filter_class = partial(MeetingFilter, bodies=bodies_seen(self.seen))
        split = past if self.is_past else coming
        return listed(split(self.seen, self.today), self.request.user)

    def filtered(self, queryset: QuerySet[Meeting], wanted: dict[str, Any]) -> QuerySet[Meeting]:
        if text := wanted["q"]:
            queryset = queryset.filter(
                Q(title__icontains=text)
                | Q(place__icontains=text)
                | Q(body__name__icontains=text)
                | Q(body__short_name__icontains=text)
            )
        for name, lookup in (
            ("body", "body"),
            ("kind", "body__kind"),
            ("state", "state"),
            ("since", "held_on__gte"),
            ("until", "held_on__lte"),
        ):
            if wanted[name]:
                queryset = queryset.filter(**{lookup: wanted[name]})
        if wanted["mine"]:
            own = own_meetings(self.request.user, self.today).order_by().values("pk")
            queryset = queryset.filter(pk__in=own)
        return queryset

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs["filter"]
        narrowed = kwargs.pop("narrowed") and any(
            form.data.get(name) for name in form.fields if name != "when"
        )
        sorts = self.request.user.has_perm(Permission.SORT_MAIL)
        return super().get_context_data(
            narrowed=narrowed,
            is_past=self.is_past,
            past_word=PAST,
            today=self.today,
            sorts_mail=sorts,
            mail_count=waiting_count(self.request.user, self.today) if sorts else 0,
            **kwargs,
        )


class MeetingCreate(BodyMixin, FormView[NewMeetingForm]):
    """A meeting is planned; nobody is told yet."""

    request: AuthenticatedRequest
    form_class = NewMeetingForm
    template_name = "bodies/meeting/create.html"

    def get_initial(self) -> dict[str, Any]:
        last = self.object.meetings.exclude(state=MeetingState.CANCELLED).order_by("-held_on").first()
        if last is None:
            return {"form": MeetingMode.IN_PERSON}
        usual = {"form": last.form, "place": last.place, "access": last.access, "remote_url": last.remote_url}
        if last.starts_at:
            usual["starts"] = timezone.localtime(last.starts_at).strftime("%H:%M")
        if last.ends_at:
            usual["ends"] = timezone.localtime(last.ends_at).strftime("%H:%M")
        return usual

    def form_valid(self, form: NewMeetingForm) -> HttpResponse:
        by, now = self.request.user, self.now
        try:
            made = meetings.plan(body=self.object, by=by, now=now, **form.said())
        except Refused as error:
            return beside(self, form, "day", error)
        if form.cleaned_data["with_standing"]:
            agenda.standing(meeting=made, by=by, now=now)
        message = _("Jednání je naplánované, pozvánky zatím neodešly. Sestavte program.")
        return done(self.request, message, reverse("meetings:detail", args=[made.pk]))


class MeetingEdit(MeetingMixin, FormView[MeetingTextForm]):
    """What is said about a meeting; when and where only until it is convened."""

    request: AuthenticatedRequest
    permission_required = Permission.RUN_MEETING
    template_name = "bodies/meeting/edit.html"

    @property
    def is_planned(self) -> bool:
        return bool(self.object.state == MeetingState.PLANNED)

    def get_form_class(self) -> type[MeetingTextForm]:
        return MeetingForm if self.is_planned else MeetingTextForm

    def get_initial(self) -> dict[str, Any]:
        meeting = self.object
        said: dict[str, Any] = {
            "version": meeting.revision,
            "chair": meeting.chair.email if meeting.chair else "",
            "minute_taker": meeting.minute_taker.email if meeting.minute_taker else "",
            "day": meeting.held_on,
            "papers_due_on": meeting.papers_due_on,
        }
        for name in ("title", "access", "note", "form", "place", "remote_url"):
            said[name] = getattr(meeting, name)
        for name, moment in (("starts", meeting.starts_at), ("ends", meeting.ends_at)):
            said[name] = timezone.localtime(moment).time() if moment else None
        return said

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.url("detail"), **kwargs)

    def form_valid(self, form: MeetingTextForm) -> HttpResponse:
        said = form.said()
        if due := form.cleaned_data.get("papers_due_on"):
            said["papers_due_on"] = due
        # The day moves and the term for papers was left as it was: it follows the day by the rules.
        if said.get("starts_at") and due == self.object.papers_due_on:
            del said["papers_due_on"]
        read_at = form.cleaned_data["version"] or 0
        try:
            meetings.describe(
                meeting=self.object, read_at=read_at, by=self.request.user, now=self.now, **said
            )
        except Refused as error:
            return beside(self, form, "day" if "day" in form.fields else "title", error)
        return done(self.request, _("Uloženo."), self.url("detail"))


class MeetingHistory(MeetingMixin, TemplateView):
    """Everything that happened to a meeting and its agenda, from its journal."""

    template_name = "bodies/meeting/history.html"
    tab = "history"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = paged(self.request, journal.of(self.object).order_by("-number"), 50)
        return super().get_context_data(page=page, events=events(page), **kwargs)


def warnings_of(meeting: Meeting) -> tuple[list[Blocker], list[Clash]]:
    """List what is unusual about the time of a meeting that is still ahead."""
    if meeting.state not in (MeetingState.PLANNED, MeetingState.CONVENED):
        return [], []
    found = shared_members(meeting.body, meeting.held_on, meeting.starts_at, meeting.ends_at, besides=meeting)
    return timing.warnings(meeting.held_on), found
