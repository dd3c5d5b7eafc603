"""Mail that waits for somebody who organises meetings, and who may have written it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from bodies.models import Answer, Meeting, Participant
from bodies.queries import sender
from bodies.queries.running import run_by
from people.alphabet import alphabetical
from people.enums import InboundState
from people.models import InboundMail, Person
from people.post import reading
from people.rules import administers_region

LIKELY = 3
FOUND = 20


def mail_for(person: Person, day: dt.date) -> QuerySet[InboundMail]:
    """List mail about the meetings that a person runs; for a region's administrator also mail about none."""
    run = Meeting.objects.filter(run_by(person, day, "body__")).values("pk")
    seen = Q(cause_kind=Meeting.journal_kind, cause_id__in=run)
    if administers_region(person):
        seen |= Q(cause_kind="")
    return InboundMail.objects.exclude(state=InboundState.RECEIVED).filter(seen).defer("raw")


def waiting_count(person: Person, day: dt.date) -> int:
    """Count the messages that wait for a person."""
    return mail_for(person, day).filter(state=InboundState.WAITING).count()


def meetings_of(rows: Iterable[InboundMail]) -> dict[int, Meeting]:
    """Load by one query the meetings that messages are about."""
    keys = {row.cause_id for row in rows if row.cause_kind == Meeting.journal_kind}
    return Meeting.objects.select_related("body").in_bulk([key for key in keys if key is not None])


def meeting_of(mail: InboundMail) -> Meeting | None:
    return next(iter(meetings_of([mail]).values()), None)


def answer_in(mail: InboundMail) -> Answer | None:
    """Return the answer that was read from a message which nevertheless waits."""
    return Answer.objects.select_related("participant__person").filter(mail=mail).first()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may have written a message, and what speaks for it."""

    participant: Participant
    score: int
    is_known: bool  # the sender's address is theirs already

    @property
    def is_likely(self) -> bool:
        return self.score > 0


def candidates(mail: InboundMail, person: Person, day: dt.date) -> list[Candidate]:
    """List who may have answered, the likeliest first: by the token, the address and the name.

    For a message about no meeting only those are listed for whom something speaks.
    """
    whole = InboundMail.objects.get(pk=mail.pk)
    received = reading.read(bytes(whole.raw), envelope_to=mail.envelope_to)
    token = sender.trace_of(received, ()).participant
    writer = sender.person_at(mail.from_address) if mail.from_address else None
    rows = Participant.objects.filter(removed_at=None).select_related("person", "seat", "meeting__body")
    meeting = meeting_of(mail)
    if meeting is not None:
        rows = rows.filter(meeting=meeting)
    else:
        rows = rows.filter(run_by(person, day, "meeting__body__"), meeting__state__in=sender.EXPECTING)
    found = [
        scored(one, mail, token, writer) for one in rows.order_by(*alphabetical("person__last_name"), "pk")
    ]
    if meeting is None:
        found = [one for one in found if one.is_likely][:FOUND]
    return sorted(found, key=lambda one: -one.score)


def scored(
    one: Participant, mail: InboundMail, token: Participant | None, writer: Person | None
) -> Candidate:
    is_writer = writer is not None and writer.pk == one.person_id
    local = mail.from_address.partition("@")[0].replace(".", " ").replace("_", " ").replace("-", " ")
    score = (
        8 * (token is not None and token.pk == one.pk)
        + 4 * is_writer
        + 2 * sender.is_named_as(one.person, mail.from_name, local)
    )
    return Candidate(one, score, is_writer)
