"""Votes at a session."""

from django.urls import URLPattern, path

from bodies.views import ballot

meetings: list[URLPattern] = [
    path("jednani/<int:pk>/zapis/zive/body/<int:item>/hlasovani/", ballot.Take.as_view(), name="ballot"),
]
