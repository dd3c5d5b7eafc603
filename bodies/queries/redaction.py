"""What the public may not read is left out of a copy; pure functions, the frozen text never changes.

Left out are names of service users who have not agreed to be named (GDPR art. 9), e-mails, telephones, birth
numbers, home addresses and passages that the minute taker has put into double square brackets. When in doubt,
a word is hidden rather than shown.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

OPENS, CLOSES = "[[", "]]"
PRIVATE = gettext_noop("(neveřejný údaj)")
USER = gettext_noop("zástupce/zástupkyně uživatelů")
SPACE = r"[ \u00a0\u202f]"

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
BIRTH_NUMBER = re.compile(rf"(?<![\d/])\d{{6}}{SPACE}?/{SPACE}?\d{{3,4}}(?![\d/])")
# Sums of money are written by threes too, telephones begin by 2–9 and no crown follows them.
PHONE = re.compile(
    rf"(?<![\d,.])(?:(?:\+|00){SPACE}?\d{{3}}{SPACE}?)?[2-9]\d{{2}}(?:{SPACE}?\d{{3}}){{2}}(?!\d|{SPACE}\d{{3}}\b)"
    rf"(?!{SPACE}?(?:Kč|,-|korun|tis|mil|EUR|€|%|[,.]\d))"
)
# "bytem Krátká 5, Tanvald", "nar. 1. 2. 1950"
SAID_HOME = re.compile(
    r"(?i:\b(?:trvale\s+bytem|bytem|bydlištěm|bydliště:?|trvalý\s+pobyt:?|naroz(?:en|ená|ený)|nar\.))[^;\n)]*?"
    rf"(?=[;\n)]|\.(?:\s+(?=[A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ])|$)|$|,{SPACE}(?!\d)[a-zěščřžýáíéúůťďň])"
)
# "Krátká 123/4, 468 41 Tanvald"
ADDRESS = re.compile(
    rf"(?:[A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ][\w.]*{SPACE})?(?:[\w.]+{SPACE}){{0,2}}\d+(?:/\d+[a-z]?)?,{SPACE}"
    rf"\d{{3}}{SPACE}?\d{{2}}{SPACE}[A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ]\w+"
    rf"(?:{SPACE}(?:(?:nad|pod|u|v|na){SPACE})?(?:[A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ]\w+|\d+\b))*"
)
TITLES = rf"(?:(?:[pP]an[íau]?|[pP]án[au]?|[A-Z]?[a-zA-Z]{{1,5}}\.){SPACE}){{0,3}}"
AFTER = rf"(?:,{SPACE}(?:Ph\.{SPACE}?D|CSc|DiS|MBA|MPA|LL\.{SPACE}?M|Th\.{SPACE}?D|DrSc)\.?)*"
# Where a public place is named, an address is what people come for.
PLACES = frozenset({"place", "access"})
CHANGED_ENDS = {"k": "c", "h": "z", "g": "z", "r": "ř", "c": "č"}
SHORTEST_STEM = 3
# Endings of Czech names of people in all cases, of possessives, of plurals.
ENDS = (
    r"(?:ov(?:á|é|ou|i|a|o|y|u|ým|ých|ými)|ův|ého|ému|ém|ým|ými|ých|ím|ích|ími|[eě]t[ei]|[eě]tem|ech|ách|ama|ami"
    r"|ou|em|om|ům|ům|ovic|[aáeéěiíoóuúůyý])?\b"
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """Somebody whose name the public may not read."""

    first_name: str
    last_name: str


def stem_of(word: str) -> str:
    """Return a pattern of a Czech name in any case: "Marek" meets Marka, "Procházka" Procházce."""
    stem = re.sub(r"(?:ová|á|ý|í|a|o|e|ě|u)$", "", word) or word
    ways = {re.escape(stem)}
    if len(stem) > SHORTEST_STEM and re.search(r"[eě][kclrnt]$", stem):
        ways.add(re.escape(stem[:-2] + stem[-1]))
    ways |= {re.escape(way[:-1] + CHANGED_ENDS[way[-1]]) for way in set(ways) if way[-1] in CHANGED_ENDS}
    return rf"(?:{'|'.join(sorted(ways, key=lambda way: (-len(way), way)))}){ENDS}"


def pattern_of(people: Iterable[Hidden]) -> re.Pattern[str] | None:
    """Make one pattern of the names of people, with titles, in both orders and in any case."""
    names = []
    for one in sorted(set(people), key=lambda p: (-len(p.last_name), p.last_name, p.first_name)):
        last = SPACE.join(stem_of(word) for word in one.last_name.split())
        if not last:
            continue
        first = SPACE.join(stem_of(word) for word in one.first_name.split())
        given = rf"(?:{first}|{re.escape(one.first_name[0])}\.)" if first else ""
        before, after = (rf"(?:{given}{SPACE}?)?", rf"(?:{SPACE}{given})?") if given else ("", "")
        names.append(rf"{before}{last}{after}")
    if not names:
        return None
    return re.compile(rf"\b{TITLES}(?:{'|'.join(names)})\b{AFTER}")


def without_marked(text: str, instead: str) -> str:
    """Leave out marked passages, nested ones too; one that nobody closed reaches to the end."""
    if OPENS not in text:
        return text
    kept: list[str] = []
    depth = 0
    for piece in re.split(r"(\[\[|\]\])", text):
        if piece == OPENS:
            kept += [instead] if depth == 0 else []
            depth += 1
        elif piece == CLOSES and depth:
            depth -= 1
        elif depth == 0:
            kept.append(piece)
    return "".join(kept)


def redacted(text: str, names: re.Pattern[str] | None = None, *, is_place: bool = False) -> str:
    """Return a text as the public may read it."""
    private = _(PRIVATE)
    text = without_marked(text, private)
    for pattern in (EMAIL, BIRTH_NUMBER, PHONE):
        text = pattern.sub(private, text)
    if not is_place:
        text = ADDRESS.sub(private, SAID_HOME.sub(private, text))
    return names.sub(_(USER), text) if names else text


def redacted_all(value: Any, names: re.Pattern[str] | None = None, *, is_place: bool = False) -> Any:
    """Redact every text of a structure; keys, numbers and what is not text stay."""
    match value:
        case str() | Promise():
            return redacted(str(value), names, is_place=is_place)
        case Mapping():
            return {key: redacted_all(one, names, is_place=key in PLACES) for key, one in value.items()}
        case list() | tuple():
            return [redacted_all(one, names, is_place=is_place) for one in value]
    return value
