"""What becomes of proposals: taken into a text that is being written, or declined with a reason.

Lock order, always: edition → proposal → journal head.
"""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from people import journal
from people.errors import Gone, Refused
from people.models import Person, Territory
from workflows.actions import content
from workflows.actions.content import Cost
from workflows.enums import ProposalOutcome
from workflows.models import Edition, Item, Proposal


def locked(proposal: Proposal) -> Proposal:
    """Lock a proposal and read it again."""
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    parts = ("request__organisation", "request__round", "request__territory")
    return Proposal.objects.select_related(*parts).get(pk=proposal.pk)


def locked_waiting(proposal: Proposal) -> Proposal:
    """Lock a proposal that waits. Raises Gone when it was dealt with meanwhile."""
    found = locked(proposal)
    if found.outcome != ProposalOutcome.OPEN:
        raise Gone
    return found


@transaction.atomic
def take(
    *,
    proposal: Proposal,
    edition: Edition,
    by: Person,
    now: dt.datetime,
    parent: Item | None = None,
    into: Item | None = None,
) -> Item:
    """Put a proposal into a text that is being written: as a new item, or with its money into one there.

    Raises Gone when the text is being judged or the proposal was dealt with, Refused when the item is of
    another text.
    """
    edition = content.writable(edition)
    proposal = locked_waiting(proposal)
    for one in (parent, into):
        if one is not None and one.edition_id != edition.pk:
            raise Refused(_("Tato položka je v jiném znění plánu."))
    if edition.plan_id != proposal.request.round.plan_id:
        raise Refused(_("Návrh patří k jinému plánu."))
    costs = costs_of(proposal)
    item = put_into(into, costs, by, now) if into else add(proposal, edition, parent, costs, by, now)
    settle(proposal, ProposalOutcome.TAKEN, by=by, now=now, item=item)
    return item


def add(
    proposal: Proposal, edition: Edition, parent: Item | None, costs: list[Cost], by: Person, now: dt.datetime
) -> Item:
    """Write a proposal down as a new item, implemented by whoever proposed it."""
    values = {
        "title": proposal.title,
        "description": proposal.text,
        "implementer": proposal.request.organisation,
    }
    return content.add_item(edition=edition, parent=parent, by=by, now=now, values=values, costs=costs)


def put_into(item: Item, costs: list[Cost], by: Person, now: dt.datetime) -> Item:
    """Give an item the proposed money of the year in place of what it had from the same sources."""
    item = content.present(item)
    said = {(one.year, one.source, one.municipality) for one in costs}
    rows = [
        Cost(c.year, c.source, c.amount, c.municipality) for c in item.costs.select_related("municipality")
    ]
    kept = [one for one in rows if (one.year, one.source, one.municipality) not in said]
    return content.write_item(
        item=item,
        values={},
        read_at=item.revision,
        by=by,
        now=now,
        target_groups=list(item.target_groups.all()),
        service_kinds=list(item.service_kinds.all()),
        costs=[*kept, *costs],
        indicators=[
            content.Measure(i.name, i.unit, i.baseline, i.target, i.key) for i in item.indicators.all()
        ],
    )


def costs_of(proposal: Proposal) -> list[Cost]:
    """Return the proposed money as costs of the round's year."""
    places = Territory.objects.in_bulk([row["municipality"] for row in proposal.money if row["municipality"]])
    year = proposal.request.round.year
    return [
        Cost(year, row["source"], Decimal(row["amount"]), places.get(row["municipality"]))
        for row in proposal.money
    ]


@transaction.atomic
def decline(*, proposal: Proposal, reason: str, by: Person, now: dt.datetime) -> Proposal:
    """Leave a proposal out and say why; whoever proposed it reads the reason.

    Raises Refused without a reason, Gone when it was dealt with meanwhile.
    """
    if not reason.strip():
        raise Refused(_("Napište, proč návrh do plánu nezařadíte."))
    proposal = locked_waiting(proposal)
    return settle(proposal, ProposalOutcome.DECLINED, by=by, now=now, reason=reason.strip())


@transaction.atomic
def reopen(*, proposal: Proposal, by: Person, now: dt.datetime) -> Proposal:
    """Let a settled proposal wait again; what it brought into a text stays there until somebody removes it.

    Raises Gone when it waits already.
    """
    proposal = locked(proposal)
    before = proposal.outcome
    if before == ProposalOutcome.OPEN:
        raise Gone(_("O návrhu se už znovu rozhoduje."))
    proposal.outcome, proposal.reason, proposal.item = ProposalOutcome.OPEN, "", None
    proposal.settled_at, proposal.settled_by, proposal.told_at = None, None, None
    proposal.save()
    data = {"request": proposal.request_id, "before": before}
    journal.record(proposal, "proposal.reopened", by=by, at=now, data=data)
    return proposal


def settle(
    proposal: Proposal,
    outcome: ProposalOutcome,
    *,
    by: Person,
    now: dt.datetime,
    reason: str = "",
    item: Item | None = None,
) -> Proposal:
    """Write how a locked proposal ended."""
    proposal.outcome, proposal.reason = outcome, reason
    proposal.item = item.key if item else None
    proposal.settled_at, proposal.settled_by = now, by
    proposal.save()
    data = {"request": proposal.request_id, "outcome": str(outcome), "item": str(item.key) if item else ""}
    personal = {"reason": reason} if reason else None
    journal.record(proposal, f"proposal.{outcome}", by=by, at=now, data=data, personal=personal)
    return proposal
