"""Answers to invitations and the queue of mail that waits for a person."""

from django.urls import URLPattern

meetings: list[URLPattern] = []
