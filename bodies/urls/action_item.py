"""Action items: list, board, one task."""

from django.urls import URLPattern

tasks: list[URLPattern] = []
