"""Two people at once, on real connections."""

import pytest

from documents.actions import comment as comments
from documents.enums import CommentState
from documents.models import Comment
from people import journal
from people.models import Person
from tests.factories import documents, people
from tests.factories.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_comments_sent_at_once_draw_different_numbers_and_the_same_one_only_once():
    window = documents.window()
    deeds = [lambda n=n: documents.comment(window, f"Připomínka {n % 3}") for n in range(6)]
    assert at_once(*deeds) == ["done"] * 6
    assert sorted(Comment.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert journal.verify() == []


def test_of_two_settlements_at_once_one_wins_and_the_other_gets_both_texts():
    comment = documents.comment()
    deeds = [
        lambda who=who: comments.settle(
            comment=Comment.objects.get(pk=comment.pk),
            state=CommentState.ACCEPTED,
            reason=f"Důvod {who}.",
            by=Person.objects.get(pk=who),
            now=people.NOW,
            read_at=0,
        )
        for who in (people.person().pk, people.person().pk)
    ]
    assert sorted(at_once(*deeds)) == ["Stale", "done"]
    assert journal.verify() == []
