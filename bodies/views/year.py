"""All meetings of a body and the grid in which those of a year are entered at once."""

from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from bodies.actions import year
from bodies.actions.year import Sitting
from bodies.enums import MeetingState
from bodies.forms.year import MOST, ROWS, Rows, UsualForm, rows_of
from bodies.guards import timing
from bodies.models import Body
from bodies.queries.clashes import shared_members
from bodies.web import BodyMixin
from people.errors import Refused
from people.templatetags.triada import cdate
from people.web import ActionMixin, AuthenticatedRequest, done, paged


class Year(BodyMixin, ActionMixin, View):
    """The meetings written down, and an empty grid for more."""

    request: AuthenticatedRequest

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        usual = UsualForm(initial=self.usual_hours())
        return self.page(usual, self.rows(usual))

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        usual = UsualForm(request.POST)
        rows = self.rows(usual, request.POST)
        if not (usual.is_valid() & rows.is_valid()):
            return self.page(usual, rows, status=422)
        if not rows.sittings:
            return self.page(usual, rows, nothing=True, status=422)
        warned = warnings(self.object, rows.sittings)
        if warned and request.POST.get("seen") != digest(warned):
            return self.page(usual, rows, warned=warned, seen=digest(warned), status=422)
        try:
            made = year.plan(body=self.object, sittings=rows.sittings, by=request.user, now=self.now)
        except Refused as error:  # somebody has planned one of the days meanwhile
            return self.page(usual, rows, refused=error.message, status=409)
        message = ngettext("Zapsáno %(n)d jednání.", "Zapsáno %(n)d jednání.", len(made)) % {"n": len(made)}
        return done(request, message, reverse("bodies:meetings", args=[self.object.slug]))

    def rows(self, usual: UsualForm, data: Any = None) -> Rows:
        wanted = self.request.GET.get("radku", "")
        count = int(wanted[:3]) if wanted.isdecimal() else ROWS
        return rows_of(count)(data, body=self.object, usual=usual, today=self.today, prefix="r")

    def usual_hours(self) -> dict[str, Any]:
        """Offer the hours and the place of the last meeting that has them."""
        last = self.object.meetings.exclude(starts_at=None).exclude(state=MeetingState.CANCELLED).last()
        if last is None or last.starts_at is None:
            return {}
        ends = timezone.localtime(last.ends_at).time() if last.ends_at else None
        return {"starts": timezone.localtime(last.starts_at).time(), "ends": ends, "place": last.place}

    def page(self, usual: UsualForm, rows: Rows, *, status: int = 200, **more: Any) -> HttpResponse:
        listed = self.object.meetings.order_by("-held_on")
        context = {
            "body": self.object,
            "today": self.today,
            "usual": usual,
            "rows": rows,
            "more_rows": min(rows.total_form_count() + ROWS, MOST),
            "page": paged(self.request, listed),
            **more,
        }
        return render(self.request, "bodies/year/grid.html", context, status=status)


def warnings(body: Body, sittings: list[Sitting]) -> list[str]:
    """Say what is unusual about the days and still allowed: holidays, and members awaited elsewhere."""
    said = []
    for one in sittings:
        day = timezone.localdate(one.starts_at)
        said += [f"{cdate(day)}: {blocker.message}" for blocker in timing.warnings(day)]
        for clash in shared_members(body, day, one.starts_at, one.ends_at):
            names = ", ".join(person.name for person in clash.people)
            text = _("%(day)s: ve stejnou dobu jedná %(body)s, kde zasedá i %(names)s.")
            said.append(text % {"day": cdate(day), "body": clash.meeting.body.label, "names": names})
    return said


def digest(said: list[str]) -> str:
    """Tell one list of warnings from another, so that only what was read is passed over."""
    return sha256("\n".join(said).encode()).hexdigest()[:16]
