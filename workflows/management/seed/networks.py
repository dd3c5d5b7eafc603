"""Steps of a story in which the network of services is written: added, changed, moved, taken out."""

from decimal import Decimal
from typing import Any

from workflows.actions import network
from workflows.enums import NetworkTier, ServiceForm
from workflows.management.seed.cast import Cast
from workflows.management.seed.story import Step, Story
from workflows.models import NetworkService

# What the fixtures say of a service, in their order
COLUMNS = ("name", "provider", "kind", "form", "capacity", "unit", "territory", "tier")


def values_of(cast: Cast, row: list[Any]) -> dict[str, Any]:
    """Read ["Terénní péče", "provider", "§ 40", "outreach", 31.5, "úvazky", "place", "basic"]."""
    said = dict(zip(COLUMNS, row, strict=True))
    return {
        **said,
        "provider": cast.organisations[said["provider"]],
        "kind": cast.kinds[said["kind"]],
        "form": ServiceForm(said["form"]),
        "capacity": Decimal(str(said["capacity"])),
        "territory": cast.places[said["territory"]],
        "tier": NetworkTier(said["tier"]),
    }


def add_services(story: Story, step: Step) -> None:
    """Add services to the network that is being written."""
    for row in step["services"]:
        groups = [story.cast.groups[name] for name in row[len(COLUMNS) :]]
        network.add_service(
            edition=story.edition,
            values=values_of(story.cast, row[: len(COLUMNS)]),
            target_groups=groups,
            by=story.by,
            now=story.now,
        )


def change_services(story: Story, step: Step) -> None:
    """Change capacities, move services between the tiers, take services out, each known by its name."""
    held = {service.name: service for service in story.edition.services.all()}
    common: dict[str, Any] = {"by": story.by, "now": story.now}
    for name, capacity in step.get("capacities", {}).items():
        change_capacity(held[name], Decimal(str(capacity)), common)
    for name, tier in step.get("moved", {}).items():
        network.move_service(service=held[name], tier=NetworkTier(tier), **common)
    for name in step.get("removed", []):
        network.remove_service(service=held[name], **common)


def change_capacity(service: NetworkService, capacity: Decimal, common: dict[str, Any]) -> None:
    network.write_service(
        service=service,
        values={**{name: getattr(service, name) for name in network.FIELDS}, "capacity": capacity},
        read_at=service.revision,
        target_groups=list(service.target_groups.all()),
        **common,
    )


VERBS = {verb.__name__: verb for verb in (add_services, change_services)}
