"""Minutes: remarks, verification, publication, corrections."""

from django.urls import URLPattern

meetings: list[URLPattern] = []
