"""Who answered an invitation: by side of the triad and by municipality, with a forecast of the quorum."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bodies.enums import AnswerValue, InvitedAs
from bodies.models import Mandate, Meeting, Needs, Participant, StandingOrders
from bodies.queries import quorum
from bodies.queries.membership import members_on, rules_of, voting_seats_on
from people.enums import Side
from people.models import Person

COMING = (AnswerValue.ACCEPTED, AnswerValue.REMOTE, AnswerValue.DELEGATED)


@dataclass(frozen=True, slots=True)
class Row:
    """One invited person as a viewer may see them."""

    participant: Participant
    name: str  # empty when the viewer may not know it
    needs: Needs | None = None

    @property
    def is_hidden(self) -> bool:
        return not self.name


@dataclass(frozen=True, slots=True)
class Group:
    """People of one side, or those without any."""

    side: str
    coming: int
    declined: int
    open: int

    @property
    def all(self) -> int:
        return self.coming + self.declined + self.open


@dataclass(frozen=True, slots=True)
class Answers:
    """A meeting's answers."""

    rows: tuple[Row, ...]
    groups: tuple[Group, ...]
    forecast: quorum.Standing
    possible: int

    @property
    def members(self) -> list[Row]:
        return [row for row in self.rows if row.participant.invited_as != InvitedAs.GUEST]

    @property
    def guests(self) -> list[Row]:
        return [row for row in self.rows if row.participant.invited_as == InvitedAs.GUEST]

    def count(self, *values: str) -> int:
        return sum(row.participant.answer in values for row in self.rows)

    @property
    def coming(self) -> int:
        return self.count(*COMING)

    @property
    def declined(self) -> int:
        return self.count(AnswerValue.DECLINED)

    @property
    def silent(self) -> int:
        return self.count("", AnswerValue.TENTATIVE)

    @property
    def missing_sides(self) -> list[Side]:
        """Return the sides that are invited and of which nobody has said that they come."""
        return [Side(group.side) for group in self.groups if group.side and not group.coming]

    def forecast_in_words(self) -> str:
        """Say whether the meeting will have its quorum, as far as the answers tell."""
        if not self.forecast.needed:
            return _("Pravidla orgánu usnášeníschopnost nestanovují.")
        known = ngettext(
            "S jistotou přijde %(n)d hlasující člen, potřeba je %(needed)d z %(all)d.",
            "S jistotou přijde %(n)d hlasujících členů, potřeba je %(needed)d z %(all)d.",
            self.forecast.present,
        ) % {"n": self.forecast.present, "needed": self.forecast.needed, "all": self.forecast.members}
        if self.forecast.has_quorum:
            return known
        if self.possible < self.forecast.needed:
            return known + " " + _("Ani kdyby přišli všichni ostatní, nebude to stačit.")
        return known + " " + _("Rozhodnou ti, kdo zatím neodpověděli.")


def invited(meeting: Meeting) -> list[Participant]:
    """Return the invited people of a meeting; before it is convened those who would be invited, unsaved."""
    rows = list(
        meeting.participants.filter(removed_at=None)
        .select_related("person", "seat__organisation", "deputy")
        .order_by("invited_as", "seat__order", "pk")
    )
    if rows or meeting.convened_at is not None:
        return rows
    return [
        Participant(
            meeting=meeting,
            person=member.person,
            seat=member.seat,
            side=member.seat.side,
            is_voting=member.seat.is_voting,
            represents=member.represents,
        )
        for member in members_on(meeting.body, meeting.held_on)
    ]


def agreed_to_be_named(meeting: Meeting, people: Iterable[Person]) -> set[int]:
    """Return the service users' representatives who agree that their name is shown."""
    rows = Mandate.objects.on(meeting.held_on).filter(
        seat__body=meeting.body_id, person__in=people, may_name_publicly=True
    )
    return set(rows.values_list("person", flat=True))


def answers_of(
    meeting: Meeting, viewer: Person, *, sees_protected: bool, rules: StandingOrders | None = None
) -> Answers:
    """Load the answers of a meeting as a viewer may see them, in a constant number of queries.

    The names of service users' representatives, and what anybody needs to be able to come, are for the
    organisers; the others see the names of those who agree.
    """
    found = invited(meeting)
    users = [one.person for one in found if one.side == Side.USERS]
    agreed = agreed_to_be_named(meeting, users) if users and not sees_protected else set()
    people = [one.person_id for one in found]
    needs = {n.person_id: n for n in Needs.objects.filter(person__in=people)} if sees_protected else {}

    def name_of(one: Participant) -> str:
        is_shown = one.side != Side.USERS or sees_protected or one.person_id in agreed
        return one.person.name if is_shown or one.person_id == viewer.pk else ""

    voting = [one for one in found if one.is_voting]
    members = voting_seats_on(meeting.body, meeting.held_on)
    sure = sum(one.answer in COMING for one in voting)
    return Answers(
        rows=tuple(Row(one, name_of(one), needs.get(one.person_id)) for one in found),
        groups=tuple(groups_of(found)),
        forecast=quorum.standing((rules or rules_of(meeting)).quorum, members=members, present=sure),
        possible=sum(one.answer != AnswerValue.DECLINED for one in voting),
    )


def groups_of(found: Iterable[Participant]) -> list[Group]:
    """Count the members' answers by side; a body without sides has none."""
    members = [one for one in found if one.invited_as == InvitedAs.MEMBER]
    if not any(one.side for one in members):
        return []
    counts: Counter[tuple[str, str]] = Counter()
    for one in members:
        kind = "coming" if one.answer in COMING else "no" if one.answer == AnswerValue.DECLINED else "open"
        counts[one.side, kind] += 1
    sides = [*Side.values, *([""] if any(not one.side for one in members) else [])]
    groups = [Group(side, counts[side, "coming"], counts[side, "no"], counts[side, "open"]) for side in sides]
    return [group for group in groups if group.all]
