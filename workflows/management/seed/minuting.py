"""Minutes of the demo: circulated, remarked on, verified and published as their fixture says."""

from typing import TYPE_CHECKING, Any

from bodies.actions import correction, minutes, remark
from bodies.enums import CorrectionKind, RemarkState
from bodies.models import Meeting, Minutes
from documents.actions import confirmation as confirmations
from documents.enums import ConfirmationState
from documents.models import Confirmation
from workflows.management.seed.story import post_letters_of

if TYPE_CHECKING:
    from workflows.management.seed.sittings import Sitting

Told = dict[str, Any]


def write(sitting: "Sitting", meeting: Meeting) -> None:
    """Bring the minutes of a meeting as far as the fixture says."""
    told, by = sitting.told.get("minutes", {}), sitting.by
    row = Minutes.objects.get(meeting=meeting)
    if "circulated" in told:
        minutes.circulate(minutes=row, by=by, now=sitting.at(told["circulated"]))
    for said in told.get("remarks", []):
        hear(sitting, row, said)
    if "submitted" in told:
        minutes.submit(minutes=row, by=by, now=sitting.at(told["submitted"]))
    if "verified" in told:
        verify(sitting, row, told["verified"])
    if "published" in told:
        minutes.publish(minutes=row, by=by, now=sitting.at(told["published"]))
    if "correction" in told:
        correct(sitting, row, told["correction"])


def hear(sitting: "Sitting", row: Minutes, said: Told) -> None:
    """Let a member remark on an item, and settle it."""
    who = sitting.cast.people[said["who"]]
    now = sitting.at(sitting.told["minutes"]["circulated"])
    item = sitting.items[said["item"] - 1]
    made = remark.add(minutes=row, person=who, text=said["text"], item=item, by=who, now=now)
    remark.settle(
        remark=made,
        state=RemarkState(said["how"]),
        reason=said["reason"],
        seen=made.state,
        by=sitting.by,
        now=sitting.at(said["settled"]),
    )


def verify(sitting: "Sitting", row: Minutes, on: str) -> None:
    row.refresh_from_db()
    for held in Confirmation.objects.filter(version=row.version, state=ConfirmationState.REQUESTED):
        post_letters_of(held)
        by, now = held.person, sitting.at(on)
        confirmations.confirm(confirmation=held, digest=held.digest, text="", by=by, now=now)


def correct(sitting: "Sitting", row: Minutes, said: Told) -> None:
    correction.add(
        minutes=row,
        kind=CorrectionKind(said["kind"]),
        text=said["text"],
        reason=said["reason"],
        item=sitting.items[said["item"] - 1],
        by=sitting.by,
        now=sitting.at(said["on"]),
    )
