"""Addresses."""

from django.urls import URLPattern

work: list[URLPattern] = []
