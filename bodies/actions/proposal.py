"""Members propose items of the agenda until a day; the organiser places them or declines with a reason."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bodies.actions import agenda
from bodies.enums import ItemPurpose, MeetingState, ProposalState
from bodies.letters import agenda as letters
from bodies.models import AgendaItem, Body, Meeting
from bodies.queries.agenda import proposals_until
from people.errors import Gone, Refused
from people.models import Person


@transaction.atomic
def propose(
    *,
    title: str,
    by: Person,
    now: dt.datetime,
    meeting: Meeting | None = None,
    body: Body | None = None,
    text: str = "",
    proposed_wording: str = "",
    minutes: int = 10,
    purpose: str = ItemPurpose.DISCUSSION,
) -> AgendaItem:
    """Propose an item for a meeting, or for the backlog of a body; the organiser hears of it by a letter.

    Raises Refused after the day until which the body takes proposals; the backlog takes them always.
    """
    place = agenda.held_open(meeting) if meeting is not None else agenda.locked_body(body)
    if isinstance(place, Meeting):
        check_in_time(place, now)
    row = AgendaItem(
        title=title,
        text=text,
        proposed_wording=proposed_wording,
        minutes=minutes,
        purpose=purpose,
        proposal=ProposalState.PROPOSED,
        proposed_by=by,
        proposed_at=now,
        presenter=by,
    )
    agenda.put(row, place)
    row.is_late = False
    row.save()
    agenda.record(row, "agenda.proposed", by=by, now=now, told=title)
    letters.item_proposed(row, now=now)
    return row


def check_in_time(meeting: Meeting, now: dt.datetime) -> None:
    if meeting.state not in (MeetingState.PLANNED, MeetingState.CONVENED):
        raise Refused(_("Jednání už začalo, bod navrhněte přímo na něm."))
    until = proposals_until(meeting)
    if timezone.localdate(now) > until:
        day = f"{until.day}. {until.month}. {until.year}"
        message = _("Návrhy bodů orgán přijímal do %(day)s. Bod můžete navrhnout do zásobníku na příště.")
        raise Refused(message % {"day": day})


@transaction.atomic
def accept_proposal(
    *, item: AgendaItem, by: Person, now: dt.datetime, to: Meeting | None, position: int | None = None
) -> AgendaItem:
    """Place a proposed item on a meeting of its body, or in the backlog (`to` is None), and tell its author.

    Raises Gone when it has been answered already, Refused when the meeting is over or of another body.
    """
    if to is not None and to.body_id != item.body_id:
        raise Refused(_("Bod lze zařadit jen na jednání téhož orgánu."))
    row, place = agenda.locked_both(item, to)
    if row.proposal != ProposalState.PROPOSED:
        raise Gone
    row.proposal = ProposalState.NONE
    agenda.put(row, place)
    row.revision += 1
    row.save()
    agenda.line_up(row, position)
    agenda.record(row, "agenda.proposal_accepted", by=by, now=now, told=row.title)
    letters.proposal_answered(row, now=now)
    return row


@transaction.atomic
def decline_proposal(*, item: AgendaItem, reason: str, by: Person, now: dt.datetime) -> AgendaItem:
    """Decline a proposed item and tell its author why.

    Raises Gone when it has been answered already.
    """
    row = agenda.locked(item)
    if row.proposal != ProposalState.PROPOSED:
        raise Gone
    row.proposal, row.proposal_answer = ProposalState.DECLINED, reason
    row.revision += 1
    row.save()
    agenda.record(row, "agenda.proposal_declined", by=by, now=now, told=f"{row.title} – {reason}")
    letters.proposal_answered(row, now=now)
    return row
