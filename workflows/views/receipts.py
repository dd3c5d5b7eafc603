"""Sending a comment without an account, its receipt, and the confirmation of the author's address."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from documents.actions import comment as comments
from documents.models import Comment
from people.actions import link as links
from people.actions import rate
from people.errors import Refused, TooOften
from people.models import AccessLink
from people.web import ActionMixin, PublicMixin, client_address, done
from workflows.forms.comments import PublicCommentForm
from workflows.models import Edition
from workflows.queries import public
from workflows.views.public import plan_page, visible_plan

# A whole house for the elderly may write from one address; a robot writes more.
LIMIT = 20
PER = timedelta(hours=1)


class SendComment(ActionMixin, PublicMixin, View):
    """Take a comment; whatever is wrong with it, what was typed comes back."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        plan = visible_plan(request, slug)
        return redirect(f"{reverse('plans:detail', args=[plan.slug])}#pripominka")

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        plan = visible_plan(request, slug)
        now = timezone.now()
        window = public.public_plan(plan, now, request.GET.get("zneni", "")).window
        if window is None:
            raise Refused(_("K tomuto plánu teď připomínkové řízení neběží."))
        form = PublicCommentForm(request.POST, parts=public.parts(window.version.snapshot))
        if not form.is_valid():
            return plan_page(request, plan, form=form, status=422)
        try:
            rate.count(purpose="comment", who=client_address(request), limit=LIMIT, per=PER, now=now)
        except TooOften as error:
            form.add_error(None, error.message)
            return plan_page(request, plan, form=form, status=429)
        comment = comments.submit(consultation=window, now=now, **form.said())
        message = _("Děkujeme, připomínku jsme přijali pod číslem %(number)s.") % {"number": comment.number}
        return done(request, message, reverse("public:receipt", args=[comment.receipt_key]))


class Receipt(PublicMixin, TemplateView):
    """What has become of my comment; whoever has the address of the page may read it."""

    template_name = "workflows/public/receipt.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Comment.objects.select_related("document", "consultation")
        comment = get_object_or_404(rows, receipt_key=kwargs["key"])
        edition = get_object_or_404(
            Edition.objects.select_related("plan__territory"), document=comment.document_id
        )
        return super().get_context_data(comment=comment, edition=edition, plan=edition.plan, **kwargs)


class ConfirmEmail(ActionMixin, PublicMixin, TemplateView):
    """Opening the link shows what will be confirmed; only the button confirms."""

    template_name = "workflows/public/confirm_email.html"
    link: AccessLink
    comment: Comment

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.link = links.resolve(kwargs["token"], comments.PURPOSE, timezone.now())
        rows = Comment.objects.select_related("document")
        self.comment = get_object_or_404(rows, pk=self.link.subject_id, email=self.link.address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(comment=self.comment, **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        now = timezone.now()
        comments.confirm_email(comment=self.comment, now=now)
        links.use(link=self.link, now=now)
        message = _("Děkujeme, adresu máme potvrzenou. Odpověď Vám pošleme.")
        return done(request, message, reverse("public:receipt", args=[self.comment.receipt_key]))
