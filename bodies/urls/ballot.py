"""Votes at a session."""

from django.urls import URLPattern

meetings: list[URLPattern] = []
