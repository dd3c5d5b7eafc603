"""Lists of plans and the edition that a page of a plan is about."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from people.alphabet import alphabetical, place
from people.models import Person, Territory
from workflows.enums import EditionState as S
from workflows.models import Edition, Plan
from workflows.models.edition import BEFORE_ADOPTION

EDITION_PARTS = (
    "path",
    "submitter",
    "plan__territory",
    "plan__coordinator",
    "plan__deputy",
    "plan__guarantor",
    "plan__drafter",
    "plan__predecessor",
)


# The choice of all one's own territories in the filter of the list
MINE = "moje"
FUNDING = Plan.projects.through.objects


def funded(rows: QuerySet[Plan]) -> QuerySet[Plan]:
    """Let each plan know, in the same query, whether a project pays for it."""
    known: dict[str, Any] = {"is_funded": Exists(FUNDING.filter(plan=OuterRef("pk")))}
    return rows.annotate(**known)


def on_funded(rows: QuerySet[Edition]) -> QuerySet[Edition]:
    """Load with editions, in the same query, whether a project pays for their plan; see `tell_funded`."""
    return rows.annotate(plan_is_funded=Exists(FUNDING.filter(plan=OuterRef("plan"))))


def tell_funded(edition: Edition) -> Edition:
    """Hand what `on_funded` loaded over to the plan."""
    edition.plan.is_funded = vars(edition)["plan_is_funded"]
    return edition


def listed(visitor: Person | AnonymousUser, day: dt.date) -> QuerySet[Plan]:
    """Return the plans that a visitor may see, by territory and generation, each with its editions."""
    plans = Plan.objects.visible_to(visitor, day) if isinstance(visitor, Person) else Plan.objects.public()
    editions = Edition.objects.only("plan", "kind", "year", "number", "state", "state_since", "due_on")
    return (
        plans.select_related("territory", "territory__region")
        .prefetch_related(Prefetch("editions", queryset=editions.order_by("-created_at", "-pk")))
        .order_by(*alphabetical("territory__name"), "territory_id", "-generation", "-period_from", "pk")
    )


def own_places(visitor: Person | AnonymousUser, day: dt.date) -> list[Territory]:
    """Return the territories for which a visitor acts on a day, by name, each once."""
    held = visitor.appointed(day) if isinstance(visitor, Person) else []
    found = {one.territory_id: one.territory for one in held}
    return sorted(found.values(), key=lambda one: (place(one.name), one.pk))


def narrowed(plans: QuerySet[Plan], wanted: dict[str, Any], own: Sequence[Territory] = ()) -> QuerySet[Plan]:
    """Filter a list by words of the title or territory, by one's own territories, by region and by state."""
    for word in str(wanted.get("q") or "").split():
        plans = plans.filter(Q(title__icontains=word) | Q(territory__name__icontains=word))
    if chosen := wanted.get("place"):
        places = [one.pk for one in own] if chosen == MINE else [int(chosen)]
        plans = plans.filter(territory__in=places)
    if region := wanted.get("region"):
        plans = plans.filter(Q(territory=region) | Q(territory__region=region))
    state = str(wanted.get("state") or "")
    if state == "elsewhere":
        plans = plans.filter(is_elsewhere=True)
    elif state.startswith("edition:"):
        plans = plans.filter(pk__in=Edition.objects.filter(state=state[8:]).values("plan"))
    elif state:
        plans = plans.filter(state=state, is_elsewhere=False)
    return plans


def editions_of(slug: str) -> list[Edition]:
    """Return the editions of a plan, newest first, with everything that its page reads, in one query."""
    rows = on_funded(Edition.objects.select_related(*EDITION_PARTS)).filter(plan__slug=slug)
    return [tell_funded(edition) for edition in rows.order_by("-created_at", "-pk")]


def foremost(editions: list[Edition], wanted: str = "") -> Edition | None:
    """Return the edition that a plan's page is about: the wanted one, the one under way, the valid one."""
    if wanted.isdecimal():
        for edition in editions:
            if edition.pk == int(wanted):
                return edition
    for states in (BEFORE_ADOPTION, (S.ADOPTED,), (S.EFFECTIVE,)):
        for edition in editions:
            if edition.state in states:
                return edition
    return editions[0] if editions else None
