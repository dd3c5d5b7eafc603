"""Answers to invitations: by the personal link, signed in, or typed in for somebody."""

import datetime as dt
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from bodies.actions import answer as answers
from bodies.enums import AnswerChannel, AnswerValue, MeetingState, Permission
from bodies.forms.answer import AnswerForm, NeedsForm, RecordedAnswerForm
from bodies.models import Needs, Paper, Participant
from bodies.queries.answers import answers_of
from bodies.web import MeetingMixin
from documents.views.files import sent
from people.actions import link as links
from people.errors import Gone, Refused
from people.models import AccessLink, Person
from people.web import ActionMixin, AuthenticatedRequest, FormView, PublicMixin, done

PURPOSE = "invitation"
NAMES = ("person__needs", "seat", "deputy", "meeting__body__territory__owner", "meeting__chair")
OPEN = (MeetingState.CONVENED, MeetingState.IN_SESSION)


def given(
    form: AnswerForm, participant: Participant, *, channel: AnswerChannel, by: Person, now: dt.datetime
) -> bool:
    """Give the answer of a form if it is one; a refusal goes beside the field that it is about.

    Raises Gone when the meeting is over or the person is no longer invited.
    """
    if not form.is_valid():
        return False
    data = form.cleaned_data
    try:
        answers.give(
            participant=participant,
            value=AnswerValue(data["value"]),
            channel=channel,
            by=by,
            now=now,
            comment=data["comment"],
            deputy=data["deputy"],
            deputy_name=data["deputy_name"],
        )
    except Gone:
        raise
    except Refused as error:
        form.add_error("deputy_name" if "deputy_name" in form.fields else "value", error.message)
        return False
    return True


class InvitationMixin(ActionMixin, PublicMixin):
    """Open an invitation by the personal link from a letter; opening it changes nothing."""

    object: Participant
    link: AccessLink

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.link = links.resolve(kwargs["token"], PURPOSE, self.now)
        rows = Participant.objects.select_related(*NAMES)
        self.object = get_object_or_404(rows, pk=self.link.subject_id, person=self.link.person)
        self.meeting = self.object.meeting
        self.by = self.object.person


class Invitation(InvitationMixin, TemplateView):
    """What, when, where, the agenda with papers, and one form to answer; GET shows, POST answers."""

    template_name = "bodies/answer/invitation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = self.meeting.items.filter(proposal="", is_withdrawn=False)
        kwargs["token"] = self.kwargs["token"]
        if self.meeting.state not in OPEN:
            kwargs.setdefault("form", None)
        kwargs.setdefault("form", AnswerForm(participant=self.object))
        kwargs.setdefault("needs_form", NeedsForm(instance=Needs.objects.filter(person=self.by).first()))
        return super().get_context_data(
            participant=self.object,
            meeting=self.meeting,
            body=self.meeting.body,
            items=list(
                items.select_related("presenter").prefetch_related("papers__file").order_by("order", "pk")
            ),
            is_removed=self.object.removed_at is not None,
            **kwargs,
        )

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        links.use(link=self.link, now=self.now)
        if "needs" in request.POST:
            return self.needs(request)
        form = AnswerForm(request.POST, participant=self.object)
        if not given(form, self.object, channel=AnswerChannel.LINK, by=self.by, now=self.now):
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return done(request, _("Děkujeme, vaše odpověď je zapsaná. Můžete ji kdykoli změnit."), self.here())

    def needs(self, request: HttpRequest) -> HttpResponse:
        form = NeedsForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(needs_form=form), status=422)
        answers.state_needs(person=self.by, now=self.now, **form.cleaned_data)
        return done(request, _("Zapsáno. Příště se ptát nebudeme, jen to ukážeme k úpravě."), self.here())

    def here(self) -> str:
        return reverse("meetings:invitation", args=[self.kwargs["token"]])


class InvitationPaper(InvitationMixin, View):
    """A paper of the meeting for somebody without an account."""

    def get(self, _request: HttpRequest, paper: int, **_kwargs: Any) -> FileResponse:
        row = get_object_or_404(Paper.objects.select_related("file"), pk=paper, item__meeting=self.meeting)
        return sent(row.file)


class MyAnswer(MeetingMixin, FormView[AnswerForm]):
    """The signed-in member's own answer."""

    request: AuthenticatedRequest
    form_class = AnswerForm
    template_name = "bodies/answer/mine_page.html"
    tab = "people"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Participant.objects.select_related(*NAMES).filter(meeting=self.object, removed_at=None)
        person = request.user if isinstance(request.user, Person) else None
        self.participant = get_object_or_404(rows, person=person)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "participant": self.participant}

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        by, now = self.request.user, self.now
        if not given(form, self.participant, channel=AnswerChannel.ACCOUNT, by=by, now=now):
            return self.form_invalid(form)
        return done(self.request, _("Vaše odpověď je zapsaná."), self.url("detail"))


class AnswerRecord(MeetingMixin, FormView[RecordedAnswerForm]):
    """An answer typed in for somebody ("zapsat za")."""

    request: AuthenticatedRequest
    permission_required = Permission.RUN_MEETING
    form_class = RecordedAnswerForm
    template_name = "bodies/answer/record.html"
    tab = "people"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Participant.objects.select_related(*NAMES).filter(meeting=self.object)
        self.participant = get_object_or_404(rows, pk=kwargs["participant"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "participant": self.participant}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        history = self.participant.answers.select_related("recorded_by", "mail").order_by(
            "-received_at", "-pk"
        )
        return super().get_context_data(participant=self.participant, history=list(history), **kwargs)

    def form_valid(self, form: RecordedAnswerForm) -> HttpResponse:
        by, now = self.request.user, self.now
        if not given(form, self.participant, channel=AnswerChannel.TYPED, by=by, now=now):
            return self.form_invalid(form)
        message = _("Odpověď je zapsaná: %(name)s.") % {"name": self.participant.person.name}
        return done(self.request, message, self.url("people"))


class People(MeetingMixin, TemplateView):
    """Who is invited and what they answered, by side, with a forecast of the quorum."""

    request: AuthenticatedRequest
    template_name = "bodies/answer/people.html"
    tab = "people"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sees = self.request.user.has_perm(Permission.VIEW_PROTECTED_NAMES, self.object)
        found = answers_of(self.object, self.request.user, sees_protected=sees)
        mine = next(
            (r.participant for r in found.rows if r.participant.person_id == self.request.user.pk), None
        )
        return super().get_context_data(
            answers=found,
            sees_protected=sees,
            mine=mine if mine is not None and mine.pk and self.object.state in OPEN else None,
            **kwargs,
        )
