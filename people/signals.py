"""What happened here that other apps may want to hear; heard in the same transaction."""

from django.dispatch import Signal

clock_ticked = Signal()
"""Sent by the worker about twice a minute with now=; receivers do what has become due, each for itself."""

person_deactivated = Signal()
"""Sent with person=, by=, now= after a person lost their access."""
