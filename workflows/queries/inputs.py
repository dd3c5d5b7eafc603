"""Rounds of asking: whom to ask and how they are reached, who has answered, what they answer about."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import alphabet, journal
from people.alphabet import alphabetical
from people.enums import OrganisationKind, TerritoryKind
from people.models import JournalEntry, Organisation, Person, Territory
from workflows.enums import FundingSource, InputPurpose, InputRequestState, InputRoundState, ProposalOutcome
from workflows.models import InputRequest, InputRound, Item, Plan, Proposal
from workflows.queries.history import Event
from workflows.queries.report import edition_for, has_left, items_of

R = InputRequestState
AWAITED = (R.ASKED, R.STARTED)
REPORTS, PROPOSALS = "input_reports", "input_proposals"
CONCLUDE, WAITING = "input_conclude", "input_waiting"

journal.tells(
    {
        "input_round.opened": _("Rozesláno"),
        "input_round.asked_more": _("Požádáni další"),
        "input_round.extended": _("Prodloužen termín"),
        "input_round.proposals_told": _("Odeslán dopis, jak se naložilo s návrhy"),
        "input_round.reminded": _("Připomenuto těm, kdo neodpověděli"),
        "input_round.closed": _("Sběr uzavřen"),
        "input.started": _("Začali vyplňovat"),
        "input.answered": _("Odpověď odeslána"),
        "input.recorded": _("Odpověď zapsána za tázaného"),
        "input.excused": _("Na odpověď se už nečeká"),
        "input.reopened": _("Odpověď otevřena k opravě"),
        "input.handed_over": _("Odpověď předána jinému"),
        "proposal.taken": _("Návrh zařazen do plánu"),
        "proposal.declined": _("Návrh nezařazen"),
        "proposal.reopened": _("O návrhu se rozhodne znovu"),
    }
)


@dataclass(slots=True)
class Candidate:
    """Somebody who may be asked, about what, and how a letter reaches them."""

    code: str
    name: str
    organisation: Organisation | None = None
    territory: Territory | None = None
    person: Person | None = None
    items: list[Item] = field(default_factory=list)

    @property
    def contact(self) -> str:
        if self.person:
            return f"{self.person.name}, {self.person.email}"
        return self.organisation.email if self.organisation else ""


def candidates(plan: Plan, purpose: str, year: int) -> list[Candidate]:
    """Return whom a round may ask: implementers with their items; for proposals municipalities too."""
    found: dict[str, Candidate] = {}
    for item in items_of(edition_for(plan, year)):
        if item.implementer and (purpose == InputPurpose.PROPOSALS or item.is_awaited):  # type: ignore[attr-defined]
            place = found.setdefault(
                f"o{item.implementer_id}",
                Candidate(f"o{item.implementer_id}", item.implementer.name, item.implementer),
            )
            place.items.append(item)
    if purpose == InputPurpose.PROPOSALS:
        for one in municipalities(plan):
            found.setdefault(one.code, one)
    name_people(plan, found.values())
    return sorted(found.values(), key=lambda one: alphabet.place(one.name))


def municipalities(plan: Plan) -> list[Candidate]:
    """Return the municipalities of a plan's territory; each is asked through its office where it has one."""
    rows = Territory.objects.filter(Q(member_of=plan.territory_id) | Q(pk=plan.territory_id))
    places = list(rows.filter(kind=TerritoryKind.MUNICIPALITY).distinct().order_by(*alphabetical("name")))
    offices = Organisation.objects.filter(
        kind=OrganisationKind.MUNICIPALITY, parent=None, territory__in=[one.pk for one in places]
    )
    by_place = {office.territory_id: office for office in offices.order_by("-pk")}
    return [
        Candidate(f"o{office.pk}", office.name, office)
        if (office := by_place.get(one.pk))
        else Candidate(f"t{one.pk}", one.name, territory=one)
        for one in places
    ]


def name_people(plan: Plan, asked: Iterable[Candidate]) -> None:
    """Put the question to whoever answered the last one, else to whoever owns the organisation's address."""
    before: dict[str, Person] = {}
    rows = InputRequest.objects.filter(round__plan=plan, person__is_active=True).select_related("person")
    for row in rows.order_by("asked_at", "pk"):
        code = f"o{row.organisation_id}" if row.organisation_id else f"t{row.territory_id}"
        before[code] = row.person  # type: ignore[assignment]  # filtered by it
    addresses = {one.organisation.email.lower() for one in asked if one.organisation}
    owners = {who.email: who for who in Person.objects.active().filter(email__in=addresses - {""})}
    for one in asked:
        email = one.organisation.email.lower() if one.organisation else ""
        one.person = before.get(one.code) or owners.get(email)


def rounds_of(plan: Plan) -> QuerySet[InputRound]:
    """Return the rounds of a plan, open ones first, with how many were asked and what came."""
    silent = Count("requests", filter=Q(requests__state__in=AWAITED))
    answered = Count("requests", filter=Q(requests__state=R.ANSWERED))
    rows = plan.input_rounds.annotate(asked=Count("requests"), silent=silent, answered=answered)
    return rows.order_by("-state", "-year", "-opened_at")


def states_of(held: InputRound) -> dict[str, int]:
    """Count the requests of a round by their state."""
    found = dict(held.requests.order_by().values_list("state").annotate(number=Count("pk")))
    return {state: found.get(state, 0) for state in R.values}


def requests_of(held: InputRound) -> QuerySet[InputRequest]:
    """Return the requests of a round by name, with what their list says."""
    rows = held.requests.select_related("person", "organisation", "territory", "round")
    rows = rows.annotate(report_count=Count("reports", distinct=True))
    rows = rows.annotate(proposal_count=Count("proposals", distinct=True))
    return rows.order_by(*alphabetical("organisation__name", "territory__name"), "pk")


def items_for(request: InputRequest) -> list[Item]:
    """Return the items that a request asks about, in printed order; those that left the plan come last."""
    held = request.round
    wanted = [UUID(key) for key in request.keys]
    edition = edition_for(held.plan, held.year)
    rows = {item.key: item for item in items_of(edition) if item.key in set(wanted)}
    left = [found for key in wanted if key not in rows and (found := has_left(held.plan, key))]
    for item in left:
        item.is_gone = True  # type: ignore[attr-defined]
    return [*rows.values(), *left]


def with_parts(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Load with proposals who asked, who answered and who decided."""
    parts = ("request__organisation", "request__territory", "request__round__plan", "settled_by")
    return proposals.select_related(*parts)


def proposals_of(plan: Plan) -> QuerySet[Proposal]:
    """Return everything that was proposed to a plan, what waits first."""
    rows = with_parts(Proposal.objects.filter(request__round__plan=plan, request__state=R.ANSWERED))
    waits = Q(outcome=ProposalOutcome.OPEN)
    is_settled = ExpressionWrapper(~waits, output_field=BooleanField())
    return rows.order_by(is_settled, "-request__round__year", "pk")


def named(plan: Plan, keys: Iterable[UUID]) -> dict[UUID, Item]:
    """Return the newest wording of items by their keys, in one query."""
    rows = Item.objects.filter(edition__plan=plan, key__in=set(keys)).select_related("edition")
    return {item.key: item for item in rows.order_by("edition_id")}


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal with the names of what it mentions."""

    proposal: Proposal
    about: Item | None
    item: Item | None
    money: list[tuple[str, str, Decimal]]

    @property
    def total(self) -> Decimal:
        return sum((amount for _source, _place, amount in self.money), Decimal(0))


def shown(plan: Plan, proposals: Sequence[Proposal]) -> list[Shown]:
    """Name the items and municipalities that proposals mention, in two queries."""
    items = named(plan, [key for one in proposals for key in (one.key, one.item) if key])
    places = {row["municipality"] for one in proposals for row in one.money if row["municipality"]}
    names = dict(Territory.objects.filter(pk__in=places).values_list("pk", "name"))
    return [
        Shown(
            one,
            items.get(one.key) if one.key else None,
            items.get(one.item) if one.item else None,
            [
                (
                    str(FundingSource(row["source"]).label),
                    names.get(row["municipality"], ""),
                    Decimal(row["amount"]),
                )
                for row in one.money
            ],
        )
        for one in proposals
    ]


def told(entry: JournalEntry) -> Event:
    """Tell one entry of a round or a request in a sentence, with what was said of it."""
    personal = getattr(entry, "personal", None)
    note = " · ".join(str(word) for word in personal.content.values() if word) if personal else ""
    return Event(entry.at, str(journal.SENTENCES.get(entry.kind, entry.kind)), str(entry.by or ""), note)


# --- work lists -----------------------------------------------------------------------------------


def asked_of(person: Person) -> QuerySet[InputRequest]:
    """Return the requests that wait for a person."""
    return InputRequest.objects.filter(person=person, state__in=AWAITED, round__state=InputRoundState.OPEN)


def run_by(person: Person) -> QuerySet[InputRound]:
    """Return the open rounds of the plans that a person runs, each with whether somebody is silent."""
    runs = Q(plan__deputy=person) | Q(plan__deputy=None, plan__coordinator=person)
    silent = InputRequest.objects.filter(round=OuterRef("pk"), state__in=AWAITED)
    return InputRound.objects.filter(runs, state=InputRoundState.OPEN).alias(silent=Exists(silent))


def work_rows(person: Person, now: dt.datetime) -> list[QuerySet[Any, tuple[Any, ...]]]:
    """Cut what waits for a person, and what the person waits for, to the columns of the work list's union."""
    ready = Q(silent=False) | Q(due_on__lt=timezone.localdate(now))
    own = asked_of(person)
    return [
        row(own.filter(round__purpose=InputPurpose.REPORTS), REPORTS, "round__"),
        row(own.filter(round__purpose=InputPurpose.PROPOSALS), PROPOSALS, "round__"),
        row(run_by(person).filter(ready), CONCLUDE),
        row(run_by(person).exclude(ready), WAITING),
    ]


def row(rows: QuerySet[Any], kind: str, where: str = "") -> QuerySet[Any, tuple[Any, ...]]:
    empty = Value("", CharField())
    return rows.order_by().values_list(
        Value(kind, CharField()),
        F("pk"),
        Cast(F(f"{where}year"), TextField()),
        Cast(F(f"{where}plan__title"), CharField()),
        F("due_on"),
        empty,
        empty,
    )


def awaited(person: Person, now: dt.datetime) -> list[QuerySet[Any, tuple[Any, ...]]]:
    """Name the kinds of what waits for a person, a row for each thing, for counting."""
    ready = Q(silent=False) | Q(due_on__lt=timezone.localdate(now))
    rows = (asked_of(person), run_by(person).filter(ready))
    return [one.order_by().values_list(Value(REPORTS, CharField())) for one in rows]
