"""What bodies hear about: per_rollam."""

import datetime as dt
from typing import Any

from django.dispatch import receiver

from bodies.actions import per_rollam
from people.signals import clock_ticked


@receiver(clock_ticked)
def tick(now: dt.datetime, **_kwargs: Any) -> None:
    """End votes outside a meeting at their term and remind those who have not voted."""
    per_rollam.sweep(now=now)
