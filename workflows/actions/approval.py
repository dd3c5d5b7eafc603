"""An edition goes to the councils, is adopted or refused, comes into force."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.actions import comment as comments
from documents.actions import confirmation as confirmations
from documents.enums import ConfirmationKind
from people import journal, post
from people.errors import Blocked, Blocker, Refused
from people.models import Person
from workflows import letters
from workflows.actions import edition as editions
from workflows.actions import move, plan_life
from workflows.enums import OPEN_OUTCOMES, DecisionRule, Deed, EditionKind, EditionState, StepKind
from workflows.guards.decision import binding
from workflows.models import Decision, Edition, Plan
from workflows.queries.bodies import asked_of, own_territories
from workflows.queries.validity import replaces


@transaction.atomic
def submit_for_approval(
    *, edition: Edition, by: Person, now: dt.datetime, due_on: dt.date | None = None, note: str = ""
) -> Edition:
    """Freeze the text and ask every council of the path to decide; the submitter is asked to release it."""
    edition = move.locked(edition)
    move.permit(edition, Deed.SUBMIT_FOR_APPROVAL, now)
    editions.end_questions(edition, now=now)
    version = move.freeze(edition, Deed.SUBMIT_FOR_APPROVAL, by=by, now=now, note=note)
    ask_councils(edition, version.pk, now)
    edition.due_on = due_on
    move.carry_out(edition, Deed.SUBMIT_FOR_APPROVAL, by=by, now=now, data={"version": version.number})
    Plan.objects.filter(pk=edition.plan_id).update(has_public_edition=True)
    # From here on results of comments no longer change, so their authors may be told.
    assert edition.document is not None  # noqa: S101 - every edition is started with a document
    comments.answer_authors(document=edition.document, by=by, now=now)
    if edition.submitter is not None:
        confirmations.ask(
            version=version,
            kind=ConfirmationKind.RELEASE,
            person=edition.submitter,
            capacity=_("předkladatel/ka"),
            due_on=due_on,
            by=by,
            now=now,
        )
    return edition


def ask_councils(edition: Edition, version: int, now: dt.datetime) -> None:
    """Write down every decision that the path wants, each of its body and territory.

    Raises Blocked when the path wants a decision and there is no body to give it.
    """
    edition.decisions.update(is_ended=True)
    steps = list(edition.path.steps.filter(kind=StepKind.DECISION))
    found = asked_of(edition, steps, timezone.localdate(now))
    if not found:
        text = _("Schvalovací postup nemá na tomto území žádný orgán, který by rozhodl.")
        raise Blocked([Blocker("no_council", text)])
    own = {territory.pk for territory in own_territories(edition.plan)}
    others_are_informed = edition.path.decision_rule == DecisionRule.OWNER
    Decision.objects.bulk_create(
        Decision(
            plan_id=edition.plan_id,
            edition=edition,
            body=asked.body,
            body_name="" if asked.body else f"{asked.step.get_body_kind_display()} – {asked.territory.name}",
            territory=asked.territory,
            order=asked.step.order,
            required_outcomes=asked.step.required_outcomes,
            is_informative=asked.step.is_informative
            or (others_are_informed and asked.territory.pk not in own),
            version_id=version,
        )
        for asked in found
    )


@transaction.atomic
def set_validity(
    *,
    edition: Edition,
    valid_from: dt.date,
    valid_to: dt.date | None,
    by: Person,
    now: dt.datetime,
) -> Edition:
    """Say from when to when an edition is valid; it may begin before adoption (a plan adopted in March).

    Raises Refused when it ends before it begins, when an action plan would begin only after its year, or
    when the edition is in force already.
    """
    if valid_to is not None and valid_to < valid_from:
        raise Refused(_("Platnost nemůže skončit dřív, než začne."))
    edition = move.locked(edition)
    if edition.kind == EditionKind.ACTION_PLAN and edition.year and valid_from.year > edition.year:
        raise Refused(_("Akční plán nemůže začít platit až po skončení svého roku."))
    if edition.state in (EditionState.EFFECTIVE, EditionState.SUPERSEDED, EditionState.WITHDRAWN):
        raise Refused(_("Platnost tohoto znění už nelze změnit."))
    edition.valid_from, edition.valid_to = valid_from, valid_to
    edition.revision += 1
    edition.save(update_fields=["valid_from", "valid_to", "revision"])
    data = {"valid_from": valid_from, "valid_to": valid_to}
    journal.record(edition, "edition.validity_set", by=by, at=now, data=data)
    return edition


@transaction.atomic
def adopt(*, edition: Edition, by: Person, now: dt.datetime) -> Edition:
    """Close the approval as adopted on the day of the last binding decision; publishing becomes a duty."""
    edition = move.locked_among(edition)
    facts = move.permit(edition, Deed.ADOPT, now)
    days = [d.decided_on for d in binding(facts) if d.decided_on and d.is_met]
    edition.adopted_on = max(days) if days else timezone.localdate(now)
    edition.publish_by = edition.adopted_on + dt.timedelta(days=edition.path.publish_days)
    edition.due_on = edition.publish_by
    if edition.kind == EditionKind.EVALUATION and edition.valid_from is None:
        edition.valid_from = edition.adopted_on  # a council that takes note of it ends the matter
    move.carry_out(edition, Deed.ADOPT, by=by, now=now, data={"adopted_on": edition.adopted_on})
    stop_waiting(edition)
    editions.end_questions(edition, now=now)
    letters.edition_adopted(edition=edition, now=now)
    if edition.valid_from is not None and edition.valid_from <= timezone.localdate(now):
        bring_into_force(edition, by=by, now=now)
    return edition


@transaction.atomic
def reject(*, edition: Edition, reason: str, by: Person, now: dt.datetime) -> Edition:
    """Close the approval as refused; the text may still be reworked."""
    if not reason.strip():
        raise Refused(_("Napište, proč plán nebyl schválen."))
    edition = move.locked(edition)
    move.permit(edition, Deed.REJECT, now)
    stop_waiting(edition)
    move.carry_out(edition, Deed.REJECT, by=by, now=now, reason=reason)
    editions.end_questions(edition, now=now)
    post.drop(edition, now)
    return edition


def stop_waiting(edition: Edition) -> None:
    """End the waiting for councils that have not decided, or put it off; what was decided stays binding."""
    edition.decisions.filter(outcome__in=["", *OPEN_OUTCOMES]).update(is_ended=True)


@transaction.atomic
def make_effective(*, edition: Edition, by: Person | None, now: dt.datetime) -> Edition:
    """Bring an adopted edition into force on its day; the clock does this by itself."""
    edition = move.locked_among(edition)
    return bring_into_force(edition, by=by, now=now)


def bring_into_force(edition: Edition, *, by: Person | None, now: dt.datetime) -> Edition:
    """Move an edition, locked among the others, and with it the plan; what it replaces ends at once.

    An update replaces the text, a revision its year's plan, an extension nothing. An edition that waited
    for its day while a later one that contains it came into force is replaced in the same breath.
    """
    move.permit(edition, Deed.MAKE_EFFECTIVE, now)
    others = list(edition.plan.editions.filter(state=EditionState.EFFECTIVE).order_by("pk"))
    data: dict[str, object] = {"valid_from": edition.valid_from}
    if later := next((row for row in others if replaces(row, edition)), None):
        data["by"] = later.pk
        move.carry_out(edition, Deed.MAKE_EFFECTIVE, Deed.SUPERSEDE, by=by, now=now, data=data)
        remember(later, edition)
    else:
        for row in (row for row in others if replaces(edition, row)):
            supersede(row, edition, by=by, now=now)
        move.carry_out(edition, Deed.MAKE_EFFECTIVE, by=by, now=now, data=data)
    plan = Plan.objects.select_for_update().get(pk=edition.plan_id)
    plan_life.put_in_force(plan=plan, edition=edition, by=by, now=now)
    return edition


def supersede(old: Edition, new: Edition, *, by: Person | None, now: dt.datetime) -> None:
    """Supersede what was in force by an edition that comes into force now."""
    old = move.locked(old)
    move.permit(old, Deed.SUPERSEDE, now)
    move.carry_out(old, Deed.SUPERSEDE, by=by, now=now, data={"by": new.pk})
    remember(new, old)


def remember(new: Edition, old: Edition) -> None:
    """Write down with an edition the newest one that it replaced."""
    if new.supersedes_id is None or new.supersedes_id < old.pk:
        new.supersedes = old
        new.save(update_fields=["supersedes"])


@transaction.atomic
def publish(*, edition: Edition, published_on: dt.date, url: str, by: Person, now: dt.datetime) -> Edition:
    """Fulfil the duty to publish what was adopted: when and where people find it.

    Raises Refused before adoption, for a day before it, or for a day in the future.
    """
    edition = move.locked(edition)
    if edition.adopted_on is None:
        raise Refused(_("Zveřejnit lze až schválené znění."))
    if published_on < edition.adopted_on:
        raise Refused(_("Zveřejnění nemůže předcházet schválení."))
    if published_on > timezone.localdate(now):
        raise Refused(_("Datum zveřejnění je v budoucnosti, zapište ho, až se to stane."))
    edition.published_on, edition.published_at_url = published_on, url
    edition.due_on = None
    edition.save(update_fields=["published_on", "published_at_url", "due_on"])
    Plan.objects.filter(pk=edition.plan_id).update(has_public_edition=True)
    journal.record(edition, "edition.published", by=by, at=now, data={"published_on": published_on})
    return edition
