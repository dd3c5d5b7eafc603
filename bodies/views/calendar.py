"""Calendar feeds: personal ones by a secret address, public ones of bodies; one meeting as a file."""

import datetime as dt
import logging
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from bodies.actions import feed as feeds
from bodies.calendars import Method, calendar_of, entry_of, event_of, feed_of
from bodies.enums import MeetingState, Permission
from bodies.models import Body, Meeting
from bodies.queries import feed as queries
from bodies.queries.meeting import visible_to
from bodies.queries.public import without_names
from bodies.queries.resolution import hidden_in
from bodies.web import MeetingMixin
from people.actions import link as links
from people.alphabet import alphabetical
from people.errors import LinkRevoked
from people.models import AccessLink, Person
from people.web import ActionMixin, AuthenticatedRequest, PublicMixin, done

logger = logging.getLogger("bodies.feed")
FIRST_YEAR = 2000
CALENDAR = "text/calendar; charset=utf-8"


def site(path: str) -> str:
    return f"{settings.SITE['url']}{path}"


def summary_of(meeting: Meeting) -> str:
    return f"{meeting.body.label} – {meeting.name}"


def entries(meetings: list[Meeting], url_name: str) -> Iterator[list[str]]:
    """Write the events one by one; a meeting that cannot be written is left out and reported."""
    for meeting in meetings:
        try:
            yield entry_of(
                meeting,
                summary=summary_of(meeting),
                url=site(reverse(url_name, args=[meeting.pk])),
                stamp=meeting.changed_at or meeting.convened_at or dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
            )
        except Exception:
            logger.exception("meeting %s cannot be written into a feed", meeting.pk)


class Feed(View):
    """A calendar that programs subscribe to: an unchanged one costs a query and 304 without a body."""

    url_name = "meetings:detail"

    def name(self) -> str:
        raise NotImplementedError  # each feed has its own

    def meetings(self, today: dt.date) -> QuerySet[Meeting]:
        raise NotImplementedError  # each feed has its own

    def get(self, request: HttpRequest, **_kwargs: object) -> HttpResponseBase:
        meetings = self.meetings(timezone.localdate())
        mark = queries.mark_of(meetings)
        etag = f'"{mark.tag}"'
        stamp = int(mark.changed_at.timestamp()) if mark.changed_at else None
        if (unchanged := get_conditional_response(request, etag, stamp)) is not None:
            return self.marked(unchanged, etag, stamp)
        text = feed_of(self.name(), entries(self.shown(queries.rows(meetings)), self.url_name))
        return self.marked(HttpResponse(text, content_type=CALENDAR), etag, stamp)

    def shown(self, meetings: list[Meeting]) -> list[Meeting]:
        """Return the meetings as who reads the feed may know them."""
        return meetings

    def marked(self, response: HttpResponseBase, etag: str, stamp: int | None) -> HttpResponseBase:
        response["ETag"] = etag
        if stamp is not None:
            response["Last-Modified"] = http_date(stamp)
        response["Cache-Control"] = "private, max-age=0, must-revalidate"
        return response


class PersonalFeed(ActionMixin, PublicMixin, Feed):
    """What a person is invited to, or the meetings of a body of theirs, by a secret address.

    A revoked address answers 410, as does that of a body in which the person no longer sits.
    """

    def setup(self, request: HttpRequest, *args: object, **kwargs: str) -> None:
        super().setup(request, *args, **kwargs)
        link = links.resolve(kwargs["token"], feeds.PURPOSE, timezone.now())
        if link.person is None:
            raise Http404
        self.person: Person = link.person
        self.body = self.body_of(link) if link.subject_kind == Body.journal_kind else None

    def body_of(self, link: AccessLink) -> Body:
        body = get_object_or_404(Body.objects.select_related("territory"), pk=link.subject_id)
        if not queries.bodies_of(self.person, timezone.localdate()).filter(pk=body.pk).exists() and not (
            self.person.has_perm(Permission.EDIT_BODY, body)
        ):
            raise LinkRevoked
        return body

    def name(self) -> str:
        return self.body.name if self.body else _("Triáda – %(name)s") % {"name": self.person.name}

    def meetings(self, today: dt.date) -> QuerySet[Meeting]:
        return queries.of_body(self.body, today) if self.body else queries.of_person(self.person, today)


class BodyFeed(PublicMixin, Feed):
    """The meetings of one body that sits in public; others are in the personal feeds of their members."""

    url_name = "assemblies:detail"

    def setup(self, request: HttpRequest, *args: object, **kwargs: str) -> None:
        super().setup(request, *args, **kwargs)
        self.body = get_object_or_404(queries.public_bodies(timezone.localdate()), slug=kwargs["slug"])

    def name(self) -> str:
        return self.body.name

    def meetings(self, today: dt.date) -> QuerySet[Meeting]:
        return queries.of_body(self.body, today)

    def shown(self, meetings: list[Meeting]) -> list[Meeting]:
        return without_names(meetings, hidden_in({self.body.pk}))


class MeetingFile(MeetingMixin, View):
    """One meeting as a file that opens in any calendar."""

    def get(self, _request: HttpRequest, **_kwargs: object) -> HttpResponse:
        if self.object.state == MeetingState.PLANNED:
            raise Http404
        url = site(self.url("detail"))
        event = event_of(self.object, summary=summary_of(self.object), description="", url=url, now=self.now)
        response = HttpResponse(calendar_of(Method.PUBLISH, event), content_type=CALENDAR)
        response["Content-Disposition"] = f'attachment; filename="jednani-{self.object.pk}.ics"'
        return response


class MyCalendar(TemplateView):
    """Where a person finds the addresses of feeds, makes a new secret one and closes it."""

    request: AuthenticatedRequest
    template_name = "bodies/calendar/mine.html"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        person = self.request.user
        open_links = feeds.current(person)

        def address(of: Person | Body) -> str:
            link = open_links.get((of.journal_kind, of.pk))
            return site(reverse("calendars:personal", args=[link.token])) if link else ""

        own = [("", _("Všechno, kam jsem zván/a"), address(person))]
        own += [
            (b.slug, b.name, address(b))
            for b in queries.bodies_of(person, self.today).order_by(*alphabetical("name"))
        ]
        public = queries.public_bodies(self.today).order_by(*alphabetical("name"))
        return super().get_context_data(
            own=own,
            public=[(body.name, site(reverse("calendars:body", args=[body.slug]))) for body in public],
            **kwargs,
        )

    def post(self, request: AuthenticatedRequest) -> HttpResponse:
        slug = request.POST.get("body", "")
        mine = queries.bodies_of(request.user, self.today)
        of: Person | Body = get_object_or_404(mine, slug=slug) if slug else request.user
        here = reverse("calendars:mine")
        if "revoke" in request.POST:
            feeds.revoke(person=request.user, of=of, now=timezone.now())
            return done(request, _("Adresa kalendáře je zrušená."), here)
        feeds.renew(person=request.user, of=of, now=timezone.now())
        return done(request, _("Máte novou adresu kalendáře. Dřívější už neplatí."), here)


class YearCalendar(TemplateView):
    """The meetings of a year, month by month, as far as the person may see them."""

    request: AuthenticatedRequest
    template_name = "bodies/calendar/year.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        year = int(kwargs.get("year") or today.year)
        if not FIRST_YEAR <= year <= today.year + 5:
            raise Http404
        months = queries.months_of(visible_to(self.request.user, today), year)
        total = sum(len(month.meetings) for month in months)
        shown = {"year": year, "years": (year - 1, year, year + 1), "months": months, "total": total}
        return super().get_context_data(**{**kwargs, **shown})
