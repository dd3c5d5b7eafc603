"""Letters about documents: confirmations that are asked for, comments that came and how they were settled."""

import datetime as dt

from documents import holders
from documents.models import Comment, Confirmation
from people import post
from people.models import AccessLink, Letter, Person

FOLDER = "documents/letters"


def confirmation_asked(*, confirmation: Confirmation, link: AccessLink, now: dt.datetime) -> Letter:
    """Ask a person to confirm a version; the letter holds a personal link."""
    return post.write(
        key=f"confirmation:{confirmation.pk}:asked",
        template=f"{FOLDER}/confirmation_asked",
        context={"confirmation": confirmation, "document": confirmation.version.document, "link": link},
        cause=confirmation,
        to_person=confirmation.person,
        now=now,
    )


def question_asked(*, confirmation: Confirmation, to: Person, now: dt.datetime) -> Letter:
    """Tell whoever asked for a confirmation that a question or a counter-proposal came instead of silence."""
    document = confirmation.version.document
    return post.write(
        key=f"confirmation:{confirmation.pk}:question:{now.isoformat()}",
        template=f"{FOLDER}/question_asked",
        context={
            "confirmation": confirmation,
            "document": document,
            "url": holders.of(document).url(document.holder_id),
        },
        cause=confirmation,
        to_person=to,
        now=now,
    )


def question_answered(*, confirmation: Confirmation, now: dt.datetime) -> Letter:
    """Give a person the answer to the question they asked."""
    return post.write(
        key=f"confirmation:{confirmation.pk}:reply:{now.isoformat()}",
        template=f"{FOLDER}/question_answered",
        context={"confirmation": confirmation, "document": confirmation.version.document},
        cause=confirmation,
        to_person=confirmation.person,
        now=now,
    )


def comment_received(*, comment: Comment, link: AccessLink, now: dt.datetime) -> Letter:
    """Acknowledge a comment; the link in it only enables the reply by e-mail."""
    return post.write(
        key=f"comment:{comment.pk}:received",
        template=f"{FOLDER}/comment_received",
        context={"comment": comment, "document": comment.document, "link": link},
        cause=comment,
        to_address=comment.email,
        to_name=comment.author_name,
        now=now,
    )


def comment_settled(*, comment: Comment, now: dt.datetime) -> Letter:
    """Tell the author how the comment was settled and why; once for each result."""
    return post.write(
        key=f"comment:{comment.pk}:settled:{comment.revision}",
        template=f"{FOLDER}/comment_settled",
        context={"comment": comment, "document": comment.document},
        cause=comment,
        to_address=comment.email,
        to_name=comment.author_name,
        now=now,
    )
