"""The election wizard."""

from django.urls import URLPattern

bodies: list[URLPattern] = []
