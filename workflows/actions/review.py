"""Reviewers are named, answer, are excused; their reservations are settled."""

import datetime as dt

from django.core.files.base import File as Upload
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bodies.models import Mandate, Seat
from documents.actions import file as files
from documents.enums import Channel
from people import journal, post
from people.actions import link as links
from people.enums import Side
from people.errors import Gone, Refused
from people.models import Person
from workflows import letters
from workflows.actions import move
from workflows.enums import EditionState, Verdict
from workflows.flows import errand
from workflows.models import Edition, Review
from workflows.models.edition import BEFORE_ADOPTION, WITHDRAWABLE

S = EditionState


@transaction.atomic
def name(
    *,
    edition: Edition,
    person: Person,
    side: Side,
    by: Person,
    now: dt.datetime,
    seat: Seat | None = None,
    capacity: str = "",
) -> Review:
    """Name a reviewer: for the next round, or for the one that runs, in which case they are asked at once.

    Raises Refused when the person is named already, is inactive, or does not hold the seat on the day;
    Gone when no round can come any more.
    """
    edition = move.locked(edition)
    if edition.state not in WITHDRAWABLE:
        raise Gone
    runs = edition.state == S.TRIAD_REVIEW
    number = edition.round if runs else edition.round + 1
    check_nameable(edition, number, person, seat, timezone.localdate(now))
    first = edition.reviews.filter(round=number).first()
    review = edition.reviews.create(
        round=number,
        person=person,
        side=side,
        seat=seat,
        capacity=capacity,
        also_sides=also_sides(person, side, timezone.localdate(now)),
        due_on=edition.due_on if runs else None,
        asked_at=now if runs else None,
        version=first.version if runs and first else None,
    )
    journal.record(edition, "review.named", by=by, at=now, data={"person": person.pk, "side": side})
    if runs:
        # The last answer may already have called the coordinator to decide; the newcomer reopens that.
        errand.ask_one(edition, review)
        letters.review_asked(edition=edition, reviews=[review], by=by, now=now)
    return review


def check_nameable(edition: Edition, number: int, person: Person, seat: Seat | None, day: dt.date) -> None:
    """Refuse somebody who cannot answer in a round, or who is named in it already."""
    if not person.is_active:
        raise Refused(_("%(name)s už v Triádě nepůsobí.") % {"name": person.name})
    if seat is not None:
        require_mandate(seat, person, day)
    if edition.reviews.filter(round=number, person=person).exists():
        raise Refused(_("%(name)s už je mezi těmi, kdo se vyjádří.") % {"name": person.name})


def require_mandate(seat: Seat, person: Person, day: dt.date) -> None:
    """Refuse somebody who does not hold the seat on the day, as a member or a substitute."""
    if not Mandate.objects.on(day).filter(seat=seat, person=person).exists():
        text = _("%(name)s k tomuto dni není v orgánu %(body)s.")
        raise Refused(text % {"name": person.name, "body": seat.body.label})


def also_sides(person: Person, side: Side, day: dt.date) -> str:
    """Write the other sides that a person acts for; roles overlap and readers should know."""
    others = person.mandates.on(day).exclude(seat__side__in=["", side]).values_list("seat__side", flat=True)
    return ", ".join(sorted({str(Side(other).label) for other in others}))


def current(review: Review) -> tuple[Edition, Review]:
    """Lock the edition of a review and read the review again. Raises Gone when it was taken away."""
    edition = move.locked(review.edition)
    found = Review.objects.select_related("person", "seat__body", "edition").filter(pk=review.pk).first()
    if found is None:
        raise Gone
    return edition, found


def open_review(review: Review) -> tuple[Edition, Review]:
    """Lock the edition, read the review again and make sure that it still waits.

    Raises Gone when the round has ended, the edition has moved on, or somebody has answered.
    """
    edition, review = current(review)
    if edition.state != S.TRIAD_REVIEW or review.round != edition.round or not review.is_open:
        raise Gone
    return edition, review


@transaction.atomic
def answer(
    *,
    review: Review,
    verdict: Verdict,
    by: Person,
    now: dt.datetime,
    text: str = "",
    channel: Channel = Channel.FORM,
    evidence: "Upload[bytes] | None" = None,
    evidence_note: str = "",
) -> Review:
    """Record a reviewer's verdict; `by` differs from the reviewer when it is typed in for them.

    Raises Gone when it was answered or the round ended, Refused when a reservation has no text, when the
    reviewer's mandate has ended, or when it is typed in for somebody without saying what proves it.
    """
    edition, review = open_review(review)
    if verdict != Verdict.AGREE and not text.strip():
        raise Refused(_("Napište, v čem výhrada je nebo proč text vracíte."))
    if by.pk != review.person_id and not (evidence or evidence_note.strip()):
        raise Refused(_("Zapisujete za někoho jiného: uveďte, čím je vyjádření doloženo."))
    if review.seat is not None:
        require_mandate(review.seat, review.person, timezone.localdate(now))
    review.verdict, review.text = verdict, text.strip()
    review.answered_at, review.answered_by = now, by
    review.channel, review.evidence_note = channel, evidence_note
    if evidence:
        review.evidence = files.keep(holder=edition, upload=evidence, by=by, now=now)
    review.save()
    journal.record(
        edition,
        "review.answered",
        by=by,
        at=now,
        data={"review": review.pk, "person": review.person_id, "side": review.side, "verdict": verdict},
        personal={"text": review.text} if review.text else None,
    )
    end_review(edition, review, by=by, now=now)
    return review


@transaction.atomic
def excuse(*, review: Review, reason: str, by: Person, now: dt.datetime) -> Review:
    """Excuse a reviewer: the question to them ends as answered, never cancelled, so that the round goes on.

    Before the round starts, the person is simply no longer named.
    """
    edition, review = current(review)
    if review.round == edition.round + 1:
        journal.record(edition, "review.unnamed", by=by, at=now, data={"person": review.person_id})
        review.delete()
        return review
    edition, review = open_review(review)
    if not reason.strip():
        raise Refused(_("Napište, proč se tato osoba nevyjádří."))
    review.is_excused, review.excuse = True, reason.strip()
    review.answered_at, review.answered_by = now, by
    review.save()
    journal.record(
        edition,
        "review.excused",
        by=by,
        at=now,
        data={"review": review.pk, "person": review.person_id},
        personal={"reason": review.excuse},
    )
    end_review(edition, review, by=by, now=now)
    return review


def end_review(edition: Edition, review: Review, *, by: Person, now: dt.datetime) -> None:
    """Finish the errand of an answered review and its queued letters.

    The link of somebody excused is closed; who has answered may still look at what they said.
    """
    errand.finish(errand.task_for(edition, review), by)
    if review.is_excused:
        links.revoke_for(review, now)
    post.drop(review, now)
    if not edition.reviews.filter(round=edition.round, verdict="", is_excused=False).exists():
        letters.triad_answered(edition=edition, now=now)


@transaction.atomic
def settle(*, review: Review, settlement: str, by: Person, now: dt.datetime) -> Review:
    """Write how a reservation was settled; the reviewer is told.

    Raises Refused without a text, Gone when it is settled already or the edition has ended.
    """
    if not settlement.strip():
        raise Refused(_("Napište, jak byla výhrada vypořádána."))
    edition, review = current(review)
    if not review.needs_settlement or edition.state not in BEFORE_ADOPTION:
        raise Gone
    review.settlement, review.settled_at, review.settled_by = settlement.strip(), now, by
    review.save(update_fields=["settlement", "settled_at", "settled_by"])
    journal.record(
        edition,
        "review.settled",
        by=by,
        at=now,
        data={"review": review.pk},
        personal={"settlement": review.settlement},
    )
    letters.reservation_settled(edition=edition, review=review, now=now)
    return review


@transaction.atomic
def reassign(*, review: Review, person: Person, by: Person, now: dt.datetime) -> Review:
    """Ask somebody else instead: the first is excused, the second named on the same side."""
    edition, old = open_review(review)
    reason = _("místo této osoby odpoví %(name)s") % {"name": person.name}
    held = person.mandates.on(timezone.localdate(now)).filter(seat=old.seat_id)
    new = name(
        edition=edition,
        person=person,
        side=Side(old.side),
        seat=old.seat if old.seat and held.exists() else None,
        capacity=old.capacity,
        by=by,
        now=now,
    )
    excuse(review=old, reason=reason, by=by, now=now)
    return new


@transaction.atomic
def name_members(*, edition: Edition, mandates: list[Mandate], by: Person, now: dt.datetime) -> int:
    """Name the holders of seats for the sides of their seats; those named already stay. Return how many."""
    edition = move.locked(edition)
    number = edition.round if edition.state == S.TRIAD_REVIEW else edition.round + 1
    named = set(edition.reviews.filter(round=number).values_list("person_id", flat=True))
    count = 0
    for mandate in mandates:
        if mandate.person_id in named or not mandate.person.is_active:
            continue
        named.add(mandate.person_id)
        name(
            edition=edition,
            person=mandate.person,
            side=Side(mandate.seat.side),
            seat=mandate.seat,
            capacity=mandate.seat.label,
            by=by,
            now=now,
        )
        count += 1
    return count
