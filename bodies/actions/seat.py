"""Seats of a body and who holds them from when to when."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from bodies.models import Body, Mandate, Seat
from bodies.signals import member_left
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
    appointer: str = "",
    takes_any_deputy: bool = False,
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
        appointer=appointer,
        takes_any_deputy=takes_any_deputy,
        starts_on=starts_on,
        order=body.seats.count() + 1,
    )
    journal.record(body, "seat.added", by=by, at=now, data={"seat": seat.pk, "is_voting": is_voting})
    return seat


@transaction.atomic
def describe(
    *,
    seat: Seat,
    label: str,
    function: str,
    appointer: str,
    takes_any_deputy: bool,
    by: Person,
    now: dt.datetime,
) -> Seat:
    """Change the words about a seat; its side, vote and organisation stay, another seat would have them."""
    row = locked(seat)
    row.label, row.function, row.appointer = label, function, appointer
    row.takes_any_deputy = takes_any_deputy
    row.save(update_fields=["label", "function", "appointer", "takes_any_deputy"])
    data = {"seat": row.pk, "takes_any_deputy": takes_any_deputy}
    journal.record(row.body, "seat.described", by=by, at=now, data=data)
    return row


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
    term_ends_on: dt.date | None = None,
    may_name_publicly: bool = False,
) -> Mandate:
    """Seat a person from a day on; a substitute sits beside the member.

    Whoever only stays until a successor comes (a term that has ended, a mandate that has not) leaves the
    day before. Raises Refused when the seat has a holder on any of the days, when the mandate would end
    before it begins, when the seat does not exist on its days, or when the person is no longer active.
    """
    row = locked(seat)
    check_occupant(row, person, starts_on, ends_on)
    check_term(starts_on, ends_on, term_ends_on)
    if not is_substitute:
        succeed(row, starts_on, by=by, now=now)
    check_free(row, person, starts_on, ends_on, is_substitute=is_substitute)
    mandate = Mandate.objects.create(
        seat=row,
        person=person,
        is_substitute=is_substitute,
        starts_on=starts_on,
        ends_on=ends_on,
        appointed_by=appointed_by,
        term_ends_on=term_ends_on,
        may_name_publicly=may_name_publicly,
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


def check_free(
    seat: Seat, person: Person, first: dt.date, last: dt.date | None, *, is_substitute: bool
) -> None:
    """Refuse a second holder on any of the days, and the same person twice."""
    met = meeting_mandates(seat, first, last)
    same = [m for m in met if m.person_id == person.pk and m.is_substitute == is_substitute]
    holders = [m for m in met if not m.is_substitute] if not is_substitute else []
    if taken := [*same, *holders]:
        raise Refused(taken_message(taken[0]))


def check_term(first: dt.date, last: dt.date | None, term: dt.date | None) -> None:
    """Refuse a term that makes no sense beside the mandate."""
    if term is None:
        return
    if last is not None:
        message = _("Kdo má zůstat do jmenování nástupce, nemá konec mandátu. Vyplňte jen jedno z obou dat.")
        raise Refused(message)
    if term < first:
        raise Refused(_("Funkční období nemůže skončit dřív, než mandát začne."))


def succeed(seat: Seat, starts_on: dt.date, *, by: Person, now: dt.datetime) -> None:
    """End the mandate of whoever stayed only until the successor came, on the day before they begin."""
    staying = seat.mandates.filter(
        is_substitute=False, ends_on=None, term_ends_on__lt=starts_on, starts_on__lt=starts_on
    )
    for mandate in staying:
        mandate.seat = seat
        finish(mandate, starts_on - dt.timedelta(days=1), by=by, now=now)


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
def amend(
    *,
    mandate: Mandate,
    appointed_by: str,
    term_ends_on: dt.date | None,
    may_name_publicly: bool,
    by: Person,
    now: dt.datetime,
) -> Mandate:
    """Change what is written beside a mandate: who appointed, the term, the consent with the name.

    Raises Refused for a term beside a mandate that has an end, or one that ends before the mandate begins.
    """
    seat = locked(mandate.seat)
    row = Mandate.objects.select_related("person").get(pk=mandate.pk)
    check_term(row.starts_on, row.ends_on, term_ends_on)
    row.appointed_by, row.term_ends_on, row.may_name_publicly = appointed_by, term_ends_on, may_name_publicly
    row.save(update_fields=["appointed_by", "term_ends_on", "may_name_publicly"])
    data = {"mandate": row.pk, "term_ends_on": term_ends_on, "may_name_publicly": may_name_publicly}
    journal.record(seat.body, "mandate.amended", by=by, at=now, data=data)
    return row


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
    """End a mandate of a locked seat and tell it to whoever hands over what the member leaves."""
    mandate.ends_on = ends_on
    mandate.save(update_fields=["ends_on"])
    data = {"mandate": mandate.pk, "seat": mandate.seat_id, "person": mandate.person_id, "ends_on": ends_on}
    journal.record(mandate.seat.body, "mandate.ended", by=by, at=now, data=data)
    member_left.send(sender=Mandate, mandate=mandate, by=by, now=now)
    return mandate


def locked(seat: Seat) -> Seat:
    """Lock a seat: two people who fill it at once stand in a queue."""
    return Seat.objects.select_for_update(of=("self",)).select_related("body").get(pk=seat.pk)
