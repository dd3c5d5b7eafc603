"""Other addresses of a person: calendars and mail programs know people under more than one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people import journal
from people.actions.person import check_address
from people.errors import Gone, Refused
from people.models import Alias, Person


@transaction.atomic
def add(*, person: Person, address: str, by: Person, now: datetime) -> Alias:
    """Note another address of a person; one address belongs to one person only."""
    held = Person.objects.select_for_update().get(pk=person.pk)
    address = address.strip().lower()
    if address == held.email or held.aliases.filter(address=address).exists():
        raise Refused(_("Tato adresa už u osoby zapsaná je."))
    check_address(address, held)
    alias = Alias.objects.create(person=held, address=address)
    journal.record(held, "alias.added", by=by, at=now, personal={"address": address})
    return alias


@transaction.atomic
def remove(*, alias: Alias, by: Person, now: datetime) -> None:
    """Forget another address of a person."""
    held = Alias.objects.select_for_update().select_related("person").filter(pk=alias.pk).first()
    if held is None:
        raise Gone
    journal.record(held.person, "alias.removed", by=by, at=now, personal={"address": held.address})
    held.delete()
