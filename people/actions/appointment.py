"""Roles for a territory, from one day to another."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people import journal
from people.enums import Role
from people.errors import Gone, Refused
from people.models import Appointment, Person, Territory


@transaction.atomic
def add(
    *,
    person: Person,
    role: Role,
    territory: Territory,
    starts_on: date,
    ends_on: date | None = None,
    note: str = "",
    by: Person | None,
    now: datetime,
) -> Appointment:
    """Appoint a person; the same role for the same place may not run twice at once."""
    held = Person.objects.select_for_update().get(pk=person.pk)
    if not held.is_active:
        raise Refused(_("Deaktivované osobě nelze dát pověření."))
    same = held.appointments.filter(role=role, territory=territory)
    if any(
        one.ends_on is None or one.ends_on >= starts_on
        for one in same
        if not ends_on or one.starts_on <= ends_on
    ):
        raise Refused(_("Toto pověření už v uvedené době má."))
    appointment = Appointment.objects.create(
        person=held, role=role, territory=territory, starts_on=starts_on, ends_on=ends_on, note=note
    )
    data = {"role": role, "territory": territory.pk, "from": starts_on, "to": ends_on}
    journal.record(held, "appointment.added", by=by, at=now, data=data)
    return appointment


@transaction.atomic
def end(*, appointment: Appointment, ends_on: date, by: Person, now: datetime) -> Appointment:
    """End an appointment on a day; the past is not rewritten."""
    held = Appointment.objects.select_for_update().select_related("person").get(pk=appointment.pk)
    if held.ends_on is not None and held.ends_on <= ends_on:
        raise Gone
    if ends_on < held.starts_on:
        raise Refused(_("Pověření nemůže skončit dřív, než začalo."))
    held.ends_on = ends_on
    held.save(update_fields=["ends_on"])
    data = {"role": held.role, "territory": held.territory_id, "to": ends_on}
    journal.record(held.person, "appointment.ended", by=by, at=now, data=data)
    return held
