"""Keeping of uploaded files."""

import datetime as dt
import hashlib
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.base import File as Upload
from django.db import transaction

from documents import validators
from documents.models import File
from people import journal
from people.errors import Refused
from people.models import Person, Subject


@transaction.atomic
def keep(
    *, holder: Subject, upload: "Upload[bytes]", by: Person | None, now: dt.datetime, is_public: bool = False
) -> File:
    """Keep an uploaded file with its hash under a name that nobody can guess.

    What it is follows from its bytes. The same bytes kept twice for one holder are one file.
    Raises Refused when it is empty, larger than 10 MB or of a kind that is not taken.
    """
    try:
        kind = validators.media_type_of(upload)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    content = upload.read()
    digest = hashlib.sha256(content).hexdigest()
    where = {"holder_kind": holder.journal_kind, "holder_id": holder.pk}
    held = File.objects.filter(**where, digest=digest, is_public=is_public).first()
    if held is not None:
        return held
    file = File(
        **where,
        name=validators.clean_name(upload.name or "", kind),
        media_type=kind.media_type,
        size=len(content),
        digest=digest,
        is_public=is_public,
        uploaded_at=now,
        uploaded_by=by,
    )
    file.content.save(f"{uuid4().hex}.{kind.extension}", ContentFile(content), save=False)
    file.save()
    journal.record(
        file,
        "file.kept",
        by=by,
        at=now,
        data={"sha256": digest, "size": file.size, "holder": f"{file.holder_kind}:{file.holder_id}"},
        personal={"name": file.name},
    )
    return file


@transaction.atomic
def discard(*, file: File, by: Person | None, now: dt.datetime) -> None:
    """Throw a file away with its content, once the change is saved; the journal keeps its hash.

    Raises ProtectedError while something still refers to it.
    """
    storage, name = file.content.storage, file.content.name
    journal.record(file, "file.discarded", by=by, at=now, data={"sha256": file.digest, "size": file.size})
    file.delete()
    transaction.on_commit(lambda: storage.delete(str(name)))
