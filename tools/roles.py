"""Writes docs/roles.md from the access matrix of the tests: `python tools/roles.py`."""

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MATRIX = ROOT / "tests" / "repository" / "access.csv"
PAGE = ROOT / "docs" / "roles.md"
ROLES = {
    "anonymous": "veřejnost",
    "member": "přihlášený bez role",
    "drafter": "zpracovatel/ka území",
    "clerk": "pracovník/ce území",
    "coordinator": "koordinátor/ka území",
    "coordinator_elsewhere": "koordinátor/ka jiného území",
    "administrator": "správce/správkyně kraje",
    "administrator_elsewhere": "správce/správkyně jiného kraje",
}
WORDS = {
    "200": "ano",
    "302": "ano, vede dál",
    "303": "ano (jen odeslání)",
    "405": "ano (jen odeslání)",
    "403": "ne",
    "404": "nenajde",
    "login": "přihlásit",
}
HEAD = """# Kdo kam smí

Vzniká příkazem `python tools/roles.py` z `tests/repository/access.csv`, proti které test zkouší každou
adresu za každou roli. Věci v adresách patří zkoušenému území, „jiné“ znamená území jiného kraje.
„Ano (jen odeslání)“ je tlačítko: stránka se neotevírá, jen se odesílá. „Nenajde“ znamená, že věc není nebo
o ní nesmí ani vědět. Koho se věc týká jménem, ten smí víc než jeho role: posuzovatel odpovídá na své
vyjádření, člen rady a zastupitelstva otevírá „Ke schválení“, předkladatel uvolňuje materiál, a osobní odkaz
z dopisu (`…-by-link`, `documents:link…`) otevře jen to, k čemu byl vydán.

"""


def matrix() -> dict[str, dict[str, str]]:
    """Read the expected answer for each address and role."""
    with MATRIX.open(encoding="utf-8") as file:
        return {row.pop("url"): row for row in csv.DictReader(file)}


def written(rows: Mapping[str, Mapping[str, str]]) -> str:
    """Draw the matrix as a table for people."""
    lines = ["| adresa | " + " | ".join(ROLES.values()) + " |", "| --- |" + " --- |" * len(ROLES)]
    for name, row in sorted(rows.items()):
        cells = [WORDS.get(row[role], row[role]) for role in ROLES]
        lines.append(f"| `{name}` | " + " | ".join(cells) + " |")
    return HEAD + "\n".join(lines) + "\n"


def main() -> int:
    PAGE.write_text(written(matrix()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
