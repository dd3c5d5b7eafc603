"""Meetings as the public sees them."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from bodies.views import public
from people.web import navigation

assemblies: list[URLPattern] = [
    path("verejna-jednani/", public.PublicMeetings.as_view(), name="list"),
    path("verejna-jednani/<int:pk>/", public.PublicMeeting.as_view(), name="detail"),
]

navigation.register(30, _("Jednání"), "assemblies:list", navigation.anonymous)
