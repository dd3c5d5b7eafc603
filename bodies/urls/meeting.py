"""Pages of meetings: the list, one meeting, its planning and history."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from bodies.views import agenda, meeting
from people.web import navigation

MEETING = "jednani/<int:pk>/"

meetings: list[URLPattern] = [
    path("jednani/", meeting.MeetingList.as_view(), name="list"),
    path("organy/<slug:slug>/jednani/nove/", meeting.MeetingCreate.as_view(), name="create"),
    path(MEETING, agenda.Agenda.as_view(), name="detail"),
    path(f"{MEETING}upravit/", meeting.MeetingEdit.as_view(), name="edit"),
    path(f"{MEETING}historie/", meeting.MeetingHistory.as_view(), name="history"),
]

navigation.register(30, _("Jednání"), "meetings:list", navigation.signed_in)
