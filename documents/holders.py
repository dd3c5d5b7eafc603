"""Whose a document is: each app that owns documents registers who answers for it.

Call `holders.register(Edition.journal_kind, EditionHolder())` from the app's `ready()`.
"""

from typing import Protocol

from django.contrib.auth.models import AnonymousUser

from documents.models import Document, File
from people.models import Person

Visitor = Person | AnonymousUser


class Holder(Protocol):
    """What documents ask about the thing that a document or a file belongs to, known by its number only."""

    def title(self, pk: int) -> str: ...

    def url(self, pk: int) -> str:
        """Return the address of the holder's page, without the host."""
        ...

    def version_url(self, pk: int, number: int) -> str:
        """Return the address of the text of a frozen version, "" when it has no page."""
        ...

    def compare_url(self, pk: int, old: int, new: int) -> str:
        """Return the address of the comparison of two versions, "" when it has no page."""
        ...

    def visible_to(self, pk: int, visitor: Visitor) -> bool:
        """Say whether a visitor sees what is not public about it, such as evidence on paper."""
        ...

    def acts_for_others(self, pk: int, visitor: Visitor) -> bool:
        """Say whether a visitor may write down what others said on paper or by telephone."""
        ...

    def is_public(self, pk: int) -> bool: ...


class Nobody:
    """Answers for things whose owner is not known: nothing is shown to anybody."""

    def title(self, pk: int) -> str:  # noqa: ARG002 - the protocol's signature
        return ""

    def url(self, pk: int) -> str:  # noqa: ARG002
        return ""

    def version_url(self, pk: int, number: int) -> str:  # noqa: ARG002
        return ""

    def compare_url(self, pk: int, old: int, new: int) -> str:  # noqa: ARG002
        return ""

    def visible_to(self, pk: int, visitor: Visitor) -> bool:  # noqa: ARG002
        return False

    def acts_for_others(self, pk: int, visitor: Visitor) -> bool:  # noqa: ARG002
        return False

    def is_public(self, pk: int) -> bool:  # noqa: ARG002
        return False


HOLDERS: dict[str, Holder] = {}


def register(kind: str, holder: Holder) -> None:
    """Say who answers for documents and files whose holder is of `kind`."""
    HOLDERS[kind] = holder


def of(thing: Document | File) -> Holder:
    """Return who answers for the holder of a document or a file."""
    return HOLDERS.get(thing.holder_kind) or Nobody()
