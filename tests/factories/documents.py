"""Documents, versions, windows, comments and confirmations for tests."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from documents import holders
from documents.actions import comment as comments
from documents.actions import confirmation as confirmations
from documents.actions import consultation as consultations
from documents.actions import version as versions
from documents.enums import ConfirmationKind
from documents.models import Comment, Confirmation, Consultation, Document, Hearing, Version
from tests.factories import people

NOW = people.NOW
TODAY = people.TODAY
numbers = people.numbers


class Shelf:
    """A holder of documents for tests: everything of it is known, nothing is shown unless said so."""

    def __init__(self, *, public=False, readers=(), recorders=()):
        self.public, self.readers, self.recorders = public, readers, recorders

    def title(self, pk):
        return f"Police {pk}"

    def url(self, pk):
        return f"/police/{pk}/"

    def version_url(self, pk, number):
        return f"/police/{pk}/{number}/"

    def compare_url(self, pk, old, new):
        return f"/police/{pk}/{old}/{new}/"

    def visible_to(self, pk, visitor):
        return visitor in self.readers

    def acts_for_others(self, pk, visitor):
        return visitor in self.recorders

    def is_public(self, pk):
        return self.public


def shelf(**fields) -> Shelf:
    """Put up the holder of the documents of tests."""
    found = Shelf(**fields)
    holders.register("shelf", found)
    return found


def document(title: str = "Komunitní plán Tanvald 2027–2029") -> Document:
    return Document.objects.create(holder_kind="shelf", holder_id=next(numbers), title=title)


def section(key: str, title: str, text: str = "", **fields) -> dict:
    values = {"kind": "item", "level": "priorita", "depth": 0, "number": key, **fields}
    return {"key": key, "title": title, "fields": [["Popis", text]] if text else [], **values}


def snapshot(*sections: dict) -> dict:
    return {
        "format": 1,
        "title": "Plán",
        "sections": list(sections or [section("1", "Terénní péče", "Denně.")]),
    }


def version(of: Document | None = None, *sections: dict, now=NOW, by=None) -> Version:
    """Freeze a text; without sections, one that differs from the versions before."""
    where = of or document()
    text = snapshot(*(sections or [section("1", "Terénní péče", f"Znění {next(numbers)}.")]))
    return versions.freeze(document=where, snapshot=text, occasion="submit_to_triad", by=by, now=now)


def window(
    of: Version | None = None,
    opens_on: date = TODAY,
    days: int = 14,
    *,
    now=NOW,
    answer_by: date | None = None,
) -> Consultation:
    about = of or version(now=now)
    return consultations.announce(
        document=about.document,
        version=about,
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=days - 1),
        minimum_days=min(days, 14),
        answer_by=answer_by,
        by=people.person(),
        now=now,
    )


def hearing(of: Consultation | None = None, starts_at=NOW + timedelta(days=3)) -> Hearing:
    return consultations.plan_hearing(
        consultation=of or window(),
        starts_at=starts_at,
        place="Kulturní dům",
        access="bezbariérově",
        announced_on=None,
        by=people.person(),
        now=NOW,
    )


def comment(of: Consultation | None = None, text: str = "Chybí večerní spoje.", now=NOW, **fields) -> Comment:
    """Send a comment by the public form."""
    values = {"part_key": "1", "part_label": "Priorita 1: Terénní péče", **fields}
    return comments.submit(consultation=of or window(), text=text, now=now, **values)


def confirmation(
    kind: ConfirmationKind = ConfirmationKind.NOTICE, of: Version | None = None, now=NOW, **fields
) -> Confirmation:
    values = {"capacity": "radní", "due_on": TODAY + timedelta(days=7), "by": people.person(), **fields}
    values.setdefault("person", people.person())
    return confirmations.ask(version=of or version(), kind=kind, now=now, **values)


def upload(content: bytes = b"%PDF-1.7 smlouva", name: str = "Sken.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def packed(**files: str) -> bytes:
    """Pack files as office programs do; double underscores in names stand for slashes."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()
