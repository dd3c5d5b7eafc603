"""Comparison of two frozen versions, section by section, with marks on words: pure functions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Literal

Kind = Literal["same", "added", "removed", "changed"]
WORDS = re.compile(r"\s*\S+|\s+$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of words that stayed, came or went."""

    kind: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a section in both versions."""

    name: str
    marks: tuple[Mark, ...]

    @property
    def is_changed(self) -> bool:
        return any(m.kind != "same" for m in self.marks)


@dataclass(frozen=True, slots=True)
class Section:
    """A part or an item, found in both versions by its stable key."""

    key: str
    kind: Kind
    level: str
    depth: int
    number: str
    title: tuple[Mark, ...]
    changes: tuple[Change, ...]
    old_number: str = ""

    @property
    def was_moved(self) -> bool:
        return self.kind in ("same", "changed") and self.old_number != self.number


def word_marks(old: str, new: str) -> tuple[Mark, ...]:
    """Mark the words that came and went between two texts.

    A word is taken with the space before it: spaces as words of their own would all match each other,
    which costs a square. Both texts get a space in front, so that a first word equals a later one.
    """
    if old == new:
        return (Mark("same", new),) if new else ()
    a, b = WORDS.findall(f" {old}"), WORDS.findall(f" {new}")
    marks: list[Mark] = []
    for op, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        came = joined(b, j1, j2)
        if op == "equal":
            marks.append(Mark("same", came))
            continue
        # What stood before the first word of the new text needs its space back.
        gone = joined(a, i1, i2) + (" " if j2 == 0 and i2 < len(a) else "")
        marks += [Mark("removed", gone)] if gone else []
        marks += [Mark("added", came)] if came else []
    return tuple(marks)


def joined(words: list[str], first: int, last: int) -> str:
    """Put words back together; the very first one loses the space that was put before it."""
    text = "".join(words[first:last])
    return text[1:] if first == 0 else text


def compare(old: dict[str, Any], new: dict[str, Any]) -> list[Section]:
    """Return every section of both snapshots in the order of the new one, the removed where they stood."""
    before = {s["key"]: s for s in old["sections"]}
    after = {s["key"]: s for s in new["sections"]}
    return [section(before.get(key), after.get(key)) for key in merged(list(before), list(after))]


def merged(old: list[str], new: list[str]) -> Iterator[str]:
    """Walk the keys of both orders: those of the new one in their order, gone ones after their neighbour."""
    kept, seen = set(new), set()
    following: dict[str, list[str]] = {}
    anchor = ""
    for key in old:
        if key in kept:
            anchor = key
        else:
            following.setdefault(anchor, []).append(key)
    yield from following.get("", [])
    for key in new:
        if key not in seen:
            seen.add(key)
            yield key
            yield from following.get(key, [])


def section(old: dict[str, Any] | None, new: dict[str, Any] | None) -> Section:
    one = new or old
    assert one is not None  # noqa: S101 - a key comes from one of the two
    title = word_marks(old["title"] if old else "", new["title"] if new else "")
    changes = tuple(fields(old["fields"] if old else [], new["fields"] if new else []))
    kind: Kind = "same"
    if old is None:
        kind = "added"
    elif new is None:
        kind = "removed"
    elif any(m.kind != "same" for m in title) or any(c.is_changed for c in changes):
        kind = "changed"
    return Section(
        key=one["key"],
        kind=kind,
        level=one["level"],
        depth=one["depth"],
        number=one["number"],
        title=title,
        changes=changes,
        old_number=old["number"] if old else "",
    )


def fields(old: list[list[str]], new: list[list[str]]) -> Iterator[Change]:
    """Compare fields by name; the order is the new one's, the gone ones last."""
    before, after = dict(old), dict(new)
    for name in [*after, *(n for n in before if n not in after)]:
        yield Change(name, line_marks(before.get(name, ""), after.get(name, "")))


def line_marks(old: str, new: str) -> tuple[Mark, ...]:
    """Compare long texts paragraph by paragraph first: word marks of whole chapters would cost a square."""
    if old == new:
        return word_marks(old, new)
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    marks: list[Mark] = []
    for op, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            marks.append(Mark("same", "".join(b[j1:j2])))
        else:
            for left, right in zip_longest(a[i1:i2], b[j1:j2], fillvalue=""):
                marks += word_marks(left, right)
    return tuple(marks)
