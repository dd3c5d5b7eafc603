import pytest

from documents.actions import comment as comments
from documents.enums import CommentState
from documents.queries.comments import numbers, published, recorded
from tests.factories import documents, people

pytestmark = pytest.mark.django_db


def test_numbers_and_lists_know_what_is_shown_settled_and_proposed(django_assert_num_queries):
    window = documents.window()
    first, second, third = (documents.comment(window, text) for text in ("A", "B", "C"))
    by = people.person()
    comments.moderate(comment=first, shown=True, reason="", by=by, now=people.NOW)
    comments.settle(
        comment=second, state=CommentState.NOTED, reason="Díky.", by=by, now=people.NOW, read_at=0
    )
    comments.propose(
        comment=third, state=CommentState.NOTED, reason="Díky.", by=by, now=people.NOW, read_at=0
    )
    documents.comment()
    with django_assert_num_queries(1):
        found = numbers(window.document_id)
    assert (found.total, found.settled, found.unsettled) == (3, 1, 2)
    assert (found.unmoderated, found.proposed) == (2, 1)
    assert list(published(window.document_id)) == [first]
    assert list(recorded(window.document_id)) == [first, second, third]
