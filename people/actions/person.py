"""People: entered, corrected, deactivated; never deleted, because the journal keeps knowing them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people import journal
from people.actions import link as links
from people.errors import Blocked, Gone, Refused, Stale
from people.guards import can_be_deactivated
from people.models import AccessLink, Alias, Letter, Person
from people.signals import person_deactivated

FIELDS = ("email", "title_before", "first_name", "last_name", "title_after", "phone", "language")


def check_address(address: str, person: Person | None = None) -> None:
    """Refuse an address under which somebody else is known already; several people may have none."""
    if not address:
        return
    own = person.pk if person else 0
    aliases = Alias.objects.filter(address=address).exclude(person=own)
    if aliases.exists() or Person.objects.filter(email=address).exclude(pk=own).exists():
        raise Refused(_("Pod touto adresou už je v systému někdo jiný."))


@transaction.atomic
def add(*, by: Person | None, now: datetime, **fields: Any) -> Person:
    """Enter a new person; they sign in by a code sent to their address, if they have one.

    `by` is nobody when whoever holds a personal link names a colleague.
    """
    address = fields.pop("email").strip().lower()
    check_address(address)
    person = Person.objects.create_user(address, **fields)
    journal.record(person, "person.added", by=by, at=now, personal={"name": person.name, "email": address})
    return person


@transaction.atomic
def change(*, person: Person, revision: int, by: Person, now: datetime, **fields: Any) -> Person:
    """Correct what is known about a person; nothing is overwritten that somebody else has just changed."""
    held = Person.objects.select_for_update().get(pk=person.pk)
    if held.revision != revision:
        raise Stale(current=", ".join(part for part in (held.name, held.email, held.phone) if part))
    fields["email"] = fields["email"].strip().lower()
    changed = {name: value for name, value in fields.items() if getattr(held, name) != value}
    if not changed:
        return held
    if "email" in changed:
        check_address(fields["email"], held)
    before = {name: getattr(held, name) for name in changed}
    for name, value in changed.items():
        setattr(held, name, value)
    held.revision += 1
    held.save(update_fields=[*changed, "revision"])
    data = {"fields": sorted(changed)}
    private = {"before": before, "after": changed}
    journal.record(held, "person.changed", by=by, at=now, data=data, personal=private)
    return held


@transaction.atomic
def deactivate(*, person: Person, by: Person, now: datetime) -> Person:
    """Close a person's access: their work must be handed over first, their letters and links end here."""
    held = Person.objects.select_for_update().get(pk=person.pk)
    if not held.is_active:
        raise Gone
    if held.pk == by.pk:
        raise Refused(_("Sami sebe deaktivovat nemůžete."))
    if blockers := can_be_deactivated(held, now):
        raise Blocked(blockers, _("Nejdřív je potřeba předat rozdělanou práci."))
    held.is_active, held.deactivated_at = False, now
    held.revision += 1
    held.save(update_fields=["is_active", "deactivated_at", "revision"])
    AccessLink.objects.filter(person=held, revoked_at=None).update(revoked_at=now)
    links.revoke_for(held, now)
    Letter.objects.filter(person=held, state="queued").update(
        state="dropped", ended_at=now, next_at=None, lease_until=None, problem=_("Adresát už není aktivní.")
    )
    today = timezone.localdate(now)
    held.appointments.on(today).update(ends_on=today)
    journal.record(held, "person.deactivated", by=by, at=now)
    person_deactivated.send(sender=Person, person=held, by=by, now=now)
    return held


@transaction.atomic
def reactivate(*, person: Person, by: Person, now: datetime) -> Person:
    """Let a person in again; their roles have to be given anew."""
    held = Person.objects.select_for_update().get(pk=person.pk)
    if held.is_active:
        raise Gone
    held.is_active, held.deactivated_at = True, None
    held.revision += 1
    held.save(update_fields=["is_active", "deactivated_at", "revision"])
    journal.record(held, "person.reactivated", by=by, at=now)
    return held
