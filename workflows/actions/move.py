"""What every move of an edition shares: lock, law, journal, errand, in one transaction.

Lock order, always: edition (of several, the oldest first) → viewflow process → journal head. The callers
are the deeds of the office; nothing else changes a state.
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


def locked_among(edition: Edition) -> Edition:
    """Lock an edition with all others of its plan: two that come into force at once see each other."""
    Edition.objects.locked_of(Edition.objects.values_list("plan", flat=True).get(pk=edition.pk))
    return locked(edition)


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
    *deeds: Deed,
    by: Person | None,
    now: dt.datetime,
    data: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Move the law of a locked and permitted edition, journal it and let the errand follow.

    Several deeds are done in one breath: nobody ever meets the states between them. What the coordinator
    was asked is fulfilled by the move, what else was asked is cancelled, and whom the new state asks is
    asked.
    """
    before = edition.state
    passed = [before, *(moved(edition, deed) for deed in deeds)]
    edition.revision += 1
    if edition.state != before:
        edition.state_since = now
    edition.save()
    personal = {"reason": reason} if reason else None
    for deed, left, reached in zip(deeds, passed, passed[1:], strict=False):
        words = {"from": left, "to": reached, **(data or {})}
        journal.record(edition, f"edition.{deed.value}", by=by, at=now, data=words, personal=personal)
    if edition.state != before:
        if by is not None and Deed.WITHDRAW not in deeds:
            errand.fulfil(edition, by)
        errand.close_stage(edition)
        errand.open_stage(edition)


def moved(edition: Edition, deed: Deed) -> str:
    """Make one move of the law; return the state that it led to."""
    getattr(edition, deed.value)()
    return str(edition.state)


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
