"""The order of the Czech alphabet, the same on both databases: č after c, ch after h, ž last."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from django.db.models import F
from django.db.models.functions import Collate

# PostgreSQL knows the collation by itself, SQLite is taught it at each connection.
ORDER = "cs-x-icu"
ALPHABET = [*"abcčdefgh", "ch", *"ijklmnopqrřsštuvwxyzž"]
LETTERS = {letter: 0x110000 + rank for rank, letter in enumerate(ALPHABET)}
SIGNS = re.compile("ch|.", re.DOTALL)


def alphabetical(*fields: str) -> tuple[Collate, ...]:
    """Return what to order a query by so that names stand as in a Czech register (ČSN 97 6030)."""
    return tuple(Collate(F(field), ORDER) for field in fields)


def weight(sign: str) -> int:
    """Weigh one sign: marks and numerals come before letters, other accents do not count."""
    return LETTERS.get(sign) or LETTERS.get(unicodedata.normalize("NFD", sign)[0]) or ord(sign)


@lru_cache(maxsize=8192)
def place(text: str) -> tuple[list[int], str, str, str]:
    """Return by what a text is compared: its letters, then accents, then capitals (small ones first)."""
    small = unicodedata.normalize("NFC", text).lower()
    return [weight(sign) for sign in SIGNS.findall(small)], small, text.swapcase(), text


def compare(one: str, other: str) -> int:
    """Compare two texts as a collation of SQLite does."""
    return (place(one) > place(other)) - (place(one) < place(other))


def teach(*, connection: Any, **_kwargs: Any) -> None:
    """Teach a new connection to SQLite the order."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(ORDER, compare)
