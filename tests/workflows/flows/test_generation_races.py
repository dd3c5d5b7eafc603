"""Two people begin the same new cycle at once: one plan comes of it, on either database."""

import pytest

from people import journal
from tests.factories import evaluation as past
from tests.factories import generation
from tests.factories import workflows as make
from tests.factories.races import at_once
from tests.factories.walk import misfits
from workflows.models import Plan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def by_hand(text):
    """Found the following plan by the other form."""
    make.plan(
        territory=text.plan.territory,
        coordinator=text.plan.coordinator,
        predecessor=text.plan,
        title="Ručně založený",
        period=generation.PERIOD,
    )


@pytest.mark.parametrize("other", [generation.followed, by_hand])
def test_of_two_continuations_begun_at_once_one_is_refused(other):
    text = past.plan_with_items()

    ended = at_once(lambda: generation.followed(text), lambda: other(text))

    assert (sorted(ended), misfits(), list(journal.verify())) == (["Refused", "done"], [], [])
    assert Plan.objects.filter(predecessor=text.plan).count() == 1
