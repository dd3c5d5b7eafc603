"""What stands in the way of a deed: guards answer a list of blockers, an empty list means go."""

from collections.abc import Callable
from datetime import datetime

from people.errors import Blocker
from people.models import Person

__all__ = ["Blocker", "can_be_deactivated", "open_work"]

OpenWork = Callable[[Person, datetime], list[Blocker]]
OPEN_WORK: list[OpenWork] = []


def open_work(answer: OpenWork) -> OpenWork:
    """Register who knows what a person still has to finish or hand over before they may leave."""
    OPEN_WORK.append(answer)
    return answer


def can_be_deactivated(person: Person, now: datetime) -> list[Blocker]:
    """List everything that would be left without an owner."""
    return [blocker for answer in OPEN_WORK for blocker in answer(person, now)]
