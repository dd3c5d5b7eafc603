"""Steps of a story in which somebody is asked: the triad, bodies, the public."""

from typing import Any

from bodies.models import Seat
from documents.actions import comment as comments
from documents.actions import consultation as windows
from documents.enums import Channel, CommentState, Nature
from documents.models import Comment, Consultation, Hearing
from people.enums import Side
from workflows.actions import clock, consultation, decision, review
from workflows.actions import edition as editions
from workflows.enums import Verdict
from workflows.management.seed.story import Step, Story, post_letters_of
from workflows.models import Review


def name(story: Story, step: Step) -> None:
    """Name reviewers: [person, side] with what they speak for and the body that they sit in."""
    for row in step["people"]:
        person = story.person(row["person"])
        seat: Seat | None = None
        if "body" in row:
            seat = story.cast.seat_of(person, row["body"], story.now.date())
        review.name(
            edition=story.edition,
            person=person,
            side=Side(row["side"]),
            seat=seat,
            capacity=row.get("for", ""),
            by=story.by,
            now=story.now,
        )


def submit_to_triad(story: Story, step: Step) -> None:
    editions.submit_to_triad(
        edition=story.edition,
        due_on=story.day(step["due"]),
        note=step.get("note", ""),
        by=story.by,
        now=story.now,
    )


def review_of(story: Story, key: str) -> Review:
    story.read_again()
    found: Review = story.edition.reviews.select_related("edition", "person").get(
        round=story.edition.round, person=story.person(key)
    )
    return found


def answer(story: Story, step: Step) -> None:
    """Answer as a reviewer, or write the answer down for one with what proves it."""
    row = review_of(story, step["person"])
    post_letters_of(row)
    review.answer(
        review=row,
        verdict=Verdict(step.get("verdict", Verdict.AGREE)),
        text=step.get("text", ""),
        channel=Channel(step.get("channel", Channel.FORM)),
        evidence_note=step.get("evidence", ""),
        by=story.person(step.get("by") or step["person"]),
        now=story.now,
    )


def agree(story: Story, step: Step) -> None:
    """Let everybody who is still asked agree, one after another."""
    story.read_again()
    for row in list(story.edition.reviews.filter(round=story.edition.round, answered_at=None)):
        post_letters_of(row)
        review.answer(
            review=row,
            verdict=Verdict.AGREE,
            text=step.get("text", ""),
            by=row.person,
            now=story.now,
        )


def excuse(story: Story, step: Step) -> None:
    row = review_of(story, step["person"])
    post_letters_of(row)
    review.excuse(review=row, reason=step["reason"], by=story.by, now=story.now)


def reassign(story: Story, step: Step) -> None:
    row = review_of(story, step["person"])
    post_letters_of(row)
    review.reassign(review=row, person=story.person(step["to"]), by=story.by, now=story.now)


def settle_review(story: Story, step: Step) -> None:
    row = review_of(story, step["person"])
    review.settle(review=row, settlement=step["text"], by=story.by, now=story.now)


def remind(story: Story, step: Step) -> None:
    clock.remind_again(review=review_of(story, step["person"]), by=story.by, now=story.now)


def opinion(story: Story, step: Step) -> None:
    """Record the stanovisko of a body from its minutes."""
    row = story.edition.opinions.get(body=story.cast.bodies[step["body"]], verdict="")
    decision.give_opinion(
        opinion=row,
        verdict=Verdict(step.get("verdict", Verdict.AGREE)),
        given_on=story.day(step["given_on"]),
        text=step.get("text", ""),
        reference=step.get("reference", ""),
        by=story.by,
        now=story.now,
    )


def open_consultation(story: Story, step: Step) -> None:
    consultation.open_consultation(
        edition=story.edition,
        opens_on=story.day(step["opens"]),
        closes_on=story.day(step["closes"]),
        answer_by=story.cast.moments.day_or_none(step.get("answer_by")),
        lead=step.get("lead", ""),
        address=step.get("address", ""),
        note=step.get("note", ""),
        by=story.by,
        now=story.now,
    )


def window_of(story: Story) -> Consultation:
    """Return the last window of the edition."""
    return Consultation.objects.filter(document=story.edition.document).order_by("number").latest("number")


def extend(story: Story, step: Step) -> None:
    consultation.extend(
        edition=story.edition, closes_on=story.day(step["closes"]), by=story.by, now=story.now
    )


def plan_hearing(story: Story, step: Step) -> None:
    windows.plan_hearing(
        consultation=window_of(story),
        starts_at=story.cast.moments.at(step["starts"]),
        place=step["place"],
        access=step.get("access", ""),
        announced_on=story.now.date(),
        by=story.by,
        now=story.now,
    )


def hold_hearing(story: Story, step: Step) -> None:
    hearing = Hearing.objects.get(consultation=window_of(story), held_at=None, cancelled_at=None)
    windows.record_hearing(
        hearing=hearing,
        attendance=step["attendance"],
        record=step["record"],
        read_at=hearing.revision,
        by=story.by,
        now=story.now,
    )


def comment(story: Story, step: Step) -> None:
    """Send a comment by the public form, or write down one that came another way."""
    window = window_of(story)
    channel = Channel(step.get("channel", Channel.FORM))
    key, label = part_of(window, step.get("about", ""))
    said: dict[str, Any] = {
        "text": step["text"],
        "part_key": key,
        "part_label": label,
        "author_kind": step.get("as", ""),
        "author_name": step.get("name", ""),
        "organisation_name": step.get("organisation", ""),
        "email": step.get("email", ""),
        "may_publish_name": step.get("publish_name", False),
        "proposed_change": step.get("change", ""),
    }
    if channel == Channel.FORM:
        comments.submit(consultation=window, now=story.now, **said)
        return
    comments.record(
        document=window.document,
        version=window.version,
        consultation=window,
        channel=channel,
        received_on=story.day(step.get("received") or step["on"]),
        nature=Nature(step.get("nature", Nature.SUBSTANTIVE)),
        reference=step.get("reference", ""),
        by=story.by,
        now=story.now,
        **said,
    )


def part_of(window: Consultation, about: str) -> tuple[str, str]:
    """Find the part of the consulted text that a comment is about, by number or key; or the whole plan."""
    for section in window.version.snapshot["sections"]:
        if about and about in (section["number"], section["key"]):
            return section["key"], f"{section['number']} {section['title']}".strip()
    return "", "Celý plán"


def comment_of(story: Story, number: int) -> Comment:
    return Comment.objects.get(document=story.edition.document, number=number)


def confirm_email(story: Story, step: Step) -> None:
    row = comment_of(story, step["number"])
    post_letters_of(row)
    comments.confirm_email(comment=row, now=story.now)


def moderate(story: Story, step: Step) -> None:
    """Show the comments with the listed numbers, or hide them with a reason."""
    for number in step["numbers"]:
        comments.moderate(
            comment=comment_of(story, number),
            shown="reason" not in step,
            reason=step.get("reason", ""),
            by=story.by,
            now=story.now,
        )


def propose(story: Story, step: Step) -> None:
    row = comment_of(story, step["number"])
    state = CommentState(step["state"])
    comments.propose(
        comment=row, state=state, reason=step["reason"], read_at=row.revision, by=story.by, now=story.now
    )


def settle(story: Story, step: Step) -> None:
    row = comment_of(story, step["number"])
    state = CommentState(step["state"])
    comments.settle(
        comment=row, state=state, reason=step["reason"], read_at=row.revision, by=story.by, now=story.now
    )


def answer_authors(story: Story, _step: Step) -> None:
    assert story.edition.document is not None  # noqa: S101 - every edition is started with a document
    comments.answer_authors(document=story.edition.document, by=story.by, now=story.now)


def close_consultation(story: Story, _step: Step) -> None:
    """Let the clock end the window, as it does by itself on the next day."""
    consultation.close(edition=story.edition, by=None, now=story.now)


VERBS = {
    verb.__name__: verb
    for verb in (
        name,
        submit_to_triad,
        answer,
        agree,
        excuse,
        reassign,
        settle_review,
        remind,
        opinion,
        open_consultation,
        extend,
        plan_hearing,
        hold_hearing,
        comment,
        confirm_email,
        moderate,
        propose,
        settle,
        answer_authors,
        close_consultation,
    )
}
