"""docs/lifecycle.md says what the code does."""

from pathlib import Path

from workflows.management.commands import lifecycle

WRITTEN = Path(__file__).resolve().parents[2] / "docs" / "lifecycle.md"


def test_the_written_machines_are_those_of_the_code():
    assert WRITTEN.read_text(encoding="utf-8") == lifecycle.document()
