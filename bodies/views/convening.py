"""Convening, moving and calling off a meeting, each after a look at what will be mailed to whom."""

from copy import copy
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from bodies.actions import convening, move
from bodies.enums import MeetingDeed, MeetingState, Permission
from bodies.forms.convening import CancelForm, ConveneForm, RescheduleForm
from bodies.guards import convening as guards
from bodies.letters.convening import Content, Kind, content_of
from bodies.letters.previews import Preview, preview
from bodies.models import Meeting
from bodies.queries import invitations as lists
from bodies.web import MeetingMixin
from people.errors import Blocker, Gone
from people.web import AuthenticatedRequest, FormView, done


class DeedMixin(MeetingMixin):
    """A deed of the organiser about a whole meeting."""

    permission_required = Permission.RUN_MEETING
    tab = "invitations"
    deed: MeetingDeed

    def check_possible(self) -> None:
        """Refuse to offer what the state of the meeting no longer allows."""
        if self.deed not in move.moves(self.object):
            raise Gone

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.check_possible()
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    @property
    def chosen(self) -> int:
        value = self.request.GET.get("komu", "")
        return int(value) if value.isdigit() and value.isascii() and len(value) < 10 else 0  # noqa: PLR2004


class Convene(DeedMixin, FormView[ConveneForm]):
    """Exactly what convening will mail, what is missing, and the deed itself."""

    template_name = "bodies/convening/convene.html"
    form_class = ConveneForm
    request: AuthenticatedRequest
    deed = MeetingDeed.CONVENE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = guards.facts(self.object, self.now)
        missing = self.with_links(guards.blockers(known))
        wanted = [(Kind.NEW, p) for p in lists.to_be_invited(self.object, self.now)]
        return super().get_context_data(
            known=known,
            blockers=[one for one in missing if one.code != guards.SHORT_NOTICE],
            short_notice=guards.short_notice(known) if known.is_short else "",
            warnings=guards.warnings(known),
            preview=preview(content_of(self.object), wanted, now=self.now, chosen=self.chosen),
            **kwargs,
        )

    def with_links(self, blockers: list[Blocker]) -> list[Blocker]:
        """Lead from each thing that is missing to where it can be filled in."""
        pages = {"no_items": self.url("detail"), "no_members": "", "too_few_members": ""}
        edit = self.url("edit")
        return [Blocker(one.code, one.message, pages.get(one.code, edit)) for one in blockers]

    def form_valid(self, form: ConveneForm) -> HttpResponse:
        convening.convene(
            meeting=self.object, by=self.request.user, now=self.now, reason=form.cleaned_data["reason"]
        )
        return done(self.request, _("Jednání je svoláno, pozvánky odcházejí."), self.url("invitations"))


class Reschedule(DeedMixin, FormView[RescheduleForm]):
    """A new time or place, first shown with all that it would mail."""

    template_name = "bodies/convening/reschedule.html"
    form_class = RescheduleForm
    request: AuthenticatedRequest
    deed = MeetingDeed.RESCHEDULE

    def get_initial(self) -> dict[str, Any]:
        return RescheduleForm.of(self.object)

    def form_valid(self, form: RescheduleForm) -> HttpResponse:
        if "confirm" not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, **self.shown(form)))
        convening.reschedule(
            meeting=self.object,
            by=self.request.user,
            now=self.now,
            reason=form.cleaned_data["reason"],
            **form.said(),
        )
        return done(
            self.request, _("Jednání je přeloženo, nové pozvánky odcházejí."), self.url("invitations")
        )

    def shown(self, form: RescheduleForm) -> dict[str, Any]:
        """Show what rescheduling would mail; the meeting itself stays as it is."""
        said = form.said()
        meeting: Meeting = copy(self.object)
        for name, value in said.items():
            setattr(meeting, name, value)
        meeting.held_on = timezone.localdate(said["starts_at"])
        meeting.sequence += 1
        known = guards.facts(meeting, self.now)
        missing = guards.blockers(known, reason=form.cleaned_data["reason"])
        people = lists.to_be_invited(meeting, self.now)
        wanted = [(Kind.MOVED if p.mailed_at else Kind.NEW, p) for p in people]
        return {
            "blockers": missing,
            "warnings": guards.warnings(known),
            "preview": preview(content_of(meeting), wanted, now=self.now),
            "answered": sum(bool(p.answer) for p in people),
            "is_shown": True,
        }


class Cancel(DeedMixin, FormView[CancelForm]):
    """Calling a meeting off; who was invited gets a letter."""

    template_name = "bodies/convening/cancel.html"
    form_class = CancelForm
    request: AuthenticatedRequest
    deed = MeetingDeed.CANCEL

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_required": self.object.state != MeetingState.PLANNED}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(preview=self.preview(), **kwargs)

    def preview(self) -> Preview:
        invited = lists.invited(self.object) if self.object.state != MeetingState.PLANNED else []
        told = [p for p in invited if p.mailed_at is not None]
        return preview(Content(self.object), [(Kind.CANCELLED, p) for p in told], now=self.now)

    def form_valid(self, form: CancelForm) -> HttpResponse:
        convening.cancel(
            meeting=self.object, by=self.request.user, now=self.now, reason=form.cleaned_data["reason"]
        )
        return done(self.request, _("Jednání je zrušeno."), self.url("invitations"))
