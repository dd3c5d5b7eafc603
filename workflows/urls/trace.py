"""The trace of one item across texts and generations of plans, found by its stable key."""

from django.urls import URLPattern, path

from workflows.views.trace import PublicTrace, TraceDetail

plans: list[URLPattern] = [
    path("plany/<slug:slug>/stopa/<uuid:key>/", TraceDetail.as_view(), name="trace"),
]
public: list[URLPattern] = [
    path("plany/<slug:slug>/opatreni/<uuid:key>/", PublicTrace.as_view(), name="trace"),
]
