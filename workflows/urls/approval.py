"""Addresses of the approval by councils and of the councillors' pages."""

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bodies.enums import DECIDING
from bodies.queries.listing import sits_in
from people.models import Person
from people.web import navigation
from workflows.views import approval, councillor, material

EDITION = "plany/<slug:slug>/zneni/<int:pk>/"
DECISION = f"{EDITION}schvaleni/<int:decision>/"
# Whether somebody sits in a council changes with elections; the menu may learn of it minutes later.
REMEMBERED = 300

plans: list[URLPattern] = [
    path(f"{EDITION}schvaleni/", approval.Approval.as_view(), name="approval"),
    path(f"{DECISION}zapsat/", approval.DecisionRecord.as_view(), name="decision-record"),
    path(f"{DECISION}cislo/", approval.DecisionNumber.as_view(), name="decision-number"),
    path(f"{DECISION}schvalene-zneni/", approval.DecisionAmended.as_view(), name="decision-amended"),
    path(f"{EDITION}stanoviska/", approval.OpinionList.as_view(), name="opinions"),
    path(
        f"{EDITION}stanoviska/<int:opinion>/zapsat/", approval.OpinionRecord.as_view(), name="opinion-record"
    ),
    path(f"{EDITION}platnost/", approval.Validity.as_view(), name="validity"),
    path(f"{EDITION}zverejneni/", approval.Publish.as_view(), name="publish"),
    path(f"{EDITION}material/", material.MaterialPage.as_view(), name="material"),
    path(f"{EDITION}material.docx", material.MaterialDocx.as_view(), name="material-docx"),
    path(f"{EDITION}harmonogram/", material.Schedule.as_view(), name="schedule"),
    path(f"{EDITION}vyzadat/<slug:kind>/", material.Ask.as_view(), name="ask"),
]
approvals: list[URLPattern] = [
    path("ke-schvaleni/", councillor.BeforeCouncils.as_view(), name="list"),
    path("ke-schvaleni/<int:pk>/", councillor.CouncillorDetail.as_view(), name="detail"),
    path("ke-schvaleni/<int:pk>/zmeny/", councillor.CouncillorChanges.as_view(), name="changes"),
    path("ke-schvaleni/<int:pk>/dotaz/", councillor.CouncillorQuestion.as_view(), name="question"),
    path(
        "ke-schvaleni/<int:pk>/protinavrh/",
        councillor.CouncillorQuestion.as_view(counterproposal=True),
        name="counterproposal",
    ),
]


def councillors(user: Person | AnonymousUser) -> bool:
    """Show to people who sit today in a body that decides or prepares decisions."""
    if not isinstance(user, Person):
        return False
    today = timezone.localdate()
    found = cache.get_or_set(
        f"sits:{user.pk}:{today}", lambda: int(sits_in(user, DECIDING, today)), REMEMBERED
    )
    return bool(found)


navigation.register(15, _("Ke schválení"), "approvals:list", councillors)
