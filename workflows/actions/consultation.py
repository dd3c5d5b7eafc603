"""The public is asked, given more time, and the window ends."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from documents.actions import consultation as consultations
from documents.models import Consultation
from people.errors import Gone, Refused
from people.models import Person
from workflows import letters
from workflows.actions import edition as editions
from workflows.actions import move
from workflows.enums import Deed
from workflows.models import Edition, Plan


@transaction.atomic
def open_consultation(
    *,
    edition: Edition,
    opens_on: dt.date,
    closes_on: dt.date,
    by: Person,
    now: dt.datetime,
    answer_by: dt.date | None = None,
    lead: str = "",
    address: str = "",
    note: str = "",
) -> Consultation:
    """Freeze the text and announce the window in which anybody may comment on it.

    Raises Refused when the window is shorter than the path's minimum, Blocked when the triad has not
    spoken or a required opinion is missing.
    """
    edition = move.locked(edition)
    move.permit(edition, Deed.OPEN_CONSULTATION, now)
    editions.end_questions(edition, now=now)
    version = move.freeze(edition, Deed.OPEN_CONSULTATION, by=by, now=now, note=note)
    assert edition.document is not None  # noqa: S101 - every edition is started with a document
    window = consultations.announce(
        document=edition.document,
        version=version,
        opens_on=opens_on,
        closes_on=closes_on,
        minimum_days=edition.path.consultation_minimum,
        answer_by=answer_by,
        lead=lead,
        address=address,
        by=by,
        now=now,
    )
    edition.opens_on, edition.due_on = opens_on, closes_on
    move.carry_out(edition, Deed.OPEN_CONSULTATION, by=by, now=now, data={"version": version.number})
    Plan.objects.filter(pk=edition.plan_id).update(has_public_edition=True)
    letters.consultation_announced(edition=edition, consultation=window, now=now)
    return window


@transaction.atomic
def extend(*, edition: Edition, closes_on: dt.date, by: Person, now: dt.datetime) -> Consultation:
    """Give the public more time.

    Raises Refused when the new end is not later, Gone when the window has ended meanwhile.
    """
    edition = move.locked(edition)
    facts = move.permit(edition, Deed.EXTEND_CONSULTATION, now)
    if facts.consultation is None:
        raise Gone
    window = consultations.extend(consultation=facts.consultation, closes_on=closes_on, by=by, now=now)
    edition.due_on = closes_on
    move.carry_out(edition, Deed.EXTEND_CONSULTATION, by=by, now=now, data={"closes_on": closes_on})
    return window


@transaction.atomic
def close(*, edition: Edition, by: Person | None, now: dt.datetime) -> Edition:
    """End the window after its last day and go on to settlement; the clock does this by itself."""
    edition = move.locked(edition)
    facts = move.permit(edition, Deed.CLOSE_CONSULTATION, now)
    if facts.consultation is None:
        raise Refused(_("Připomínkové řízení není vyhlášeno."))
    consultations.close(consultation=facts.consultation, by=by, now=now)
    edition.due_on = facts.consultation.answer_by
    move.carry_out(edition, Deed.CLOSE_CONSULTATION, by=by, now=now, data={"comments": facts.comments})
    letters.consultation_closed(edition=edition, comments=facts.comments, now=now)
    return edition
