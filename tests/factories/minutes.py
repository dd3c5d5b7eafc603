"""A meeting that is over and its minutes, in every state, through the real deeds."""

from datetime import date, timedelta

from bodies.actions import minutes as actions
from bodies.enums import Attendance, ItemPurpose, ItemState, MinutesState
from bodies.models import Meeting, Minutes, Participant
from documents.actions import confirmation as confirmations
from documents.models import Confirmation
from people.models import Person
from tests.factories import bodies as make
from tests.factories import people

HELD = date(2026, 11, 12)
NOW = make.at(date(2026, 11, 13), 10)


def over(days: int = 7, verifiers: int = 2, members: int = 3, **rules) -> Minutes:
    """Minutes that are being written, of a meeting with one decided item."""
    body = make.body(organiser=people.person(), short_name="K 21")
    make.rules(
        body,
        comment_days=days,
        verifier_count=verifiers,
        **{"is_public": False, "publishes_minutes": True, **rules},
    )
    for _each in range(members):
        make.member(body)
    meeting = make.held(body, HELD, minute_taker=people.person())
    Participant.objects.filter(meeting=meeting).update(attendance=Attendance.PRESENT)
    make.item(
        meeting,
        "Střednědobý plán",
        purpose=ItemPurpose.DECISION,
        record="Úvodní slovo.\n\nHlasovalo se o návrhu.",
        progress=ItemState.DONE,
    )
    return fresh(Minutes.objects.get(meeting=meeting))


def fresh(minutes: Minutes) -> Minutes:
    return Minutes.objects.select_related("meeting__body", "version").get(pk=minutes.pk)


def members(minutes: Minutes) -> list[Person]:
    return [one.person for one in minutes.meeting.participants.select_related("person").order_by("pk")]


def taker(minutes: Minutes) -> Person:
    return Meeting.objects.select_related("minute_taker").get(pk=minutes.meeting_id).minute_taker


def organiser(minutes: Minutes) -> Person:
    return minutes.meeting.body.organiser


def circulated(**fields) -> Minutes:
    minutes = over(**fields)
    return actions.circulate(minutes=minutes, by=taker(minutes), now=NOW)


def submitted(count: int = 2, **fields) -> Minutes:
    """Minutes given to verifiers without remarks before."""
    minutes = over(days=0, **fields)
    chosen = members(minutes)[:count]
    return actions.submit(minutes=minutes, verifiers=chosen, by=taker(minutes), now=NOW)


def asked(minutes: Minutes) -> list[Confirmation]:
    return list(Confirmation.objects.filter(version=minutes.version_id).order_by("pk"))


def confirm(one: Confirmation, now=NOW) -> Confirmation:
    return confirmations.confirm(confirmation=one, digest=one.version.digest, by=one.person, now=now)


def verified(**fields) -> Minutes:
    minutes = submitted(**fields)
    for one in asked(minutes):
        confirm(one)
    found = fresh(minutes)
    assert found.state == MinutesState.VERIFIED
    return found


def published(**fields) -> Minutes:
    minutes = verified(**fields)
    return actions.publish(minutes=minutes, by=organiser(minutes), now=NOW + timedelta(days=1))
