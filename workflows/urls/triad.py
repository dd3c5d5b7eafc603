"""Addresses."""

from django.urls import URLPattern

plans: list[URLPattern] = []
