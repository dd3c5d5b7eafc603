"""What bodies ask others about documents, and what documents ask bodies about files."""

from bodies.holders.documents import Matter, Matters, OnTable, Part, Said, matters, register

__all__ = ["Matter", "Matters", "OnTable", "Part", "Said", "matters", "register"]
