"""What became of a plan: the page with charts and the same tables as a spreadsheet."""

from django.urls import URLPattern, path

from workflows.views import evaluation

plans: list[URLPattern] = [
    path("plany/<slug:slug>/vyhodnoceni/", evaluation.EvaluationPage.as_view(), name="evaluation"),
    path("plany/<slug:slug>/vyhodnoceni.xlsx", evaluation.EvaluationSheet.as_view(), name="evaluation-xlsx"),
]
