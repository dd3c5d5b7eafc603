from django.utils import timezone

from documents.actions import file as files
from documents.enums import ConfirmationKind
from people.models import AccessLink
from tests.factories import documents as make
from tests.factories import people


def addresses(world):
    edition = world.edition
    version = edition.document.versions.order_by("number").last()
    now, by = timezone.now(), world.people["coordinator"]
    due = timezone.localdate(now)
    asked = make.confirmation(
        ConfirmationKind.STATEMENT, version, now, person=people.person(), by=by, due_on=due
    )
    link = AccessLink.objects.get(subject_kind=asked.journal_kind, subject_id=asked.pk)
    file = files.keep(holder=edition, upload=make.upload(), by=by, now=now)
    signed_in = ("confirmation", "confirmation-text", "confirmation-changes")
    by_link = ("link", "link-text", "link-changes")
    return {
        **{f"documents:{name}": {"pk": asked.pk} for name in signed_in},
        **{f"documents:{name}": {"token": link.token} for name in by_link},
        "documents:file": {"pk": file.pk},
    }
