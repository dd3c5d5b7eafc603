"""Convening, rescheduling and cancelling, with the preview of what will be mailed."""

from django.urls import URLPattern

meetings: list[URLPattern] = []
