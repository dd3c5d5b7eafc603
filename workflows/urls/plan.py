"""/plany/: the list, founding, the page of a plan and the moves of its editions."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from people.web import navigation
from workflows.views import edition, generation, move, plan, project, start, validity

EDITION = "plany/<slug:slug>/zneni/<int:pk>/"

plans: list[URLPattern] = [
    path("plany/", plan.PlanList.as_view(), name="list"),
    path("plany/novy/", plan.PlanCreate.as_view(), name="create"),
    path("plany/vedeny-jinde/", plan.PlanElsewhere.as_view(), name="elsewhere"),
    path("plany/<slug:slug>/", edition.PlanDetail.as_view(), name="detail"),
    path("plany/<slug:slug>/odkaz/", plan.ElsewhereEdit.as_view(), name="elsewhere-edit"),
    path("plany/<slug:slug>/popis/", plan.PlanDescribe.as_view(), name="describe"),
    path("plany/<slug:slug>/lide/", plan.PlanPeople.as_view(), name="people"),
    path("plany/<slug:slug>/historie/", edition.History.as_view(), name="history"),
    path("plany/<slug:slug>/novy-cyklus/", generation.PlanNext.as_view(), name="next"),
    path("plany/<slug:slug>/projekty/", project.ProjectAttach.as_view(), name="projects"),
    path("plany/<slug:slug>/rozhodnuti/", project.PlanDecisions.as_view(), name="decisions"),
    path("plany/<slug:slug>/rozhodnuti/zapsat/", project.PlanDecisionRecord.as_view(), name="plan-decision"),
    path("plany/<slug:slug>/stahnout/", project.PlanWithdraw.as_view(), name="withdraw"),
    path("plany/<slug:slug>/ukoncit/", project.PlanEnd.as_view(), name="end"),
    path("plany/<slug:slug>/zneni/", validity.Editions.as_view(), name="editions"),
    path("plany/<slug:slug>/zneni/nove/", start.EditionNew.as_view(), name="edition-new"),
    path(f"{EDITION}vyber/", start.EditionItems.as_view(), name="edition-items"),
    path(f"{EDITION}krok/<slug:deed>/", move.Move.as_view(), name="move"),
]

navigation.register(20, _("Plány"), "plans:list", navigation.everybody)
