"""Whose invitation a message answers and whether its sender may answer it."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from bodies.enums import MeetingState
from bodies.models import Mandate, Meeting, Participant
from bodies.queries.address import participant_of
from people.models import Alias, Letter, Person
from people.post.reading import Received

LETTER_CAUSES = ("participant", "meeting")
EXPECTING = (MeetingState.CONVENED, MeetingState.IN_SESSION)


@dataclass(frozen=True, slots=True)
class Trace:
    """What a message is about: the invitation whose own address it came to, or at least the meeting."""

    participant: Participant | None = None
    meeting: Meeting | None = None


def trace_of(received: Received, uids: Iterable[str]) -> Trace:
    """Follow the token of the address, then the identifier of the calendar, then the letter answered."""
    for address in received.recipients:
        found = participant_of(address)
        if found is not None:
            return Trace(found, found.meeting)
    for uid in dict.fromkeys(uids):
        meeting = meeting_by(uid)
        if meeting is not None:
            return Trace(None, meeting)
    return by_letter(received.answers_to)


def meeting_by(uid: str) -> Meeting | None:
    """Find a meeting by its identifier in calendars, in letters of any size."""
    if not uid or len(uid) > 120:  # noqa: PLR2004 - the length of the column
        return None
    known = Meeting.objects.select_related("body")
    return known.filter(uid=uid).first() or known.filter(uid__iexact=uid).first()


def by_letter(message_ids: tuple[str, ...]) -> Trace:
    """Find what a letter was about to which somebody pressed "Odpovědět"."""
    if not message_ids:
        return Trace()
    letters = Letter.objects.filter(message_id__in=message_ids, cause_kind__in=LETTER_CAUSES)
    letter = letters.order_by("-pk").only("cause_kind", "cause_id", "person_id").first()
    if letter is None:
        return Trace()
    if letter.cause_kind == "participant":
        rows = Participant.objects.filter(pk=letter.cause_id)
    else:
        rows = Participant.objects.filter(meeting=letter.cause_id, person=letter.person_id)
    found = rows.select_related("meeting__body", "person").first()
    if found is not None:
        return Trace(found, found.meeting)
    if letter.cause_kind == "participant":
        return Trace()
    return Trace(None, Meeting.objects.select_related("body").filter(pk=letter.cause_id).first())


def last_invitation(address: str) -> Trace:
    """Find the newest invitation that the person at an address can still answer."""
    person = person_at(address)
    if person is None:
        return Trace()
    rows = Participant.objects.filter(person=person, removed_at=None, meeting__state__in=EXPECTING)
    found = (
        rows.select_related("meeting__body", "person")
        .order_by(F("mailed_at").desc(nulls_last=True), "meeting__held_on", "pk")
        .first()
    )
    return Trace(found, found.meeting) if found else Trace()


def bare(address: str) -> str:
    """Return an address without what people put after "+" in it."""
    local, _at, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def person_at(*addresses: str) -> Person | None:
    """Find who is known under one of these whole addresses; the first that is known counts."""
    for address in dict.fromkeys(one for full in addresses if full for one in (full, bare(full))):
        person = Person.objects.filter(email=address).first()
        if person is not None:
            return person
        alias = Alias.objects.select_related("person").filter(address=address).first()
        if alias is not None:
            return alias.person
    return None


def is_known_as(person: Person, *addresses: str) -> bool:
    """Say whether one of these addresses is the person's own."""
    wanted = {form for address in addresses if address for form in (address, bare(address))}
    return person.email in wanted or (
        bool(wanted) and Alias.objects.filter(person=person, address__in=wanted).exists()
    )


def is_deputy(person: Person | None, participant: Participant) -> bool:
    """Say whether somebody is registered as the substitute of an invited person."""
    if person is None:
        return False
    if person.pk == participant.deputy_id:
        return True
    held = Mandate.objects.on(participant.meeting.held_on)
    return (
        participant.seat_id is not None
        and held.filter(seat=participant.seat_id, person=person, is_substitute=True).exists()
    )


def words_of(name: str) -> set[str]:
    """Return the words of a name without accents, titles' dots and the size of letters."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    return {word for word in plain.casefold().replace(",", " ").replace(".", " ").split() if len(word) > 1}


def is_named_as(person: Person, *names: str) -> bool:
    """Say whether a name contains the person's whole first and last name."""
    own = words_of(f"{person.first_name} {person.last_name}")
    return len(own) > 1 and any(own <= words_of(name) for name in names)
