"""What bodies ask about the documents on their agenda; who owns documents registers an answerer.

Call `bodies.holders.register(EditionMatters())` from the app's `ready()`.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bodies.models import Body
from documents.models import Document, Version


@dataclass(frozen=True, slots=True)
class Matter:
    """A document that may come before a body: what it is called and why it is offered."""

    document: Document
    label: str
    is_awaited: bool  # the body's decision or opinion is the next step
    wants_opinion: bool = False  # it is an opinion that is awaited, not a decision


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document that a task may serve: its stable key and its name with a number."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Said:
    """One line about how a document stands: "Uživatelé: souhlasí s výhradou"."""

    who: str
    verdict: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class OnTable:
    """A document on the table: its current version, where to read and compare it, what was said."""

    version: Version | None
    url: str = ""
    compare_url: str = ""  # with the version before it
    said: Sequence[Said] = ()


class Matters(Protocol):
    """What an owner of documents answers."""

    def before(self, body: Body, day: dt.date) -> Sequence[Matter]:
        """List the documents that may come before a body, the awaited ones first."""
        ...

    def current_version(self, document: Document) -> Version | None: ...

    def said(self, document: Document) -> Sequence[Said]:
        """Tell the verdicts of the sides and the opinions of bodies about the current version."""
        ...

    def parts(self, document: Document) -> Sequence[Part]: ...

    def on_table(self, documents: Sequence[Document]) -> Mapping[int, OnTable]:
        """Tell how documents stand, by their numbers, in a number of queries that does not grow with them."""
        ...


class Nothing:
    """Answers while nobody owns documents."""

    def before(self, body: Body, day: dt.date) -> Sequence[Matter]:  # noqa: ARG002 - the protocol's signature
        return ()

    def current_version(self, document: Document) -> Version | None:
        return document.versions.order_by("-number").first()

    def said(self, document: Document) -> Sequence[Said]:  # noqa: ARG002
        return ()

    def parts(self, document: Document) -> Sequence[Part]:  # noqa: ARG002
        return ()

    def on_table(self, documents: Sequence[Document]) -> Mapping[int, OnTable]:  # noqa: ARG002
        return {}


ANSWERERS: list[Matters] = [Nothing()]


def register(answerer: Matters) -> None:
    """Say who answers for documents on agendas; the last one registered answers."""
    ANSWERERS.append(answerer)


def matters() -> Matters:
    return ANSWERERS[-1]
