"""Decisions of councils and opinions of bodies are recorded."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bodies.actions import numbering
from bodies.models import Body, Meeting, Resolution
from documents.models import File
from people import journal
from people.errors import Blocked, Gone, Refused, Stale
from people.models import Person, Territory
from workflows import guards
from workflows.actions import edition as editions
from workflows.actions import move
from workflows.enums import OPEN_OUTCOMES, DecisionRule, Deed, EditionState, Outcome, Verdict
from workflows.flows import errand
from workflows.guards.decision import earlier_bodies_have_decided
from workflows.models import Decision, Edition, Opinion, Plan
from workflows.models.edition import BEFORE_ADOPTION


@transaction.atomic
def record(
    *,
    decision: Decision,
    outcome: Outcome,
    decided_on: dt.date,
    by: Person,
    now: dt.datetime,
    read_at: int,
    number: str = "",
    text: str = "",
    changes: str = "",
    meeting: Meeting | None = None,
    file: File | None = None,
    draw_number: bool = False,
    resolution: Resolution | None = None,
) -> Decision:
    """Record what a council did with an edition; `resolution` is the output of its minutes, if it meets here.

    A postponed matter, or one without majority, stays asked: the same errand waits for the next session.
    A returned one sends the edition back to drafting in the same transaction.

    Raises Refused for a day in the future, for changes that are not listed, for a number already used;
    Blocked when an earlier body has not decided; Stale when somebody else wrote meanwhile; Gone when
    the body has decided.
    """
    edition, row = open_decision(decision)
    facts = move.permit(edition, Deed.RECORD_DECISION, now)
    if row.revision != read_at:
        raise Stale(yours=text, current=row.text)
    if missing := earlier_bodies_have_decided(facts, row):
        raise Blocked(missing)
    check(outcome, decided_on, changes, timezone.localdate(now))
    if draw_number and not number and row.body is not None:
        number = numbering.draw(body=row.body, day=decided_on)
    row.outcome, row.decided_on, row.text, row.changes = outcome, decided_on, text.strip(), changes.strip()
    row.number, row.number_year = number.strip(), decided_on.year if number.strip() else None
    row.meeting, row.file, row.resolution = meeting, file, resolution
    write(row, by=by, now=now)
    follow(edition, row, rule=facts.path.decision_rule, by=by, now=now)
    return row


def open_decision(decision: Decision) -> tuple[Edition, Decision]:
    """Lock the edition, read the decision again and make sure that it is still expected."""
    if decision.edition is None:
        raise Gone
    edition = move.locked(decision.edition)
    row = edition.decisions.select_related("body").filter(pk=decision.pk).first()
    if row is None or not row.is_open:
        raise Gone
    return edition, row


def follow(edition: Edition, row: Decision, *, rule: str, by: Person, now: dt.datetime) -> None:
    """Journal a decision and do what it leads to: rework, or the end of the errand that asked for it."""
    data = {name: getattr(row, name) for name in ("outcome", "decided_on", "number")}
    data = {"decision": row.pk, "body": row.body_id, "resolution": row.resolution_id, **data}
    move.carry_out(edition, Deed.RECORD_DECISION, by=by, now=now, data=data)
    if row.outcome == Outcome.RETURNS and rule != DecisionRule.EACH:
        editions.rework(edition, reason=row.text or _("vráceno k dopracování"), by=by, now=now)
    elif row.outcome not in OPEN_OUTCOMES:
        errand.finish(errand.task_for(edition, row), by)


def check(outcome: Outcome, decided_on: dt.date, changes: str, today: dt.date) -> None:
    """Refuse what cannot have happened."""
    if decided_on > today:
        raise Refused(_("Datum rozhodnutí je v budoucnosti."))
    if outcome == Outcome.APPROVES_WITH_CHANGES and not changes.strip():
        raise Refused(_("Vypište úpravy, se kterými orgán plán schválil."))


def write(row: Decision, *, by: Person, now: dt.datetime) -> None:
    """Save a decision; the database knows whether its number was used, whoever was faster.

    Raises Refused when the body has used the number in the year.
    """
    row.recorded_at, row.recorded_by = now, by
    row.revision += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "decision_number_once" not in str(error) and "number" not in str(error):
            raise
        raise Refused(
            _("Číslo %(number)s už tento orgán v tomto roce použil.") % {"number": row.number}
        ) from error


@transaction.atomic
def add_number(*, decision: Decision, number: str, by: Person, now: dt.datetime) -> Decision:
    """Type in later the number of a decision already recorded (the office's own system issues it).

    Raises Refused when nothing was recorded, when the number is used, or when the body's own minutes, which
    the decision came from, have another one.
    """
    if decision.edition is not None:
        move.locked(decision.edition)
    row = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("edition", "plan", "resolution")
        .get(pk=decision.pk)
    )
    if not row.outcome or row.decided_on is None or not number.strip():
        raise Refused(_("Číslo lze doplnit jen k zapsanému rozhodnutí."))
    if row.resolution is not None and row.resolution.number != number.strip():
        raise Refused(_("Rozhodnutí je zapsané z jednání orgánu: číslo doplňte u jeho usnesení."))
    before = row.number
    row.number, row.number_year = number.strip(), row.decided_on.year
    write(row, by=by, now=now)
    subject = row.edition or row.plan
    data = {"decision": row.pk, "from": before, "to": row.number}
    journal.record(subject, "decision.numbered", by=by, at=now, data=data)
    return row


@transaction.atomic
def freeze_amended(*, decision: Decision, by: Person, now: dt.datetime) -> Decision:
    """Freeze the text as the council approved it with changes; the version carries the list of changes.

    Raises Gone when no such text is awaited, Refused when nothing was changed.
    """
    if decision.edition is None:
        raise Gone
    edition = move.locked(decision.edition)
    row = Decision.objects.select_related("version").get(pk=decision.pk)
    if edition.state != EditionState.COUNCIL_APPROVAL or not row.awaits_amended_text:
        raise Gone
    version = move.freeze(edition, "approved_with_changes", by=by, now=now, note=row.changes[:500])
    if version.pk == row.version_id:
        raise Refused(
            _("V textu zatím není žádná změna proti předložené verzi; zapracujte schválené úpravy.")
        )
    row.adopted_version = version
    row.save(update_fields=["adopted_version"])
    data = {"decision": row.pk, "version": version.number}
    journal.record(edition, "decision.amended_text", by=by, at=now, data=data)
    return row


@transaction.atomic
def record_on_plan(
    *,
    plan: Plan,
    subject: str,
    outcome: Outcome,
    decided_on: dt.date,
    by: Person,
    now: dt.datetime,
    body: Body | None = None,
    body_name: str = "",
    territory: Territory | None = None,
    number: str = "",
    text: str = "",
) -> Decision:
    """Record a decision on the plan itself: start, project and grant, groups set up, end."""
    check(outcome, decided_on, "-", timezone.localdate(now))
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    row = Decision(
        plan=plan,
        body=body,
        body_name=body_name,
        territory=territory or plan.territory,
        subject=subject,
        outcome=outcome,
        decided_on=decided_on,
        number=number,
        number_year=decided_on.year if number else None,
        text=text,
    )
    write(row, by=by, now=now)
    data = {"decision": row.pk, "outcome": outcome, "decided_on": decided_on, "number": number}
    journal.record(plan, "plan.decision", by=by, at=now, data=data, personal={"subject": subject})
    return row


@transaction.atomic
def give_opinion(
    *,
    opinion: Opinion,
    verdict: Verdict,
    given_on: dt.date,
    by: Person,
    now: dt.datetime,
    text: str = "",
    reference: str = "",
    file: File | None = None,
    resolution: Resolution | None = None,
) -> Opinion:
    """Record a body's stanovisko from its minutes; `resolution` is its output when the body meets here.

    Raises Refused for a day in the future or a return without a text, Gone when it was given or when
    nobody waits for it any more.
    """
    if given_on > timezone.localdate(now):
        raise Refused(_("Datum stanoviska je v budoucnosti."))
    if verdict != Verdict.AGREE and not text.strip():
        raise Refused(_("Napište, v čem výhrada je nebo proč orgán text vrací."))
    edition = move.locked(opinion.edition)
    row = Opinion.objects.get(pk=opinion.pk)
    if row.verdict or edition.state not in BEFORE_ADOPTION:
        raise Gone
    row.verdict, row.given_on, row.text, row.reference = verdict, given_on, text.strip(), reference.strip()
    row.evidence, row.recorded_at, row.recorded_by = file, now, by
    row.version = guards.facts(edition, now).version
    row.resolution, row.meeting = resolution, resolution.meeting if resolution else None
    row.save()
    data = {"body": row.body_id, "verdict": verdict, "given_on": given_on, "resolution": row.resolution_id}
    personal = {"text": row.text} if row.text else None
    journal.record(edition, "opinion.given", by=by, at=now, data=data, personal=personal)
    return row


@transaction.atomic
def quote_number(*, opinion: Opinion, number: str, by: Person, now: dt.datetime) -> Opinion:
    """Add to an opinion the number that its output in the body's minutes was given later."""
    edition = move.locked(opinion.edition)
    row = Opinion.objects.get(pk=opinion.pk)
    row.reference = number
    row.save(update_fields=["reference"])
    data = {"body": row.body_id, "number": number}
    journal.record(edition, "opinion.numbered", by=by, at=now, data=data)
    return row
