"""Which bodies a step of a path means on a plan's territory."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from bodies.models import Body
from people.alphabet import alphabetical
from people.models import Territory
from workflows.enums import Scope
from workflows.models import Edition, PathStep, Plan


@dataclass(frozen=True, slots=True)
class Asked:
    """A body that a step asks; where the body is not kept here, its territory stands for it."""

    step: PathStep
    territory: Territory
    body: Body | None


def own_territories(plan: Plan) -> list[Territory]:
    """Return the territories whose bodies count as the plan's own: its own, then its owner's town."""
    found = [plan.territory]
    owner = plan.territory.owner
    if owner is not None and owner.territory is not None:
        found.append(owner.territory)
    return found


def asked_of(edition: Edition, steps: list[PathStep], day: dt.date) -> list[Asked]:
    """Resolve the steps of a path to bodies as they are on a day, in two queries.

    A municipality without a body of the wanted kind is left out when the step says so (a village
    without rada, § 99 (3) of Act 128/2000 Sb.), and stands by its territory otherwise.
    """
    plan = edition.plan
    own = own_territories(plan)
    members = list(plan.territory.members.order_by(*alphabetical("name")))
    alive = Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day)
    by_place: dict[tuple[int, str], Body] = {}
    for kept in Body.objects.filter(*alive, territory__in=[*own, *members]).order_by("-pk"):
        by_place[kept.territory_id, kept.kind] = kept
    found: list[Asked] = []
    for step in steps:
        if step.scope == Scope.OWN:
            places = [t for t in own if (t.pk, step.body_kind) in by_place][:1] or own[:1]
        else:
            places = members or own[:1]
        for place in places:
            body = by_place.get((place.pk, step.body_kind))
            if body is not None or not step.skip_if_missing:
                found.append(Asked(step, place, body))
    return found
