"""An edition is started, handed to the triad, sent back, withdrawn."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.actions import confirmation as confirmations
from documents.actions import consultation as consultations
from documents.models import Consultation, Document, Hearing
from people import journal, post
from people.actions import link as links
from people.enums import TerritoryKind
from people.errors import Refused
from people.models import Person
from workflows import letters
from workflows.actions import move, plan_life
from workflows.actions.copying import copy_content
from workflows.enums import Deed, EditionKind, EditionState, StepKind, Verdict
from workflows.flows import errand
from workflows.guards.start import first_days, start_blockers, years_of
from workflows.models import ApprovalPath, Edition, Opinion, Plan, Review, TextPart
from workflows.queries.bodies import asked_of
from workflows.queries.validity import APPROVED, base_of

# § 39a (1) of Decree 505/2006 Sb.: five parts that a region's plan always has; a template elsewhere.
PARTS = (
    ("popisna", "Popisná část"),
    ("analyticka", "Analytická část"),
    ("vyhodnoceni", "Vyhodnocení předchozího plánu"),
    ("strategicka", "Strategická část"),
    ("sit", "Způsob zajištění sítě sociálních služeb"),
)
PARTS_SOURCE = "§ 39a odst. 1 vyhlášky č. 505/2006 Sb."
# An evaluation has chapters of its own: it is made with the three sides, so it says how they took part.
EVALUATION_PARTS = (
    ("postup", "Jak vyhodnocení vznikalo", ""),
    (
        "triada",
        "Jak se podíleli zástupci obcí, poskytovatelů a uživatelů",
        "§ 95 písm. e) zákona č. 108/2006 Sb.",
    ),
    ("vyhodnoceni", "Vyhodnocení plnění", ""),
    ("financovani", "Financování", ""),
    ("zavery", "Závěry a doporučení", ""),
)


@transaction.atomic
def start(
    *,
    plan: Plan,
    kind: EditionKind,
    path: ApprovalPath,
    by: Person,
    now: dt.datetime,
    year: int | None = None,
    submitter: Person | None = None,
    based_on: Edition | None = None,
    keys: Collection[UUID] | None = None,
) -> Edition:
    """Start an edition of a plan: its document, chapters, the opinions its path wants, the first errand.

    It begins as a copy of what is approved already: an update of the plan's text, a revision of the one
    before it, the first action plan of a year of the plan's items with that year's money. `keys` choose
    the items that come along (those above them come too), `based_on` another edition to start from.
    Raises Refused for an edition that the plan cannot have, see guards.start.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    editions = list(plan.editions.all())
    if missing := start_blockers(plan, editions, kind, year):
        raise Refused(missing[0].message)
    base = based_on or base_of(editions, kind, year)
    edition = Edition(plan=plan, kind=kind, year=year, path=path, submitter=submitter, based_on=base)
    found(edition, editions, now)
    is_original = kind == EditionKind.ORIGINAL
    add_parts(edition, is_required=is_original and plan.territory.kind == TerritoryKind.REGION)
    ask_opinions(edition, timezone.localdate(now))
    journal.record(edition, "edition.started", by=by, at=now, data={"kind": kind, "path": path.code})
    take_over(edition, keys, by=by, now=now)
    errand.open_stage(edition)
    if kind == EditionKind.EVALUATION and year is None:
        plan_life.start_evaluation(plan=plan, edition=edition, by=by, now=now)
    return edition


def found(edition: Edition, others: list[Edition], now: dt.datetime) -> None:
    """Write down a new edition with its number, the validity it begins with and its document."""
    same = [e for e in others if (e.kind, e.year) == (edition.kind, edition.year)]
    is_first = not any(e.state in APPROVED for e in same)
    alive = [e.number for e in same if e.state != EditionState.WITHDRAWN]
    edition.number = max(alive, default=0) + 1
    edition.valid_from, edition.valid_to = first_days(
        edition.plan, edition.kind, edition.year, is_first=is_first
    )
    edition.state_since = edition.created_at = now
    edition.save()
    title = f"{edition.plan.title} – {edition.label}"
    edition.document = Document.objects.create(
        holder_kind=Edition.journal_kind, holder_id=edition.pk, title=title
    )
    edition.save(update_fields=["document"])


def take_over(edition: Edition, keys: Collection[UUID] | None, *, by: Person, now: dt.datetime) -> None:
    """Fill a new edition from the one that it is based on, with money of its own years only.

    A year's first plan has the money of that year, the next generation that of its period.
    """
    base = edition.based_on
    if base is None:
        return
    years: Collection[int] | None = None
    if base.plan_id != edition.plan_id:
        years = years_of(edition.plan, [])
    elif edition.kind == EditionKind.ACTION_PLAN and base.kind != edition.kind and edition.year:
        years = {edition.year}
    if years is not None and keys is None:
        # The chapters of the plan say what is so for all its years; these have their own.
        keys = set(base.items.values_list("key", flat=True))
    copy_content(source=base, target=edition, keys=keys, years=years, by=by, now=now)


def add_parts(edition: Edition, *, is_required: bool) -> None:
    """Give a new edition its chapters; those of an evaluation that a rule asks for are required."""
    if edition.kind == EditionKind.EVALUATION:
        TextPart.objects.bulk_create(
            TextPart(
                edition=edition, key=key, title=title, order=order, is_required=bool(source), source=source
            )
            for order, (key, title, source) in enumerate(EVALUATION_PARTS)
        )
        return
    source = PARTS_SOURCE if is_required else ""
    TextPart.objects.bulk_create(
        TextPart(edition=edition, key=key, title=title, order=order, is_required=is_required, source=source)
        for order, (key, title) in enumerate(PARTS)
    )


def ask_opinions(edition: Edition, day: dt.date) -> None:
    """Write down whose opinion the path wants before which move."""
    steps = list(edition.path.steps.filter(kind=StepKind.OPINION))
    Opinion.objects.bulk_create(
        Opinion(edition=edition, body=asked.body, before=asked.step.before, order=asked.step.order)
        for asked in asked_of(edition, steps, day)
        if asked.body is not None
    )


@transaction.atomic
def submit_to_triad(
    *, edition: Edition, due_on: dt.date, by: Person, now: dt.datetime, note: str = ""
) -> Edition:
    """Hand the text to the triad: freeze it and ask everybody named for the round.

    Raises Refused when the term has passed, Blocked when a side is empty or a required part is missing.
    """
    if due_on < timezone.localdate(now):
        raise Refused(_("Termín pro vyjádření už uplynul, zvolte pozdější."))
    edition = move.locked(edition)
    move.permit(edition, Deed.SUBMIT_TO_TRIAD, now)
    version = move.freeze(edition, Deed.SUBMIT_TO_TRIAD, by=by, now=now, note=note)
    edition.round += 1
    edition.due_on = due_on
    edition.reviews.filter(round=edition.round).update(due_on=due_on, asked_at=now, version=version)
    move.carry_out(
        edition,
        Deed.SUBMIT_TO_TRIAD,
        by=by,
        now=now,
        data={"version": version.number, "round": edition.round},
    )
    reviews = list(edition.reviews.filter(round=edition.round).select_related("person"))
    letters.review_asked(edition=edition, reviews=reviews, by=by, now=now)
    return edition


@transaction.atomic
def start_settlement(*, edition: Edition, by: Person, now: dt.datetime) -> Edition:
    """Go from the triad straight to settlement, where no consultation is to come."""
    edition = move.locked(edition)
    move.permit(edition, Deed.START_SETTLEMENT, now)
    move.carry_out(edition, Deed.START_SETTLEMENT, by=by, now=now)
    end_questions(edition, now=now)
    return edition


@transaction.atomic
def return_for_rework(*, edition: Edition, reason: str, by: Person, now: dt.datetime) -> Edition:
    """Send the text back to drafting with a reason; everything that was asked of anybody ends with it.

    Raises Refused without a reason, Gone when the edition is not under way.
    """
    edition = move.locked(edition)
    return rework(edition, reason=reason, by=by, now=now)


def rework(edition: Edition, *, reason: str, by: Person, now: dt.datetime) -> Edition:
    """Send a locked edition back; also what a council's return does."""
    if not reason.strip():
        raise Refused(_("Napište, proč se text vrací."))
    move.permit(edition, Deed.RETURN_FOR_REWORK, now)
    asked = asked_people(edition)
    move.carry_out(edition, Deed.RETURN_FOR_REWORK, by=by, now=now, reason=reason)
    end_questions(edition, now=now)
    Opinion.objects.filter(edition=edition, verdict=Verdict.RETURN).update(
        verdict="",
        text="",
        reference="",
        given_on=None,
        recorded_at=None,
        recorded_by=None,
        version=None,
        meeting=None,
        evidence=None,
    )
    # A new submission asks every council again; what they said of this one is history.
    edition.decisions.update(is_ended=True)
    carry_reviewers(edition)
    call_off_hearings(edition, reason, by=by, now=now)
    letters.edition_returned(edition=edition, people=asked, reason=reason, by=by, now=now)
    return edition


def carry_reviewers(edition: Edition) -> None:
    """Name those who judged the last round for the next one too; the coordinator may change them."""
    if edition.reviews.filter(round=edition.round + 1).exists():
        return
    Review.objects.bulk_create(
        Review(
            edition=edition,
            round=edition.round + 1,
            side=review.side,
            person_id=review.person_id,
            seat_id=review.seat_id,
            capacity=review.capacity,
            also_sides=review.also_sides,
        )
        for review in edition.reviews.filter(round=edition.round, is_excused=False)
    )


@transaction.atomic
def withdraw(*, edition: Edition, reason: str, by: Person, now: dt.datetime) -> Edition:
    """Withdraw an edition for good with a reason, from any state before adoption.

    Ends in the same breath its queued letters, links, confirmations, its window and its open decisions.
    """
    if not reason.strip():
        raise Refused(_("Napište, proč se stahuje."))
    edition = move.locked(edition)
    move.permit(edition, Deed.WITHDRAW, now)
    asked = asked_people(edition)
    edition.ended_reason = reason
    move.carry_out(edition, Deed.WITHDRAW, by=by, now=now, reason=reason)
    end_questions(edition, now=now)
    edition.decisions.update(is_ended=True)
    call_off_hearings(edition, reason, by=by, now=now)
    post.drop(edition, now)
    letters.edition_withdrawn(edition=edition, people=asked, reason=reason, by=by, now=now)
    if edition.is_final_evaluation:
        plan = Plan.objects.select_for_update().get(pk=edition.plan_id)
        plan_life.stop_evaluation(plan=plan, edition=edition, by=by, now=now)
    return edition


def asked_people(edition: Edition) -> list[Person]:
    """Return those who were asked and have not answered; they should know that they need not."""
    rows = edition.reviews.filter(
        round=edition.round, verdict="", is_excused=False, asked_at__isnull=False
    ).select_related("person")
    return [r.person for r in rows]


def call_off_hearings(edition: Edition, reason: str, *, by: Person, now: dt.datetime) -> None:
    """Cancel the hearings that were to come: nobody should travel to hear of a text that has gone back."""
    rows = Hearing.objects.filter(consultation__document=edition.document_id, held_at=None, cancelled_at=None)
    for hearing in rows.filter(starts_at__gt=now):
        consultations.cancel_hearing(hearing=hearing, reason=reason, by=by, now=now)


def end_questions(edition: Edition, *, now: dt.datetime) -> None:
    """End what leaving a state ends: links and letters of open reviews, the window, open confirmations."""
    for review in edition.reviews.filter(round=edition.round, verdict="", is_excused=False):
        links.revoke_for(review, now)
        post.drop(review, now)
    for window in Consultation.objects.filter(document=edition.document, closed_at=None):
        consultations.close(consultation=window, by=None, now=now, cut_short=True)
    if edition.document is not None:
        confirmations.end_open(document=edition.document, now=now)
