"""Publicity of the projects that pay for a plan."""

from django.urls import URLPattern, path

from workflows.views import project

PROJECT = "plany/<slug:slug>/projekty/<int:project>/"
LOGO = f"{PROJECT}logo/<int:logo>/odebrat/"

plans: list[URLPattern] = [
    path(PROJECT, project.ProjectPublicity.as_view(), name="project-publicity"),
    path(f"{PROJECT}logo/", project.ProjectLogo.as_view(), name="project-logo"),
    path(LOGO, project.ProjectLogoRemove.as_view(), name="project-logo-remove"),
]
