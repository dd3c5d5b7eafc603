"""The queue of mail about meetings: what waits, one message, whose answer it is."""

from typing import Any, cast

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from bodies.actions import reply
from bodies.enums import AnswerValue, Permission
from bodies.forms.mail import READ, AssignForm, MailFilter
from bodies.queries.mail import LIKELY, answer_in, candidates, mail_for, meeting_of, meetings_of
from bodies.queries.wording import guessed
from people.actions import inbound
from people.actions.inbound import OPEN
from people.enums import InboundState
from people.forms.inbound import InboundIgnoreForm
from people.models import InboundMail, Person
from people.web import (
    ActionMixin,
    AuthenticatedRequest,
    FormView,
    ListView,
    ObjectMixin,
    RuleRequiredMixin,
    done,
)

Context = dict[str, Any]


class MailList(RuleRequiredMixin, ListView[InboundMail]):
    request: AuthenticatedRequest
    permission_required = Permission.SORT_MAIL
    template_name = "bodies/mail/list.html"
    filter_class = MailFilter

    def get_queryset(self) -> QuerySet[InboundMail]:
        rows = mail_for(self.request.user, timezone.localdate()).defer("raw", "text")
        state = self.request.GET.get("state", "")
        if state == "all":
            return rows
        known = state if state in InboundState.values else InboundState.WAITING
        return rows.filter(state=known)

    def filtered(self, queryset: QuerySet[InboundMail], wanted: Context) -> QuerySet[InboundMail]:
        text = wanted["q"]
        return queryset.filter(
            Q(from_address__icontains=text) | Q(from_name__icontains=text) | Q(subject__icontains=text)
        )

    def get_context_data(self, **kwargs: Any) -> Context:
        context = super().get_context_data(**kwargs)
        rows = list(context["page"].object_list)
        meetings = meetings_of(rows)
        return {**context, "rows": [(row, meetings.get(row.cause_id or 0)) for row in rows]}


class MailMixin(RuleRequiredMixin, ActionMixin, ObjectMixin[InboundMail]):
    """One message of the queue; others do not learn that there is one."""

    model = InboundMail
    permission_required = Permission.SORT_MAIL
    unknown_to_others = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    def get_objects(self) -> QuerySet[InboundMail]:
        return InboundMail.objects.select_related("ended_by").defer("raw")

    def shown(self, assign: AssignForm | None = None, ignore: InboundIgnoreForm | None = None) -> Context:
        """Return what the page of a message shows; a form that was sent keeps what was typed."""
        mail = self.object
        is_open = mail.state in OPEN
        person = cast("Person", self.request.user)  # the rule lets nobody else in
        found = candidates(mail, person, timezone.localdate(self.now)) if is_open else []
        likely = [one for one in found if one.is_likely][:LIKELY]
        return {
            "mail": mail,
            "meeting": meeting_of(mail),
            "is_open": is_open,
            "answer": answer_in(mail),
            "likely": likely,
            "values": [(value.value, value.label) for value in READ],
            "guess": guessed(mail.subject, mail.text) or "",
            "assign": assign or AssignForm(offered=[one.participant for one in found]),
            "ignore": ignore or InboundIgnoreForm(),
            "has_others": len(found) > len(likely),
        }

    def get_success_url(self) -> str:
        return reverse("meetings:mail")


class MailDetail(MailMixin, TemplateView):
    template_name = "bodies/mail/detail.html"

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(**self.shown(), **kwargs)


class MailAssign(MailMixin, FormView[AssignForm]):
    """One click says whose answer it is and what it says."""

    request: AuthenticatedRequest
    http_method_names = ["post"]
    form_class = AssignForm
    template_name = "bodies/mail/detail.html"

    def get_form_kwargs(self) -> Context:
        self.found = candidates(self.object, self.request.user, timezone.localdate(self.now))
        return {**super().get_form_kwargs(), "offered": [one.participant for one in self.found]}

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(**self.shown(assign=kwargs["form"]), **kwargs)

    def form_valid(self, form: AssignForm) -> HttpResponse:
        participant, value = form.cleaned_data["participant"], AnswerValue(form.cleaned_data["value"])
        reply.assign(
            mail=self.object,
            participant=participant,
            value=value,
            remember_address=form.cleaned_data["remember"],
            by=self.request.user,
            now=self.now,
        )
        said = _("Zapsali jsme: %(name)s – %(answer)s.") % {
            "name": participant.person.name,
            "answer": value.label,
        }
        return done(self.request, said, self.get_success_url())


class MailIgnore(MailMixin, FormView[InboundIgnoreForm]):
    request: AuthenticatedRequest
    http_method_names = ["post"]
    form_class = InboundIgnoreForm
    template_name = "bodies/mail/detail.html"

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(**self.shown(ignore=kwargs["form"]), **kwargs)

    def form_valid(self, form: InboundIgnoreForm) -> HttpResponse:
        inbound.settle(
            mail=self.object,
            state=InboundState.IGNORED,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
            now=self.now,
        )
        return done(self.request, _("Zpráva je odložena."), self.get_success_url())


class MailAcknowledge(MailMixin, View):
    """The organiser has read what came with an answer that counts already, such as another time."""

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        inbound.settle(mail=self.object, state=InboundState.APPLIED, by=request.user, now=self.now)
        return done(request, _("Zpráva je vyřízena."), self.get_success_url())
