"""/plany/: the list, founding, the page of a plan and the moves of its editions."""

from django.urls import URLPattern

plans: list[URLPattern] = []
