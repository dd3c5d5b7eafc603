"""The minutes as structured data, the one source of page, print, PDF and DOCX, and its three renditions.

`structured` is what gets frozen: plain JSON with codes, numbers and times, and `sections` with the same in
Czech words, which is what a verifier reads. `rendition` makes of it what one audience may read.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import override

from bodies import enums
from bodies.exports import minutes_text
from bodies.models import ActionItem, AgendaItem, Ballot, Meeting, Minutes, Participant, Resolution
from bodies.queries import minutes as minutes_of
from bodies.queries.redaction import Hidden, pattern_of, redacted_all
from people.enums import Side
from people.models import Person

FORMAT = 1
LABELS: dict[str, type[Any]] = {
    "attendance": enums.Attendance,
    "invited_as": enums.InvitedAs,
    "form": enums.MeetingForm,
    "purpose": enums.ItemPurpose,
    "progress": enums.ItemState,
    "absence": enums.AbsenceKind,
    "subject": enums.BallotSubject,
    "way": enums.BallotKind,
    "result": enums.BallotResult,
    "majority": enums.Majority,
    "choice": enums.Choice,
    "word": enums.OutputWord,
    "verb": enums.Verb,
    "outcome": enums.Outcome,
    "due": enums.Due,
}
DAYS = frozenset({"held_on", "due_on"})
TIMES = frozenset(
    {"starts_at", "ends_at", "begun_at", "ended_at", "began_at", "from", "to", "quorum_lost_at"}
)
NOT_FOR_MEMBERS = frozenset({"side", "attendance_note", "service_users"})
# Why somebody was excused or what their interest is says more of them than the public needs.
NOT_FOR_PUBLIC = NOT_FOR_MEMBERS | {"note", "sections"}


class Audience(StrEnum):
    INTERNAL = "internal"
    MEMBERS = "members"
    PUBLIC = "public"


def structured(minutes: Minutes) -> dict[str, Any]:
    """Write the minutes as they stand; Czech is the language of record whoever does it."""
    meeting = minutes.meeting
    people = minutes_of.attendance_of(meeting)
    with override("cs"):
        content = {
            "format": FORMAT,
            "title": minutes_of.title_of(meeting),
            "meeting": meeting_part(meeting),
            "opening": minutes.opening,
            "closing": minutes.closing,
            "attendance": [attendance_part(one) for one in people],
            "items": [item_part(n, one) for n, one in enumerate(minutes_of.items_of(meeting), 1)],
            "verifiers": [one.name for one in minutes_of.chosen_verifiers(meeting)],
            "service_users": [person_part(one.person) for one in people if one.side == Side.USERS],
        }
        return {**content, "sections": minutes_text.sections(readable(content))}


def moment(value: dt.datetime | dt.date | None) -> str:
    if isinstance(value, dt.datetime):
        value = value.astimezone(dt.UTC)
    return value.isoformat() if value else ""


def name_of(person: Person | None, other: str = "") -> str:
    return person.name if person else other


def person_part(person: Person) -> dict[str, Any]:
    return {"person": person.pk, "first_name": person.first_name, "last_name": person.last_name}


def meeting_part(meeting: Meeting) -> dict[str, Any]:
    return {
        "body": meeting.body.name,
        "name": meeting.name,
        "held_on": moment(meeting.held_on),
        "place": meeting.place,
        "access": meeting.access,
        "form": meeting.form,
        "starts_at": moment(meeting.starts_at),
        "begun_at": moment(meeting.begun_at),
        "ended_at": moment(meeting.ended_at),
        "quorum_lost_at": moment(meeting.quorum_lost_at),
        "chair": name_of(meeting.chair),
        "minute_taker": name_of(meeting.minute_taker),
        "short_notice_reason": meeting.short_notice_reason,
    }


def attendance_part(one: Participant) -> dict[str, Any]:
    return {
        "person": one.person_id,
        "name": one.person.name,
        "invited_as": one.invited_as,
        "side": one.side,
        "is_voting": one.is_voting,
        "represents": one.represents or (one.seat.label if one.seat else ""),
        "attendance": one.attendance,
        "attendance_note": one.attendance_note,
        "deputy": name_of(one.deputy, one.deputy_name),
        "stays": [
            {"from": moment(stay.arrived_at), "to": moment(stay.left_at), "is_remote": stay.is_remote}
            for stay in one.stays.all()
        ],
    }


def item_part(number: int, item: AgendaItem) -> dict[str, Any]:
    return {
        "key": f"item-{item.pk}",
        "item": item.pk,
        "number": number,
        "section": item.section,
        "title": item.title,
        "purpose": item.purpose,
        "progress": item.progress,
        "is_withdrawn": item.is_withdrawn,
        "is_late": item.is_late,
        "is_closed_to_public": item.is_closed_to_public,
        "presenter": name_of(item.presenter, item.presenter_name),
        "document": item.document.title if item.document else "",
        "version": item.version.number if item.version else None,
        "papers": [one.title or one.file.name for one in item.papers.all()],
        "began_at": moment(item.began_at),
        "ended_at": moment(item.ended_at),
        "record": item.record,
        "absences": [
            {"name": one.participant.person.name, "absence": one.kind, "note": one.note}
            for one in item.absences.all()
        ],
        "ballots": [ballot_part(one) for one in item.ballots.all()],
        "resolutions": [resolution_part(one) for one in item.resolutions.all()],
        "tasks": [task_part(one) for one in item.action_items.all()],
    }


def ballot_part(ballot: Ballot) -> dict[str, Any]:
    is_secret = ballot.kind == enums.BallotKind.SECRET
    counts = ("member_count", "present_count", "quorum_needed", "votes_needed", "has_quorum")
    votes = ("votes_for", "votes_against", "abstained", "not_voting")
    return {
        "number": ballot.number,
        "subject": ballot.subject,
        "way": ballot.kind,
        "wording": ballot.wording,
        "majority": ballot.majority,
        "result": ballot.result,
        "note": ballot.note,
        **{name: getattr(ballot, name) for name in (*counts, *votes)},
        "names": []
        if is_secret
        else [{"name": v.participant.person.name, "choice": v.choice} for v in ballot.votes.all()],
    }


def resolution_part(resolution: Resolution) -> dict[str, Any]:
    return {
        "resolution": resolution.pk,
        "word": resolution.word,
        "number": resolution.number,
        "title": resolution.title,
        "points": [{"verb": one.verb, "text": one.text} for one in resolution.points.all()],
        "outcome": resolution.outcome,
        "changes": resolution.changes,
        "is_public": resolution.is_public,
    }


def task_part(task: ActionItem) -> dict[str, Any]:
    return {
        "number": task.number,
        "text": task.text,
        "responsible": name_of(task.responsible, task.organisation.name if task.organisation else ""),
        "cooperating": task.cooperating,
        "due": task.due,
        "due_on": moment(task.due_on),
    }


def rendition(
    content: Mapping[str, Any], audience: Audience, hidden: Iterable[Hidden] = ()
) -> dict[str, Any]:
    """Return what one audience may read, with times as times and codes in words of the page's language."""
    match audience:
        case Audience.PUBLIC:
            shown = without(content, NOT_FOR_PUBLIC)
            shown["has_closed"] = any(one["is_closed_to_public"] for one in content["items"])
            shown["items"] = [public_item(i) for i in shown["items"] if not i["is_closed_to_public"]]
            hide_seats(shown, content)
            shown = redacted_all(shown, pattern_of(hidden))
        case Audience.MEMBERS:
            shown = without(content, NOT_FOR_MEMBERS)
            hide_seats(shown, content)
        case _:
            shown = without(content, frozenset())
    done: dict[str, Any] = readable(shown)
    for item in done["items"]:
        item["paragraphs"] = minutes_of.paragraphs(item["record"])
        for ballot in item["ballots"]:
            ballot["explained"] = minutes_text.explained(ballot)
    around = {name: minutes_of.paragraphs(done[name]) for name in ("opening", "closing")}
    return {**done, **around, "audience": audience.value, "counts": counts_of(done)}


def hide_seats(shown: dict[str, Any], content: Mapping[str, Any]) -> None:
    """Do not say for whom service users sit: the seat alone would tell who they are."""
    users = {one["person"] for one in content["service_users"]}
    for one in shown["attendance"]:
        one["represents"] = "" if one["person"] in users else one["represents"]


def without(value: Any, names: frozenset[str]) -> Any:
    """Copy a structure without some keys, at any depth."""
    match value:
        case Mapping():
            return {key: without(one, names) for key, one in value.items() if key not in names}
        case list() | tuple():
            return [without(one, names) for one in value]
    return value


def public_item(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "resolutions": [one for one in item["resolutions"] if one["is_public"]], "papers": []}


def readable(value: Any) -> Any:
    """Turn frozen values into what a template shows: times into times, codes into words beside them."""
    match value:
        case Mapping():
            shown = {key: thawed(key, one) for key, one in value.items()}
            words = {
                f"{key}_label": LABELS[key](one).label
                for key, one in value.items()
                if key in LABELS and one and isinstance(one, str)
            }
            return {**shown, **words}
        case list():
            return [readable(one) for one in value]
    return value


def thawed(key: str, value: Any) -> Any:
    if key in DAYS and isinstance(value, str):
        return dt.date.fromisoformat(value) if value else None
    if key in TIMES and isinstance(value, str):
        return dt.datetime.fromisoformat(value) if value else None
    return readable(value)


def counts_of(content: Mapping[str, Any]) -> dict[str, int]:
    """Count who could vote and who of them came."""
    voting = [one for one in content["attendance"] if one["is_voting"]]
    there = [one for one in voting if one["attendance"] in enums.THERE]
    return {"voting": len(voting), "present": len(there)}
