"""Seats of a body and who holds them from when to when."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from bodies.models import Body, Mandate, Seat
from people import journal
from people.errors import Gone, Refused
from people.models import Organisation, Person


@transaction.atomic
def add(
    *,
    body: Body,
    label: str,
    by: Person,
    now: dt.datetime,
    side: str = "",
    organisation: Organisation | None = None,
    function: str = "",
    is_voting: bool = True,
    starts_on: dt.date | None = None,
) -> Seat:
    """Add a seat at the end of a body's list."""
    body = Body.objects.select_for_update().get(pk=body.pk)
    seat = Seat.objects.create(
        body=body,
        label=label,
        side=side,
        organisation=organisation,
        function=function,
        is_voting=is_voting,
        starts_on=starts_on,
        order=body.seats.count() + 1,
    )
    journal.record(body, "seat.added", by=by, at=now, data={"seat": seat.pk, "is_voting": is_voting})
    return seat


@transaction.atomic
def end(*, seat: Seat, ends_on: dt.date, by: Person, now: dt.datetime) -> Seat:
    """Abolish a seat on a day; the mandates in it end with it.

    Raises Refused when it would end before it began or before a mandate in it begins, Gone when it has ended.
    """
    row = locked(seat)
    if row.ends_on is not None:
        raise Gone
    if row.starts_on is not None and ends_on < row.starts_on:
        raise Refused(_("Místo nemůže být zrušeno dřív, než bylo zřízeno."))
    if row.mandates.filter(starts_on__gt=ends_on).exists():
        raise Refused(_("Na toto místo je někdo jmenován až po tomto dni; nejdřív ukončete jeho mandát."))
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    for mandate in Mandate.objects.on(ends_on).filter(seat=row):
        if mandate.ends_on is None or mandate.ends_on > ends_on:
            finish(mandate, ends_on, by=by, now=now)
    journal.record(row.body, "seat.ended", by=by, at=now, data={"seat": row.pk, "ends_on": ends_on})
    return row


@transaction.atomic
def occupy(
    *,
    seat: Seat,
    person: Person,
    starts_on: dt.date,
    by: Person,
    now: dt.datetime,
    ends_on: dt.date | None = None,
    is_substitute: bool = False,
    appointed_by: str = "",
) -> Mandate:
    """Seat a person from a day on; a substitute sits beside the member.

    Raises Refused when the seat has a holder on any of the days, when the mandate would end before it
    begins, when the seat does not exist on its days, or when the person is no longer active.
    """
    row = locked(seat)
    check_occupant(row, person, starts_on, ends_on)
    met = meeting_mandates(row, starts_on, ends_on)
    same = [m for m in met if m.person_id == person.pk and m.is_substitute == is_substitute]
    holders = [m for m in met if not m.is_substitute] if not is_substitute else []
    if taken := [*same, *holders]:
        raise Refused(taken_message(taken[0]))
    mandate = Mandate.objects.create(
        seat=row,
        person=person,
        is_substitute=is_substitute,
        starts_on=starts_on,
        ends_on=ends_on,
        appointed_by=appointed_by,
    )
    data = {"mandate": mandate.pk, "seat": row.pk, "person": person.pk, "starts_on": starts_on}
    journal.record(row.body, "mandate.begun", by=by, at=now, data={**data, "ends_on": ends_on})
    return mandate


def check_occupant(seat: Seat, person: Person, first: dt.date, last: dt.date | None) -> None:
    """Refuse somebody who cannot sit in a seat from a day to a day."""
    if last is not None and last < first:
        raise Refused(_("Mandát nemůže skončit dřív, než začne."))
    if not person.is_active:
        raise Refused(_("%(name)s už v Triádě nepůsobí.") % {"name": person.name})
    if (seat.starts_on and first < seat.starts_on) or (
        seat.ends_on and (last is None or last > seat.ends_on)
    ):
        raise Refused(_("V těchto dnech toto místo v orgánu není."))


def meeting_mandates(seat: Seat, first: dt.date, last: dt.date | None) -> list[Mandate]:
    """Return the mandates of a seat that share a day with a span."""
    rows = seat.mandates.select_related("person").order_by("starts_on")
    if last is not None:
        rows = rows.filter(starts_on__lte=last)
    return [m for m in rows if m.ends_on is None or m.ends_on >= first]


def taken_message(mandate: Mandate) -> str:
    day = mandate.ends_on
    if day is None:
        text = _("Místo v té době drží %(name)s (bez konce mandátu). Nejdřív jeho mandát ukončete.")
        return text % {"name": mandate.person.name}
    text = _("Místo v té době drží %(name)s, a to do %(day)s. Začněte den poté.")
    return text % {"name": mandate.person.name, "day": f"{day.day}. {day.month}. {day.year}"}


@transaction.atomic
def vacate(*, mandate: Mandate, ends_on: dt.date, by: Person, now: dt.datetime) -> Mandate:
    """End a mandate on a day, its last.

    Raises Refused for a day before it began, Gone when it ends no later already.
    """
    seat = locked(mandate.seat)
    row = Mandate.objects.select_related("person").get(pk=mandate.pk)
    if row.ends_on is not None and row.ends_on <= ends_on:
        raise Gone
    if ends_on < row.starts_on:
        raise Refused(_("Mandát nemůže skončit dřív, než začal."))
    row.seat = seat
    return finish(row, ends_on, by=by, now=now)


def finish(mandate: Mandate, ends_on: dt.date, *, by: Person, now: dt.datetime) -> Mandate:
    mandate.ends_on = ends_on
    mandate.save(update_fields=["ends_on"])
    data = {"mandate": mandate.pk, "seat": mandate.seat_id, "person": mandate.person_id, "ends_on": ends_on}
    journal.record(mandate.seat.body, "mandate.ended", by=by, at=now, data=data)
    return mandate


def locked(seat: Seat) -> Seat:
    """Lock a seat: two people who fill it at once stand in a queue."""
    return Seat.objects.select_for_update(of=("self",)).select_related("body").get(pk=seat.pk)
