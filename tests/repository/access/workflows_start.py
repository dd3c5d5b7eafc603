from datetime import timedelta

from django.utils import timezone

from tests.factories import plan_in_force as plans
from tests.factories import workflows as make
from workflows.enums import EditionKind, EditionState


def addresses(world):
    """Name a plan in force of the own territory and its action plan that is being written."""
    slug = {"slug": world.edition.plan.slug}
    text = make.edition_in(
        EditionState.EFFECTIVE,
        territory=world.own,
        title="Plán, který platí",
        coordinator=world.people["coordinator"],
        drafter=world.people["drafter"],
        now=timezone.now() - timedelta(days=30),
    )
    yearly = plans.start(text, EditionKind.ACTION_PLAN, 2027)
    return {
        "plans:editions": slug,
        "plans:edition-new": slug,
        "plans:edition-items": {"slug": text.plan.slug, "pk": yearly.pk},
    }
