"""A meeting of the demo told from planning to its last task, by the deeds that the pages use."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from bodies.actions import (
    agenda,
    answer,
    attendance,
    ballot,
    convening,
    paper,
    proposal,
    record,
    resolution,
    session,
)
from bodies.actions import meeting as meetings
from bodies.enums import (
    AnswerChannel,
    AnswerValue,
    Attendance,
    BallotKind,
    BallotSubject,
    Choice,
    ItemPurpose,
    MeetingForm,
    StandingItem,
)
from bodies.models import AgendaItem, Ballot, Body, Meeting, Participant
from bodies.queries.attendance import sheet_of
from documents.models import Document, Version
from people.errors import Refused
from people.models import Person
from workflows.management.seed import minuting, papers, tasking
from workflows.management.seed.cast import Cast
from workflows.management.seed.moments import FOLDER, tale
from workflows.management.seed.story import BrokenStoryError, post_letters_of

Told = dict[str, Any]
LEAST = dt.timedelta(minutes=1)


@dataclass
class Sitting:
    """Where the tale of a meeting stands."""

    cast: Cast
    told: Told
    key: str
    document: Document | None = None
    items: list[AgendaItem] = field(default_factory=list)

    @property
    def body(self) -> Body:
        return self.cast.bodies[self.told["body"]]

    @property
    def by(self) -> Person:
        return self.cast.people[self.told["by"]]

    def person(self, key: str) -> Person | None:
        return self.cast.person(key or None)

    def at(self, text: str) -> dt.datetime:
        """Read a moment: "2026-11-09 09:15", "-12 09:00" days from today, or an hour of the meeting's day."""
        moments = self.cast.moments
        day, _space, hour = text.partition(" ")
        if day == "today":
            return moments.under_way(hour)
        if day[:1] == "-":
            return moments.exactly(moments.today + dt.timedelta(days=int(day)), hour)
        if len(text) == len("09:00"):
            return self.at(f"{self.told['on']} {text}")
        return moments.at(text)


def tell_all(cast: Cast) -> None:
    """Tell every meeting that no plan tells, in the order of their days."""
    for path in sorted((FOLDER / "meetings").glob("*.json")):
        told = tale(f"meetings/{path.name}")
        if "told_by" not in told:
            tell(cast, path.stem, told)


def tell(cast: Cast, key: str, told: Told, document: Document | None = None) -> Meeting:
    """Tell one meeting; an item about the plan that tells it is about that plan's `document`."""
    sitting = Sitting(cast, told, key, document)
    try:
        meeting = plan(sitting)
        cast.meetings[key] = meeting
        if "convened" in told:
            convene(sitting, meeting)
        if "cancelled" in told:
            said = told["cancelled"]
            convening.cancel(
                meeting=meeting, reason=said["reason"], by=sitting.by, now=sitting.at(said["on"])
            )
        if "begun" in told:
            hold(sitting, meeting)
    except (Refused, LookupError) as error:
        raise BrokenStoryError(f"{key}: {error!r}") from error
    return meeting


def plan(sitting: Sitting) -> Meeting:
    """Plan the meeting with its agenda; nobody gets a letter."""
    told, now = sitting.told, sitting.at(sitting.told["planned"])
    meeting = meetings.plan(
        body=sitting.body,
        starts_at=sitting.at(told["from"]),
        ends_at=sitting.at(told["to"]),
        place=told.get("place", ""),
        access=told.get("access", ""),
        form=told.get("form", MeetingForm.IN_PERSON),
        remote_url=told.get("remote_url", ""),
        note=told.get("note", ""),
        chair=sitting.person(told.get("chair", "")),
        minute_taker=sitting.person(told.get("minute_taker", "")),
        by=sitting.by,
        now=now,
    )
    for row in told["items"]:
        if not row.get("late"):
            sitting.items.append(add_item(sitting, meeting, row, now))
    return meeting


def add_item(sitting: Sitting, meeting: Meeting, row: Told, now: dt.datetime) -> AgendaItem:
    """Put an item on the agenda as the organiser does, or let a member propose it first."""
    standing = row.get("standing", "")
    title = row.get("title") or str(StandingItem(standing).label)
    purpose = row.get("purpose", ItemPurpose.INFORMATION)
    presenter = sitting.person(row.get("presenter", ""))
    if "proposed_by" in row:
        item = proposal.propose(
            title=title, meeting=meeting, purpose=purpose, by=sitting.cast.people[row["proposed_by"]], now=now
        )
        return proposal.accept_proposal(item=item, to=meeting, by=sitting.by, now=now)
    document = document_of(sitting, row)
    item = agenda.add(
        meeting=meeting,
        title=title,
        purpose=purpose,
        standing=standing,
        minutes=row.get("minutes", 10),
        presenter=presenter,
        text=row.get("text", ""),
        proposed_wording=row.get("wording", ""),
        document=document,
        by=sitting.by,
        now=now,
    )
    if document is not None:
        item.version = Version.objects.filter(document=document, frozen_at__lte=now).order_by("number").last()
        item.save(update_fields=["version"])
    if "paper" in row:
        upload = papers.paper(row["paper"])
        paper.add_paper(item=item, upload=upload, is_public=True, by=sitting.by, now=now)
    return item


def document_of(sitting: Sitting, row: Told) -> Document | None:
    """Return the document of the edition that an item is about."""
    if "plan" not in row:
        return None
    if sitting.document is not None:
        return sitting.document
    edition = sitting.cast.plans[row["plan"]].editions.order_by("pk").last()
    return edition.document if edition else None


def convene(sitting: Sitting, meeting: Meeting) -> None:
    """Convene, then let people answer, add what was added late."""
    told = sitting.told
    convening.convene(
        meeting=meeting, reason=told.get("short_notice", ""), by=sitting.by, now=sitting.at(told["convened"])
    )
    for row in told["items"]:
        if row.get("late"):
            now = sitting.at(row["added"])
            sitting.items.append(add_item(sitting, meeting, row, now))
            convening.send_changes(meeting=meeting, by=sitting.by, now=now + LEAST * 5)
    named = {one[0] for one in told.get("answers", [])}
    for who, value, on, channel, *more in told.get("answers", []):
        comment, deputy = [*more, "", ""][:2]
        people = [sitting.cast.people[who]] if who != "*" else others(sitting, meeting, named)
        for person in people:
            give(sitting, meeting, person, (value, on, channel, comment, deputy))


def others(sitting: Sitting, meeting: Meeting, named: set[str]) -> list[Person]:
    known = {sitting.cast.people[key].pk for key in named if key != "*"}
    return [one.person for one in meeting.participants.select_related("person") if one.person_id not in known]


def give(sitting: Sitting, meeting: Meeting, person: Person, said: tuple[str, str, str, str, str]) -> None:
    """Let one person answer, at a time that differs a little from the others'."""
    value, on, channel, comment, deputy = said
    participant = meeting.participants.get(person=person)
    post_letters_of(participant)
    is_typed = channel == AnswerChannel.TYPED
    answer.give(
        participant=participant,
        value=AnswerValue(value),
        channel=AnswerChannel(channel),
        comment=comment,
        deputy_name=deputy,
        by=sitting.by if is_typed else person,
        now=sitting.at(on) + dt.timedelta(minutes=participant.pk % 50),
    )


def hold(sitting: Sitting, meeting: Meeting) -> None:
    """Hold the session item by item, then write its minutes."""
    told = sitting.told
    now = sitting.at(told["begun"])
    session.begin(
        meeting=meeting,
        chair=sitting.person(told.get("chair", "")),
        minute_taker=sitting.person(told.get("minute_taker", "")),
        verifiers=[sitting.cast.people[key] for key in told.get("verifiers", [])],
        by=sitting.by,
        now=now,
    )
    attend(sitting, meeting, now)
    pace = pace_of(sitting)
    for row, item in zip(told["items"], sitting.items, strict=True):
        session.take_up(item=item, by=sitting.by, now=now)
        now += max(row.get("minutes", 10) * pace, LEAST)
        deal(sitting, item, row, now)
        if row.get("current"):
            return
        session.finish(item=item, by=sitting.by, now=now)
        if "lost" in told:
            adjourn(sitting, meeting)
            return
    if "ended" in told:
        session.end(meeting=meeting, by=sitting.by, now=sitting.at(told["ended"]))
        minuting.write(sitting, meeting)


def adjourn(sitting: Sitting, meeting: Meeting) -> None:
    """End a session that lost its quorum; the rest of its agenda goes to a substitute session."""
    said = sitting.told["lost"]
    session.lose_quorum(
        meeting=meeting,
        starts_at=sitting.at(said["substitute"]),
        ends_at=sitting.at(said["until"]),
        place=sitting.told["place"],
        by=sitting.by,
        now=sitting.at(said["at"]),
    )


def pace_of(sitting: Sitting) -> dt.timedelta:
    """Return how long a planned minute took: sessions end when they ended, not when they were to end."""
    told = sitting.told
    planned = sum(row.get("minutes", 10) for row in told["items"])
    spent: dt.timedelta = sitting.at(told.get("ended") or told["to"]) - sitting.at(told["begun"])
    return spent / (int(planned) + 1)


def attend(sitting: Sitting, meeting: Meeting, now: dt.datetime) -> None:
    """Write down who came, who came later and who left."""
    said = sitting.told.get("attendance", {})
    marks = {
        sitting.cast.people[key].pk: mark
        for mark in (Attendance.EXCUSED, Attendance.ABSENT, Attendance.REMOTE, Attendance.REPRESENTED)
        for key in said.get(mark.value, [])
    }
    late = {sitting.cast.people[key].pk: hour for key, hour in said.get("late", {}).items()}
    left = {sitting.cast.people[key].pk: hour for key, hour in said.get("left", {}).items()}
    for one in meeting.participants.filter(removed_at=None).select_related("person", "meeting"):
        at = sitting.at(late[one.person_id]) if one.person_id in late else now
        mark = marks.get(one.person_id, Attendance.PRESENT)
        by, deputy = sitting.by, one.deputy_name
        attendance.mark(participant=one, attendance=mark, at=at, deputy_name=deputy, by=by, now=at)
        if one.person_id in left:
            gone = sitting.at(left[one.person_id])
            attendance.leave(participant=one, at=gone, by=by, now=gone)


def deal(sitting: Sitting, item: AgendaItem, row: Told, now: dt.datetime) -> None:
    """Write the record of an item, take its vote, record what came out of it."""
    if row.get("record"):
        item.refresh_from_db()
        record.save(item=item, text=row["record"], read_at=item.record_revision, by=sitting.by, now=now)
    if "ballot" in row:
        taken = take(sitting, item, row, now)
        resolve(sitting, item, taken, row["output"], now)
    for one in row.get("tasks", []):
        tasking.assign(sitting.cast, sitting.body, one, by=sitting.by, now=now, item=item)


def take(sitting: Sitting, item: AgendaItem, row: Told, now: dt.datetime) -> Ballot:
    """Take a vote; by name the first so many of those present vote for, the next against."""
    said = row["ballot"]
    counts = [said.get(name, 0) for name in ("for", "against", "abstained")]
    kind = BallotKind(said.get("kind", BallotKind.HANDS))
    names: dict[Participant, Choice] | None = None
    if kind == BallotKind.NAMES:
        choices = [Choice.FOR] * counts[0] + [Choice.AGAINST] * counts[1] + [Choice.ABSTAINED] * counts[2]
        voters = [row.participant for row in sheet_of(item.meeting).voters(now, item)]  # type: ignore[arg-type]
        names = dict(zip(voters, choices, strict=False))
    return ballot.take(
        item=item,
        subject=BallotSubject.OUTPUT,
        kind=kind,
        wording=row.get("wording") or row["output"]["points"][0][1],
        votes_for=counts[0],
        votes_against=counts[1],
        abstained=counts[2],
        names=names,
        by=sitting.by,
        now=now,
    )


def resolve(sitting: Sitting, item: AgendaItem, taken: Ballot, row: Told, now: dt.datetime) -> None:
    """Record the output of a vote; what it assigns goes on as the tasks of the fixture say."""
    later = [(more[0], text) for _verb, text, *more in row["points"] if more]
    made = resolution.record(
        item=item,
        ballot=taken,
        title=row["title"],
        number=row.get("number", ""),
        outcome=row.get("outcome", ""),
        points=[point_of(sitting.cast, *one) for one in row["points"]],
        by=sitting.by,
        now=now,
    )
    assigned = [
        point.action_item for point in made.points.select_related("action_item") if point.verb == "assigns"
    ]
    for (said, _text), task in zip(later, assigned, strict=True):
        tasking.go_on(sitting.cast, task, said.get("then", []), by=sitting.by)


def point_of(cast: Cast, verb: str, text: str, said: Told | None = None) -> resolution.Point:
    said = said or {}
    due = tasking.due_of(cast, said["due"]) if said else {}
    return resolution.Point(verb=verb, text=text, responsible=cast.person(said.get("who")), **due)
