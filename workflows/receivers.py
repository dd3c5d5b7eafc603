"""What workflows hears from below."""

import datetime as dt
from typing import Any

from django.dispatch import receiver

from people.signals import clock_ticked
from workflows.actions import clock


@receiver(clock_ticked)
def sweep(now: dt.datetime, **_kwargs: Any) -> None:
    """Let the clock do what is due."""
    clock.sweep(now=now)
