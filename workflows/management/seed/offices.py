"""What offices owe and say beside their plans: duties of §§ 94 and 95, statements of municipalities."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from people.models import Person
from workflows.actions import duty as duties
from workflows.actions import statement as statements
from workflows.actions.duty import Capacity
from workflows.enums import Necessity, NetworkTier
from workflows.management.seed.cast import Cast
from workflows.management.seed.moments import tale
from workflows.models import Duty, NetworkService, Statement

Told = dict[str, Any]
REGION = "liberecky-kraj"


def tell_all(cast: Cast) -> None:
    told = tale("duties.json")
    for row in told["terms"]:
        set_term(cast, row)
    for row in told["years"]:
        plan_year(cast, row)
    for row in tale("statements.json"):
        hear(cast, row)


def set_term(cast: Cast, row: Told) -> None:
    """Let the region set the term that the act leaves to it."""
    duties.set_term(
        region=cast.places[REGION],
        code=row["code"],
        term=(row["day"], row["month"]),
        next_year=row["next_year"],
        remind_days=row["remind_days"],
        source=row["source"],
        valid_from=cast.moments.day(row["valid_from"]),
        by=cast.people[row["by"]],
        now=cast.moments.at(row["on"]),
    )


def plan_year(cast: Cast, row: Told) -> None:
    """Plan the duties of a year and tell which were fulfilled, waived or opened again."""
    by, region = cast.people[row["by"]], cast.places[REGION]
    duties.plan_year(region=region, year=row["year"], by=by, now=cast.moments.at(row["on"]))
    held = Duty.objects.filter(year=row["year"]).select_related("rule")
    found = {(duty.rule.code, duty.territory_id): duty for duty in held}
    for said in row["fulfilled"]:
        for slug in said["places"]:
            fulfil(cast, found[said["code"], cast.places[slug].pk], said, slug)
    for said in row.get("waived", []):
        duty = found[said["code"], cast.places[said["place"]].pk]
        duties.waive(duty=duty, reason=said["reason"], by=by, now=cast.moments.at(said["on"]))
    for said in row.get("reopened", []):
        duty = found[said["code"], cast.places[said["place"]].pk]
        duties.reopen(duty=duty, reason=said["reason"], by=by, now=cast.moments.at(said["on"]))
    for said in row.get("reminded", []):
        duty = found[said["code"], cast.places[said["place"]].pk]
        duties.remind(duty=duty, by=by, now=cast.moments.at(said["on"]))


def fulfil(cast: Cast, duty: Duty, said: Told, slug: str) -> None:
    """Record the report of a territory; capacities are those that it needs itself, if it says any."""
    now = cast.moments.at(said["on"])
    duties.fulfil(
        duty=duty,
        fulfilled_on=now.date(),
        text=said.get("text", ""),
        reference=said.get("reference", ""),
        capacities=[capacity_of(cast, row) for row in said.get("capacities", {}).get(slug, [])],
        by=cast.people[said["by"]],
        now=now,
    )


def capacity_of(cast: Cast, row: Sequence[Any]) -> Capacity:
    """Read ["§ 40", "outreach", needed, available, "úvazky", "note"]."""
    paragraph, form, needed, available, unit, note = row
    return Capacity(
        kind=cast.kinds[paragraph],
        form=form,
        capacity=Decimal(str(needed)),
        available=None if available is None else Decimal(str(available)),
        unit=unit,
        note=note,
    )


def hear(cast: Cast, row: Told) -> None:
    """Write down what a municipality says of a service of the network, and what it said of it later."""
    by, place = cast.people[row["by"]], cast.places[row["place"]]
    service = NetworkService.objects.filter(name=row["service"]).order_by("-edition_id")[0]
    made = statements.record(
        territory=place, values=values_of(cast, service, row), by=by, now=cast.moments.at(row["on"])
    )
    if "newer" in row:
        newer = {**row, **row["newer"]}
        values, now = values_of(cast, service, newer), cast.moments.at(newer["on"])
        statements.supersede(statement=made, values=values, by=by, now=now)
    if "withdrawn" in row:
        withdraw(cast, made, row["withdrawn"], by)


def values_of(cast: Cast, service: NetworkService, row: Told) -> dict[str, Any]:
    capacity = row.get("capacity")
    return {
        "year": row["year"],
        "provider": service.provider,
        "service": service.name,
        "kind": service.kind,
        "form": service.form,
        "service_key": service.key,
        "necessity": Necessity(row["necessity"]),
        "tier": NetworkTier(row["tier"]) if row.get("tier") else "",
        "capacity": None if capacity is None else Decimal(str(capacity)),
        "unit": service.unit if capacity is not None else "",
        "text": row.get("text", ""),
        "reference": row.get("reference", ""),
        "given_on": cast.moments.day(row["on"]),
        "given_by": row["given_by"],
    }


def withdraw(cast: Cast, held: Statement, said: Told, by: Person) -> None:
    now = cast.moments.at(said["on"])
    statements.withdraw(
        statement=held,
        withdrawn_on=now.date(),
        reason=said["reason"],
        read_at=held.revision,
        by=by,
        now=now,
    )
