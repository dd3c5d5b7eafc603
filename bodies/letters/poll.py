"""Letters of a search for a date."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from bodies.models import Poll
from people.actions import link as links
from people.models import AccessLink, Person
from people.post import Message, write, write_all

FOLDER = "bodies/letters"
ASKED, REMINDED, ENDED = f"{FOLDER}/poll_asked", f"{FOLDER}/poll_reminded", f"{FOLDER}/poll_ended"
PURPOSE = "poll"
# A personal link outlives the term, so that a late click still explains what happened.
AFTER_TERM = dt.timedelta(days=60)


def context_of(poll: Poll, **more: Any) -> dict[str, Any]:
    return {
        "poll": poll,
        "body": poll.body,
        "options": list(poll.options.order_by("starts_at")),
        "url": f"{settings.SITE['url']}{reverse('meetings:poll', args=[poll.pk])}",
        **more,
    }


def personal_links(
    poll: Poll, people: Sequence[Person], by: Person | None, now: dt.datetime
) -> dict[int, AccessLink]:
    """Return a link for each person: the one they have already, else a new one."""
    known = AccessLink.objects.filter(
        purpose=PURPOSE, subject_kind=poll.journal_kind, subject_id=poll.pk, revoked_at=None
    )
    found = {link.person_id: link for link in known if link.person_id is not None}
    end = timezone.make_aware(dt.datetime.combine(poll.closes_on, dt.time(23, 59)))
    fresh = [
        links.draw(purpose=PURPOSE, subject=poll, person=person, expires_at=end + AFTER_TERM, by=by, now=now)
        for person in people
        if person.pk not in found
    ]
    links.issue_all(fresh)
    return found | {link.person_id: link for link in fresh if link.person_id is not None}


def with_links(
    poll: Poll, template: str, people: Sequence[Person], by: Person | None, now: dt.datetime
) -> None:
    links_of = personal_links(poll, people, by, now)
    context = context_of(poll)
    messages = [
        Message(
            key=f"{template.rsplit('/', 1)[1]}:{poll.pk}:{person.pk}",
            template=template,
            cause=poll,
            territory=poll.body.territory,
            to_person=person,
            context={**context, "link": links_of[person.pk]},
        )
        for person in people
    ]
    write_all(messages, now=now)


def ask(*, poll: Poll, people: Sequence[Person], by: Person, now: dt.datetime) -> None:
    """Ask the members which of the days suit them."""
    with_links(poll, ASKED, people, by, now)


def remind(*, poll: Poll, people: Sequence[Person], now: dt.datetime) -> None:
    """Remind those who have said nothing."""
    with_links(poll, REMINDED, people, None, now)


def tell_all(
    poll: Poll, name: str, people: Sequence[Person], by: Person, now: dt.datetime, **more: Any
) -> None:
    """Write the same to everybody but to whoever did the deed."""
    context = context_of(poll, **more)
    messages = [
        Message(
            key=f"{name}:{poll.pk}:{person.pk}",
            template=f"{FOLDER}/{name}",
            cause=poll,
            territory=poll.body.territory,
            to_person=person,
            context=context,
        )
        for person in people
        if person.pk != by.pk
    ]
    write_all(messages, now=now)


def tell_decision(*, poll: Poll, people: Sequence[Person], by: Person, now: dt.datetime) -> None:
    """Tell the members which day was chosen; the invitation follows when the meeting is convened."""
    tell_all(poll, "poll_decided", people, by, now, meeting=poll.meeting)


def tell_cancellation(
    *, poll: Poll, people: Sequence[Person], reason: str, by: Person, now: dt.datetime
) -> None:
    """Tell the members that no date is looked for any more."""
    tell_all(poll, "poll_cancelled", people, by, now, reason=reason)


def tell_end(*, poll: Poll, voted: int, now: dt.datetime) -> None:
    """Tell who asked that the term has passed and a day can be chosen."""
    write(
        key=f"poll_ended:{poll.pk}",
        template=ENDED,
        cause=poll,
        territory=poll.body.territory,
        to_person=poll.created_by,
        context=context_of(poll, voted=voted),
        now=now,
    )
