"""What workflows hears from below."""

import datetime as dt
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from bodies.actions import numbering
from bodies.enums import Outcome as Said
from bodies.holders import matters
from bodies.models import Body, Resolution
from bodies.queries.resolution import text_of
from bodies.signals import outcome_coming, resolution_numbered, resolution_recorded
from documents.models import Document
from people.errors import Blocker, Refused
from people.guards import open_work
from people.models import Person
from people.signals import clock_ticked
from workflows.actions import clock, duty_clock, inputs_clock, move, proposal_clock
from workflows.actions import decision as decisions
from workflows.enums import EditionState, Outcome, Verdict
from workflows.models import Decision, Edition, Opinion
from workflows.models.edition import BEFORE_ADOPTION
from workflows.queries.inputs import asked_of
from workflows.queries.work import entry_of, runs, tasks_of

VERDICTS = {Said.AGREE: Verdict.AGREE, Said.RESERVATION: Verdict.RESERVATION, Said.RETURN: Verdict.RETURN}


@receiver(clock_ticked)
def sweep(now: dt.datetime, **_kwargs: Any) -> None:
    """Let the clock do what is due."""
    clock.sweep(now=now)
    duty_clock.sweep(now)
    inputs_clock.sweep(now=now)
    proposal_clock.sweep(now=now)


@open_work
def work_left(person: Person, now: dt.datetime) -> list[Blocker]:  # noqa: ARG001 - the registry's signature
    """Name the plans and questions that would stay without an owner if the person left."""
    running = Edition.objects.filter(runs(person), state__in=BEFORE_ADOPTION).select_related("plan")
    plans = [
        Blocker(
            "runs_plan",
            _("Vede plán „%(plan)s“, určete někoho jiného.") % {"plan": edition.plan.title},
            reverse("plans:people", args=[edition.plan.slug]),
        )
        for edition in running
    ]
    asked = [entry_of(errand, {}) for errand in tasks_of(person) if errand.name == "answer"]
    inputs = [
        Blocker(
            "open_request",
            _("Čeká se na podklady: %(asked)s, určete, kdo odpoví.") % {"asked": request.asked},
            reverse("plans:input-request", args=[request.pk]),
        )
        for request in asked_of(person).select_related("organisation", "territory")
    ]
    reviews = [
        Blocker("open_review", _("Čeká se na vyjádření: %(plan)s.") % {"plan": e.about}, e.url) for e in asked
    ]
    return [*plans, *reviews, *inputs]


@numbering.counted
def decided_numbers(body: Body, year: int) -> set[str]:
    """Return the numbers of decisions typed in by hand for a body; those of its minutes it counts itself."""
    rows = Decision.objects.filter(body=body, number_year=year, resolution=None).exclude(number="")
    return set(rows.values_list("number", flat=True))


@receiver(outcome_coming)
def hold(document: Document, **_kwargs: Any) -> None:
    """Lock the edition before the body draws a number, as the deeds of the edition do."""
    edition = Edition.objects.filter(document=document).first()
    if edition is not None:
        move.locked(edition)


@receiver(resolution_recorded)
def follow(resolution: Resolution, by: Person, now: dt.datetime, **_kwargs: Any) -> None:
    """Record at the edition what a body resolved about it; a refusal takes the body's record back too."""
    edition = Edition.objects.filter(document=resolution.document).first()
    if edition is None:
        raise Refused(not_awaited(resolution))
    edition = move.locked(edition)
    if resolution.outcome in VERDICTS:
        give_opinion(edition, resolution, by, now)
    else:
        decide(edition, resolution, by, now)


def decide(edition: Edition, resolution: Resolution, by: Person, now: dt.datetime) -> None:
    """Record the decision of a body that the approval waits for."""
    rows = edition.decisions.select_related("body", "version").filter(body=resolution.body)
    awaited = next((row for row in rows.order_by("order", "pk") if row.is_open), None)
    if awaited is None or edition.state != EditionState.COUNCIL_APPROVAL:
        raise Refused(not_awaited(resolution))
    check_version(resolution, awaited.version_id, awaited.version.number if awaited.version else 0)
    decisions.record(
        decision=awaited,
        outcome=Outcome(resolution.outcome),
        decided_on=resolution.decided_on,
        number=resolution.number,
        text=text_of(resolution),
        changes=resolution.changes,
        meeting=resolution.meeting,
        resolution=resolution,
        read_at=awaited.revision,
        by=by,
        now=now,
    )


def give_opinion(edition: Edition, resolution: Resolution, by: Person, now: dt.datetime) -> None:
    """Record the opinion of a body that the path wants."""
    rows = edition.opinions.filter(body=resolution.body, verdict="").order_by("order", "pk")
    awaited = rows.first()
    if awaited is None or edition.state not in BEFORE_ADOPTION:
        raise Refused(not_awaited(resolution))
    last = matters().current_version(resolution.document) if resolution.document else None
    check_version(resolution, last.pk if last else None, last.number if last else 0)
    decisions.give_opinion(
        opinion=awaited,
        verdict=VERDICTS[Said(resolution.outcome)],
        given_on=resolution.decided_on,
        text=text_of(resolution),
        reference=resolution.number,
        resolution=resolution,
        by=by,
        now=now,
    )


def not_awaited(resolution: Resolution) -> str:
    text = _(
        "Znění teď na rozhodnutí ani stanovisko orgánu %(body)s nečeká. Zrušte volbu „propsat do schvalování "
        "plánu“ a výstup zapište bez ní, nebo nejdřív posuňte plán."
    )
    return text % {"body": resolution.body.label}


def check_version(resolution: Resolution, wanted: int | None, number: int) -> None:
    """Refuse what a body said of another version than the one that waits for it."""
    if wanted is None or resolution.version is None or resolution.version_id == wanted:
        return
    text = _(
        "Orgán jednal o verzi %(said)d, ale čeká se na vyjádření k verzi %(wanted)d. Opravte verzi u bodu "
        "programu, nebo zrušte volbu „propsat do schvalování plánu“."
    )
    raise Refused(text % {"said": resolution.version.number, "wanted": number})


@receiver(resolution_numbered)
def number(resolution: Resolution, by: Person, now: dt.datetime, **_kwargs: Any) -> None:
    """Carry a number given later over to the decision or the opinion that came of the output."""
    for decision in Decision.objects.filter(resolution=resolution).select_related("edition"):
        decisions.add_number(decision=decision, number=resolution.number, by=by, now=now)
    for opinion in Opinion.objects.filter(resolution=resolution).select_related("edition"):
        decisions.quote_number(opinion=opinion, number=resolution.number, by=by, now=now)
