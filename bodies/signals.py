"""What happened in a body that other apps may want to hear; heard in the same transaction.

A receiver that refuses (people.errors.Refused) takes the whole deed back: law and record never disagree.
"""

from django.dispatch import Signal

resolution_recorded = Signal()
"""Sent with resolution=, by=, now= after an output about a document was recorded with its outcome."""

outcome_coming = Signal()
"""Sent with document= before an output about it is numbered and recorded: its owner takes its lock first.

Lock order: meeting → the owner of the document → number series → journal head.
"""

resolution_numbered = Signal()
"""Sent with resolution=, by=, now= after a number was given to an output recorded earlier."""

minutes_verified = Signal()
"""Sent with minutes=, by=, now= after the last verifier confirmed the frozen text."""

minutes_published = Signal()
"""Sent with minutes=, by=, now= after minutes were published and their meeting closed."""

member_left = Signal()
"""Sent with mandate=, by=, now= after a mandate was ended; errands of the person can be handed over."""
