"""Addresses of the office's own pages; other apps have theirs."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
