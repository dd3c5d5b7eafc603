"""My work and the root of the service."""

from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bodies.queries.work import TASK
from people.enums import Role
from people.models import Person
from people.web import navigation
from workflows.queries.work import counts_of
from workflows.views import work as views

work: list[URLPattern] = [
    path("", views.Door.as_view(), name="door"),
    path("moje-prace/", views.Home.as_view(), name="home"),
    path("moje-uzemi/", views.Territories.as_view(), name="territories"),
]


def waiting(person: Person) -> dict[str, int]:
    """Count for the navigation what waits for a person at this moment, and how much of it are tasks."""
    found = counts_of(person, timezone.now())
    return {"work:home": found.total(), "tasks:list": found[TASK]}


def drafters(user: navigation.User) -> bool:
    """Show to outside drafters while a contract of theirs runs."""
    return isinstance(user, Person) and bool(user.appointed(timezone.localdate(), (Role.DRAFTER,)))


navigation.register(22, _("Moje území"), "work:territories", drafters)
navigation.register(10, _("Moje práce"), "work:home", navigation.signed_in)
navigation.count(waiting)
