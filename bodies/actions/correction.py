"""Dated corrections and supplements of verified minutes; the frozen text itself never changes."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bodies.actions import minutes as minutes_actions
from bodies.enums import CorrectionKind, MinutesState
from bodies.letters import minutes as letters
from bodies.models import AgendaItem, Correction, Minutes
from bodies.queries import minutes as minutes_of
from documents.validators import plain_text
from people import journal
from people.errors import Gone, Refused
from people.models import Person


@transaction.atomic
def add(
    *,
    minutes: Minutes,
    kind: CorrectionKind,
    text: str,
    reason: str,
    by: Person,
    now: dt.datetime,
    item: AgendaItem | None = None,
) -> Correction:
    """Put a correction or a supplement beside verified minutes and write to the members.

    Raises Refused without a text or a reason and for minutes that can still be written.
    """
    row = minutes_actions.locked(minutes)
    if row.state not in (MinutesState.VERIFIED, MinutesState.PUBLISHED):
        raise Refused(_("Zápis ještě není ověřený, opravte přímo jeho text."))
    text, reason = plain_text(text), plain_text(reason)
    if not text or not reason:
        raise Refused(_("Napište prosím znění i důvod opravy."))
    if item is not None and item.meeting_id != row.meeting_id:
        raise Gone
    last = row.corrections.aggregate(last=Max("number"))["last"] or 0
    correction = Correction.objects.create(
        minutes=row, number=last + 1, kind=kind, item=item, text=text, reason=reason, made_at=now, made_by=by
    )
    journal.record(
        row,
        "minutes.corrected",
        by=by,
        at=now,
        data={"correction": correction.pk, "number": correction.number, "kind": kind},
        personal={"text": text, "reason": reason},
    )
    people = minutes_of.members(row.meeting)
    letters.corrected(correction=correction, minutes=row, people=people, by=by, now=now)
    return correction
