"""Texts that somebody typed and that could not be saved."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from people.models import Draft, Person

LONGEST_PATH = 300


@transaction.atomic
def keep(*, person: Person, path: str, content: Mapping[str, str], now: datetime) -> Draft:
    """Keep what a person typed on a page; a newer text of the same page replaces the older one."""
    draft, _created = Draft.objects.update_or_create(
        person=person, path=path[:LONGEST_PATH], defaults={"content": dict(content), "saved_at": now}
    )
    return draft


@transaction.atomic
def throw_away(*, draft: Draft) -> None:
    """Forget a kept text; its owner has it back or does not want it."""
    Draft.objects.filter(pk=draft.pk).delete()
