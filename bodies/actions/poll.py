"""A date is looked for among the members of a body; the day that is chosen becomes a planned meeting."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bodies.actions import answer as answers
from bodies.actions import invitations
from bodies.actions import meeting as meetings
from bodies.enums import AnswerChannel, AnswerValue, MeetingForm, PollChoice, PollState
from bodies.guards import timing
from bodies.letters import poll as letters
from bodies.models import Body, Meeting, Participant, Poll, PollOption, PollVote
from bodies.queries.membership import is_member
from bodies.queries.poll import asked
from people import journal
from people.errors import Gone, Refused
from people.models import Letter, Person
from people.post import drop

FEWEST, MOST = 2, 12
# The silent are reminded once, this long before the term.
REMIND_BEFORE = dt.timedelta(days=2)
SAID = {
    PollChoice.YES: AnswerValue.ACCEPTED,
    PollChoice.MAYBE: AnswerValue.TENTATIVE,
    PollChoice.NO: AnswerValue.DECLINED,
}
Span = tuple[dt.datetime, dt.datetime]


@transaction.atomic
def open(  # noqa: A001 - the verb of the office
    *,
    body: Body,
    title: str,
    options: Sequence[Span],
    closes_on: dt.date,
    by: Person,
    now: dt.datetime,
    note: str = "",
) -> Poll:
    """Propose days to the members of a body; each gets a letter with a personal link.

    Raises Refused when fewer than two days are proposed, one twice, one that has passed or cannot be, or
    when answers would come only after the first of the days.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    check_options(options, now)
    check_term(closes_on, options, now)
    poll = Poll.objects.create(
        body=body, title=title, note=note, closes_on=closes_on, created_at=now, created_by=by
    )
    PollOption.objects.bulk_create(
        PollOption(poll=poll, starts_at=starts_at, ends_at=ends_at) for starts_at, ends_at in sorted(options)
    )
    members = asked(poll, timezone.localdate(now))
    data = {"body": body.pk, "options": len(options), "closes_on": closes_on, "asked": len(members)}
    journal.record(poll, "poll.opened", by=by, at=now, data=data)
    letters.ask(poll=poll, people=[member.person for member in members], by=by, now=now)
    return poll


def check_options(options: Sequence[Span], now: dt.datetime) -> None:
    if not FEWEST <= len(options) <= MOST:
        raise Refused(_("Navrhněte aspoň dva termíny, nejvýše dvanáct."))
    if len({starts_at for starts_at, _ends_at in options}) < len(options):
        raise Refused(_("Jeden z termínů je navržený dvakrát."))
    for starts_at, ends_at in options:
        if starts_at <= now:
            raise Refused(_("Jeden z termínů už minul."))
        if found := timing.blockers(starts_at, ends_at):
            raise Refused(found[0].message)


def check_term(closes_on: dt.date, options: Sequence[Span], now: dt.datetime) -> None:
    if closes_on < timezone.localdate(now):
        raise Refused(_("Den, do kterého mají členové odpovědět, už minul."))
    if closes_on >= timezone.localdate(min(options)[0]):
        raise Refused(_("Odpovědi musí přijít dřív než první z navržených dnů."))


@transaction.atomic
def vote(
    *, poll: Poll, person: Person, choices: Mapping[int, PollChoice], by: Person, now: dt.datetime
) -> None:
    """Keep what a member says to the days, said or typed in for them; the latest word counts.

    Raises Gone when the search is over, Refused after the term (who organises may still type answers in),
    for somebody who is not a member, and for days of another poll.
    """
    row = locked(poll)
    today = timezone.localdate(now)
    if row.state != PollState.OPEN:
        raise Gone(_("Termín už je vybraný, nebo se hledání zrušilo."))
    if by.pk == person.pk and today > row.closes_on:
        raise Refused(_("Odpovídat šlo jen do stanoveného dne. Ozvěte se prosím organizátorovi."))
    if not is_member(person, row.body, today):
        raise Refused(_("Odpovídat mohou jen členové orgánu."))
    known = set(row.options.values_list("pk", flat=True))
    if not choices or not set(choices) <= known:
        raise Refused(_("Tyto termíny k hledání nepatří."))
    for option, choice in choices.items():
        PollVote.objects.update_or_create(
            option_id=option,
            person=person,
            defaults={
                "choice": choice,
                "voted_at": now,
                "recorded_by": by if by.pk != person.pk else None,
            },
        )
    data = {"person": person.pk, "choices": {str(pk): choices[pk] for pk in sorted(choices)}}
    journal.record(row, "poll.voted", by=by, at=now, data=data)


@transaction.atomic
def decide(
    *,
    poll: Poll,
    option: PollOption,
    by: Person,
    now: dt.datetime,
    place: str = "",
    form: str = MeetingForm.IN_PERSON,
) -> Meeting:
    """Choose a day: the meeting is planned and what members said to the day becomes their answers to it.

    Raises Gone when the search is over, Refused for a day of another poll and whatever planning refuses.
    """
    row = locked(poll)
    if row.state != PollState.OPEN:
        raise Gone
    if option.poll_id != row.pk:
        raise Refused(_("Tyto termíny k hledání nepatří."))
    meeting = meetings.plan(
        body=row.body,
        starts_at=option.starts_at,
        ends_at=option.ends_at,
        place=place,
        form=form,
        by=by,
        now=now,
    )
    row.meeting = meeting
    row.decide()
    row.save()
    data = {"option": option.pk, "meeting": meeting.pk, "held_on": meeting.held_on}
    journal.record(row, "poll.decide", by=by, at=now, data=data)
    carry_answers(option, meeting, by=by, now=now)
    drop(row, now)
    members = [member.person for member in asked(row, timezone.localdate(now))]
    letters.tell_decision(poll=row, people=members, by=by, now=now)
    return meeting


def carry_answers(option: PollOption, meeting: Meeting, *, by: Person, now: dt.datetime) -> None:
    """Turn what members said to the day into answers to the meeting; they may change them any time."""
    invitations.sync(meeting=meeting, by=by, now=now)
    votes = {vote.person_id: vote for vote in option.votes.select_related("person", "recorded_by")}
    for participant in Participant.objects.filter(meeting=meeting, person__in=votes, removed_at=None):
        vote = votes[participant.person_id]
        answers.give(
            participant=participant,
            value=SAID[PollChoice(vote.choice)],
            channel=AnswerChannel.POLL,
            by=vote.recorded_by or vote.person,
            now=now,
            said_at=vote.voted_at,
        )


@transaction.atomic
def cancel(*, poll: Poll, reason: str, by: Person, now: dt.datetime) -> Poll:
    """Stop looking for a date and tell those who were asked why.

    Raises Gone when the search is over already.
    """
    row = locked(poll)
    if row.state != PollState.OPEN:
        raise Gone
    row.cancel()
    row.save()
    journal.record(row, "poll.cancel", by=by, at=now, personal={"reason": reason})
    drop(row, now)
    members = [member.person for member in asked(row, timezone.localdate(now))]
    letters.tell_cancellation(poll=row, people=members, reason=reason, by=by, now=now)
    return row


def remind(*, now: dt.datetime) -> None:
    """Write to those who have said nothing shortly before the term, and to who asked once it has passed."""
    today = timezone.localdate(now)
    due = Poll.objects.filter(state=PollState.OPEN, closes_on__lte=today + REMIND_BEFORE).order_by("pk")
    for pk in due.values_list("pk", flat=True):
        with transaction.atomic():
            poll = locked(Poll(pk=pk))
            if poll.state != PollState.OPEN:
                continue
            if poll.closes_on < today:
                tell_end(poll, now)
            else:
                nudge(poll, now)


def nudge(poll: Poll, now: dt.datetime) -> None:
    voted = set(PollVote.objects.filter(option__poll=poll).values_list("person", flat=True))
    told = set(Letter.objects.of(poll).filter(template=letters.REMINDED).values_list("person", flat=True))
    # Whoever was asked today or yesterday needs no reminder: the term itself was short.
    if timezone.localdate(poll.created_at) + REMIND_BEFORE > timezone.localdate(now):
        return
    silent = [m.person for m in asked(poll, timezone.localdate(now)) if m.person.pk not in voted | told]
    letters.remind(poll=poll, people=silent, now=now)


def tell_end(poll: Poll, now: dt.datetime) -> None:
    if not Letter.objects.of(poll).filter(template=letters.ENDED).exists():
        voted = PollVote.objects.filter(option__poll=poll).values("person").distinct().count()
        letters.tell_end(poll=poll, voted=voted, now=now)


def locked(poll: Poll) -> Poll:
    """Lock a poll: an answer and the choice of the day stand in a queue."""
    return (
        Poll.objects.select_for_update(of=("self",))
        .select_related("body__territory", "body__organiser", "created_by")
        .get(pk=poll.pk)
    )
