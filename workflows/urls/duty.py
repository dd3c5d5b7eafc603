"""Duties of municipalities and regions."""

from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.actions import link as links
from people.models import Person
from people.web import navigation
from workflows.letters import DUTY
from workflows.queries.duty import STAFF
from workflows.views import duty, duty_term

duties: list[URLPattern] = [
    path("povinnosti/", duty.DutyList.as_view(), name="list"),
    path("povinnosti/naplanovat/", duty_term.PlanYear.as_view(), name="plan"),
    path("povinnosti/vyzvy/", duty_term.AskAll.as_view(), name="ask"),
    path("povinnosti/terminy/", duty_term.Terms.as_view(), name="terms"),
    path("povinnosti/terminy/<slug:code>/<slug:region>/", duty_term.TermSet.as_view(), name="term"),
    path("povinnosti/mpsv/<int:year>/", duty_term.Ministry.as_view(), name="ministry"),
    path("povinnosti/mpsv/<int:year>/xlsx/", duty_term.MinistryXlsx.as_view(), name="ministry-xlsx"),
    path("povinnosti/<int:pk>/", duty.DutyDetail.as_view(), name="detail"),
    path("povinnosti/<int:pk>/splnit/", duty.DutyFulfil.as_view(), name="fulfil"),
    path("povinnosti/<int:pk>/odpadla/", duty.DutyWaive.as_view(), name="waive"),
    path("povinnosti/<int:pk>/otevrit/", duty.DutyReopen.as_view(), name="reopen"),
    path("povinnosti/<int:pk>/pripomenout/", duty.DutyRemind.as_view(), name="remind"),
    path("o/<str:token>/povinnost/", duty.DutyByLink.as_view(), name="by-link"),
]


def has_duties(user: navigation.User) -> bool:
    """Show to people who act for some territory today."""
    return isinstance(user, Person) and bool(user.appointed(timezone.localdate(), STAFF))


links.opens(DUTY, "duties:by-link")
navigation.register(45, _("Povinnosti"), "duties:list", has_duties)
