from typing import Any, Protocol


class Subject(Protocol):
    """Anything that a journal entry, a letter or a personal link can be about."""

    @property
    def journal_kind(self) -> str: ...

    @property
    def pk(self) -> Any: ...
