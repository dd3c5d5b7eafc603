"""The register of resolutions, recommendations and opinions, and the recording of one at an item."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from bodies.views import resolution
from people.web import navigation

meetings: list[URLPattern] = [
    path(
        "jednani/<int:pk>/body/<int:item>/vystup/",
        resolution.ResolutionRecord.as_view(),
        name="resolution-record",
    ),
]

resolutions: list[URLPattern] = [
    path("usneseni/", resolution.ResolutionList.as_view(), name="list"),
    path("usneseni/<int:pk>/", resolution.ResolutionDetail.as_view(), name="detail"),
    path("usneseni/<int:pk>/cislo/", resolution.ResolutionNumber.as_view(), name="number"),
    path("usneseni/<int:pk>/nazev/", resolution.ResolutionTitle.as_view(), name="title"),
]

navigation.register(45, _("Usnesení"), "resolutions:list", navigation.everybody)
