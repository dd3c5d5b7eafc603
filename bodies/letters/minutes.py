"""Letters about minutes: to members, to the minute taker and the organiser, to verifiers who are late."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from bodies.models import Correction, Minutes, Participant, Remark
from bodies.queries.minutes import title_of
from documents.models import Confirmation
from people import post
from people.actions import link as links
from people.models import AccessLink, Letter, Person

FOLDER = "bodies/letters/minutes_"
PURPOSE = "minutes"
# A link outlives the window for remarks: it shows the minutes as they go on.
LINK_DAYS = dt.timedelta(days=365)


def about(minutes: Minutes, **more: Any) -> dict[str, Any]:
    """Return what every letter about minutes says: which meeting of which body."""
    meeting = minutes.meeting
    return {
        "minutes": minutes,
        "meeting": meeting,
        "body": meeting.body,
        "title": title_of(meeting),
        "is_council": meeting.body.is_council,
        **more,
    }


def to_members(
    name: str,
    key: str,
    minutes: Minutes,
    people: Sequence[Participant],
    *,
    by: Person,
    now: dt.datetime,
    **more: Any,
) -> list[Letter]:
    """Write to many members at once, each with a personal link."""
    drawn: dict[int, AccessLink] = {
        one.person_id: links.draw(
            purpose=PURPOSE, subject=minutes, person=one.person, expires_at=now + LINK_DAYS, by=by, now=now
        )
        for one in people
    }
    links.issue_all(drawn.values())
    messages = [
        post.Message(
            key=f"{key}:{one.person_id}",
            template=f"{FOLDER}{name}",
            context=about(minutes, link=drawn[one.person_id], **more),
            cause=minutes,
            to_person=one.person,
        )
        for one in people
    ]
    return post.write_all(messages, now=now)


def to_one(name: str, key: str, minutes: Minutes, to: Person | None, now: dt.datetime, **more: Any) -> None:
    """Write to one person of the office; where nobody is named, there is nobody to write to."""
    if to is None or not to.is_active:
        return
    context = about(minutes, **more)
    post.write(key=key, template=f"{FOLDER}{name}", context=context, cause=minutes, to_person=to, now=now)


def taker_of(minutes: Minutes) -> Person | None:
    """Return who writes the minutes: the minute taker, else the organiser."""
    return minutes.meeting.minute_taker or organiser_of(minutes)


def organiser_of(minutes: Minutes) -> Person | None:
    return minutes.meeting.body.organiser or minutes.meeting.chair


def circulated(*, minutes: Minutes, people: Sequence[Participant], by: Person, now: dt.datetime) -> None:
    """Ask members for remarks, which in councils are objections; each round has letters of its own."""
    key = f"minutes:{minutes.pk}:circulated:{minutes.revision}"
    to_members("circulated", key, minutes, people, by=by, now=now)


def published(*, minutes: Minutes, people: Sequence[Participant], by: Person, now: dt.datetime) -> None:
    to_members("published", f"minutes:{minutes.pk}:published", minutes, people, by=by, now=now)


def corrected(
    *,
    correction: Correction,
    minutes: Minutes,
    people: Sequence[Participant],
    by: Person,
    now: dt.datetime,
) -> None:
    key = f"correction:{correction.pk}"
    to_members("corrected", key, minutes, people, by=by, now=now, correction=correction)


def verified(*, minutes: Minutes, now: dt.datetime) -> None:
    """Tell the organiser that the minutes may be published."""
    key = f"minutes:{minutes.pk}:verified"
    to_one("verified", key, minutes, organiser_of(minutes), now)


def returned(*, minutes: Minutes, reason: str, who: Person, now: dt.datetime) -> None:
    """Tell the minute taker why a verifier did not confirm."""
    key = f"minutes:{minutes.pk}:returned:{minutes.revision}"
    to_one("returned", key, minutes, taker_of(minutes), now, reason=reason, who=who)


def remark_settled(*, remark: Remark, minutes: Minutes, by: Person, now: dt.datetime) -> None:
    """Tell the author how a remark was settled; once for each result."""
    if not remark.person.is_active:
        return
    link = links.issue(
        purpose=PURPOSE, subject=minutes, person=remark.person, expires_at=now + LINK_DAYS, by=by, now=now
    )
    key = f"remark:{remark.pk}:settled:{now.isoformat()}"
    to_one("remark_settled", key, minutes, remark.person, now, remark=remark, link=link)


def due(*, minutes: Minutes, to: Person | None, key: str, is_over: bool, now: dt.datetime) -> None:
    """Remind of the last day of the minutes, before it and after it."""
    to_one("due", f"minutes:{minutes.pk}:due:{key}", minutes, to, now, is_over=is_over)


def comments_closed(*, minutes: Minutes, unsettled: int, now: dt.datetime) -> None:
    """Tell the minute taker that the window for remarks is over."""
    key = f"minutes:{minutes.pk}:comments_closed:{minutes.comments_until}"
    to_one("comments_closed", key, minutes, taker_of(minutes), now, unsettled=unsettled)


def late_key(confirmation: Confirmation, week: str) -> str:
    return f"confirmation:{confirmation.pk}:late:{week}"


def late_written(late: Iterable[Confirmation], week: str) -> set[int]:
    """Return which verifiers were reminded in a week of their delay already."""
    keys = {late_key(one, week): one.pk for one in late}
    return {keys[key] for key in Letter.objects.filter(key__in=keys).values_list("key", flat=True)}


def verifier_late(
    *, minutes: Minutes, late: Iterable[tuple[Confirmation, AccessLink]], key: str, now: dt.datetime
) -> None:
    """Remind verifiers who have not answered in time, each with a personal link, and tell the organiser."""
    names = []
    for confirmation, link in late:
        names.append(confirmation.person.name)
        post.write(
            key=late_key(confirmation, key),
            template=f"{FOLDER}verifier_late",
            context=about(minutes, link=link, confirmation=confirmation),
            cause=confirmation,
            to_person=confirmation.person,
            now=now,
        )
    if names:
        to_one(
            "unverified",
            f"minutes:{minutes.pk}:unverified:{key}",
            minutes,
            organiser_of(minutes),
            now,
            names=names,
        )
