from django.utils import timezone

from tests.factories import workflows
from workflows.actions import plan as plans


def addresses(world):
    """Give the pages of a project that pays for the plan of the own territory."""
    plan, by = world.edition.plan, workflows.coordinator(world.edition)
    values = {"number": "CZ.03.02.02/00/22_046/0001234", "title": "Plánujeme", "publicity": "Financuje EU."}
    project = plans.fund(plan=plan, values=values, by=by, now=timezone.now())
    here = {"slug": plan.slug, "project": project.pk}
    return {
        "plans:project-publicity": here,
        "plans:project-logo": here,
        "plans:project-logo-remove": {**here, "logo": 1},
    }
