"""What bodies hear about tasks: the clock moves terms with meetings and reminds of them."""

import datetime as dt
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from bodies.actions import action_reminder, action_term
from bodies.queries.work import left_by
from people.errors import Blocker
from people.guards import open_work
from people.models import Person
from people.signals import clock_ticked


@receiver(clock_ticked)
def mind_terms(now: dt.datetime, **_kwargs: Any) -> None:
    """Move the terms that follow meetings, then remind of those that are near or past."""
    action_term.follow_meetings(now=now)
    action_reminder.remind(now=now)


@open_work
def work_left(person: Person, now: dt.datetime) -> list[Blocker]:
    """Name the tasks, chairs and verifications that would stay without anybody if the person left."""
    left = left_by(person, now)
    tasks = [
        Blocker(
            "open_task",
            _("Úkol %(number)s (%(body)s) předejte někomu jinému.")
            % {"number": item.number, "body": item.body.label},
            reverse("tasks:detail", args=[item.pk]),
        )
        for item in left.tasks
    ]
    meetings = [
        Blocker(
            "runs_meeting",
            _("Je předsedajícím nebo zapisovatelem: %(body)s, %(meeting)s. Určete někoho jiného.")
            % {"body": meeting.body.label, "meeting": meeting.name},
            reverse("meetings:detail", args=[meeting.pk]),
        )
        for meeting in left.meetings
    ]
    verified = [
        Blocker(
            "verifies",
            _("Má ověřit zápis: %(body)s, %(meeting)s. Určete jiného ověřovatele nebo ověřovatelku.")
            % {"body": row.meeting.body.label, "meeting": row.meeting.name},
            reverse("meetings:minutes", args=[row.meeting_id]),
        )
        for row in left.verifications
    ]
    return [*tasks, *meetings, *verified]
