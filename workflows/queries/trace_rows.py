"""What the trace of an item is told from: who looks, and the item in every text that they may read."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from documents.models import Consultation, Version
from people.models import Person
from workflows.enums import EditionKind, EditionState
from workflows.models import Edition, Item, Plan
from workflows.queries.public import WITH_CONSULTED_TEXT
from workflows.queries.validity import APPROVED

HANGING = ("costs", "indicators", "target_groups", "service_kinds")
# What happened on one day is told in the order in which one thing leads to another.
KINDS = {
    "proposal": "lightbulb",
    "comment": "chat-left-text",
    "triad": "people",
    "opinion": "chat-quote",
    "meeting": "calendar-event",
    "decision": "bank",
    "edition": "file-earmark-text",
    "task": "check2-square",
    "report": "clipboard-check",
    "evaluation": "clipboard-data",
}


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks: `inside` says where they work; without a person it is the public.

    `edition` says which texts they may read, `reports` and `proposals` of which plans.
    """

    day: dt.date
    edition: Callable[[Edition], bool]
    inside: Callable[[Plan], bool]
    reports: Callable[[Plan], bool]
    proposals: Callable[[Plan], bool]
    person: Person | None = None


def is_approved(edition: Edition) -> bool:
    """Say whether anybody may read the text as it is in the rows: it no longer changes."""
    return edition.state in APPROVED


def nowhere(_plan: Plan) -> bool:
    return False


def public_eyes(day: dt.date) -> Eyes:
    return Eyes(day, edition=is_approved, inside=nowhere, reports=nowhere, proposals=nowhere)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened to the item; `is_of_year` tells of a whole year, not of a day."""

    on: dt.date
    kind: str
    text: str
    plan: Plan
    url: str = ""
    note: str = ""
    lines: tuple[str, ...] = ()
    tag: str = ""
    is_of_year: bool = False

    @property
    def icon(self) -> str:
        return KINDS[self.kind]

    def place(self) -> tuple[dt.date, int]:
        return self.on, list(KINDS).index(self.kind)


@dataclass(frozen=True, slots=True)
class Consulted:
    """The item in a frozen text that the public comments on or has commented on."""

    edition: Edition
    version: Version
    section: dict[str, Any]


@dataclass(frozen=True)
class Found:
    """The item in every text: where it stands, where it was left out, what the public was shown."""

    key: UUID
    eyes: Eyes
    items: dict[int, Item]  # by the number of the edition, in the order in which they were started
    left: tuple[Edition, ...]
    consulted: tuple[Consulted, ...]
    evaluations: tuple[Edition, ...]
    frozen: dict[int, tuple[int, dt.datetime]]  # the last version of a document: its number and time

    @cached_property
    def editions(self) -> dict[int, Edition]:
        """Texts that the item stands in or was left out of."""
        rows = [item.edition for item in self.items.values()]
        rows += [one.edition for one in self.consulted]
        return {edition.pk: edition for edition in [*rows, *self.left]}

    @cached_property
    def plans(self) -> dict[int, Plan]:
        """Plans in which the item stands, the oldest generation first."""
        rows = [item.edition.plan for item in self.items.values()]
        rows += [one.edition.plan for one in self.consulted]
        return {plan.pk: plan for plan in sorted(rows, key=lambda plan: (plan.generation, plan.pk))}

    @cached_property
    def documents(self) -> dict[int, Edition]:
        return {e.document_id: e for e in self.editions.values() if e.document_id}

    def version(self, edition: Edition) -> tuple[int, dt.datetime] | None:
        return self.frozen.get(edition.document_id or 0)


def load(plan: Plan, key: UUID, eyes: Eyes) -> Found:
    """Load an item of a plan in all its texts that the eyes may read, in at most ten queries."""
    rows = list(with_parts(Item.objects.filter(key=key).exclude(edition__state=EditionState.WITHDRAWN)))
    items = {item.edition_id: item for item in rows if eyes.edition(item.edition)}
    left = left_out(items, eyes)
    near = {plan.pk, *(item.edition.plan_id for item in rows)}
    consulted = consulted_in(near, key) if eyes.person is None else ()
    plans = {*(item.edition.plan_id for item in items.values()), *(one.edition.plan_id for one in consulted)}
    evaluations = evaluations_of(plans, eyes)
    told = [*(item.edition for item in items.values()), *left, *evaluations]
    return Found(key, eyes, items, left, consulted, evaluations, frozen_of(told))


def with_parts(rows: QuerySet[Item]) -> QuerySet[Item]:
    """Load with items everything that two texts are compared by."""
    parts = ("implementer", "parent", "edition__path", "edition__plan__territory")
    return rows.select_related(*parts).prefetch_related(*HANGING).order_by("edition_id")


def left_out(items: dict[int, Item], eyes: Eyes) -> tuple[Edition, ...]:
    """Return the editions that began from a text with the item and do not have it.

    An action plan of a year takes only some of the items: that is no leaving out.
    """
    rows = Edition.objects.filter(based_on__in=items).exclude(items__key__in=[i.key for i in items.values()])
    rows = rows.exclude(state=EditionState.WITHDRAWN).select_related("plan__territory", "path", "based_on")
    return tuple(e for e in rows.order_by("pk") if eyes.edition(e) and not chooses(e, e.based_on))


def chooses(edition: Edition, before: Edition | None) -> bool:
    """Say whether an edition takes up only some of the items of what it began from."""
    return edition.kind == EditionKind.ACTION_PLAN and before is not None and before.kind != edition.kind


def consulted_in(plans: set[int], key: UUID) -> tuple[Consulted, ...]:
    """Return the frozen texts before the councils that have the item, as the public reads them."""
    rows = Edition.objects.filter(plan__in=plans, state__in=WITH_CONSULTED_TEXT)
    editions = {e.document_id: e for e in rows.select_related("plan__territory", "path").order_by("pk")}
    windows = Consultation.objects.filter(document__in=editions).select_related("version").order_by("number")
    shown = {window.document_id: window.version for window in windows}  # the last window of each
    return tuple(
        Consulted(editions[document], version, section)
        for document, version in shown.items()
        for section in version.snapshot["sections"]
        if section["kind"] == "item" and section["key"] == str(key)
    )


def evaluations_of(plans: set[int], eyes: Eyes) -> tuple[Edition, ...]:
    rows = Edition.objects.filter(plan__in=plans, kind=EditionKind.EVALUATION)
    rows = rows.exclude(state__in=[EditionState.WITHDRAWN, EditionState.REJECTED])
    return tuple(e for e in rows.select_related("plan__territory").order_by("pk") if eyes.edition(e))


def frozen_of(editions: list[Edition]) -> dict[int, tuple[int, dt.datetime]]:
    """Return the number and the time of the last frozen version of each document, without their texts."""
    held = [edition.document_id for edition in editions if edition.document_id]
    rows = Version.objects.filter(document__in=held).order_by("number")
    return {row[0]: row[1:] for row in rows.values_list("document", "number", "frozen_at")}
