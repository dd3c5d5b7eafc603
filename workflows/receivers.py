"""What workflows hears from below."""

import datetime as dt
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from people.errors import Blocker
from people.guards import open_work
from people.models import Person
from people.signals import clock_ticked
from workflows.actions import clock
from workflows.models import Edition
from workflows.models.edition import BEFORE_ADOPTION
from workflows.queries.work import entry_of, runs, tasks_of


@receiver(clock_ticked)
def sweep(now: dt.datetime, **_kwargs: Any) -> None:
    """Let the clock do what is due."""
    clock.sweep(now=now)


@open_work
def work_left(person: Person, now: dt.datetime) -> list[Blocker]:  # noqa: ARG001 - the registry's signature
    """Name the plans and questions that would stay without an owner if the person left."""
    running = Edition.objects.filter(runs(person), state__in=BEFORE_ADOPTION).select_related("plan")
    plans = [
        Blocker(
            "runs_plan",
            _("Vede plán „%(plan)s“, určete někoho jiného.") % {"plan": edition.plan.title},
            reverse("plans:people", args=[edition.plan.slug]),
        )
        for edition in running
    ]
    asked = [entry_of(errand, {}) for errand in tasks_of(person) if errand.name == "answer"]
    return plans + [
        Blocker("open_review", _("Čeká se na vyjádření: %(plan)s.") % {"plan": e.about}, e.url) for e in asked
    ]
