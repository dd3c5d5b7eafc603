"""Networks of services: what one holds, which one is in force, what has changed between two."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from documents.queries.compare import Section, compare
from workflows.enums import EditionKind, NetworkTier
from workflows.models import Edition, NetworkService, Plan
from workflows.queries.snapshot import service_sections
from workflows.queries.validity import APPROVED, valid_on


@dataclass(frozen=True, slots=True)
class TierCount:
    """How many services a tier has."""

    tier: NetworkTier
    count: int


def services_of(edition: Edition) -> QuerySet[NetworkService]:
    """Return the services of a network as they are printed: základní síť first."""
    rows = NetworkService.objects.filter(edition=edition).select_related("provider", "kind", "territory")
    return rows.prefetch_related("target_groups").order_by("tier", "order", "pk")


def narrowed(rows: QuerySet[NetworkService], wanted: dict[str, Any]) -> QuerySet[NetworkService]:
    """Filter services by words of the name or provider, by tier, kind and form."""
    for word in str(wanted.get("q") or "").split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(provider__name__icontains=word) | Q(identifier__startswith=word)
        )
    for name in ("tier", "kind", "form"):
        if value := wanted.get(name):
            rows = rows.filter(**{name: value})
    return rows


def counts_of(edition: Edition) -> list[TierCount]:
    """Count services by tier, in one query."""
    rows = NetworkService.objects.filter(edition=edition).order_by().values_list("tier")
    found = dict(rows.annotate(n=Count("pk")))
    return [TierCount(tier, found.get(tier.value, 0)) for tier in NetworkTier]


def in_force(plans: Iterable[int], day: dt.date) -> dict[int, Edition]:
    """Return for each plan, by its number, the network that is in force on a day, in one query."""
    rows = Edition.objects.filter(plan__in=list(plans), kind=EditionKind.NETWORK, state__in=APPROVED)
    held: dict[int, list[Edition]] = defaultdict(list)
    for edition in rows.select_related("plan"):
        held[edition.plan_id].append(edition)
    valid = {plan: valid_on(editions, day) for plan, editions in held.items()}
    return {plan: found[-1].edition for plan, found in valid.items() if found}


def network_in_force(plan: Plan, day: dt.date) -> Edition | None:
    """Return the network of a plan that is in force on a day, if there is any."""
    return in_force([plan.pk], day).get(plan.pk)


def changes(old: Edition | None, new: Edition) -> list[Section]:
    """Compare a network with an older one, service by service; services are known by their keys."""
    sections = [
        [one for one in service_sections(edition) if one["kind"] == "service"] if edition else []
        for edition in (old, new)
    ]
    return compare({"sections": sections[0]}, {"sections": sections[1]})
