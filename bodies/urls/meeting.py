"""Pages of meetings: the list, the year, one meeting, its planning."""

from django.urls import URLPattern

meetings: list[URLPattern] = []
