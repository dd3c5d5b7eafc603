"""Members' remarks to circulated minutes; each is settled and its author is told how."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bodies.actions import minutes as minutes_actions
from bodies.enums import MinutesState, RemarkState
from bodies.guards import minutes as guards
from bodies.letters import minutes as letters
from bodies.models import AgendaItem, Minutes, Remark
from bodies.queries.minutes import paragraphs
from documents.validators import plain_text
from people import journal
from people.errors import Gone, Refused
from people.models import Person

MOVES = {
    RemarkState.ACCEPTED: "accept",
    RemarkState.EXPLAINED: "explain",
    RemarkState.REJECTED: "reject",
}


@transaction.atomic
def add(
    *,
    minutes: Minutes,
    person: Person,
    text: str,
    by: Person,
    now: dt.datetime,
    item: AgendaItem | None = None,
    paragraph: int | None = None,
) -> Remark:
    """Take a remark to an item's paragraph, counted from one, or to the minutes as a whole.

    What the paragraph says is kept with it. The same remark sent twice is one. Raises Refused without a text
    and after the last day, unless the office types in what came in time; Gone when nobody takes remarks.
    """
    row = minutes_actions.locked(minutes)
    is_council = row.meeting.body.is_council
    if row.state != MinutesState.COMMENTS:
        raise Gone(_("Zápis teď není k námitkám.") if is_council else _("Zápis teď není k připomínkám."))
    is_late = row.comments_until is not None and timezone.localdate(now) > row.comments_until
    if is_late and by.pk == person.pk:
        raise Refused(over(is_council=is_council))
    if not (text := plain_text(text)):
        raise Refused(
            _("Napište prosím text námitky.") if is_council else _("Napište prosím text připomínky.")
        )
    if item is not None and item.meeting_id != row.meeting_id:
        raise Gone
    quoted = quote(row, item, paragraph)
    where = {"minutes": row, "person": person, "item": item, "paragraph": paragraph if quoted else None}
    if same := Remark.objects.filter(**where, text=text).first():
        return same
    remark = Remark.objects.create(**where, text=text, quoted=quoted, recorded_by=by, received_at=now)
    data = {"remark": remark.pk, "item": item.pk if item else None, "for_other": by.pk != person.pk}
    journal.record(row, "remark.added", by=by, at=now, data=data, personal={"text": text})
    return remark


def over(*, is_council: bool) -> str:
    if is_council:
        return _("Lhůta pro námitky už skončila. Obraťte se prosím na organizátora jednání.")
    return _("Lhůta pro připomínky už skončila. Obraťte se prosím na organizátora jednání.")


def quote(minutes: Minutes, item: AgendaItem | None, paragraph: int | None) -> str:
    """Return the paragraph that a remark is about, as it reads now; "" for the whole item."""
    if paragraph is None:
        return ""
    text = minutes.opening
    if item is not None:
        text = AgendaItem.objects.values_list("record", flat=True).get(pk=item.pk)
    found = paragraphs(text)
    return found[paragraph - 1] if 0 < paragraph <= len(found) else ""


@transaction.atomic
def settle(
    *, remark: Remark, state: RemarkState, reason: str, seen: str, by: Person, now: dt.datetime
) -> Remark:
    """Settle a remark, again if need be, and write to its author.

    Raises Refused without a reason where one is due and once the text is frozen, Gone when somebody has
    settled it since it was seen in the state `seen`.
    """
    row = minutes_actions.locked(remark.minutes)
    guards.check_writable(row.meeting)
    held = Remark.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    held = Remark.objects.select_related("person", "item").get(pk=held.pk)
    if held.state != seen:
        raise Gone
    reason = plain_text(reason)
    if not reason and state != RemarkState.ACCEPTED:
        raise Refused(_("Napište prosím autorovi důvod."))
    getattr(held, MOVES[state])()
    held.reason, held.settled_at, held.settled_by = reason, now, by
    held.save()
    data = {"remark": held.pk, "from": seen, "to": held.state}
    journal.record(
        row, "remark.settled", by=by, at=now, data=data, personal={"reason": reason} if reason else None
    )
    letters.remark_settled(remark=held, minutes=row, by=by, now=now)
    return held
