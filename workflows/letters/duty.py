"""Letters of duties: a municipality needs no account, it answers by the link."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from people.actions import link as links
from people.models import Person
from people.post import Message, write_all
from workflows.letters.edition import AFTER_TERM, FOLDER, day, end_of
from workflows.models import Duty
from workflows.queries.duty import Recipient

DUTY = "duty"


def duty_letters(
    template: str,
    key: str,
    rows: Sequence[tuple[Duty, Recipient]],
    by: Person | None,
    now: dt.datetime,
    **more: Any,
) -> int:
    """Write about duties to those who answer for them, each with their own link, in a few queries."""
    made = [
        links.draw(
            purpose=DUTY,
            subject=duty,
            person=to.person,
            address="" if to.person else to.address,
            expires_at=end_of(max(duty.due_on, timezone.localdate(now))) + AFTER_TERM,
            by=by,
            now=now,
        )
        for duty, to in rows
    ]
    links.issue_all(made)
    written = [
        Message(
            key=f"{key}:{duty.pk}:{duty.revision}:{to.key}",
            template=f"{FOLDER}/{template}",
            cause=duty,
            to_person=to.person,
            to_address=to.address,
            to_name=to.name,
            territory=duty.territory.region or duty.territory,
            context={"duty": duty, "due": day(duty.due_on), "link": link, **more},
        )
        for (duty, to), link in zip(rows, made, strict=True)
    ]
    return len(write_all(written, now=now))


def duty_asked(
    *, duties: Sequence[Duty], to: Mapping[int, Sequence[Recipient]], by: Person | None, now: dt.datetime
) -> int:
    """Ask for duties or remind of them; on one day nobody is written to twice about the same duty."""
    rows = [(duty, one) for duty in duties for one in to[duty.pk]]
    return duty_letters("duty_asked", f"duty-asked-{timezone.localdate(now):%Y%m%d}", rows, by, now)


def duty_received(*, duty: Duty, to: Sequence[Recipient], now: dt.datetime) -> None:
    """Confirm to a municipality that its report came, with what it wrote."""
    rows = [(duty, one) for one in to]
    lines = list(duty.capacities.select_related("kind"))
    duty_letters("duty_received", "duty-received", rows, None, now, capacities=lines)


def duty_returned(*, duty: Duty, to: Sequence[Recipient], reason: str, by: Person, now: dt.datetime) -> None:
    """Tell those who answer for a duty why it is open again."""
    duty_letters("duty_returned", "duty-returned", [(duty, one) for one in to], by, now, reason=reason)
