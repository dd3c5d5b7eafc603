"""A plan of the demo told step by step: each step is one deed of the office with a moment of its own."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F

from people.enums import LetterState
from people.errors import Refused
from people.models import Letter, Person, Subject
from workflows.management.seed.cast import Cast
from workflows.models import Edition, Plan

Step = dict[str, Any]
# Letters of the last days wait for the worker of the demo, so that their links can be clicked.
FRESH = dt.timedelta(days=14)

# Deeds that drop what still waits in the queue: what left long before them must count as sent.
LEAVING = frozenset({"return_for_rework", "withdraw", "reject"})


class BrokenStoryError(Exception):
    """A step of a story was refused or names somebody unknown; the text says which step."""


@dataclass
class Story:
    """Where a plan's story stands: its edition, the moment, and who acts."""

    cast: Cast
    plan: Plan
    edition: Edition
    now: dt.datetime
    by: Person

    def day(self, text: str) -> dt.date:
        return self.cast.moments.day(text)

    def person(self, key: str) -> Person:
        return self.cast.people[key]

    def read_again(self) -> None:
        """Read the plan and the edition as the last deed left them."""
        self.plan = Plan.objects.get(pk=self.plan.pk)
        self.edition = Edition.objects.select_related("plan", "path", "document").get(pk=self.edition.pk)


Verb = Callable[[Story, Step], None]


def tell(story: Story, steps: Iterable[Step], verbs: dict[str, Verb]) -> None:
    """Do the steps of one edition in their order."""
    coordinator = story.by
    for step in steps:
        story.now = story.cast.moments.at(step["on"])
        story.by = story.person(step["by"]) if "by" in step else coordinator
        if step["do"] in LEAVING:
            post_older(story)
        try:
            verbs[step["do"]](story, step)
        except (Refused, LookupError, ObjectDoesNotExist) as error:
            raise BrokenStoryError(f"{story.plan.title}, {step['on']} {step['do']}: {error!r}") from error


def post_older(story: Story) -> None:
    """Say of letters of the past that they left on their day; nobody wants them delivered today."""
    until = min(story.now - dt.timedelta(hours=1), fresh_from(story.cast))
    sent(Letter.objects.filter(written_at__lt=until))


def fresh_from(cast: Cast) -> dt.datetime:
    """Return the moment since which letters wait for the worker of the demo."""
    return cast.moments.at(f"{cast.moments.today} 00:00") - FRESH


def post_past(cast: Cast) -> None:
    """Say that everything written before the last days has left."""
    sent(Letter.objects.filter(written_at__lt=fresh_from(cast)))


def post_letters_of(subject: Subject) -> None:
    """Say that the letters about a subject have left, before an answer to them drops them."""
    sent(Letter.objects.of(subject))


def sent(letters: Any) -> None:
    letters.filter(state=LetterState.QUEUED).update(
        state=LetterState.SENT,
        sent_at=F("written_at"),
        ended_at=F("written_at"),
        attempts=1,
        next_at=None,
    )
