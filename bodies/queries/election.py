"""What an election in a territory ends, what goes on until successors come, and what it leaves behind."""

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from bodies.enums import COUNCILS, OPEN_ACTIONS, BodyKind, MeetingState, Outcome, OutputWord
from bodies.models import ActionItem, Mandate, Participant, Resolution
from people.alphabet import alphabetical
from people.enums import OrganisationKind
from people.models import Territory

# The mandate of a member of an assembly ends by the election, and with the assembly its committees.
ENDING = (BodyKind.ASSEMBLY, BodyKind.COMMITTEE)
# The rada works until the new one is elected and its commissions with it (§ 102a act 128/2000).
STAYING = (BodyKind.BOARD, BodyKind.COMMISSION)
# Seats of an office elsewhere: the mayor holds it until a successor is elected (§ 107 act 128/2000).
OF_AN_OFFICE = (BodyKind.COLLEGE, BodyKind.UNION)
OFFICES = (OrganisationKind.MUNICIPALITY, OrganisationKind.REGION)
ADVICE = (OutputWord.RECOMMENDATION, OutputWord.OPINION)
ADVISING = (Outcome.RECOMMENDS, Outcome.AGREE, Outcome.RESERVATION, Outcome.RETURN)
SETTLED = (Outcome.APPROVES, Outcome.APPROVES_WITH_CHANGES, Outcome.REJECTS)
NAMES = ("person", "seat__body__territory", "seat__organisation")


@dataclass(frozen=True, slots=True)
class Outlook:
    """Everything that an election means for the bodies of a territory."""

    ending: tuple[Mandate, ...]
    staying: tuple[Mandate, ...]
    advice: tuple[Resolution, ...]
    tasks: tuple[ActionItem, ...]
    invitations: tuple[Participant, ...]

    @property
    def is_done(self) -> bool:
        """Say whether there is nothing to end and nothing to mark, because it was done already."""
        return not self.ending and not self.staying

    @property
    def digest(self) -> str:
        """Tell this composition from another: only what was read is confirmed."""
        keys = [[mandate.pk for mandate in rows] for rows in (self.ending, self.staying)]
        return sha256(repr(keys).encode()).hexdigest()[:16]


def outlook(territory: Territory, voted_on: dt.date) -> Outlook:
    """Load what an election on a day ends and leaves, in six queries; once done, what it has left."""
    ending = tuple(mandates_ending(territory, voted_on).select_related(*NAMES))
    leaving = list(mandates_ended(territory, voted_on)) + list(ending)
    people = {mandate.person_id for mandate in leaving}
    tasks = ActionItem.objects.filter(responsible__in=people, state__in=OPEN_ACTIONS)
    return Outlook(
        ending,
        tuple(mandates_staying(territory, voted_on).select_related(*NAMES)),
        tuple(advice_waiting(territory, voted_on)),
        tuple(
            tasks.select_related("responsible", "body").order_by(
                *alphabetical("responsible__last_name"), "due_on", "pk"
            )
        ),
        tuple(invitations(leaving, voted_on)),
    )


def mandates_ending(territory: Territory, voted_on: dt.date) -> QuerySet[Mandate]:
    """Return mandates that hold on the first voting day and would go on after it."""
    held = Mandate.objects.on(voted_on).exclude(ends_on=voted_on)
    return held.filter(seat__body__territory=territory, seat__body__kind__in=ENDING).order_by(
        "seat__body__kind", "seat__body__name", "seat__order", "is_substitute", "pk"
    )


def mandates_ended(territory: Territory, voted_on: dt.date) -> QuerySet[Mandate]:
    """Return mandates that ended on the first voting day."""
    return Mandate.objects.filter(
        seat__body__territory=territory, seat__body__kind__in=ENDING, ends_on=voted_on
    )


def mandates_staying(territory: Territory, voted_on: dt.date) -> QuerySet[Mandate]:
    """Return mandates without an end whose term ends by the election and is not marked so yet."""
    own = Q(seat__body__territory=territory, seat__body__kind__in=STAYING)
    office = Q(
        seat__body__kind__in=OF_AN_OFFICE,
        seat__organisation__territory=territory,
        seat__organisation__kind__in=OFFICES,
    )
    held = Mandate.objects.on(voted_on).filter(own | office, ends_on=None)
    return held.filter(Q(term_ends_on=None) | Q(term_ends_on__gt=voted_on)).order_by(
        "seat__body__kind", "seat__body__name", "seat__order", "is_substitute", "pk"
    )


def advice_waiting(territory: Territory, voted_on: dt.date) -> QuerySet[Resolution]:
    """Return what bodies of the territory said, up to that day, of a matter no council has decided since.

    The new assembly may see the matter otherwise, and a committee that recommended it is no more.
    """
    decided = Resolution.objects.filter(
        document=OuterRef("document"),
        body__kind__in=COUNCILS,
        outcome__in=SETTLED,
        decided_on__gte=OuterRef("decided_on"),
    )
    given = Resolution.objects.filter(
        Q(word__in=ADVICE) | Q(outcome__in=ADVISING),
        body__territory=territory,
        document__isnull=False,
        decided_on__lte=voted_on,
    )
    return given.exclude(Exists(decided)).select_related("body", "meeting").order_by("-decided_on", "pk")


def invitations(leaving: list[Mandate], voted_on: dt.date) -> QuerySet[Participant]:
    """Return invitations of the leaving members to meetings after the election."""
    ahead = Participant.objects.filter(
        person__in={mandate.person_id for mandate in leaving},
        seat__in={mandate.seat_id for mandate in leaving},
        removed_at=None,
        meeting__held_on__gt=voted_on,
        meeting__state__in=(MeetingState.PLANNED, MeetingState.CONVENED),
    )
    return ahead.select_related("person", "meeting__body").order_by(
        F("meeting__held_on"), "person__last_name", "pk"
    )
