"""Refusals of a session that belong beside a field of a form."""

from django.utils.functional import Promise

from people.errors import Refused


class Miscounted(Refused):
    """What was typed does not fit together; `field` says where the message belongs."""

    def __init__(self, field: str, message: str | Promise) -> None:
        self.field = field
        super().__init__(message)
