"""Organisations and territories: entered and corrected by the office, never deleted."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from people import journal
from people.enums import TerritoryKind
from people.errors import Refused, Stale
from people.models import Organisation, Person, Territory


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Write other rows by their keys, as the journal keeps them."""
    return {name: value.pk if isinstance(value, models.Model) else value for name, value in values.items()}


def write_changes(held: Any, fields: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set what differs; answer what it was and what it is."""
    after = {name: value for name, value in fields.items() if getattr(held, name) != value}
    before = {name: getattr(held, name) for name in after}
    for name, value in after.items():
        setattr(held, name, value)
    return plain(before), plain(after)


def above(one: Any) -> Iterable[Any]:
    """Walk from what an organisation or a territory is a part of, up to the top."""
    while one is not None:
        yield one
        one = one.parent


def check_parent(held: Any, parent: Any) -> None:
    """Refuse a circle: nothing can be a part of its own part."""
    if parent is not None and any(one.pk == held.pk for one in above(parent)):
        raise Refused(_("Součástí se nemůže stát něco, co je samo nadřazené."))


@transaction.atomic
def add_organisation(*, by: Person, now: datetime, **fields: Any) -> Organisation:
    """Enter an organisation."""
    organisation = Organisation.objects.create(**fields)
    personal = {"name": organisation.name}
    journal.record(organisation, "organisation.added", by=by, at=now, personal=personal)
    return organisation


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, revision: int, by: Person, now: datetime, **fields: Any
) -> Organisation:
    """Correct what is known about an organisation, unless somebody else has just done so."""
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if held.revision != revision:
        raise Stale(current=", ".join(part for part in (held.name, held.ico, held.email) if part))
    check_parent(held, fields.get("parent"))
    before, after = write_changes(held, fields)
    if not after:
        return held
    held.revision += 1
    held.save(update_fields=[*after, "revision"])
    personal = {"before": before, "after": after}
    journal.record(
        held, "organisation.changed", by=by, at=now, data={"fields": sorted(after)}, personal=personal
    )
    return held


def free_slug(name: str, kind: str) -> str:
    """Make the part of addresses of a new territory; it never changes afterwards."""
    base = slugify(name)[:140] or kind
    taken = set(Territory.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)


def check_members(kind: str, members: Iterable[Territory]) -> None:
    if kind not in {TerritoryKind.PLANNING, TerritoryKind.ORP} and list(members):
        raise Refused(_("Obce se přiřazují jen plánovacímu území a správnímu obvodu."))


@transaction.atomic
def add_territory(
    *, parent: Territory | None, members: Iterable[Territory] = (), by: Person, now: datetime, **fields: Any
) -> Territory:
    """Enter a territory; its region is the one that its parent lies in."""
    kind, chosen = fields["kind"], list(members)
    check_members(kind, chosen)
    if kind == TerritoryKind.REGION:
        parent = None
    elif parent is None:
        raise Refused(_("Vyberte, v jakém území leží."))
    region = parent and (parent.region or parent)
    slug = free_slug(fields["name"], kind)
    territory = Territory.objects.create(slug=slug, parent=parent, region=region, **fields)
    territory.members.set(chosen)
    data = {"kind": kind, "parent": parent and parent.pk, "members": sorted(one.pk for one in chosen)}
    journal.record(territory, "territory.added", by=by, at=now, data=data)
    return territory


@transaction.atomic
def change_territory(
    *,
    territory: Territory,
    revision: int,
    members: Iterable[Territory] = (),
    by: Person,
    now: datetime,
    **fields: Any,
) -> Territory:
    """Correct a territory; its kind, its region and its address in links stay as they are."""
    held = Territory.objects.select_for_update().get(pk=territory.pk)
    chosen = sorted(one.pk for one in members)
    old = sorted(held.members.values_list("pk", flat=True))
    if held.revision != revision:
        raise Stale(current=", ".join(part for part in (held.name, held.code) if part))
    check_members(held.kind, members)
    parent = fields.get("parent")
    check_parent(held, parent)
    if parent is not None and parent.region_pk != held.region_pk:
        raise Refused(_("Území nelze přesunout do jiného kraje."))
    before, after = write_changes(held, fields)
    if chosen != old:
        before["members"], after["members"] = old, chosen
    if not after:
        return held
    held.revision += 1
    held.save(update_fields=[*(name for name in after if name != "members"), "revision"])
    held.members.set(chosen)
    personal = {"before": before, "after": after}
    journal.record(
        held, "territory.changed", by=by, at=now, data={"fields": sorted(after)}, personal=personal
    )
    return held
