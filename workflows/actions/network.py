"""The network of services is written: services are added, written, moved between its tiers, removed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from people import journal
from people.errors import Gone, Refused, Stale
from people.models import Person
from workflows.actions.content import writable
from workflows.enums import EditionKind, NetworkTier
from workflows.models import Edition, NetworkService, TargetGroup

FIELDS = (
    "tier",
    "provider",
    "name",
    "identifier",
    "kind",
    "form",
    "capacity",
    "unit",
    "territory",
    "since",
    "until",
    "note",
)
# What makes a service of the network the same service for people
SAME = ("provider", "name", "kind", "form", "territory")


def open_network(edition: Edition) -> Edition:
    """Lock a network edition that may be written now.

    Raises Refused for an edition of another kind, Gone when the text is being judged.
    """
    if edition.kind != EditionKind.NETWORK:
        raise Refused(_("Služby se zapisují jen do sítě služeb, ne do jiného znění plánu."))
    return writable(edition)


def present(service: NetworkService) -> NetworkService:
    """Read a service again under the edition's lock. Raises Gone when somebody has removed it."""
    found = NetworkService.objects.filter(pk=service.pk).first()
    if found is None:
        raise Gone(_("Tuto službu mezitím někdo z rozepsané sítě odebral."))
    return found


def check(edition: Edition, values: Mapping[str, Any], *, but: int = 0) -> dict[str, Any]:
    """Refuse fields that people do not write and a service that the network already has."""
    if unknown := set(values) - set(FIELDS):
        raise Refused(_("Toto pole se takto měnit nedá: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    same = edition.services.filter(**{name: values.get(name) for name in SAME}).exclude(pk=but)
    if same.exists():
        raise Refused(_("Stejná služba téhož poskytovatele už v této síti je. Upravte prosím ji."))
    return dict(values)


def place_in(edition: Edition, tier: str) -> int:
    """Return the place after the last service of a tier."""
    last = edition.services.filter(tier=tier).order_by("-order").values_list("order", flat=True).first()
    return (last or 0) + 1


@transaction.atomic
def add_service(
    *,
    edition: Edition,
    values: Mapping[str, Any],
    by: Person,
    now: dt.datetime,
    target_groups: Iterable[TargetGroup] = (),
) -> NetworkService:
    """Add a service at the end of its tier; its key is drawn now and survives every later network."""
    edition = open_network(edition)
    words = check(edition, values)
    tier = words.get("tier", NetworkTier.BASIC)
    service = NetworkService.objects.create(edition=edition, order=place_in(edition, tier), **words)
    service.target_groups.add(*target_groups)
    data = {"service": str(service.key), "tier": str(service.tier)}
    journal.record(edition, "service.added", by=by, at=now, data=data)
    return service


@transaction.atomic
def write_service(
    *,
    service: NetworkService,
    values: Mapping[str, Any],
    read_at: int,
    by: Person,
    now: dt.datetime,
    target_groups: Iterable[TargetGroup] = (),
) -> NetworkService:
    """Write a service. Raises Stale with both notes when somebody else wrote meanwhile."""
    edition = open_network(service.edition)
    service = present(service)
    if service.revision != read_at:
        raise Stale(yours=str(values.get("note", "")), current=service.note)
    words = check(edition, values, but=service.pk)
    if words.get("tier", service.tier) != service.tier:
        service.order = place_in(edition, words["tier"])
    for name, value in words.items():
        setattr(service, name, value)
    service.revision += 1
    service.save()
    service.target_groups.set(target_groups)
    data = {"service": str(service.key), "tier": str(service.tier)}
    journal.record(edition, "service.written", by=by, at=now, data=data)
    return service


@transaction.atomic
def move_service(
    *, service: NetworkService, tier: NetworkTier, by: Person, now: dt.datetime
) -> NetworkService:
    """Move a service between základní síť and zásobník, to the end of the new tier; twice is once."""
    edition = open_network(service.edition)
    service = present(service)
    if service.tier == tier:
        return service
    data = {"service": str(service.key), "from": str(service.tier), "to": str(tier.value)}
    service.order = place_in(edition, tier)
    service.tier = tier
    service.revision += 1
    service.save(update_fields=["tier", "order", "revision"])
    journal.record(edition, "service.moved", by=by, at=now, data=data)
    return service


@transaction.atomic
def remove_service(*, service: NetworkService, by: Person, now: dt.datetime) -> None:
    """Take a service out of a network that is being written; networks adopted before keep it."""
    edition = open_network(service.edition)
    service = present(service)
    key = str(service.key)
    service.delete()
    journal.record(edition, "service.removed", by=by, at=now, data={"service": key})
