"""Who may answer a confirmation, write an answer down for somebody else, and download a file."""

from rules.permissions import add_perm
from rules.predicates import predicate

from documents import holders
from documents.enums import Permission
from documents.holders import Visitor
from documents.models import Confirmation, File


@predicate
def is_asked(visitor: Visitor, confirmation: Confirmation | None) -> bool:
    return confirmation is not None and visitor.is_authenticated and visitor.pk == confirmation.person_id


@predicate
def acts_for_others(visitor: Visitor, confirmation: Confirmation | None) -> bool:
    """Say whether the visitor may write down an answer that came on paper or by telephone."""
    if confirmation is None or not visitor.is_authenticated:
        return False
    document = confirmation.version.document
    return holders.of(document).acts_for_others(document.holder_id, visitor)


@predicate
def may_download(visitor: Visitor, file: File | None) -> bool:
    """Say whether a file may be read: a public one once its holder is public, others by insiders."""
    if file is None:
        return False
    holder = holders.of(file)
    if file.is_public and holder.is_public(file.holder_id):
        return True
    return visitor.is_authenticated and holder.visible_to(file.holder_id, visitor)


add_perm(Permission.ANSWER_CONFIRMATION, is_asked)
add_perm(Permission.RECORD_CONFIRMATION, acts_for_others)
add_perm(Permission.VIEW_FILE, may_download)
