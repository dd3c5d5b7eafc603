"""A search for a date: opened, answered by members or typed in for them, decided, cancelled."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from bodies.actions import poll as polls
from bodies.enums import Permission, PollState
from bodies.forms.poll import CancelForm, DecideForm, Options, PollForm, VoteForm, spans
from bodies.guards import timing
from bodies.letters.poll import PURPOSE
from bodies.models import Poll, PollOption
from bodies.queries.membership import is_member, members_on
from bodies.queries.poll import asked, choices_of, clashes, table
from bodies.views.seat import beside
from bodies.web import BodyMixin
from people.actions import link as links
from people.errors import Refused
from people.models import AccessLink, Person
from people.web import AuthenticatedRequest, FormView, PublicMixin, RuleRequiredMixin, done

POLLS = Poll.objects.select_related("body__territory", "body__organiser", "meeting", "created_by")


class PollCreate(BodyMixin, FormView[PollForm]):
    """Days are proposed; the page says to whom letters will go."""

    request: AuthenticatedRequest
    form_class = PollForm
    template_name = "bodies/poll/create.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.days = Options(request.POST, prefix="o")
        if not self.days.is_valid():
            return self.form_invalid(self.get_form())
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = {member.person for member in members_on(self.object, self.today)}
        rows = getattr(self, "days", None) or Options(prefix="o")
        return super().get_context_data(options=rows, asked=len(people), **kwargs)

    def form_valid(self, form: PollForm) -> HttpResponse:
        days, by = spans(self.days), self.request.user
        try:
            poll = polls.open(body=self.object, options=days, by=by, now=self.now, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        return done(
            self.request,
            _("Členům odešly dopisy s odkazem. Odpovědi uvidíte v tabulce."),
            reverse("meetings:poll", args=[poll.pk]),
        )


class PollMixin(RuleRequiredMixin):
    """A page of a poll: loads `self.object` by its key."""

    object: Poll
    permission_required: str = Permission.RUN_MEETING

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.object = get_object_or_404(POLLS, pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"poll": self.object, "body": self.object.body, "today": self.today, **context}

    def get_success_url(self) -> str:
        return reverse("meetings:poll", args=[self.object.pk])


class PollDetail(PollMixin, TemplateView):
    """Who can come when; members see it too, without the names of users of services."""

    request: AuthenticatedRequest
    permission_required = Permission.VIEW_MEETING
    template_name = "bodies/poll/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, poll = self.request.user, self.object
        may_run = user.has_perm(Permission.RUN_MEETING, poll)
        is_open = poll.state == PollState.OPEN
        found = table(poll, self.today, with_clashes=may_run and is_open)
        return super().get_context_data(
            table=found,
            days=[(column, timing.warnings(column.day)) for column in found.columns],
            is_open=is_open,
            is_asked=any(row.member and row.person.pk == user.pk for row in found.rows),
            is_over=self.today > poll.closes_on,
            may_run=may_run,
            **kwargs,
        )


class VoteMixin(FormView[VoteForm]):
    """What all ways of answering share: a row of choices for each day."""

    object: Poll
    form_class = VoteForm
    person: Person

    def get_form_kwargs(self) -> dict[str, Any]:
        options = list(self.object.options.order_by("starts_at", "pk"))
        return {**super().get_form_kwargs(), "options": options}

    def get_initial(self) -> dict[str, Any]:
        return {f"o{pk}": choice for pk, choice in choices_of(self.object, self.person).items()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open = self.object.state == PollState.OPEN
        return super().get_context_data(person=self.person, is_open=is_open, **kwargs)

    def say(self, form: VoteForm, by: Person, message: str, to: str) -> HttpResponse:
        try:
            polls.vote(poll=self.object, person=self.person, choices=form.said(), by=by, now=timezone.now())
        except Refused as error:
            if type(error) is not Refused:
                raise
            form.add_error(None, error.message)
            return self.form_invalid(form)
        return done(self.request, message, to)


class PollAnswer(PollMixin, VoteMixin):
    """The signed-in member's own answer."""

    request: AuthenticatedRequest
    permission_required = Permission.VIEW_MEETING
    template_name = "bodies/poll/answer.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, Person) or not is_member(user, self.object.body, self.today):
            raise PermissionDenied
        self.person = user
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: VoteForm) -> HttpResponse:
        return self.say(form, self.person, _("Děkujeme, odpověď je zapsaná."), self.get_success_url())


class PollRecord(PollMixin, VoteMixin):
    """An answer typed in for a member who said it otherwise."""

    request: AuthenticatedRequest
    template_name = "bodies/poll/answer.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        people = [member.person for member in asked(self.object, self.today)]
        self.person = get_object_or_404(Person, pk=kwargs["person"], pk__in=[one.pk for one in people])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(for_other=True, **kwargs)

    def form_valid(self, form: VoteForm) -> HttpResponse:
        message = _("Odpověď je zapsaná za: %(name)s.") % {"name": self.person.name}
        return self.say(form, self.request.user, message, self.get_success_url())


class PollLink(PublicMixin, VoteMixin):
    """The page of the personal link: no account is needed; opening it changes nothing."""

    template_name = "bodies/poll/link.html"
    link: AccessLink

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.link = links.resolve(kwargs["token"], PURPOSE, self.now)
        self.object = get_object_or_404(POLLS, pk=self.link.subject_id)
        self.person = get_object_or_404(Person, pk=self.link.person_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_over = timezone.localdate(self.now) > self.object.closes_on
        return super().get_context_data(
            poll=self.object,
            body=self.object.body,
            is_over=is_over,
            has_said=bool(self.get_initial()),
            **kwargs,
        )

    def form_valid(self, form: VoteForm) -> HttpResponse:
        links.use(link=self.link, now=self.now)
        here = reverse("meetings:poll-link", args=[self.kwargs["token"]])
        message = _("Děkujeme, odpověď je zapsaná. Do konce termínu ji můžete změnit.")
        return self.say(form, self.person, message, here)


class PollDecide(PollMixin, FormView[DecideForm]):
    """A day is chosen and becomes a planned meeting."""

    request: AuthenticatedRequest
    form_class = DecideForm
    template_name = "bodies/poll/decide.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.option = get_object_or_404(PollOption, pk=kwargs["option"], poll=self.object)

    def get_initial(self) -> dict[str, Any]:
        last = self.object.body.meetings.order_by("-held_on").first()
        return {"form": last.form, "place": last.place} if last else {"form": "in_person"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = timezone.localdate(self.option.starts_at)
        return super().get_context_data(
            option=self.option,
            warned=timing.warnings(day),
            clashes=clashes(self.object.body, [self.option]).get(self.option.pk, []),
            asked=len(asked(self.object, self.today)),
            **kwargs,
        )

    def form_valid(self, form: DecideForm) -> HttpResponse:
        by, said = self.request.user, form.cleaned_data
        try:
            meeting = polls.decide(poll=self.object, option=self.option, by=by, now=self.now, **said)
        except Refused as error:
            return beside(self, form, "place", error)
        message = _("Jednání je naplánované a odpovědi členů jsou u něj zapsané. Pozvánky odešle až svolání.")
        return done(self.request, message, reverse("meetings:detail", args=[meeting.pk]))


class PollCancel(PollMixin, FormView[CancelForm]):
    """The search ends without a meeting."""

    request: AuthenticatedRequest
    form_class = CancelForm
    template_name = "bodies/poll/cancel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(asked=len(asked(self.object, self.today)), **kwargs)

    def form_valid(self, form: CancelForm) -> HttpResponse:
        polls.cancel(poll=self.object, by=self.request.user, now=self.now, **form.cleaned_data)
        return done(self.request, _("Hledání termínu je zrušené."), self.get_success_url())
