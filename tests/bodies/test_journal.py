"""Every kind of entry that bodies and inbound mail write has its sentence in the histories."""

import re
from pathlib import Path

from bodies.enums import ActionDeed, ItemState, MeetingDeed, MinutesDeed
from people.journal import SENTENCES

ROOT = Path(__file__).parents[2]
SOURCES = [*(ROOT / "bodies" / "actions").glob("*.py"), ROOT / "people" / "actions" / "inbound.py"]
SUBJECTS = "meeting|agenda|answer|body|seat|mandate|standing_orders|poll|minutes|remark|action_item"
KIND = re.compile(rf'"((?:{SUBJECTS}|resolution|round|inbound_mail)\.[a-z_]+)"')
MOVED = {"meeting": MeetingDeed, "minutes": MinutesDeed, "action_item": ActionDeed}


def kinds() -> set[str]:
    written = {kind for path in SOURCES for kind in KIND.findall(path.read_text())}
    moved = {f"{subject}.{deed.value}" for subject, deeds in MOVED.items() for deed in deeds}
    items = {f"meeting.item_{state.value}" for state in ItemState if state != ItemState.OPEN}
    return written | moved | items


def test_every_kind_of_entry_is_called_by_a_sentence():
    assert len(kinds()) > 60
    assert sorted(kind for kind in kinds() if kind not in SENTENCES) == []
