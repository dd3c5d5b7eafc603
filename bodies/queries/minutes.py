"""What the minutes of a meeting are made of, loaded in a number of queries that no size changes."""

import re
from collections.abc import Iterable, Sequence

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext as _

from bodies.enums import InvitedAs, ItemPurpose, ItemState, MinutesState, ProposalState
from bodies.models import (
    ActionItem,
    AgendaItem,
    Ballot,
    BallotVote,
    ItemAbsence,
    Mandate,
    Meeting,
    Minutes,
    Paper,
    Participant,
    RecordText,
    Remark,
    Resolution,
    Stay,
    Verifier,
)
from bodies.queries.redaction import Hidden
from documents.enums import ConfirmationKind, ConfirmationState
from documents.models import Confirmation
from people.enums import Side
from people.models import Person

BLANK_LINES = re.compile(r"\n\s*\n|\n")
FROZEN = (MinutesState.VERIFICATION, MinutesState.VERIFIED, MinutesState.PUBLISHED)
DECIDES = (ItemPurpose.DECISION, ItemPurpose.OPINION)
BINDING = (ConfirmationState.REQUESTED, ConfirmationState.CONFIRMED, ConfirmationState.DECLINED)


def title_of(meeting: Meeting) -> str:
    day = meeting.held_on
    text = _("Zápis: %(body)s – %(meeting)s, %(day)s")
    shown = f"{day.day}. {day.month}. {day.year}"
    return text % {"body": meeting.body.label, "meeting": meeting.name, "day": shown}


def paragraphs(text: str) -> list[str]:
    """Cut a text into the paragraphs to which remarks are made; they are counted from one."""
    return [part.strip() for part in BLANK_LINES.split(text) if part.strip()]


def attendance_of(meeting: Meeting) -> list[Participant]:
    """List everybody who was invited and not taken off, with their stays."""
    return list(
        meeting.participants.filter(removed_at=None)
        .select_related("person", "deputy", "seat__organisation")
        .prefetch_related(Prefetch("stays", Stay.objects.order_by("arrived_at")))
        .order_by("invited_as", "seat__order", "pk")
    )


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """List the agenda as it stood, with all that was recorded about each item."""
    ballots = Ballot.objects.order_by("number").prefetch_related(
        Prefetch("votes", BallotVote.objects.select_related("participant__person").order_by("pk"))
    )
    return list(
        meeting.items.filter(proposal=ProposalState.NONE)
        .select_related("presenter", "document", "version")
        .prefetch_related(
            Prefetch("ballots", ballots),
            Prefetch("absences", ItemAbsence.objects.select_related("participant__person")),
            Prefetch("resolutions", Resolution.objects.order_by("pk").prefetch_related("points")),
            Prefetch(
                "action_items",
                ActionItem.objects.select_related("responsible", "organisation").order_by("pk"),
            ),
            Prefetch("papers", Paper.objects.select_related("file").order_by("pk")),
        )
        .order_by("order", "pk")
    )


def service_users(meeting: Meeting) -> list[Participant]:
    """List those who sit for the users of services: their names are protected data."""
    return list(meeting.participants.filter(side=Side.USERS).select_related("person", "deputy"))


def hidden_people(meeting: Meeting, content: dict[str, object] | None = None) -> list[Hidden]:
    """List whose names the public may not read: service users without their agreement, and their deputies.

    Today's agreement decides; names are hidden as they stood in the frozen text and as they are now.
    """
    rows = service_users(meeting)
    agreed = set(
        Mandate.objects.filter(seat__body=meeting.body_id, may_name_publicly=True)
        .on(meeting.held_on)
        .filter(person__in=[row.person_id for row in rows])
        .values_list("person", flat=True)
    )
    hidden = {row.person_id for row in rows} - agreed
    names = [hidden_person(row.person) for row in rows if row.person_id in hidden]
    for row in rows:
        names += [hidden_person(row.deputy)] if row.deputy else []
        names += [hidden_name(row.deputy_name)] if row.deputy_name.strip() else []
    frozen: Iterable[dict[str, object]] = (content or {}).get("service_users", [])  # type: ignore[assignment]
    for one in frozen:
        if one["person"] not in agreed:
            names.append(Hidden(str(one["first_name"]), str(one["last_name"])))
    return names


def hidden_person(person: Person) -> Hidden:
    return Hidden(person.first_name, person.last_name)


def hidden_name(name: str) -> Hidden:
    """Read a name that somebody typed: titles and whatever follows a comma are left out."""
    words = [word for word in name.split(",", maxsplit=1)[0].split() if not word.endswith(".")]
    return Hidden(" ".join(words[:-1]), words[-1] if words else "")


def members(meeting: Meeting) -> list[Participant]:
    """List those who get the minutes: members and substitutes who are still in office, not the guests."""
    return list(
        meeting.participants.filter(removed_at=None, person__is_active=True)
        .exclude(invited_as=InvitedAs.GUEST)
        .select_related("person")
    )


def chosen_verifiers(meeting: Meeting) -> list[Person]:
    rows = Verifier.objects.filter(meeting=meeting).select_related("person")
    return [row.person for row in rows.order_by("pk")]


def verifications(minutes: Minutes) -> list[Confirmation]:
    """List what was asked of verifiers about the version that is being verified."""
    if minutes.version_id is None:
        return []
    return list(
        Confirmation.objects.filter(version=minutes.version_id, kind=ConfirmationKind.VERIFICATION)
        .select_related("person", "answered_by")
        .order_by("requested_at", "pk")
    )


def is_verified(asked: Sequence[Confirmation]) -> bool:
    """Say whether everybody who was asked has confirmed."""
    binding = [one for one in asked if one.state in BINDING]
    return bool(binding) and all(one.state == ConfirmationState.CONFIRMED for one in binding)


def remarks_of(minutes: Minutes) -> QuerySet[Remark]:
    return minutes.remarks.select_related("item", "person", "recorded_by", "settled_by").order_by(
        F("item__order").asc(nulls_first=True), F("paragraph").asc(nulls_first=True), "pk"
    )


def unmerged(meeting: Meeting) -> QuerySet[RecordText]:
    """Return the texts of two people that nobody has merged yet."""
    return RecordText.objects.filter(item__meeting=meeting, is_conflict=True).select_related("item")


def without_record(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Return the items at which the body was to decide and of which nothing is written."""
    return meeting.items.filter(
        proposal=ProposalState.NONE, purpose__in=DECIDES, is_withdrawn=False, record=""
    ).exclude(progress=ItemState.POSTPONED)


def previous(meeting: Meeting) -> Minutes | None:
    """Return the minutes of the last meeting of the body before this one."""
    return (
        Minutes.objects.filter(meeting__body=meeting.body_id, meeting__held_on__lt=meeting.held_on)
        .select_related("meeting__body")
        .order_by("-meeting__held_on", "-pk")
        .first()
    )
