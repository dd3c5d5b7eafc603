"""Invitations of a meeting: who was sent what and how it ended; guests, reminders, invitations on paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from bodies.actions import convening
from bodies.actions.invitations import OPEN
from bodies.enums import InvitedAs, MeetingState, Permission
from bodies.forms.convening import GuestForm, UninviteForm
from bodies.letters.convening import Content, Kind, content_of
from bodies.letters.previews import Preview, preview
from bodies.models import Participant
from bodies.queries import invitations as lists
from bodies.queries.answers import invited as as_invited
from bodies.web import MeetingMixin
from people.enums import Role
from people.errors import Gone
from people.web import ActionMixin, AuthenticatedRequest, FormView, done


def letters_written(count: int) -> str:
    if not count:
        return _("Nikomu není potřeba psát.")
    return ngettext("K odeslání je %(n)d dopis.", "K odeslání je %(n)d dopisů.", count) % {"n": count}


class OrganiserMixin(MeetingMixin):
    """A deed of the organiser about the invitations."""

    permission_required = Permission.RUN_MEETING
    tab = "invitations"

    def outdated(self) -> list[tuple[Kind, Participant]]:
        """Return who would be written to now, and by which letter."""
        digest = content_of(self.object).digest
        people = lists.to_be_invited(self.object, self.now)
        astray = lists.astray(people)
        return [
            (Kind.UPDATE if p.mailed_at and p.pk not in astray else Kind.NEW, p)
            for p in people
            if p.person.email and (p.mailed_digest != digest or p.pk in astray)
        ]


class Invitations(MeetingMixin, TemplateView):
    """What everybody was sent; who does not organise sees only their own invitation."""

    template_name = "bodies/convening/invitations.html"
    tab = "invitations"
    request: AuthenticatedRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_run = self.request.user.has_perm(Permission.RUN_MEETING, self.object)
        return super().get_context_data(**(self.whole() if may_run else self.own()), **kwargs)

    def whole(self) -> dict[str, Any]:
        is_planned = self.object.state == MeetingState.PLANNED
        rows = [] if is_planned else lists.sent(self.object)
        digest = content_of(self.object).digest if self.object.state == MeetingState.CONVENED else ""
        return {
            "rows": rows,
            "expected": as_invited(self.object) if is_planned else [],
            "silent": [row for row in rows if row.is_silent],
            "troubled": [row for row in rows if row.is_in_trouble],
            "on_paper": [row for row in rows if row.is_on_paper],
            "outdated": [
                r
                for r in rows
                if digest and r.participant.person.email and r.participant.mailed_digest != digest
            ],
            "is_open": self.object.state in OPEN,
            "is_convened": self.object.state == MeetingState.CONVENED,
            "may_correct": bool(self.request.user.appointed(self.today, (Role.ADMINISTRATOR,))),
        }

    def own(self) -> dict[str, Any]:
        mine = self.object.participants.filter(person=self.request.user, removed_at=None).first()
        return {"mine": mine, "letters": lists.letters_of([mine]).get(mine.pk, []) if mine else []}


class GuestAdd(OrganiserMixin, FormView[GuestForm]):
    """Invite somebody who is not a member."""

    template_name = "bodies/convening/guest.html"
    form_class = GuestForm
    request: AuthenticatedRequest

    def form_valid(self, form: GuestForm) -> HttpResponse:
        guest = convening.invite_guest(
            meeting=self.object, by=self.request.user, now=self.now, **form.cleaned_data
        )
        return done(
            self.request,
            _("Na seznamu pozvaných: %(name)s.") % {"name": guest.person.name},
            self.url("invitations"),
        )


class ParticipantMixin(OrganiserMixin):
    """A page about one invitation of this meeting."""

    participant: Participant

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Participant.objects.select_related("person", "seat", "meeting")
        self.participant = get_object_or_404(
            rows, pk=kwargs["participant"], meeting=self.object, removed_at=None
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**kwargs, "participant": self.participant})


class Uninvite(ParticipantMixin, FormView[UninviteForm]):
    """Take a guest or a substitute off the list."""

    template_name = "bodies/convening/uninvite.html"
    form_class = UninviteForm
    request: AuthenticatedRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(preview=self.preview(), **kwargs)

    def preview(self) -> Preview:
        wanted = [(Kind.REMOVED, self.participant)] if self.participant.mailed_at else []
        return preview(Content(self.object), wanted, now=self.now)

    def form_valid(self, form: UninviteForm) -> HttpResponse:
        convening.uninvite(
            participant=self.participant,
            by=self.request.user,
            now=self.now,
            reason=form.cleaned_data["reason"],
        )
        return done(self.request, _("Pozvánka je odvolána."), self.url("invitations"))


class SendChanges(ActionMixin, OrganiserMixin, TemplateView):
    """What has changed since the last letters, and telling it without waiting for the clock."""

    template_name = "bodies/convening/changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.object.state != MeetingState.CONVENED:
            raise Gone
        shown = preview(content_of(self.object), self.outdated(), now=self.now)
        return super().get_context_data(preview=shown, **kwargs)

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        count = convening.send_changes(meeting=self.object, by=request.user, now=self.now)
        return done(request, letters_written(count), self.url("invitations"))


class Remind(ActionMixin, OrganiserMixin, View):
    """Ask those who have not answered."""

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        count = convening.remind(meeting=self.object, by=request.user, now=self.now)
        return done(request, letters_written(count), self.url("invitations"))


class PrintAll(OrganiserMixin, TemplateView):
    """Invitations of all who want them on paper, each on its own sheet; `?kdo=vsichni` prints everybody's."""

    template_name = "bodies/convening/print.html"

    def people(self) -> list[Participant]:
        people = lists.to_be_invited(self.object, self.now)
        if self.request.GET.get("kdo") == "vsichni":
            return people
        paper = lists.on_paper(people)
        return [p for p in people if p.person_id in paper]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        content = content_of(self.object)
        return super().get_context_data(
            people=self.people(), agenda_rows=content.rows, guest=InvitedAs.GUEST, **kwargs
        )


class Print(PrintAll, ParticipantMixin):
    """The invitation of one person on paper."""

    def people(self) -> list[Participant]:
        return [self.participant]
