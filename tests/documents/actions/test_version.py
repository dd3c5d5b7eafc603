import pytest

from documents.actions import version as versions
from documents.models import Version
from people import journal
from tests.factories import documents, people

pytestmark = pytest.mark.django_db


def freeze(document, title: str) -> Version:
    snapshot = documents.snapshot(documents.section("1", title))
    return versions.freeze(
        document=document, snapshot=snapshot, occasion="x", by=people.person(), now=people.NOW
    )


def test_versions_are_numbered_and_the_same_text_is_the_same_version():
    document = documents.document()
    first, again, second = (freeze(document, title) for title in ("A", "A", "B"))
    assert first == again
    assert [first.number, second.number] == [1, 2]
    back = freeze(document, "A")
    assert (back.number, back.digest) == (3, first.digest)


def test_a_changed_text_no_longer_has_its_hash():
    version = freeze(documents.document(), "A")
    assert version.is_intact
    version.snapshot["sections"][0]["title"] = "B"
    assert not version.is_intact
    assert journal.of(version).get().data == {"number": 1, "sha256": version.digest}
