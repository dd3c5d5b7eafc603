from documents.models.comment import Comment
from documents.models.confirmation import Confirmation
from documents.models.consultation import Consultation, Hearing
from documents.models.document import Document, Version
from documents.models.file import File

__all__ = ["Comment", "Confirmation", "Consultation", "Document", "File", "Hearing", "Version"]
