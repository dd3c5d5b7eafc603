"""Reading of frozen versions."""

from documents.models import Version
from documents.queries.compare import Section, compare


def before(version: Version) -> Version | None:
    """Return the version frozen just before, whatever happened between them."""
    return (
        Version.objects.filter(document=version.document_id, number__lt=version.number)
        .order_by("-number")
        .first()
    )


def changes(version: Version, since: Version) -> list[Section]:
    """Return the sections in which a version differs from an earlier one, in printed order."""
    return [s for s in compare(since.snapshot, version.snapshot) if s.kind != "same" or s.was_moved]
