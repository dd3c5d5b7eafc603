"""Votes outside a meeting (per rollam)."""

from django.urls import URLPattern

rounds: list[URLPattern] = []
