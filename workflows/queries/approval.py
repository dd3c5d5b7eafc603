"""Where the approval stands: bodies, sessions, what named people confirmed and asked."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from bodies.models import Body, Mandate, Meeting
from documents.enums import ConfirmationKind, ConfirmationState
from documents.models import Confirmation, Version
from people.alphabet import alphabetical, place
from people.models import Person, Territory
from workflows.enums import DecisionOrder, Outcome
from workflows.models import ApprovalPath, Decision, Edition


@dataclass(frozen=True, slots=True)
class Turn:
    """One body's decision: what it is, when it can be, whether it is its turn."""

    decision: Decision
    meeting: Meeting | None
    is_on_turn: bool

    @property
    def name(self) -> str:
        return self.decision.body.name if self.decision.body else self.decision.body_name

    @property
    def wanted(self) -> list[str]:
        """Name the outcomes that the path counts as done."""
        return [str(Outcome(one).label) for one in self.decision.required_outcomes]

    @property
    def lacks_number(self) -> bool:
        return bool(self.decision.outcome) and not self.decision.number and not self.decision.is_open


@dataclass(frozen=True, slots=True)
class Row:
    """A municipality of a union with the decisions of its bodies."""

    territory: Territory
    turns: tuple[Turn, ...]

    @property
    def binding(self) -> list[Turn]:
        return [t for t in self.turns if not t.decision.is_informative]

    @property
    def state(self) -> str:
        """Sum a municipality up: met, refused, or open."""
        if any(t.decision.is_open for t in self.binding):
            return "open"
        return "met" if all(t.decision.is_met for t in self.binding) else "refused"


@dataclass(frozen=True, slots=True)
class Confirmations:
    """What named people were asked about the last version."""

    rows: tuple[Confirmation, ...]

    def of_kind(self, kind: ConfirmationKind) -> list[Confirmation]:
        live = (ConfirmationState.DELEGATED, ConfirmationState.ENDED)
        return [c for c in self.rows if c.kind == kind and c.state not in live]

    @property
    def releases(self) -> list[Confirmation]:
        return self.of_kind(ConfirmationKind.RELEASE)

    @property
    def statements(self) -> list[Confirmation]:
        return self.of_kind(ConfirmationKind.STATEMENT)

    @property
    def notices(self) -> list[Confirmation]:
        return self.of_kind(ConfirmationKind.NOTICE)

    @property
    def noticed(self) -> list[Confirmation]:
        return [c for c in self.notices if c.state == ConfirmationState.CONFIRMED]

    @property
    def waiting(self) -> list[Confirmation]:
        return [c for c in self.notices if c.state == ConfirmationState.REQUESTED]

    @property
    def questions(self) -> list[Confirmation]:
        return [c for c in self.rows if c.question or c.counterproposal]


def last_version(edition: Edition) -> Version | None:
    """Return the last frozen version without its text."""
    return Version.objects.filter(document=edition.document_id).defer("snapshot").order_by("-number").first()


def sessions_of(bodies: Mapping[int, Body], today: dt.date) -> dict[int, Meeting]:
    """Return the nearest session of each body that is still ahead, in one query."""
    nearest: dict[int, Meeting] = {}
    for meeting in Meeting.objects.upcoming(today).filter(body__in=list(bodies)) if bodies else ():
        meeting.body = bodies[meeting.body_id]
        nearest.setdefault(meeting.body_id, meeting)
    return nearest


def turns(decisions: Sequence[Decision], path: ApprovalPath, today: dt.date) -> list[Turn]:
    """Say of each decision whether it is its turn and which session is the nearest, in one query."""
    bodies = {d.body.pk: d.body for d in decisions if d.body and d.is_open}
    nearest = sessions_of(bodies, today)
    holding = [d.order for d in decisions if d.is_open and not d.is_informative]
    first = min(holding, default=0)
    in_sequence = path.decision_order == DecisionOrder.SEQUENCE
    return [
        Turn(
            decision=d,
            meeting=d.meeting or nearest.get(d.body_id or 0),
            is_on_turn=d.is_open and (not in_sequence or not holding or d.order <= first),
        )
        for d in decisions
    ]


def by_territory(found: Sequence[Turn]) -> list[Row]:
    """Group the decisions of a union by municipality, in the order of their names."""
    rows: dict[int, list[Turn]] = {}
    places: dict[int, Territory] = {}
    for turn in found:
        places[turn.decision.territory_id] = turn.decision.territory
        rows.setdefault(turn.decision.territory_id, []).append(turn)
    ordered = sorted(places.values(), key=lambda t: place(t.name))
    return [Row(place, tuple(rows[place.pk])) for place in ordered]


def confirmations_of(version: Version | None) -> Confirmations:
    """Load what was asked of people about a version, in one query."""
    if version is None:
        return Confirmations(())
    rows = Confirmation.objects.filter(version=version).select_related("person", "answered_by")
    return Confirmations(tuple(rows.order_by("kind", *alphabetical("person__last_name"), "pk")))


def near(edition: Edition, day: dt.date) -> list[Person]:
    """List the people who may be asked for a statement: those appointed for the territory, in one query."""
    place = edition.plan.territory_id
    roles = Q(appointments__territory=place, appointments__starts_on__lte=day)
    alive = Q(appointments__ends_on=None) | Q(appointments__ends_on__gte=day)
    return list(Person.objects.filter(roles & alive, is_active=True).distinct())


def members_of_decision(decision: Decision, day: dt.date) -> list[Person]:
    """List who holds a seat of the deciding body on a day, in one query; substitutes are left out."""
    mandates = Mandate.objects.on(day).filter(seat__body=decision.body_id, is_substitute=False)
    return list(Person.objects.filter(pk__in=mandates.values("person"), is_active=True))
