"""Addresses of confirmations, of the versions they are about, and of files."""

from django.urls import URLPattern, URLResolver, include, path

from documents.actions.confirmation import PURPOSE
from documents.views.confirmations import (
    ConfirmationByLink,
    ConfirmationSignedIn,
    VersionByLink,
    VersionSignedIn,
)
from documents.views.files import FileDownload
from people.actions import link as links

documents: list[URLPattern] = [
    path("soubory/<int:pk>/", FileDownload.as_view(), name="file"),
    path("potvrzeni/<int:pk>/", ConfirmationSignedIn.as_view(), name="confirmation"),
    path("potvrzeni/<int:pk>/text/", VersionSignedIn.as_view(), name="confirmation-text"),
    path(
        "potvrzeni/<int:pk>/zmeny/",
        VersionSignedIn.as_view(show_changes=True),
        name="confirmation-changes",
    ),
    path("o/<str:token>/odpoved/", ConfirmationByLink.as_view(), name="link"),
    path("o/<str:token>/text/", VersionByLink.as_view(), name="link-text"),
    path("o/<str:token>/zmeny/", VersionByLink.as_view(show_changes=True), name="link-changes"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("", include((documents, "documents")))]

links.opens(PURPOSE, "documents:link")
