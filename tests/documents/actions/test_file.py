import hashlib

import pytest

from documents.actions import file as files
from documents.models import File
from documents.validators import DOCX, JPG, LARGEST_FILE, ODT, PDF, PNG, TXT, XLSX
from people.errors import Refused
from tests.factories import documents, people

pytestmark = pytest.mark.django_db
TYPES = "[Content_Types].xml"
GOOD = {
    "pdf": (b"%PDF-1.7 ...", PDF),
    "png": (b"\x89PNG\r\n\x1a\n....", PNG),
    "jpg": (b"\xff\xd8\xff\xe0....", JPG),
    "txt": ("Příliš žluťoučký kůň\n".encode(), TXT),
    "cp1250": ("Příliš žluťoučký kůň\n".encode("cp1250"), TXT),
    "docx": (documents.packed(**{TYPES: "", "word/document.xml": "<w/>"}), DOCX),
    "xlsx": (documents.packed(**{TYPES: "", "xl/workbook.xml": "<x/>"}), XLSX),
    "odt": (documents.packed(mimetype="application/vnd.oasis.opendocument.text"), ODT),
}
BAD = {
    "empty": b"",
    "executable": b"MZ\x90\x00\x03",
    "macros": documents.packed(**{TYPES: "", "word/document.xml": "", "word/vbaProject.bin": "x"}),
    "zip": documents.packed(readme="x"),
    "broken zip": b"PK\x03\x04 nic",
    "spreadsheet of another office": documents.packed(
        mimetype="application/vnd.oasis.opendocument.spreadsheet"
    ),
    "too large": b"%PDF-" + b"x" * LARGEST_FILE,
}


def keep(content: bytes, name: str = "Sken.bin", **fields) -> File:
    values = {"holder": documents.document(), "by": people.person(), "now": people.NOW, **fields}
    return files.keep(upload=documents.upload(content, name), **values)


@pytest.mark.parametrize("name", GOOD)
def test_what_a_file_is_follows_from_its_bytes(name):
    content, kind = GOOD[name]
    file = keep(content, "cokoli.exe")
    assert (file.media_type, file.name) == (kind.media_type, f"cokoli.{kind.extension}")
    assert file.size == len(content)
    assert file.digest == hashlib.sha256(content).hexdigest()
    assert file.content.read() == content


@pytest.mark.parametrize("name", BAD)
def test_what_the_office_does_not_take_is_refused(name):
    with pytest.raises(Refused):
        keep(BAD[name], "smlouva.pdf")
    assert File.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Dokumenty\\Zápis č. 1.PDF", "Zápis č. 1.pdf"),
        ("a\u202efdp.exe", "afdp.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ('sken"; rm -rf.pdf', "sken rm -rf.pdf"),
        ("...", "soubor.pdf"),
    ],
)
def test_names_are_cleaned(typed, kept):
    file = File(content="")
    upload = documents.upload(b"%PDF-1.4")
    upload._name = typed
    file = files.keep(holder=documents.document(), upload=upload, by=None, now=people.NOW)
    assert file.name == kept


def test_the_stored_name_cannot_be_guessed():
    file = keep(b"%PDF-1.4", "Smlouva.pdf")
    assert "Smlouva" not in file.content.name
    assert file.content.name.endswith(".pdf")


def test_the_same_bytes_for_one_holder_are_one_file():
    holder = documents.document()
    first = keep(b"%PDF-1.4", holder=holder)
    assert keep(b"%PDF-1.4", holder=holder) == first
    assert keep(b"%PDF-1.4", holder=holder, is_public=True) != first
    assert keep(b"%PDF-1.4") != first
