"""The list of bodies, the page of one, and its description."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.generic import View

from bodies.actions import body as bodies
from bodies.enums import COUNCILS, Permission, PollState
from bodies.forms.body import BodyFilter, BodyForm, NewBodyForm
from bodies.models import Body
from bodies.queries.composition import composition
from bodies.queries.listing import bodies_on
from bodies.queries.standing_orders import in_words
from bodies.rules import RUNS
from bodies.web import BodyMixin
from people.alphabet import alphabetical
from people.web import AuthenticatedRequest, FormView, ListView, RuleRequiredMixin, done

SHOWN_MEETINGS = 12


class BodyList(RuleRequiredMixin, ListView[Body]):
    """All bodies by territory and kind."""

    permission_required = Permission.VIEW_BODY
    template_name = "bodies/body/list.html"
    filter_class = BodyFilter

    def get_queryset(self) -> QuerySet[Body]:
        return bodies_on(timezone.localdate())

    def filtered(self, queryset: QuerySet[Body], wanted: dict[str, Any]) -> QuerySet[Body]:
        if wanted["q"]:
            queryset = queryset.filter(Q(name__icontains=wanted["q"]) | Q(short_name__icontains=wanted["q"]))
        if wanted["territory"]:
            queryset = queryset.filter(territory=wanted["territory"])
        if wanted["kind"]:
            queryset = queryset.filter(kind=wanted["kind"])
        return queryset

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_create = self.request.user.has_perm(Permission.CREATE_BODY)
        return super().get_context_data(may_create=may_create, **kwargs)


class BodyDetail(BodyMixin, View):
    """A body as it is on a day: who sits in it, how its sides balance, when it sits, by what rules."""

    permission_required = Permission.VIEW_BODY

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002 - `setup` has read it
        day = self.day_wanted(request)
        rules = list(self.object.standing_orders.order_by("-valid_from"))
        rules_now = next((r for r in rules if r.valid_from <= day), None)
        meetings = self.object.meetings.filter(held_on__gte=self.today - dt.timedelta(days=60))
        alive = self.object.children.filter(Q(ends_on=None) | Q(ends_on__gte=day))
        context = {
            "body": self.object,
            "today": self.today,
            "day": day,
            "composition": composition(self.object, day),
            "meetings": list(meetings.order_by("held_on")[:SHOWN_MEETINGS]),
            "standing_orders": rules,
            "rules_now": rules_now,
            "rules_in_words": in_words(rules_now) if rules_now else [],
            "children": list(alive.order_by(*alphabetical("name"))),
            "polls": list(self.object.polls.filter(state=PollState.OPEN)),
            "may_hold_election": self.object.kind in COUNCILS
            and request.user.has_perm(Permission.HOLD_ELECTION, self.object.territory),
            "may_edit": request.user.has_perm(Permission.EDIT_BODY, self.object),
            "may_propose": request.user.has_perm(Permission.PROPOSE_ITEM, self.object),
            "sees_protected": request.user.has_perm(Permission.VIEW_PROTECTED_NAMES, self.object),
        }
        return render(request, "bodies/body/detail.html", context)

    def day_wanted(self, request: HttpRequest) -> dt.date:
        """Return the day that the address asks for; a nonsense one is today."""
        try:
            return parse_date(request.GET.get("den", "")) or self.today
        except ValueError:
            return self.today


class BodyCreate(RuleRequiredMixin, FormView[NewBodyForm]):
    """A new body."""

    request: AuthenticatedRequest
    permission_required = Permission.CREATE_BODY
    form_class = NewBodyForm
    template_name = "bodies/body/create.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "person": self.request.user, "roles": RUNS}

    def form_valid(self, form: NewBodyForm) -> HttpResponse:
        body = bodies.create(**form.cleaned_data, by=self.request.user, now=timezone.now())
        return done(
            self.request,
            _("Orgán je zapsaný. Doplňte jeho místa."),
            reverse("bodies:detail", args=[body.slug]),
        )


class BodyEdit(BodyMixin, FormView[BodyForm]):
    """What is said about a body."""

    request: AuthenticatedRequest
    form_class = BodyForm
    template_name = "bodies/body/edit.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        shown = Body.objects.select_related("territory", "organiser").get(pk=self.object.pk)
        return {
            **super().get_form_kwargs(),
            "instance": shown,
            "initial": {"version": self.object.revision},
        }

    def form_valid(self, form: BodyForm) -> HttpResponse:
        data = dict(form.cleaned_data)
        read_at = data.pop("version")
        bodies.describe(body=self.object, read_at=read_at or 0, by=self.request.user, now=self.now, **data)
        return done(self.request, _("Uloženo."), self.get_success_url())
