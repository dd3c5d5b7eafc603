"""The election wizard."""

from django.urls import URLPattern, path

from bodies.views.election import Election

bodies: list[URLPattern] = [
    path("organy/volby/<slug:slug>/", Election.as_view(), name="election"),
]
