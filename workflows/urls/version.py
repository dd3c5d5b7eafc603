"""Addresses of frozen versions and their comparison."""

from django.urls import URLPattern, path

from workflows.views import version

EDITION = "plany/<slug:slug>/zneni/<int:pk>/"

plans: list[URLPattern] = [
    path(f"{EDITION}verze/", version.VersionList.as_view(), name="versions"),
    path(f"{EDITION}verze/<int:number>/", version.VersionDetail.as_view(), name="version"),
    path(f"{EDITION}porovnat/<int:old>/<int:new>/", version.Compare.as_view(), name="compare"),
]
