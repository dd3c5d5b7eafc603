"""The agenda of a meeting and the backlog of a body."""

from django.urls import URLPattern

meetings: list[URLPattern] = []
