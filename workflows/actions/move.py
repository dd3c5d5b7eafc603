"""What every move of an edition shares: lock, law, journal, errand, in one transaction.

Lock order, always: edition → viewflow process → journal head. The callers are the deeds of the office;
nothing else changes a state.
"""

import datetime as dt
from typing import Any

from documents.actions import version as versions
from documents.models import Version
from people import journal
from people.errors import Blocked, Gone
from people.models import Person
from workflows import guards
from workflows.enums import Deed
from workflows.flows import errand
from workflows.guards import EditionFacts
from workflows.models import Edition
from workflows.queries.evaluation_tables import sections_of
from workflows.queries.snapshot import snapshot_of


def locked(edition: Edition) -> Edition:
    """Lock the edition before anything else, then load what its guards and letters read."""
    row = Edition.objects.locked(edition.pk)
    return Edition.objects.select_related("plan__territory__owner__territory", "path", "document").get(
        pk=row.pk
    )


def permit(edition: Edition, deed: Deed, now: dt.datetime) -> EditionFacts:
    """Return the facts if the law and the guards allow a move now.

    Raises Gone when the edition has left the state in which the person saw it, Blocked when something
    is missing; the page, the job and this refusal name the same things.
    """
    if deed not in guards.moves(edition):
        raise Gone
    facts = guards.facts(edition, now)
    if missing := guards.blockers(facts, deed):
        raise Blocked(missing)
    return facts


def carry_out(
    edition: Edition,
    deed: Deed,
    *,
    by: Person | None,
    now: dt.datetime,
    data: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Move the law of a locked and permitted edition, journal it and let the errand follow.

    What the coordinator was asked is fulfilled by the move, what else was asked is cancelled, and whom
    the new state asks is asked.
    """
    before = edition.state
    getattr(edition, deed.value)()
    edition.revision += 1
    if edition.state != before:
        edition.state_since = now
    edition.save()
    words = {"from": before, "to": edition.state, **(data or {})}
    personal = {"reason": reason} if reason else None
    journal.record(edition, f"edition.{deed.value}", by=by, at=now, data=words, personal=personal)
    if edition.state != before:
        if by is not None and deed != Deed.WITHDRAW:
            errand.fulfil(edition, by)
        errand.close_stage(edition)
        errand.open_stage(edition)


def freeze(
    edition: Edition, occasion: str, *, by: Person | None, now: dt.datetime, note: str = ""
) -> Version:
    """Freeze the edition's text as it is, an evaluation with its tables; the same is one version."""
    assert edition.document is not None  # noqa: S101 - every edition is started with a document
    return versions.freeze(
        document=edition.document,
        snapshot=snapshot_of(edition, sections_of(edition)),
        occasion=occasion,
        by=by,
        now=now,
        note=note,
    )
