"""The triad of an edition: who judges, what they said, answers by link and typed in for somebody."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from bodies.models import Body
from documents.enums import Channel
from people.actions import link as links
from people.enums import Side
from people.errors import Gone
from people.web import ActionMixin, AuthenticatedRequest, FormView, PublicMixin, done
from workflows import guards
from workflows.actions import clock
from workflows.actions import review as reviews
from workflows.enums import EditionState, Permission, Verdict
from workflows.forms.review import (
    AnswerForForm,
    AnswerForm,
    ExcuseForm,
    NameForm,
    ReassignForm,
    SeatForm,
    SettleForm,
)
from workflows.letters import REVIEW
from workflows.models import Edition, Review
from workflows.web import EditionMixin

S = EditionState
REVIEW_PARTS = ("person", "seat__body", "version", "edition__plan__territory", "edition__path")


class Triad(EditionMixin, TemplateView):
    """Who judges the text, round by round."""

    template_name = "workflows/triad/detail.html"
    tab = "triad"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        earlier = self.object.reviews.filter(round__lt=self.object.round).select_related("person")
        naming = self.object.state in (S.DRAFTING, S.SETTLEMENT, S.TRIAD_REVIEW)
        may_name = user.has_perm(Permission.MOVE_EDITION, self.object) and naming
        return super().get_context_data(
            facts=guards.outline(self.object, self.now),
            earlier=earlier.order_by("-round", "side", "pk"),
            may_name=may_name,
            may_record=user.has_perm(Permission.RECORD_FOR_OTHERS, self.object),
            name_form=NameForm(edition=self.object) if may_name else None,
            seat_form=SeatForm(bodies=bodies_near(self.object)) if may_name else None,
            **kwargs,
        )


def bodies_near(edition: Edition) -> Any:
    """Return the bodies whose members may speak for a side of the plan's territory."""
    territory = edition.plan.territory
    rows = Body.objects.filter(territory__in=[territory.pk, territory.region_pk])
    return rows.exclude(seats__side="").filter(seats__isnull=False).distinct()


class TriadFormMixin(EditionMixin):
    """A deed on the triad; afterwards one is back on its page."""

    permission_required = Permission.MOVE_EDITION
    tab = "triad"

    def back(self, message: str) -> HttpResponse:
        return done(self.request, message, self.url("triad"))


class ReviewName(TriadFormMixin, FormView[NameForm]):
    request: AuthenticatedRequest
    form_class = NameForm
    template_name = "workflows/triad/name.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "edition": self.object}

    def form_valid(self, form: NameForm) -> HttpResponse:
        data = form.cleaned_data
        reviews.name(
            edition=self.object,
            person=data["person"],
            side=Side(data["side"]),
            capacity=data["capacity"],
            by=self.request.user,
            now=self.now,
        )
        return self.back(_("%(name)s se vyjádří.") % {"name": data["person"].name})


class ReviewNameBody(TriadFormMixin, FormView[SeatForm]):
    """Name everybody who sits for a side in a body today, without those named already."""

    request: AuthenticatedRequest
    form_class = SeatForm
    template_name = "workflows/triad/name.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "bodies": bodies_near(self.object)}

    def form_valid(self, form: SeatForm) -> HttpResponse:
        count = reviews.name_members(
            edition=self.object,
            mandates=list(form.mandates(timezone.localdate(self.now))),
            by=self.request.user,
            now=self.now,
        )
        return self.back(_("Určeno lidí: %(n)d.") % {"n": count})


class ReviewMixin(TriadFormMixin):
    """A page of one review of the edition."""

    review: Review

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = Review.objects.select_related(*REVIEW_PARTS).filter(edition=self.object, pk=kwargs["review"])
        if (review := found.first()) is None:
            raise Http404
        self.review = review

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(review=self.review, **kwargs)


class ReviewExcuse(ReviewMixin, FormView[ExcuseForm]):
    request: AuthenticatedRequest
    form_class = ExcuseForm
    template_name = "workflows/triad/excuse.html"

    def form_valid(self, form: ExcuseForm) -> HttpResponse:
        reviews.excuse(
            review=self.review, reason=form.cleaned_data["reason"], by=self.request.user, now=self.now
        )
        return self.back(_("Zapsáno. Na toto vyjádření se už nečeká."))


class ReviewReassign(ReviewMixin, FormView[ReassignForm]):
    request: AuthenticatedRequest
    form_class = ReassignForm
    template_name = "workflows/triad/reassign.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "edition": self.object}

    def form_valid(self, form: ReassignForm) -> HttpResponse:
        person = form.cleaned_data["person"]
        reviews.reassign(review=self.review, person=person, by=self.request.user, now=self.now)
        return self.back(_("Místo této osoby odpoví %(name)s.") % {"name": person.name})


class ReviewRemind(ReviewMixin, ActionMixin, View):
    """Write once more to somebody who has not answered."""

    request: AuthenticatedRequest

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        clock.remind_again(review=self.review, by=self.request.user, now=self.now)
        return self.back(_("Připomínka odejde během minuty."))


class ReviewSettle(ReviewMixin, FormView[SettleForm]):
    request: AuthenticatedRequest
    form_class = SettleForm
    template_name = "workflows/triad/settle.html"
    permission_required = Permission.SETTLE

    def form_valid(self, form: SettleForm) -> HttpResponse:
        text = form.cleaned_data["settlement"]
        reviews.settle(review=self.review, settlement=text, by=self.request.user, now=self.now)
        return self.back(_("Výhrada je vypořádána, její autor/ka dostane dopis."))


class ReviewRecord(ReviewMixin, FormView[AnswerForForm]):
    """Type in what somebody said by phone, on paper or at a meeting ("zapsal/a za")."""

    request: AuthenticatedRequest
    form_class = AnswerForForm
    template_name = "workflows/triad/record.html"
    permission_required = Permission.RECORD_FOR_OTHERS

    def form_valid(self, form: AnswerForForm) -> HttpResponse:
        data = form.cleaned_data
        reviews.answer(
            review=self.review,
            verdict=Verdict(data["verdict"]),
            text=data["text"],
            channel=Channel(data["channel"]),
            evidence=data["evidence"],
            evidence_note=data["evidence_note"],
            by=self.request.user,
            now=self.now,
        )
        return self.back(_("Vyjádření je zapsáno."))


class AnswerMixin(FormView[AnswerForm]):
    """What a reviewer sees: the text, the term, three choices."""

    form_class = AnswerForm
    template_name = "workflows/triad/answer.html"
    review: Review

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review = self.review
        return super().get_context_data(
            review=review,
            edition=review.edition,
            plan=review.edition.plan,
            version=review.version,
            is_open=self.is_open(),
            **kwargs,
        )

    def is_open(self) -> bool:
        """Say whether an answer still counts; otherwise the page shows how it ended."""
        review = self.review
        edition = review.edition
        return review.is_open and edition.state == S.TRIAD_REVIEW and edition.round == review.round

    def record(self, form: AnswerForm) -> None:
        reviews.answer(
            review=self.review,
            verdict=Verdict(form.cleaned_data["verdict"]),
            text=form.cleaned_data["text"],
            by=self.review.person,
            now=timezone.now(),
        )


class ReviewAnswer(EditionMixin, AnswerMixin):
    """Answering when signed in."""

    request: AuthenticatedRequest
    permission_required = Permission.ANSWER_REVIEW

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = Review.objects.select_related(*REVIEW_PARTS).filter(edition=self.object, pk=kwargs["review"])
        if (review := found.first()) is None:
            raise Http404
        self.review = review

    def permission_object(self) -> Review:
        return self.review

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        self.record(form)
        return done(
            self.request,
            _("Děkujeme, Vaše vyjádření je zapsáno."),
            reverse("plans:detail", args=[self.plan.slug]),
        )


class ReviewByLink(PublicMixin, AnswerMixin):
    """Answering by the personal link of a letter: GET shows, POST answers, no account is needed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        link = links.resolve(kwargs["token"], REVIEW, timezone.now())
        found = Review.objects.select_related(*REVIEW_PARTS).filter(pk=link.subject_id, person=link.person)
        if (review := found.first()) is None:
            raise Gone
        self.review = review
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        self.record(form)
        return self.render_to_response(self.get_context_data(form=form, answered=True))
