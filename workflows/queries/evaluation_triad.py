"""How the three sides of the triad took part: in the review of an evaluation and at meetings of bodies."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from people.alphabet import place
from people.enums import Side
from workflows.enums import Verdict
from workflows.queries.evaluation_rows import Sat, Spoken


@dataclass(frozen=True, slots=True)
class Presence:
    """How one side of the triad took part in the evaluation."""

    side: Side
    asked: int
    answered: int
    reservations: int


@dataclass(frozen=True, slots=True)
class Sitting:
    """How one side came to the meetings of one body; a place counts once, whoever came for it."""

    body: str
    side: Side
    meetings: int
    attended: int  # meetings to which somebody of the side came
    invited: int  # places of the side, added up over the meetings
    came: int


def presence_of(rows: Iterable[Spoken]) -> list[Presence]:
    """Count by sides who was asked about an evaluation and who spoke; the excused were not asked."""
    own = list(rows)
    return [
        Presence(
            side,
            asked=len([o for o in own if o.side == side and not o.is_excused]),
            answered=len([o for o in own if o.side == side and o.verdict]),
            reservations=len([o for o in own if o.side == side and o.verdict == Verdict.RESERVATION]),
        )
        for side in Side
    ]


def sittings_of(rows: Iterable[Sat]) -> list[Sitting]:
    """Count by bodies and sides who came to meetings; a body of one side is not one where the triad meets."""
    by_body: dict[int, list[Sat]] = defaultdict(list)
    for row in rows:
        by_body[row.body].append(row)
    met = [own for own in by_body.values() if len({row.side for row in own}) > 1]
    met.sort(key=lambda own: (place(own[0].name), own[0].body))
    return [sitting(own, side) for own in met for side in Side]


def sitting(rows: list[Sat], side: Side) -> Sitting:
    own = [row for row in rows if row.side == side]
    return Sitting(
        rows[0].name,
        side,
        meetings=len({row.meeting for row in rows}),
        attended=len({row.meeting for row in own if row.is_there}),
        invited=len({(row.meeting, row.place) for row in own}),
        came=len({(row.meeting, row.place) for row in own if row.is_there}),
    )
