"""Whatever deeds are tried in whatever order, meetings, minutes and tasks stay sound."""

import pytest

from bodies.models import Meeting, Minutes
from people import journal
from tests.factories.bodies_walk import Walk, misfits

pytestmark = [pytest.mark.django_db]


WANTED = ("convene", "answer", "begin", "vote", "resolve", "end", "submit", "confirm", "publish", "check")


# One walk on PostgreSQL is enough to meet its locks and constraints
@pytest.mark.parametrize("seed", [pytest.param(0, marks=pytest.mark.postgres), 1, 2, 3, 4])
def test_random_deeds_leave_nothing_that_does_not_fit(seed):
    walk = Walk(seed)
    for number in range(150):
        name = walk.step()
        if number % 15 == 0:
            assert (name, misfits()) == (name, [])

    assert misfits() == []
    assert journal.verify() == []


def test_a_walk_reaches_what_it_is_to_prove():
    walk = Walk(7)
    for _number in range(400):
        walk.step()

    assert [name for name in WANTED if not walk.done[f"do_{name}"]] == []
    assert "closed" in Meeting.objects.values_list("state", flat=True)
    assert "published" in Minutes.objects.values_list("state", flat=True)
    assert (misfits(), journal.verify()) == ([], [])
