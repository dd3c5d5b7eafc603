"""The session: attendance, live minutes, items."""

from django.urls import URLPattern

meetings: list[URLPattern] = []
