"""Secret addresses of calendar feeds: of a person or of one body for a person, revocable at any time."""

import datetime as dt

from django.db import transaction

from bodies.models import Body
from people.actions import link as links
from people.models import AccessLink, Person

PURPOSE = "feed"


def current(person: Person) -> dict[tuple[str, int], AccessLink]:
    """Return the open feed links of a person by the kind and number of what they show."""
    links_ = AccessLink.objects.filter(purpose=PURPOSE, person=person, revoked_at=None)
    return {(link.subject_kind, link.subject_id): link for link in links_}


@transaction.atomic
def renew(*, person: Person, of: Person | Body, now: dt.datetime) -> AccessLink:
    """Give a person a new secret address of a feed; the one before stops working at once."""
    Person.objects.select_for_update().get(pk=person.pk)
    links.revoke_for(of, now, purpose=PURPOSE, person=person)
    return links.issue(purpose=PURPOSE, subject=of, person=person, expires_at=None, by=person, now=now)


@transaction.atomic
def revoke(*, person: Person, of: Person | Body, now: dt.datetime) -> None:
    """Close a feed of a person."""
    links.revoke_for(of, now, purpose=PURPOSE, person=person)
