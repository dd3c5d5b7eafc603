"""What a message means that no calendar explains: Outlook's own package, a subject, a sentence of a person.

What is guessed from words is only offered to a person, never applied.
"""

import re
import struct
from dataclasses import dataclass

from bodies.enums import AnswerValue
from people.post.reading import Part, cleaned

TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
TNEF_SIGNATURE = b"\x78\x9f\x3e\x22"
# Attributes of the package that name the class of the message (MS-OXTNEF 2.1.3.3): of it, of its properties
TNEF_CLASS, TNEF_PROPERTIES = 0x8008, 0x9003
TNEF_HEAD = struct.Struct("<BHHI")
TNEF_RESPONSE = re.compile(rb"Schedule\.M(?:eeting\.Resp\.(Pos|Neg|Tent)|tgResp(P|N|A))\b", re.IGNORECASE)
TNEF_UID = re.compile(rb"vCal-Uid\x01\x00\x00\x00([\x21-\x7e]{1,255})")
TNEF_VALUES = {
    b"P": AnswerValue.ACCEPTED,
    b"N": AnswerValue.DECLINED,
    b"T": AnswerValue.TENTATIVE,
    b"A": AnswerValue.TENTATIVE,
}

SUBJECTS = (
    (AnswerValue.TENTATIVE, ("nezávazně přijato", "předběžně přijato", "nezávazně", "tentative", "možná")),
    (AnswerValue.DECLINED, ("odmítnuto", "zamítnuto", "declined", "abgesagt")),
    (AnswerValue.ACCEPTED, ("přijato", "přijetí", "accepted", "zugesagt")),
)
PHRASES = (
    (
        AnswerValue.DECLINED,
        r"nepřij[de]|nezúčastn|nemoh[ul]|nebudu moci|omlouvám|omluv[tu]|nedorazím|nestihnu|bohužel",
    ),
    (AnswerValue.TENTATIVE, r"zatím nevím|ještě nevím|možná|pokusím se"),
    (
        AnswerValue.ACCEPTED,
        r"přijd[ue]|zúčastním|dorazím|potvrzuji|potvrzujeme|budu přítom|počítejte se mnou",
    ),
)
QUOTED = re.compile(
    r"(?im)^(?:>|-{3,}\s*(?:původní zpráva|original message|přeposlaná)|_{10,}|(?:dne|on)\s.{5,200}"
    r"(?:napsal|napsala|napsal\(a\)|wrote):?\s*$|od:\s|from:\s|-- ?$)"
)
# What Google, Outlook and Zimbra write into a reply by themselves
BOILERPLATE = re.compile(
    r"(?i)\b(?:has (?:accepted|declined|tentatively accepted|replied)|has not replied|"
    r"přijal(?:\(a\)|/a|a)? (?:tuto )?pozv|odmítl(?:\(a\)|/a|a)? (?:tuto )?pozv|the following meeting)"
)


@dataclass(frozen=True, slots=True)
class Packed:
    """An answer found inside winmail.dat."""

    value: AnswerValue
    uid: str


def packed_answer(parts: tuple[Part, ...]) -> Packed | None:
    """Read the answer that Outlook hid in its package (winmail.dat); None when there is none."""
    for part in parts:
        if part.content_type in TNEF_TYPES or part.filename.casefold() == "winmail.dat":
            found = answer_in_tnef(part.content)
            if found is not None:
                return found
    return None


def is_packed(parts: tuple[Part, ...]) -> bool:
    return any(part.content_type in TNEF_TYPES or part.filename.casefold() == "winmail.dat" for part in parts)


def answer_in_tnef(content: bytes) -> Packed | None:
    """Walk over the attributes of the package up to the class of the message."""
    if not content.startswith(TNEF_SIGNATURE):
        return None
    at, classes = 6, {}
    while at + TNEF_HEAD.size <= len(content):
        _level, name, _kind, length = TNEF_HEAD.unpack_from(content, at)
        at += TNEF_HEAD.size
        classes[name] = content[at : at + length]
        at += length + 2
    for name in (TNEF_CLASS, TNEF_PROPERTIES):
        # Properties are in UTF-16, the old attribute in one byte a letter
        found = TNEF_RESPONSE.search(
            classes.get(name, b"").replace(b"\x00", b" " if name == TNEF_CLASS else b"")
        )
        if found:
            uid = TNEF_UID.search(content)
            letter = (found[1] or found[2])[:1].upper()
            return Packed(TNEF_VALUES[letter], uid[1].decode() if uid else "")
    return None


def own_words(text: str) -> str:
    """Return what the person wrote above the quoted message, or "" when a program wrote it."""
    quoted = QUOTED.search(text)
    words = (text[: quoted.start()] if quoted else text).strip()
    return "" if BOILERPLATE.search(words[:500]) else cleaned(words, 500)


def guessed(subject: str, text: str) -> AnswerValue | None:
    """Guess what a person means, to offer it; None when the words say nothing clear."""
    wrote = own_words(text).casefold()
    for value, phrase in PHRASES:
        if re.search(rf"\b(?:{phrase})", wrote):
            return value
    said = subject.casefold().strip()
    for value, words in SUBJECTS:
        if said.startswith(tuple(f"{word}:" for word in words)):
            return value
    return None
