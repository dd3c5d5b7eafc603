"""Frozen versions of an edition: the list, who may read them, pairs to compare."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from documents.models import Consultation, Version
from workflows.enums import Deed
from workflows.models import Edition

OCCASIONS = {
    Deed.SUBMIT_TO_TRIAD: gettext_lazy("předání triádě"),
    Deed.OPEN_CONSULTATION: gettext_lazy("připomínkové řízení"),
    Deed.SUBMIT_FOR_APPROVAL: gettext_lazy("předání ke schválení"),
    "approved_with_changes": gettext_lazy("schváleno s úpravami"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A version in the list, with the one before it to compare with."""

    version: Version
    occasion: str
    before: int | None
    is_public: bool
    is_intact: bool


def occasion_of(version: Version) -> str:
    return str(OCCASIONS.get(version.occasion, version.occasion))


def public_numbers(edition: Edition, today: dt.date) -> set[int]:
    """Return the numbers of versions that anybody may read: the consulted ones and the adopted one."""
    windows = Consultation.objects.filter(document=edition.document_id, opens_on__lte=today)
    found = set(windows.values_list("version__number", flat=True))
    if edition.adopted_on is not None:
        numbers = Version.objects.filter(document=edition.document_id).order_by("-number")
        found.update(numbers.values_list("number", flat=True)[:1])
    return found


def rows_of(versions: list[Version], public: set[int]) -> list[Row]:
    """Describe versions given from the newest; each is compared with the next older one shown."""
    older = [*(v.number for v in versions[1:]), None][: len(versions)]
    return [
        Row(v, occasion_of(v), before, v.number in public, v.is_intact)
        for v, before in zip(versions, older, strict=True)
    ]


def contents(snapshot: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the sections of the upper two levels, for the list of contents."""
    return [s for s in snapshot.get("sections", []) if s["depth"] < 1]
