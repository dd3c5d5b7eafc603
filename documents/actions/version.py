"""Freezing of versions."""

import datetime as dt
from typing import Any

from django.db import transaction

from documents.models import Document, Version
from documents.models.document import digest_of
from people import journal
from people.models import Person


@transaction.atomic
def freeze(
    *,
    document: Document,
    snapshot: dict[str, Any],
    occasion: str,
    by: Person | None,
    now: dt.datetime,
    note: str = "",
) -> Version:
    """Freeze what is submitted and return the version; the same text again is the same version.

    The document's row is locked, so that two submissions never draw one number.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    last = document.versions.order_by("-number").first()
    digest = digest_of(snapshot)
    if last is not None and last.digest == digest:
        return last
    version = Version.objects.create(
        document=document,
        number=last.number + 1 if last else 1,
        occasion=occasion,
        note=note,
        snapshot=snapshot,
        digest=digest,
        frozen_at=now,
        by=by,
    )
    journal.record(
        version, "version.frozen", by=by, at=now, data={"number": version.number, "sha256": digest}
    )
    return version
