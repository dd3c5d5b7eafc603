"""Votes outside a meeting: list, one round, its question, voting signed in, by a link, or for somebody."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from bodies.actions import per_rollam
from bodies.enums import Permission, RoundState
from bodies.forms.per_rollam import CancelForm, QuestionForm, RoundFilter, VoteForm, VoteForOtherForm
from bodies.letters.per_rollam import ROUND
from bodies.models import Body, Round, RoundVote
from bodies.queries import rounds
from bodies.queries.membership import rules_on
from bodies.web import BodyMixin
from people.actions import link as links
from people.alphabet import alphabetical
from people.errors import Gone
from people.web import (
    ActionMixin,
    AuthenticatedRequest,
    FormView,
    ListView,
    PublicMixin,
    RuleRequiredMixin,
    done,
)

PARTS = ("body__territory", "body__organiser", "document", "version", "created_by", "reported_at__meeting")
VOTE_PARTS = ("round__body__territory", "round__document", "round__version", "person", "seat")


class RoundList(ListView[Round]):
    """Rounds of the bodies that a person runs, sits in, or votes in."""

    request: AuthenticatedRequest
    template_name = "bodies/per_rollam/list.html"

    def get_queryset(self) -> QuerySet[Round]:
        seen = rounds.visible_to(self.request.user, timezone.localdate())
        bodies = Body.objects.filter(pk__in=seen.order_by().values("body")).order_by(
            *alphabetical("name"), "pk"
        )
        self.filter_class = partial(RoundFilter, bodies=bodies)
        return rounds.listed(seen)

    def filtered(self, queryset: QuerySet[Round], wanted: dict[str, Any]) -> QuerySet[Round]:
        for word in wanted["q"].split():
            queryset = queryset.filter(Q(title__icontains=word) | Q(wording__icontains=word))
        if wanted["organ"]:
            queryset = queryset.filter(body=wanted["organ"])
        return queryset.filter(state=wanted["state"]) if wanted["state"] else queryset

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = timezone.localdate()
        return super().get_context_data(bodies=rounds.may_vote_so(self.request.user, day), **kwargs)


class RoundMixin(RuleRequiredMixin):
    """A page of a round: loads `self.object` by its address."""

    object: Round
    permission_required: str = Permission.RUN_MEETING

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.object = get_object_or_404(Round.objects.select_related(*PARTS), pk=kwargs["pk"])
        self.body = self.object.body

    def get_success_url(self) -> str:
        return reverse("rounds:detail", args=[self.object.pk])

    def back(self, message: str) -> HttpResponse:
        return done(self.request, message, self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"round": self.object, "body": self.body, "now": self.now, **context}


class RoundDetail(RoundMixin, TemplateView):
    """The question, who has voted, how it ended; one's own vote is given here."""

    request: AuthenticatedRequest
    permission_required = Permission.VIEW_MEETING
    template_name = "bodies/per_rollam/detail.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who was asked too, even after their mandate has ended; a draft is its organiser's only."""
        if self.object.state == RoundState.DRAFT and not request.user.has_perm(
            Permission.RUN_MEETING, self.object
        ):
            raise PermissionDenied
        if self.object.votes.filter(person=request.user.pk).exists():
            return View.dispatch(self, request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held, user = self.object, self.request.user
        votes = list(held.votes.select_related("person", "seat", "recorded_by"))
        runs = user.has_perm(Permission.RUN_MEETING, held)
        own = [vote for vote in votes if vote.person_id == user.pk]
        is_open = held.state == RoundState.OPEN and self.now < held.closes_at
        counted = rounds.tally(held, votes)
        shown = runs or held.state == RoundState.CLOSED
        sees_protected = user.has_perm(Permission.VIEW_PROTECTED_NAMES, held.body)
        return super().get_context_data(
            votes=[(vote, sees_protected or vote.seat.side != "users") for vote in votes],
            shows_choices=shown,
            tally=counted,
            told=rounds.result_in_words(held, votes) if held.state == RoundState.CLOSED else "",
            own=own,
            is_open=is_open,
            may_run=runs,
            may_close=runs
            and held.state == RoundState.OPEN
            and (counted.is_complete or self.now >= held.closes_at),
            resolution=getattr(held, "resolution", None),
            **kwargs,
        )


class QuestionMixin(FormView[QuestionForm]):
    """The form of a question."""

    request: AuthenticatedRequest
    form_class = QuestionForm
    template_name = "bodies/per_rollam/form.html"
    now: Any
    body: Body

    def get_form_kwargs(self) -> dict[str, Any]:
        rules = rules_on(self.body, timezone.localdate(self.now))
        return {**super().get_form_kwargs(), "body": self.body, "rules": rules, "now": self.now}


class RoundCreate(BodyMixin, QuestionMixin):
    """A question is prepared; nobody is asked yet."""

    permission_required = Permission.RUN_MEETING

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.body = self.object

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        per_rollam.allowing(self.body, self.today)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: QuestionForm) -> HttpResponse:
        held = per_rollam.draft(body=self.body, question=form.question(), by=self.request.user, now=self.now)
        told = _("Hlasování je připravené. Zkontrolujte ho a zahajte, teprve pak odejdou dopisy.")
        return done(self.request, told, reverse("rounds:detail", args=[held.pk]))


class RoundEdit(RoundMixin, QuestionMixin):
    """A question that nobody has been asked yet is changed."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.state != RoundState.DRAFT:
            raise Gone
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        held = self.object
        names = ("title", "verb", "wording", "reasons", "majority", "closes_at", "document", "outcome")
        return {**{name: getattr(held, name) for name in names}, "version": held.revision}

    def form_valid(self, form: QuestionForm) -> HttpResponse:
        read_at = form.cleaned_data["version"] or 0
        question = form.question()
        per_rollam.describe(
            held=self.object, question=question, read_at=read_at, by=self.request.user, now=self.now
        )
        return self.back(_("Uloženo."))


class RoundDeed(RoundMixin, ActionMixin):
    """One deed by one button."""

    request: AuthenticatedRequest
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:  # noqa: ARG002 - Django's signature
        return self.back(self.act())

    def act(self) -> str:
        raise NotImplementedError  # each deed says what it did


class RoundOpen(RoundDeed):
    def act(self) -> str:
        held = per_rollam.open_round(held=self.object, by=self.request.user, now=self.now)
        asked = held.votes.count()
        text = ngettext(
            "Hlasování je zahájeno, dopis odchází %(n)d člověku.",
            "Hlasování je zahájeno, dopis odchází %(n)d lidem.",
            asked,
        )
        return text % {"n": asked}


class RoundRemind(RoundDeed):
    def act(self) -> str:
        count = per_rollam.remind(held=self.object, by=self.request.user, now=self.now)
        if not count:
            return _("Nikomu není co připomínat: hlasovali všichni, nebo dostali připomínku v posledním dni.")
        text = ngettext("Připomínka odchází %(n)d člověku.", "Připomínka odchází %(n)d lidem.", count)
        return text % {"n": count}


class RoundClose(RoundDeed):
    def act(self) -> str:
        held = per_rollam.close(held=self.object, by=self.request.user, now=self.now)
        return rounds.result_in_words(held, list(held.votes.all()))


class RoundCancel(RoundMixin, FormView[CancelForm]):
    """A vote is called off with a reason."""

    request: AuthenticatedRequest
    form_class = CancelForm
    template_name = "bodies/per_rollam/cancel.html"

    def form_valid(self, form: CancelForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        per_rollam.cancel(held=self.object, reason=reason, by=self.request.user, now=self.now)
        return self.back(_("Hlasování je zrušeno."))


class VoteMixin(FormView[VoteForm]):
    """What a voter sees: the question, the term, three choices; opening the page changes nothing."""

    form_class = VoteForm
    template_name = "bodies/per_rollam/vote.html"
    ballot: RoundVote

    def is_open(self) -> bool:
        held = self.ballot.round
        return held.state == RoundState.OPEN and timezone.now() < held.closes_at

    def get_initial(self) -> dict[str, Any]:
        return {"choice": self.ballot.choice, "comment": self.ballot.comment}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = self.ballot.round
        closed = held.state == RoundState.CLOSED
        told = rounds.result_in_words(held, list(held.votes.all())) if closed else ""
        context = {"ballot": self.ballot, "round": held, "body": held.body, "told": told}
        return super().get_context_data(**context, is_open=self.is_open(), **kwargs)


class RoundVoteOwn(VoteMixin):
    """Voting when signed in."""

    request: AuthenticatedRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = RoundVote.objects.select_related(*VOTE_PARTS).filter(round=kwargs["pk"])
        own = rows.filter(person=request.user.pk)
        wanted = request.GET.get("misto", "")
        if wanted.isascii() and wanted.isdigit():
            own = own.filter(pk=int(wanted))
        found = own.first()
        if found is None:
            get_object_or_404(Round, pk=kwargs["pk"])
            raise PermissionDenied
        self.ballot = found

    def form_valid(self, form: VoteForm) -> HttpResponse:
        data = form.cleaned_data
        per_rollam.vote(ballot=self.ballot, by=self.request.user, now=timezone.now(), **data)
        told = _("Děkujeme, Váš hlas je zapsán. Do konce hlasování ho můžete změnit.")
        return done(self.request, told, reverse("rounds:detail", args=[self.ballot.round_id]))


class RoundVoteByLink(PublicMixin, VoteMixin):
    """Voting by the personal link of a letter: GET shows, POST votes, no account is needed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.link = links.resolve(kwargs["token"], ROUND, timezone.now())
        rows = RoundVote.objects.select_related(*VOTE_PARTS)
        found = rows.filter(pk=self.link.subject_id, person=self.link.person).first()
        if found is None:
            raise Gone
        self.ballot = found
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: VoteForm) -> HttpResponse:
        now = timezone.now()
        links.use(link=self.link, now=now)
        self.ballot = per_rollam.vote(ballot=self.ballot, by=self.ballot.person, now=now, **form.cleaned_data)
        told = _("Děkujeme, Váš hlas je zapsán. Do konce hlasování ho můžete změnit.")
        return done(self.request, told, self.request.path)


class RoundVoteRecord(RoundMixin, FormView[VoteForOtherForm]):
    """A vote given by telephone or on paper is typed in for somebody."""

    request: AuthenticatedRequest
    form_class = VoteForOtherForm
    template_name = "bodies/per_rollam/record.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = RoundVote.objects.select_related(*VOTE_PARTS).filter(round=self.object)
        found = rows.filter(pk=kwargs["vote"]).first()
        if found is None:
            raise Http404
        self.ballot = found

    def get_initial(self) -> dict[str, Any]:
        return {"choice": self.ballot.choice, "comment": self.ballot.comment}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(ballot=self.ballot, **kwargs)

    def form_valid(self, form: VoteForOtherForm) -> HttpResponse:
        per_rollam.vote(ballot=self.ballot, by=self.request.user, now=self.now, **form.cleaned_data)
        return self.back(_("Hlas je zapsán."))
