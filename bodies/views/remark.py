"""Remarks to circulated minutes: by account, by personal link without an account, typed in, settled."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from bodies.actions import remark as actions
from bodies.enums import MinutesState, Permission, RemarkState
from bodies.exports.minutes import Audience, rendition
from bodies.forms.minutes import RemarkForm, SettleForm
from bodies.letters.minutes import PURPOSE
from bodies.models import AgendaItem, Minutes
from bodies.queries import minutes as minutes_of
from bodies.views.minutes import MinutesMixin, content_of
from bodies.web import load_meeting
from people.actions import link as links
from people.models import AccessLink
from people.web import FormView, PublicMixin, done


def where(request: HttpRequest, minutes: Minutes) -> dict[str, Any]:
    """Read from the address to which item and paragraph a remark is, and quote it."""
    item, number = request.GET.get("bod", ""), request.GET.get("odstavec", "")
    found = (
        AgendaItem.objects.filter(meeting=minutes.meeting_id, pk=int(item)).first()
        if item.isdigit()
        else None
    )
    paragraph = int(number) if number.isdigit() and len(number) < len("1000") else None
    return {"item": found, "paragraph": paragraph, "quoted": actions.quote(minutes, found, paragraph)}


class Remarks(MinutesMixin, TemplateView):
    """All remarks beside what they are about, for whoever settles them; members see theirs."""

    template_name = "bodies/remark/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = minutes_of.remarks_of(self.minutes)
        may_settle = self.person.has_perm(Permission.FINISH_MINUTES, self.object)
        if self.audience != Audience.INTERNAL:
            rows = rows.filter(person=self.person)
        return super().get_context_data(
            remarks=list(rows),
            may_settle=may_settle and self.minutes.state in (MinutesState.WRITING, MinutesState.COMMENTS),
            is_open=self.minutes.state == MinutesState.COMMENTS,
            waiting=sum(one.state == RemarkState.RECEIVED for one in rows),
            **kwargs,
        )


class RemarkAdd(MinutesMixin, FormView[RemarkForm]):
    """One's own remark; whoever writes the minutes types in what came by telephone or on paper."""

    permission_required = Permission.VIEW_MEETING
    template_name = "bodies/remark/add.html"
    form_class = RemarkForm
    for_other = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.place = where(request, self.minutes)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        wanted = Permission.TAKE_MINUTES if self.for_other else Permission.REMARK_MINUTES
        if request.user.is_authenticated and not request.user.has_perm(wanted, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "meeting": self.object,
            "for_other": self.for_other,
            "initial": {"item": self.place["item"], "paragraph": self.place["paragraph"]},
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(place=self.place, for_other=self.for_other, **kwargs)

    def form_valid(self, form: RemarkForm) -> HttpResponse:
        said = {"person": self.person, **form.cleaned_data}
        actions.add(minutes=self.minutes, by=self.person, now=self.now, **said)
        thanks = _("Děkujeme, připomínka je zapsaná.")
        if self.body.is_council:
            thanks = _("Děkujeme, námitka je zapsaná.")
        return done(self.request, thanks, self.url("remarks"))


class RemarkSettle(MinutesMixin, FormView[SettleForm]):
    permission_required = Permission.FINISH_MINUTES
    template_name = "bodies/remark/settle.html"
    form_class = SettleForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = minutes_of.remarks_of(self.minutes)
        self.remark = get_object_or_404(rows, pk=kwargs["remark"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_council": self.body.is_council}

    def get_initial(self) -> dict[str, Any]:
        settled = self.remark.state != RemarkState.RECEIVED
        return {
            "seen": self.remark.state,
            "state": self.remark.state if settled else None,
            "reason": self.remark.reason,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(remark=self.remark, **kwargs)

    def form_valid(self, form: SettleForm) -> HttpResponse:
        actions.settle(
            remark=self.remark,
            state=RemarkState(form.cleaned_data["state"]),
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            by=self.person,
            now=self.now,
        )
        settled = _("Připomínka je vypořádaná, autor dostane dopis.")
        if self.body.is_council:
            settled = _("Námitka je vypořádaná, autor dostane dopis.")
        return done(self.request, settled, self.url("remarks"))


class MinutesByLink(PublicMixin, FormView[RemarkForm]):
    """The minutes by the personal link from a letter: reading and remarks without an account."""

    template_name = "bodies/remark/by_link.html"
    form_class = RemarkForm
    link: AccessLink

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.link = links.resolve(kwargs["token"], PURPOSE, self.now)
        rows = Minutes.objects.select_related("version", "document")
        self.minutes = get_object_or_404(rows, pk=self.link.subject_id)
        self.minutes.meeting = load_meeting(self.minutes.meeting_id)
        if self.link.person is None:
            raise Http404
        self.person = self.link.person
        self.place = where(request, self.minutes)

    @property
    def takes_remarks(self) -> bool:
        until = self.minutes.comments_until
        in_time = until is None or timezone.localdate(self.now) <= until
        return self.minutes.state == MinutesState.COMMENTS and in_time

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "meeting": self.minutes.meeting,
            "initial": {"item": self.place["item"], "paragraph": self.place["paragraph"]},
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_shown = self.minutes.state != MinutesState.WRITING
        return super().get_context_data(
            minutes=self.minutes,
            meeting=self.minutes.meeting,
            body=self.minutes.meeting.body,
            is_council=self.minutes.meeting.body.is_council,
            person=self.person,
            doc=rendition(content_of(self.minutes), Audience.MEMBERS) if is_shown else None,
            corrections=self.minutes.corrections.select_related("item"),
            remarks=minutes_of.remarks_of(self.minutes).filter(person=self.person),
            takes_remarks=self.takes_remarks,
            place=self.place,
            **kwargs,
        )

    def form_valid(self, form: RemarkForm) -> HttpResponse:
        links.use(link=self.link, now=self.now)
        actions.add(
            minutes=self.minutes, person=self.person, by=self.person, now=self.now, **form.cleaned_data
        )
        address = reverse("meetings:minutes-link", args=[self.kwargs["token"]])
        thanks = _("Děkujeme, připomínka je zapsaná. Napíšeme Vám, jak byla vypořádána.")
        if self.minutes.meeting.body.is_council:
            thanks = _("Děkujeme, námitka je zapsaná. Napíšeme Vám, jak byla vypořádána.")
        return done(self.request, thanks, address)
