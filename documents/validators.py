"""Checks and cleaning of what comes from outside: typed texts and uploaded files."""

import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST_COMMENT = 20_000
LARGEST_FILE = 10 * 1024 * 1024
LONGEST_NAME = 120
UNSEEN = frozenset({"Cc", "Cf", "Cs"})
KEPT = frozenset("\n\t")


def plain_text(value: str) -> str:
    """Return a typed text without control and zero-width characters and with one kind of line end.

    Markup stays as the characters that were typed; templates escape it.
    """
    text = unicodedata.normalize("NFC", value)
    for end in ("\r\n", "\r", "\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}"):
        text = text.replace(end, "\n")
    return "".join(c for c in text if c in KEPT or unicodedata.category(c) not in UNSEEN).strip()


def validate_comment_text(value: str) -> None:
    """Refuse an empty comment and one that nobody could read in a form; longer ones come as a document."""
    text = plain_text(value)
    if not text:
        raise ValidationError(_("Napište prosím text připomínky."), code="required")
    if len(text) > LONGEST_COMMENT:
        raise ValidationError(
            _(
                "Připomínka má %(length)s znaků, formulář jich přijme nejvýše %(limit)s. Zkraťte ji prosím "
                "nebo ji pošlete jako dokument e-mailem či datovou schránkou."
            ),
            code="max_length",
            params={"length": grouped(len(text)), "limit": grouped(LONGEST_COMMENT)},
        )


def grouped(number: int) -> str:
    """Write a number with thousands apart, as Czech does."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


@dataclass(frozen=True, slots=True)
class MediaType:
    """A kind of file that the office takes, told by its content and never by its name."""

    extension: str
    media_type: str


PDF = MediaType("pdf", "application/pdf")
DOCX = MediaType("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = MediaType("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
ODT = MediaType("odt", "application/vnd.oasis.opendocument.text")
PNG = MediaType("png", "image/png")
JPG = MediaType("jpg", "image/jpeg")
TXT = MediaType("txt", "text/plain")


def media_type_of(content: IO[bytes]) -> MediaType:
    """Tell what a file is by its bytes; anything that the office does not take is refused."""
    content.seek(0)
    data = content.read(LARGEST_FILE + 1)
    content.seek(0)
    if not data:
        raise ValidationError(_("Soubor je prázdný."), code="empty")
    if len(data) > LARGEST_FILE:
        raise ValidationError(_("Soubor je větší než 10 MB."), code="too_large")
    for magic, kind in ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPG)):
        if data.startswith(magic):
            return kind
    found = packed_type(data) if data.startswith(b"PK\x03\x04") else text_type(data)
    if found is None:
        raise ValidationError(
            _("Tento druh souboru nepřijímáme. Přiložte prosím PDF, DOCX, XLSX, ODT, PNG, JPG nebo TXT."),
            code="media_type",
        )
    return found


def packed_type(data: bytes) -> MediaType | None:
    """Look into a packed file; documents with macros are not taken."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if any(name.endswith("vbaProject.bin") for name in names):
                return None
            if "mimetype" in names and archive.getinfo("mimetype").file_size < LONGEST_NAME:
                return ODT if archive.read("mimetype").strip() == ODT.media_type.encode() else None
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


def text_type(data: bytes) -> MediaType | None:
    """Accept a text without bytes that no text has."""
    if b"\x00" in data or any(byte < ord(" ") and byte not in b"\t\n\r\f" for byte in data):
        return None
    for encoding in ("utf-8", "cp1250"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return TXT
    return None


def clean_name(name: str, kind: MediaType) -> str:
    """Return a name that is safe to show and to offer for saving, with the extension of what the file is."""
    base = PurePosixPath(plain_text(name).replace("\\", "/")).name.replace("\n", " ").replace("\t", " ")
    stem = base.rsplit(".", 1)[0] if "." in base.strip(".") else base
    stem = "".join(" " if c in '<>:"/|?*;%' else c for c in stem).strip(" .")
    return f"{' '.join(stem.split())[:LONGEST_NAME] or _('soubor')}.{kind.extension}"
