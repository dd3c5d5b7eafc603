"""What stands in the way of a deed: guards answer a list of blockers, an empty list means go."""

from people.errors import Blocker

__all__ = ["Blocker"]
