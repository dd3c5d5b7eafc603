"""The window for public comments and its hearing."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import Consultation, Document, Hearing, Version
from people import journal
from people.errors import Refused, Stale
from people.models import Person


@transaction.atomic
def announce(
    *,
    document: Document,
    version: Version,
    opens_on: dt.date,
    closes_on: dt.date,
    minimum_days: int,
    by: Person,
    now: dt.datetime,
    answer_by: dt.date | None = None,
    lead: str = "",
    address: str = "",
) -> Consultation:
    """Announce a window of comments on a version.

    Raises Refused when it opens in the past, closes before it opens, or is shorter than the minimum.
    """
    check_window(opens_on, closes_on, minimum_days, timezone.localdate(now))
    consultation = Consultation.objects.create(
        document=document,
        version=version,
        number=document.consultations.count() + 1,
        opens_on=opens_on,
        closes_on=closes_on,
        minimum_days=minimum_days,
        answer_by=answer_by,
        lead=lead,
        address=address,
    )
    journal.record(
        consultation,
        "consultation.announced",
        by=by,
        at=now,
        data={"opens_on": opens_on, "closes_on": closes_on, "version": version.number},
    )
    return consultation


def check_window(opens_on: dt.date, closes_on: dt.date, minimum_days: int, today: dt.date) -> None:
    """Refuse a window that opens in the past, closes before it opens or is too short."""
    if opens_on < today:
        raise Refused(_("Připomínkové řízení nemůže začít v minulosti."))
    if closes_on < opens_on:
        raise Refused(_("Připomínkové řízení nemůže skončit dřív, než začne."))
    days = (closes_on - opens_on).days + 1
    if days < minimum_days:
        text = ngettext(
            "Připomínkové řízení musí trvat nejméně %(n)d den, zadáno je %(days)d.",
            "Připomínkové řízení musí trvat nejméně %(n)d dní, zadáno je %(days)d.",
            minimum_days,
        )
        raise Refused(text % {"n": minimum_days, "days": days})


@transaction.atomic
def extend(*, consultation: Consultation, closes_on: dt.date, by: Person, now: dt.datetime) -> Consultation:
    """Move the end of an open window later; it can never be shortened.

    Raises Refused when the new end is not later or has already passed.
    """
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if closes_on <= consultation.closes_on:
        raise Refused(_("Nový konec musí být později než dosavadní, připomínkové řízení nelze zkrátit."))
    if closes_on < timezone.localdate(now):
        raise Refused(_("Nový konec už uplynul."))
    before = consultation.closes_on
    consultation.closes_on = closes_on
    consultation.save(update_fields=["closes_on"])
    journal.record(
        consultation,
        "consultation.extended",
        by=by,
        at=now,
        data={"from": before, "to": closes_on},
    )
    return consultation


@transaction.atomic
def close(
    *, consultation: Consultation, by: Person | None, now: dt.datetime, cut_short: bool = False
) -> Consultation:
    """End a window; `cut_short` when the text goes back before everybody could comment."""
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if consultation.closed_at is None:
        consultation.closed_at = now
        consultation.was_cut_short = cut_short
        consultation.save(update_fields=["closed_at", "was_cut_short"])
        journal.record(consultation, "consultation.closed", by=by, at=now, data={"cut_short": cut_short})
    return consultation


@transaction.atomic
def plan_hearing(
    *,
    consultation: Consultation,
    starts_at: dt.datetime,
    place: str,
    access: str,
    announced_on: dt.date | None,
    by: Person,
    now: dt.datetime,
) -> Hearing:
    """Announce a public hearing (veřejné projednání) of the consulted version."""
    hearing = Hearing.objects.create(
        consultation=consultation, starts_at=starts_at, place=place, access=access, announced_on=announced_on
    )
    journal.record(hearing, "hearing.planned", by=by, at=now, data={"starts_at": starts_at})
    return hearing


@transaction.atomic
def record_hearing(
    *, hearing: Hearing, attendance: int, record: str, read_at: int, by: Person, now: dt.datetime
) -> Hearing:
    """Write down that a hearing took place, how many came and how it went.

    Raises Stale when somebody else wrote meanwhile, Refused when the hearing has not begun yet.
    """
    hearing = Hearing.objects.select_for_update().get(pk=hearing.pk)
    if hearing.revision != read_at:
        raise Stale(yours=record, current=hearing.record)
    if hearing.starts_at > now:
        raise Refused(_("Veřejné projednání ještě nezačalo."))
    hearing.attendance = attendance
    hearing.record = record
    hearing.held_at = hearing.held_at or now
    hearing.revision += 1
    hearing.save(update_fields=["attendance", "record", "held_at", "revision"])
    journal.record(
        hearing,
        "hearing.recorded",
        by=by,
        at=now,
        data={"attendance": attendance},
        personal={"record": record},
    )
    return hearing


@transaction.atomic
def cancel_hearing(*, hearing: Hearing, reason: str, by: Person, now: dt.datetime) -> Hearing:
    """Call a hearing off with a reason; one that was held stays held."""
    hearing = Hearing.objects.select_for_update().get(pk=hearing.pk)
    if hearing.held_at:
        raise Refused(_("Veřejné projednání už proběhlo."))
    if hearing.cancelled_at is None:
        hearing.cancelled_at = now
        hearing.save(update_fields=["cancelled_at"])
        journal.record(hearing, "hearing.cancelled", by=by, at=now, personal={"reason": reason})
    return hearing
