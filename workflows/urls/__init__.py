"""Addresses of plans: Czech and stable, because they stand in printed resolutions."""

from django.urls import URLPattern, URLResolver, include, path

from workflows.urls import approval, comments, consultation, content, plan, public, triad, version, work

plans: list[URLPattern] = [
    *plan.plans,
    *content.plans,
    *triad.plans,
    *consultation.plans,
    *comments.plans,
    *approval.plans,
    *version.plans,
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((plans, "plans"))),
    path("", include((public.public, "public"))),
    path("", include((approval.approvals, "approvals"))),
    path("", include((work.work, "work"))),
]
