"""Are the translations whole? `python tools/translations.py [compile]`.

Czech is the language of the texts in the code. locale/en translates every text; locale/cs holds what Czech
has to add: the plural forms. The compiled files are committed, so that nobody needs gettext.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
CONTEXT = "\x04"
SOURCES = ("people", "documents", "bodies", "workflows", "config")
# Which of a call's arguments is the text, by the name of the function without _lazy and _noop
MARKS = {"_": 0, "gettext": 0, "ngettext": 0, "pgettext": 1, "npgettext": 1}
QUOTED = r"""u?("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\(\s*{QUOTED}(?:\s*,\s*{QUOTED})?")


@dataclass
class Entry:
    """One text of a .po file."""

    line: int
    fuzzy: bool = False
    obsolete: bool = False
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        context = self.fields.get("msgctxt")
        text = self.fields.get("msgid", "")
        return text if context is None else f"{context}{CONTEXT}{text}"

    @property
    def plural(self) -> bool:
        return "msgid_plural" in self.fields

    @property
    def forms(self) -> list[str]:
        return [text for name, text in self.fields.items() if name.startswith("msgstr")]


def entries(text: str) -> Iterator[Entry]:
    """Read a .po file: blocks of lines, each field a keyword and quoted strings."""
    entry, name = Entry(1), ""
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        words = line.strip()
        if not words:
            if entry.fields:
                yield entry
            entry, name = Entry(number + 1), ""
        elif words.startswith("#~"):
            entry.obsolete = True
        elif words.startswith("#,"):
            entry.fuzzy |= "fuzzy" in words
        elif words.startswith('"'):
            entry.fields[name] += ast.literal_eval(words)
        elif not words.startswith("#"):
            name, _, quoted = words.partition(" ")
            entry.fields[name] = ast.literal_eval(quoted)


def catalogue(path: Path) -> list[Entry]:
    return [entry for entry in entries(path.read_text(encoding="utf-8")) if not entry.obsolete]


def pairs(found: list[Entry]) -> dict[bytes, bytes]:
    """Return what belongs into the .mo file: source and translation as gettext keeps them."""
    result = {}
    for entry in found:
        if not entry.fuzzy and all(entry.forms):
            plural = entry.fields.get("msgid_plural")
            source = entry.key if plural is None else f"{entry.key}\0{plural}"
            result[source.encode()] = "\0".join(entry.forms).encode()
    return result


def packed(content: dict[bytes, bytes]) -> bytes:
    """Return the bytes of a .mo file: header, two tables of (length, offset), the texts."""
    keys = sorted(content)
    position = 7 * 4 + 16 * len(keys)
    tables, blob = [], b""
    for text in [*keys, *(content[key] for key in keys)]:
        tables += [len(text), position + len(blob)]
        blob += text + b"\0"
    header = [0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, position]
    return struct.pack(f"<{len(header) + len(tables)}I", *header, *tables) + blob


def unpacked(blob: bytes) -> dict[bytes, bytes]:
    """Read a .mo file, whichever program wrote it."""
    _, _, count, sources, texts = struct.unpack_from("<5I", blob)

    def table(start: int) -> list[bytes]:
        places = [struct.unpack_from("<2I", blob, start + 8 * row) for row in range(count)]
        return [blob[offset : offset + length] for length, offset in places]

    return dict(zip(table(sources), table(texts), strict=True))


def called(node: ast.Call) -> str:
    """Return the text that a call of a translating function marks, or nothing."""
    function = node.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    name = name.removesuffix("_lazy").removesuffix("_noop")
    words = [str(word.value) for word in node.args[:2] if isinstance(word, ast.Constant)]
    position = MARKS.get(name)
    if position is None or len(words) <= position:
        return ""
    return words[0] + CONTEXT + words[1] if position else words[0]


def in_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (text := called(node)):
            yield text


def in_template(path: Path) -> Iterator[str]:
    for name, first, second in IN_TEMPLATE.findall(templatize(path.read_text(encoding="utf-8"))):
        text = ast.literal_eval(first)
        yield text + CONTEXT + ast.literal_eval(second) if MARKS[name] else text


def unknown(english: list[Entry]) -> Iterator[str]:
    """Name the texts of the code and the templates that the English catalogue has never seen."""
    known = {entry.key for entry in english}
    code = [path for app in SOURCES for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    templates = [path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt"}]
    for path in sorted([*code, *templates]):
        texts = in_code(path) if path.suffix == ".py" else in_template(path)
        for text in sorted(set(texts) - known):
            yield f"{path.relative_to(ROOT)}: {text[:60]!r} není v locale/en"


def gaps(path: Path, found: list[Entry]) -> Iterator[str]:
    """Name what is not translated: in English everything, in Czech the plural forms."""
    english = path.parts[-3] == "en"
    forms = 2 if english else 4
    for entry in found[1:]:
        where = f"{path.relative_to(ROOT)}:{entry.line}: {entry.key[:60]!r}"
        if entry.fuzzy:
            yield f"{where} je jen odhad (fuzzy)"
        elif (english or entry.plural) and not all(entry.forms):
            yield f"{where} chybí překlad"
        elif entry.plural and len(entry.forms) != forms:
            yield f"{where} má mít {forms} tvary množného čísla"


def problems(path: Path) -> Iterator[str]:
    found = catalogue(path)
    yield from gaps(path, found)
    binary = path.with_suffix(".mo")
    if path.parts[-3] == "en":
        yield from unknown(found)
    if not binary.exists() or unpacked(binary.read_bytes()) != pairs(found):
        yield f"{binary.relative_to(ROOT)} je zastaralý: python tools/translations.py compile"


def main() -> int:
    paths = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
    if sys.argv[1:] == ["compile"]:
        for path in paths:
            path.with_suffix(".mo").write_bytes(packed(pairs(catalogue(path))))
    found = [problem for path in paths for problem in problems(path)]
    missing = {"cs", "en"} - {path.parts[-3] for path in paths}
    found += [f"locale/{language} chybí" for language in sorted(missing)]
    print("\n".join(found[:40]) or f"{len(paths)} překlady jsou úplné")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
