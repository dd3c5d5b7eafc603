"""Meetings as the public sees them."""

from django.urls import URLPattern

assemblies: list[URLPattern] = []
