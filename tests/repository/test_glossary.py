"""The names in docs/glossary.md are names of the code."""

import re
from importlib import import_module
from pathlib import Path

from django.apps import apps

from documents import enums as document_words
from people import enums as people_words
from workflows import enums as workflow_words

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"


def names() -> set[str]:
    cells = [line.split("|")[3] for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if "|" in line]
    return {name for cell in cells for name in re.findall(r"`([A-Za-z_.]+)`", cell)}


def things() -> dict[str, object]:
    """Models and words by their bare names, as the glossary writes them."""
    found: dict[str, object] = {model.__name__: model for model in apps.get_models()}
    for module in (people_words, document_words, import_module("bodies.enums"), workflow_words):
        found.update(vars(module))
    return found


def exists(name: str) -> bool:
    first, _dot, rest = name.partition(".")
    known = things()
    if first in known:
        return not rest or hasattr(known[first], rest)
    model = rest if rest in known and "." not in rest else ""
    if model:
        return True
    try:
        import_module(name)
    except ModuleNotFoundError:
        module, _dot, attribute = name.rpartition(".")
        return hasattr(import_module(module), attribute)
    return True


def test_every_name_in_the_glossary_is_in_the_code():
    assert {name for name in names() if not exists(name)} == set()
    assert len(names()) > 80
