"""Meetings as the public sees them, without an account."""

import re
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView

from bodies.exports.minutes import Audience, rendition
from bodies.forms.public import PublicMeetingFilter
from bodies.models import Meeting, Minutes
from bodies.queries import minutes as minutes_of
from bodies.queries import public
from bodies.queries.redaction import pattern_of, redacted_all
from bodies.queries.resolution import hidden_in
from people.web import ListView, PublicMixin


class PublicMeetings(PublicMixin, ListView[Meeting]):
    """Meetings to come, or those that were, with their published minutes."""

    template_name = "bodies/public/list.html"
    filter_class = PublicMeetingFilter

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()

    def get_queryset(self) -> QuerySet[Meeting]:
        past = self.request.GET.get("period") == "past"
        return public.ordered(public.public_meetings(), past=past, today=self.today)

    def filtered(self, queryset: QuerySet[Meeting], wanted: dict[str, Any]) -> QuerySet[Meeting]:
        if wanted["territory"]:
            queryset = queryset.filter(body__territory=wanted["territory"])
        if wanted["body"]:
            queryset = queryset.filter(body=wanted["body"])
        if wanted["text"]:
            queryset = public.searched(queryset, wanted["text"])
        return queryset

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_past = self.request.GET.get("period") == "past"
        context = super().get_context_data(today=self.today, is_past=is_past, **kwargs)
        shown = context["page"].object_list = list(context["page"].object_list)
        public.without_names(shown, hidden_in({meeting.body_id for meeting in shown}))
        return context


def corrections_of(minutes: Minutes, names: re.Pattern[str] | None) -> list[dict[str, Any]]:
    """List the corrections of published minutes without names that are not shown."""
    return [
        {"number": one.number, "get_kind_display": one.get_kind_display(), "made_at": one.made_at}
        | redacted_all({"text": one.text, "reason": one.reason}, names)
        for one in minutes.corrections.exclude(item__is_closed_to_public=True)
    ]


def agenda_of(meeting: Meeting, names: re.Pattern[str] | None) -> list[dict[str, Any]]:
    """List the public items of a meeting with their public papers, without names that are not shown."""
    items = public.public_items(meeting)
    papers = public.public_papers(items)
    return [
        {
            "number": one.number,  # type: ignore[attr-defined]
            "papers": [
                {"file_id": paper.file_id, "title": redacted_all(paper.title or paper.file.name, names)}
                for paper in papers.get(one.pk, [])
            ],
            "purpose": one.get_purpose_display(),
            **redacted_all({"title": one.title, "text": one.text}, names),
        }
        for one in items
    ]


class PublicMeeting(PublicMixin, TemplateView):
    """One meeting: its agenda without closed items, public papers, published minutes and outputs."""

    template_name = "bodies/public/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = get_object_or_404(public.public_meetings(), pk=self.kwargs["pk"])
        minutes: Minutes | None = getattr(meeting, "minutes", None)
        doc, corrections = None, []
        names = pattern_of(minutes_of.hidden_people(meeting))
        if minutes is not None and minutes.version is not None and public.shows_published(meeting):
            content = minutes.version.snapshot
            hidden = minutes_of.hidden_people(meeting, content)
            names = pattern_of(hidden)
            doc = rendition(content, Audience.PUBLIC, hidden)
            corrections = corrections_of(minutes, names)
        public.without_names([meeting], names)
        return super().get_context_data(
            meeting=meeting,
            body=meeting.body,
            agenda=agenda_of(meeting, names),
            doc=doc,
            corrections=corrections,
            minutes=minutes,
            resolutions=[
                {
                    "pk": one.pk,
                    "label": f"{one.get_word_display()} {one.number}".strip(),
                    "title": redacted_all(one.title, names),
                }
                for one in public.public_resolutions(meeting)
            ],
            **kwargs,
        )
