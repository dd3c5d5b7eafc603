"""Meetings to be convened, and convened as the product does it."""

from datetime import date

from bodies.actions import convening
from people.enums import LetterState
from people.models import Letter
from tests.factories import bodies as make
from tests.factories import people

DAY = date(2026, 11, 24)
NOW = make.at(date(2026, 11, 1))


def planned(members=2, **fields):
    """A meeting that only waits to be convened."""
    where = make.body(kind="coordination", name="Koordinační skupina", short_name="KOOS")
    for _ in range(members):
        make.member(where)
    values = {
        "starts_at": make.at(DAY),
        "ends_at": make.at(DAY, 12),
        "place": "Krajský úřad, č. 222",
        "number": 2,
        **fields,
    }
    meeting = make.meeting(where, DAY, **values)
    make.item(meeting, "Zahájení")
    return meeting


def convened(members=2, **fields):
    meeting = planned(members, **fields)
    return convening.convene(meeting=meeting, by=people.person(), now=NOW)


def leave():
    """Let every letter that waits leave."""
    Letter.objects.filter(state=LetterState.QUEUED).update(state=LetterState.SENT, next_at=None, sent_at=NOW)
