"""The election wizard: one screen that shows what an election ends, and does it."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from bodies.actions import election
from bodies.enums import Permission
from bodies.forms.election import ElectionForm
from bodies.queries.election import outlook
from people.errors import Refused
from people.models import Territory
from people.web import ActionMixin, AuthenticatedRequest, RuleRequiredMixin, done


class Election(RuleRequiredMixin, ActionMixin, View):
    """GET previews an election on the day of the address, POST records it."""

    request: AuthenticatedRequest
    object: Territory
    permission_required = Permission.HOLD_ELECTION

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.object = get_object_or_404(Territory, slug=kwargs["slug"])

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = ElectionForm(request.GET if "voted_on" in request.GET else None)
        day = form.cleaned_data["voted_on"] if form.is_bound and form.is_valid() else None
        return self.page(form, day, status=422 if form.errors else 200)

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        form = ElectionForm(request.POST)
        if not form.is_valid():
            return self.page(form, None, status=422)
        day = form.cleaned_data["voted_on"]
        try:
            held = election.hold(
                territory=self.object,
                voted_on=day,
                by=request.user,
                now=self.now,
                seen=form.cleaned_data["seen"],
            )
        except Refused as error:
            if type(error) is not Refused:
                raise
            form.add_error("voted_on", error.message)
            return self.page(form, None, status=422)
        return done(request, said(len(held.ended), len(held.carried_over)), self.here(day))

    def page(self, form: ElectionForm, day: dt.date | None, status: int) -> HttpResponse:
        context = {
            "territory": self.object,
            "form": form,
            "day": day,
            "outlook": outlook(self.object, day) if day else None,
        }
        return render(self.request, "bodies/election/preview.html", context, status=status)

    def here(self, day: dt.date) -> str:
        return f"{reverse('bodies:election', args=[self.object.slug])}?voted_on={day:%Y-%m-%d}"


def said(ended: int, carried_over: int) -> str:
    """Say what an election has changed."""
    if not ended and not carried_over:
        return _("Nic se nezměnilo, volby už byly zapsané.")
    first = ngettext("Skončil %(n)d mandát.", "Skončilo %(n)d mandátů.", ended) % {"n": ended}
    second = ngettext(
        "%(n)d člen vykonává funkci do zvolení nástupce.",
        "%(n)d členů vykonává funkci do zvolení nástupce.",
        carried_over,
    ) % {"n": carried_over}
    return f"{first} {second}"
