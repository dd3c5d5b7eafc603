"""Calendar feeds and files."""

from django.urls import URLPattern

calendars: list[URLPattern] = []
