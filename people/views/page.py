"""The account of the person signed in, and the door of personal links."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from people.actions import draft as drafts
from people.actions import link as links
from people.models import Draft
from people.web import ActionMixin, AuthenticatedRequest, PublicMixin, done


class Account(TemplateView):
    request: AuthenticatedRequest
    template_name = "people/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            appointments=user.appointed(timezone.localdate()), drafts=list(user.drafts.all()), **kwargs
        )


class AccountEmail(TemplateView):
    """The address under which the office knows the person; the office changes it, not its owner."""

    template_name = "account/email.html"


class DraftThrowAway(View):
    request: AuthenticatedRequest

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        for draft in Draft.objects.filter(pk=pk, person=self.request.user):
            drafts.throw_away(draft=draft)
        return done(request, "", reverse("account"))


class LinkOpen(PublicMixin, ActionMixin, View):
    """Lead from the short address in a letter to the page it was issued for."""

    def get(self, _request: HttpRequest, token: str) -> HttpResponse:
        link = links.found(token, timezone.now())
        return HttpResponseRedirect(reverse(links.page_of(link), kwargs={"token": token}))
