"""Minutes: remarks, verification, publication, corrections."""

from django.urls import URLPattern, path

from bodies.views import minutes

MINUTES = "jednani/<int:pk>/zapis/"

meetings: list[URLPattern] = [
    path(MINUTES, minutes.MinutesPage.as_view(), name="minutes"),
]
