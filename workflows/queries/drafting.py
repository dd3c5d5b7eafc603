"""What an outside drafter (zpracovatel) works on: territories, contracts and plans while they run."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Prefetch

from people.alphabet import place
from people.enums import Role
from people.models import Appointment, Person, Territory
from workflows.models import Edition, Plan
from workflows.queries.plans import foremost

SOON = 30  # days before the end of a contract at which its end is pointed out


@dataclass(frozen=True, slots=True)
class Drafted:
    """A plan that the person drafts, with the edition that is under way or valid."""

    plan: Plan
    edition: Edition | None


@dataclass(slots=True)
class Contract:
    """A territory for which the person drafts, and until when; the end is None where none was agreed."""

    territory: Territory
    ends_on: dt.date | None
    days_left: int | None
    plans: list[Drafted] = field(default_factory=list)

    @property
    def is_ending(self) -> bool:
        return self.days_left is not None and self.days_left <= SOON


def contracts_of(person: Person, day: dt.date) -> list[Contract]:
    """Return the contracts of a drafter that run on a day, each with its plans, in two queries.

    Of contracts for one territory that overlap, the one that ends last counts.
    """
    last: dict[int, Appointment] = {}
    for one in sorted(person.appointed(day, (Role.DRAFTER,)), key=lambda held: held.ends_on or dt.date.max):
        last[one.territory_id] = one
    found = {key: contract(one, day) for key, one in last.items()}
    editions = Edition.objects.order_by("-created_at", "-pk")
    plans = Plan.objects.filter(drafter=person, territory__in=found).prefetch_related(
        Prefetch("editions", editions)
    )
    for plan in plans.order_by("-generation", "-period_from", "pk"):
        found[plan.territory_id].plans.append(Drafted(plan, foremost(list(plan.editions.all()))))
    return sorted(found.values(), key=lambda one: (place(one.territory.name), one.territory.pk))


def contract(held: Appointment, day: dt.date) -> Contract:
    left = None if held.ends_on is None else (held.ends_on - day).days
    return Contract(held.territory, held.ends_on, left)
