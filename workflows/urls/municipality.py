"""/obce/: what plans mean for a municipality; co-financing of a plan."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from people.web import navigation
from workflows.views import municipality

PLAN = "plany/<slug:slug>/"

plans: list[URLPattern] = [
    path(f"{PLAN}spolufinancovani/", municipality.CofinancingPage.as_view(), name="cofinancing"),
    path(f"{PLAN}spolufinancovani.xlsx", municipality.CofinancingSheet.as_view(), name="cofinancing-xlsx"),
]
municipalities: list[URLPattern] = [
    path("obce/", municipality.MunicipalityList.as_view(), name="list"),
    path("obce/<slug:slug>/", municipality.MunicipalityDetail.as_view(), name="detail"),
    path("obce/<slug:slug>/poslat/", municipality.MunicipalitySend.as_view(), name="send"),
]

navigation.register(25, _("Obce"), "municipalities:list", navigation.everybody)
