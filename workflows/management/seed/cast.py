"""Who and what plays in the demo, found by the short names that the fixtures use."""

import datetime as dt
from dataclasses import dataclass, field

from bodies.models import Body, Meeting, Seat
from people.models import Organisation, Person, Territory
from workflows.management.seed.moments import Moments
from workflows.models import ApprovalPath, Plan, ServiceKind, TargetGroup


@dataclass
class Cast:
    """Everything that has been made so far, by its short name."""

    moments: Moments
    people: dict[str, Person] = field(default_factory=dict)
    places: dict[str, Territory] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    paths: dict[str, ApprovalPath] = field(default_factory=dict)
    groups: dict[str, TargetGroup] = field(default_factory=dict)
    kinds: dict[str, ServiceKind] = field(default_factory=dict)

    def person(self, key: str | None) -> Person | None:
        return self.people[key] if key else None

    def read_codelists(self) -> None:
        """Learn the shipped paths and code lists, which the migrations have loaded."""
        self.paths = {path.code: path for path in ApprovalPath.objects.filter(territory=None)}
        self.groups = {group.name: group for group in TargetGroup.objects.all()}
        self.kinds = {kind.paragraph: kind for kind in ServiceKind.objects.exclude(paragraph="")}

    def seat_of(self, person: Person, body: str, day: dt.date) -> Seat:
        """Return the seat that a person holds in a body on a day."""
        return Seat.objects.get(body=self.bodies[body], mandates__in=person.mandates.on(day))
