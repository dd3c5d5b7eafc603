"""Addresses of plans: Czech and stable, because they stand in printed resolutions."""

from django.urls import URLPattern, URLResolver, include, path

from workflows.urls import (
    approval,
    comments,
    consultation,
    content,
    duty,
    evaluation,
    inputs,
    municipality,
    network,
    plan,
    project,
    public,
    report,
    statement,
    trace,
    triad,
    version,
    work,
)

plans: list[URLPattern] = [
    *plan.plans,
    *project.plans,
    *content.plans,
    *triad.plans,
    *consultation.plans,
    *comments.plans,
    *approval.plans,
    *version.plans,
    *report.plans,
    *evaluation.plans,
    *inputs.plans,
    *network.plans,
    *municipality.plans,
    *trace.plans,
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((plans, "plans"))),
    path("", include(([*public.public, *network.public, *trace.public], "public"))),
    path("", include((approval.approvals, "approvals"))),
    path("", include((duty.duties, "duties"))),
    path("", include((work.work, "work"))),
    path("", include((statement.statements, "statements"))),
    path("", include((municipality.municipalities, "municipalities"))),
]
