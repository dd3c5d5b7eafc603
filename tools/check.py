"""Everything that is checked without running the product; each check is one line, trouble is shown whole."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
MANAGE = [str(BIN / "python"), "manage.py"]

CHECKS = {
    "tvar kódu (ruff format)": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "pravidla (ruff check)": [str(BIN / "ruff"), "check", "--quiet", "."],
    "typy (mypy)": [str(BIN / "mypy")],
    "směr importů (lint-imports)": [str(BIN / "lint-imports")],
    "šablony (djlint)": [str(BIN / "djlint"), "templates", "--lint", "--quiet"],
    "nastavení (check)": [*MANAGE, "check", "--fail-level", "WARNING"],
    "migrace (makemigrations)": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "překlady": [str(BIN / "python"), "tools/translations.py"],
}


def main() -> int:
    environment = {**os.environ, "DEBUG": "false", "SECRET_KEY": "only-for-checks"}
    failed = []
    for name, command in CHECKS.items():
        began = time.monotonic()
        ended = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        verdict = "v pořádku" if ended.returncode == 0 else "CHYBA"
        print(f"{name:<30} {verdict:<10} {time.monotonic() - began:5.1f} s", flush=True)
        if ended.returncode:
            failed.append(name)
            print(ended.stdout + ended.stderr, flush=True)
    if failed:
        print(f"Neprošlo: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
