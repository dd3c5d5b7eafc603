"""The search for a date."""

from django.urls import URLPattern

meetings: list[URLPattern] = []
