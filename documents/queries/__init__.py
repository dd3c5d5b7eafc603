from documents.queries.compare import Change, Section, compare

__all__ = ["Change", "Section", "compare"]
