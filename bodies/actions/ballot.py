"""Votes at a session: counted once, stored with the rules and the people of that moment, never deleted."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bodies.actions import move
from bodies.enums import BallotKind, BallotResult, BallotSubject, Choice, MeetingState, MinutesState
from bodies.errors import Miscounted
from bodies.guards import ballot as guards
from bodies.guards.attendance import standing
from bodies.models import AgendaItem, Ballot, BallotVote, Meeting, Minutes, Participant
from bodies.queries.attendance import Sheet, moment, sheet_of
from people import journal
from people.errors import Gone
from people.models import Person

Names = Mapping[Participant, Choice | str]


@transaction.atomic
def take(
    *,
    item: AgendaItem,
    subject: BallotSubject | str,
    kind: BallotKind | str,
    wording: str,
    votes_for: int,
    votes_against: int,
    abstained: int,
    by: Person,
    now: dt.datetime,
    names: Names | None = None,
    amends: Ballot | None = None,
    note: str = "",
) -> Ballot:
    """Record one vote with its quorum, its majority and its result; a second vote is a vote of its own.

    Votes by name are counted here, the sums of `votes_*` are not read then. A vote on the output takes the
    amendments voted before it as its own. Raises Blocked when the body cannot decide, Miscounted (beside a
    field) when the counts do not fit the people there, Gone when the session is over and its minutes frozen.
    """
    meeting = _votable(item)
    row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk, meeting=meeting)
    guards.check_item(row, subject)
    if amends is not None and (subject != BallotSubject.AMENDMENT or amends.item_id != row.pk):
        raise Miscounted("amends", _("Upravovat lze jen návrh hlasovaný u téhož bodu."))
    ballot = Ballot(
        item=row, subject=subject, kind=kind, wording=wording, amends=amends, note=note, recorded_by=by
    )
    called = names or {} if kind == BallotKind.NAMES else None
    _judge(ballot, guards.Count(votes_for, votes_against, abstained), called, meeting, now)
    ballot.number = (row.ballots.aggregate(last=Max("number"))["last"] or 0) + 1
    ballot.save()
    _keep_names(ballot, called or {})
    _follow(ballot, row)
    _tell(ballot, meeting, by, now)
    return ballot


def _judge(
    ballot: Ballot, count: guards.Count, names: Names | None, meeting: Meeting, now: dt.datetime
) -> None:
    """Write into a vote who was there, what was needed and how it ended."""
    sheet, at = sheet_of(meeting), moment(ballot.item, meeting, now)
    there = standing(sheet, at, ballot.item)
    guards.check_quorum(there, sheet.rules, ballot.item, ballot.note)
    if names is not None:
        _check_names(names, sheet, at, ballot.item)
        count = _count(names)
    guards.check_count(count, there.present)
    said = guards.verdict(sheet.rules, there, count)
    ballot.taken_at = at
    ballot.quorum, ballot.majority = sheet.rules.quorum, sheet.rules.majority
    ballot.member_count, ballot.present_count = there.members, there.present
    ballot.quorum_needed, ballot.has_quorum = there.needed, there.has_quorum
    ballot.votes_for, ballot.votes_against = count.votes_for, count.against
    ballot.abstained, ballot.not_voting = count.abstained, said.not_voting
    ballot.votes_needed, ballot.result = said.needed, said.result


def _votable(item: AgendaItem) -> Meeting:
    """Lock the meeting; votes are taken at the session and written from paper until minutes are frozen."""
    if item.meeting is None:
        raise Gone
    row = move.locked(item.meeting)
    if row.state == MeetingState.IN_SESSION:
        return row
    written = Minutes.objects.filter(meeting=row, state=MinutesState.WRITING)
    if row.state == MeetingState.HELD and written.exists():
        return row
    raise Gone(_("Hlasovat lze jen na jednání, které probíhá."))


def _check_names(names: Names, sheet: Sheet, at: dt.datetime, item: AgendaItem) -> None:
    """Refuse a vote of somebody who may not vote at the item."""
    voters = {row.participant.pk for row in sheet.voters(at, item)}
    strangers = [who for who in names if who.pk not in voters]
    if strangers:
        message = _("U tohoto bodu teď nehlasuje: %(names)s.")
        raise Miscounted("names", message % {"names": ", ".join(who.person.name for who in strangers)})


def _count(names: Names) -> guards.Count:
    choices = [str(choice) for choice in names.values()]
    return guards.Count(*(choices.count(c) for c in (Choice.FOR, Choice.AGAINST, Choice.ABSTAINED)))


def _keep_names(ballot: Ballot, names: Names) -> None:
    BallotVote.objects.bulk_create(
        BallotVote(ballot=ballot, participant=who, choice=choice) for who, choice in names.items()
    )


def _follow(ballot: Ballot, item: AgendaItem) -> None:
    """Do what follows from a vote: amendments find their proposal, a late item is admitted or leaves."""
    if ballot.subject == BallotSubject.OUTPUT:
        item.ballots.filter(subject=BallotSubject.AMENDMENT, amends=None).update(amends=ballot)
    elif ballot.subject == BallotSubject.LATE_ITEM:
        item.is_withdrawn = ballot.result == BallotResult.FAILED
        item.save(update_fields=["is_withdrawn"])


def _tell(ballot: Ballot, meeting: Meeting, by: Person, now: dt.datetime) -> None:
    data = {
        "ballot": ballot.pk,
        "item": ballot.item_id,
        "number": ballot.number,
        "subject": str(ballot.subject),
        "for": ballot.votes_for,
        "against": ballot.votes_against,
        "abstained": ballot.abstained,
        "present": ballot.present_count,
        "result": str(ballot.result),
    }
    journal.record(meeting, "meeting.ballot", by=by, at=now, data=data)
