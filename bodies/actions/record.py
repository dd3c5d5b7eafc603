"""The record of an item's debate: typed live, by several people, never lost."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from bodies.guards.session import takes_text
from bodies.models import AgendaItem, Meeting, Minutes, RecordText
from bodies.validators import record_text
from people import journal
from people.errors import Gone
from people.models import Person

KEEP_AFTER = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a text: saved with the item, or kept beside it as a conflict."""

    item: AgendaItem
    conflict: RecordText | None = None


@transaction.atomic
def save(
    *, item: AgendaItem, text: str, read_at: int, by: Person, now: dt.datetime, unanswered: str | None = None
) -> Saved:
    """Save what was typed over the version that the person has read.

    When somebody else saved meanwhile, both texts are kept: the saved one stays and this one waits beside
    it. `unanswered` is a text that the same person sent before and never heard of: when it is the saved
    one, there is no conflict. Raises Gone when the minutes are being verified.
    """
    (row, _meeting), text = _writable(item), record_text(text)
    if text == row.record:
        return Saved(row)
    is_own = unanswered is not None and row.recorded_by_id == by.pk and row.record == record_text(unanswered)
    if read_at != row.record_revision and not is_own:
        return Saved(row, _keep_beside(row, text, read_at, by, now))
    _keep_earlier(row, text, by, now)
    _write(row, text, by, now)
    return Saved(row)


@transaction.atomic
def merge(
    *, item: AgendaItem, text: str, read_at: int, settled: Collection[int], by: Person, now: dt.datetime
) -> Saved:
    """Save one text made of those in conflict; the texts themselves stay in the history of the item.

    When yet another text was saved meanwhile, this one waits beside it like any other.
    """
    (row, meeting), text = _writable(item), record_text(text)
    if read_at != row.record_revision:
        return Saved(row, _keep_beside(row, text, read_at, by, now))
    if text != row.record:
        _keep_beside(row, row.record, row.record_revision, row.recorded_by or by, now, is_conflict=False)
        _write(row, text, by, now)
    count = row.texts.filter(pk__in=settled, is_conflict=True).update(is_conflict=False)
    data = {"item": row.pk, "merged": count}
    journal.record(meeting, "meeting.record_merged", by=by, at=now, data=data)
    return Saved(row)


def _writable(item: AgendaItem) -> tuple[AgendaItem, Meeting]:
    """Lock minutes, then the item: freezing the minutes and saving a text wait for each other."""
    if item.meeting_id is None:
        raise Gone
    minutes = Minutes.objects.select_for_update(of=("self",)).filter(meeting=item.meeting_id).first()
    AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    row = AgendaItem.objects.select_related("meeting", "recorded_by").get(pk=item.pk)
    if row.meeting is None or not takes_text(row.meeting, minutes.state if minutes else None):
        raise Gone(_("Zápis už nelze měnit, ověřuje se nebo je ověřený. Pozdější chybu opraví dodatek."))
    return row, row.meeting


def _write(row: AgendaItem, text: str, by: Person, now: dt.datetime) -> None:
    row.record, row.recorded_at, row.recorded_by = text, now, by
    row.record_revision += 1
    row.save(update_fields=["record", "record_revision", "recorded_at", "recorded_by"])


def _keep_earlier(row: AgendaItem, text: str, by: Person, now: dt.datetime) -> None:
    """Keep the text before a change of hands, before much of it disappears, and now and then."""
    if not row.record:
        return
    changes_hands = row.recorded_by_id != by.pk
    shrinks = len(text) < len(row.record) // 2
    is_old = row.recorded_at is not None and now - row.recorded_at > KEEP_AFTER
    if changes_hands or shrinks or is_old:
        _keep_beside(row, row.record, row.record_revision, row.recorded_by or by, now, is_conflict=False)


def _keep_beside(
    row: AgendaItem, text: str, read_at: int, by: Person, now: dt.datetime, *, is_conflict: bool = True
) -> RecordText:
    """Keep a text beside the saved one; the same text twice is one."""
    kept, _is_new = RecordText.objects.get_or_create(
        item=row,
        text=text,
        read_at=read_at,
        is_conflict=is_conflict,
        saved_by=by,
        defaults={"saved_at": now},
    )
    return kept
