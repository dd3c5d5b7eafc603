"""Papers handed to the members with an item of the agenda."""

import datetime as dt

from django.core.files.base import File as Upload
from django.db import transaction
from django.utils.translation import gettext as _

from bodies.actions import agenda
from bodies.enums import MeetingState
from bodies.models import AgendaItem, Paper
from documents.actions import file as files
from documents.models import File
from people.errors import Gone, Refused
from people.models import Person


@transaction.atomic
def add_paper(
    *,
    item: AgendaItem,
    by: Person,
    now: dt.datetime,
    upload: "Upload[bytes] | None" = None,
    file: File | None = None,
    title: str = "",
    is_public: bool = False,
) -> Paper:
    """Hand a file to the members with an item, even after convening; an existing file comes as a copy.

    The copy is the item's own: whoever may read the item may read it, whatever its origin was.
    Raises Refused when the meeting is over or the file cannot be taken, Gone when the item has it already.
    """
    row = agenda.locked(item)
    if upload is None:
        if file is None:
            raise Refused(_("Vyberte soubor."))
        upload = Upload(file.content.open(), name=file.name)
    kept = files.keep(holder=row, upload=upload, by=by, now=now, is_public=is_public)
    paper, is_new = Paper.objects.get_or_create(
        item=row,
        file=kept,
        defaults={"title": title, "is_public": is_public, "added_at": now, "added_by": by},
    )
    if not is_new:
        raise Gone(_("Tento soubor už bod má."))
    data = {"paper": paper.pk, "file": kept.pk}
    agenda.record(row, "agenda.paper_added", by=by, now=now, data=data, told=title or kept.name)
    return paper


@transaction.atomic
def remove_paper(*, paper: Paper, by: Person, now: dt.datetime) -> None:
    """Take a paper away from an item of a meeting that has not begun; a file used nowhere else goes too.

    Raises Refused once the session has begun, when it belongs to the record.
    """
    row = agenda.locked(paper.item)
    if row.meeting is not None and row.meeting.state not in (MeetingState.PLANNED, MeetingState.CONVENED):
        raise Refused(_("Jednání začalo, materiály patří k jeho záznamu."))
    data = {"file": paper.file_id}
    agenda.record(row, "agenda.paper_removed", by=by, now=now, data=data, told=paper.title or paper.file.name)
    file = paper.file
    paper.delete()
    if not Paper.objects.filter(file=file).exists():
        files.discard(file=file, by=by, now=now)
