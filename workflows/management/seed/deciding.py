"""Steps of a story in which somebody decides: councils, the submitter, the coordinator, the calendar."""

from documents.actions import confirmation as confirmations
from documents.enums import ConfirmationKind, ConfirmationState
from documents.models import Confirmation, Version
from workflows.actions import approval, clock, decision
from workflows.actions import edition as editions
from workflows.enums import Outcome
from workflows.management.seed import sittings
from workflows.management.seed.moments import tale
from workflows.management.seed.story import Step, Story, post_letters_of
from workflows.models import Decision


def start_settlement(story: Story, _step: Step) -> None:
    editions.start_settlement(edition=story.edition, by=story.by, now=story.now)


def return_for_rework(story: Story, step: Step) -> None:
    editions.return_for_rework(edition=story.edition, reason=step["reason"], by=story.by, now=story.now)


def withdraw(story: Story, step: Step) -> None:
    editions.withdraw(edition=story.edition, reason=step["reason"], by=story.by, now=story.now)


def submit_for_approval(story: Story, step: Step) -> None:
    approval.submit_for_approval(
        edition=story.edition,
        due_on=story.cast.moments.day_or_none(step.get("due")),
        note=step.get("note", ""),
        by=story.by,
        now=story.now,
    )


def release(story: Story, step: Step) -> None:
    """Let the submitter release the material, by the link in the letter."""
    held = asked(story, ConfirmationKind.RELEASE, step["person"])
    confirmations.confirm(
        confirmation=held,
        digest=held.digest,
        text=step.get("text", ""),
        by=held.person,
        now=story.now,
    )


def asked(story: Story, kind: ConfirmationKind, person: str) -> Confirmation:
    held = Confirmation.objects.select_related("person").get(
        version__document=story.edition.document,
        kind=kind,
        person=story.person(person),
        state=ConfirmationState.REQUESTED,
    )
    post_letters_of(held)
    return held


def ask_statements(story: Story, step: Step) -> None:
    """Ask departments for a statement, or councillors to take notice of the material."""
    version = Version.objects.filter(document=story.edition.document).latest("number")
    for row in step["people"]:
        confirmations.ask(
            version=version,
            kind=ConfirmationKind(row.get("kind", ConfirmationKind.STATEMENT)),
            person=story.person(row["person"]),
            capacity=row.get("as", ""),
            due_on=story.cast.moments.day_or_none(step.get("due")),
            by=story.by,
            now=story.now,
        )


def state(story: Story, step: Step) -> None:
    """Let somebody who was asked confirm, ask or propose otherwise."""
    held = asked(story, ConfirmationKind(step.get("kind", ConfirmationKind.STATEMENT)), step["person"])
    confirmations.confirm(
        confirmation=held,
        digest=held.digest,
        text=step.get("text", ""),
        question=step.get("question", ""),
        counterproposal=step.get("counterproposal", ""),
        by=held.person,
        now=story.now,
    )
    if "reply" in step:
        confirmations.reply(confirmation=held, text=step["reply"], by=story.by, now=story.now)


def decline(story: Story, step: Step) -> None:
    held = asked(story, ConfirmationKind(step.get("kind", ConfirmationKind.STATEMENT)), step["person"])
    confirmations.decline(confirmation=held, text=step["text"], by=held.person, now=story.now)


def decision_of(story: Story, step: Step) -> Decision:
    """Find an open decision by its body, or by how a body that is not kept here is called."""
    rows = story.edition.decisions.filter(is_ended=False)
    if step["body"] in story.cast.bodies:
        return rows.get(body=story.cast.bodies[step["body"]])
    return rows.get(body=None, body_name__startswith=step["body"])


def decide(story: Story, step: Step) -> None:
    """Record what a council did; its day is "decided", or the day on which it is written down."""
    row = decision_of(story, step)
    day = story.day(step.get("decided") or step["on"])
    decision.record(
        decision=row,
        outcome=Outcome(step["outcome"]),
        decided_on=day,
        number=step.get("number", ""),
        text=step.get("text", ""),
        changes=step.get("changes", ""),
        meeting=row.body.meetings.filter(held_on=day).first() if row.body else None,
        draw_number=step.get("draw", False),
        read_at=row.revision,
        by=story.by,
        now=story.now,
    )


def sit(story: Story, step: Step) -> None:
    """Let a body deal with the edition at a meeting; its output moves the edition."""
    key = step["meeting"]
    sittings.tell(story.cast, key, tale(f"meetings/{key}.json"), story.edition.document)


def add_number(story: Story, step: Step) -> None:
    row = decision_of(story, step)
    decision.add_number(decision=row, number=step["number"], by=story.by, now=story.now)


def freeze_amended(story: Story, step: Step) -> None:
    decision.freeze_amended(decision=decision_of(story, step), by=story.by, now=story.now)


def decide_on_plan(story: Story, step: Step) -> None:
    """Record a decision on the plan itself: its start, its project, its groups."""
    body = story.cast.bodies.get(step["body"])
    decision.record_on_plan(
        plan=story.plan,
        subject=step["subject"],
        outcome=Outcome(step.get("outcome", Outcome.APPROVES)),
        decided_on=story.day(step.get("decided") or step["on"]),
        body=body,
        body_name="" if body else step["body"],
        number=step.get("number", ""),
        text=step.get("text", ""),
        by=story.by,
        now=story.now,
    )


def adopt(story: Story, _step: Step) -> None:
    approval.adopt(edition=story.edition, by=story.by, now=story.now)


def reject(story: Story, step: Step) -> None:
    approval.reject(edition=story.edition, reason=step["reason"], by=story.by, now=story.now)


def set_validity(story: Story, step: Step) -> None:
    approval.set_validity(
        edition=story.edition,
        valid_from=story.day(step["from"]),
        valid_to=story.cast.moments.day_or_none(step.get("to")),
        by=story.by,
        now=story.now,
    )


def sweep(story: Story, _step: Step) -> None:
    """Let the clock do what is due at the moment."""
    clock.sweep(now=story.now)


def publish(story: Story, step: Step) -> None:
    approval.publish(
        edition=story.edition,
        published_on=story.day(step.get("published") or step["on"]),
        url=step.get("url", ""),
        by=story.by,
        now=story.now,
    )


VERBS = {
    verb.__name__: verb
    for verb in (
        start_settlement,
        return_for_rework,
        withdraw,
        submit_for_approval,
        release,
        ask_statements,
        state,
        decline,
        decide,
        sit,
        add_number,
        freeze_amended,
        decide_on_plan,
        adopt,
        reject,
        set_validity,
        sweep,
        publish,
    )
}
