from datetime import timedelta

from django.utils import timezone

from tests.factories import workflows as make
from workflows.enums import EditionState


def addresses(world):
    """Name a plan in force of the own territory, which may be continued, and the trace of its item."""
    edition = make.edition_in(
        EditionState.EFFECTIVE,
        territory=world.own,
        title="Plán, který pokračuje",
        coordinator=world.people["coordinator"],
        drafter=world.people["drafter"],
        now=timezone.now() - timedelta(days=30),
    )
    slug = {"slug": edition.plan.slug}
    of_item = {**slug, "key": edition.items.get().key}
    return {"plans:next": slug, "plans:trace": of_item, "public:trace": of_item}
