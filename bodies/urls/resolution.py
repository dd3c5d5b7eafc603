"""The register of resolutions, recommendations and opinions."""

from django.urls import URLPattern

resolutions: list[URLPattern] = []
