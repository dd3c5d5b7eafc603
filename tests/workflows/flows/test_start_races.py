"""Two people start the same revision at once: one edition comes of it, on either database."""

import pytest

from people import journal
from tests.factories import plan_in_force as plans
from tests.factories import workflows as make
from tests.factories.races import at_once
from tests.factories.walk import misfits
from workflows.actions import choosing
from workflows.actions import edition as editions
from workflows.enums import EditionKind as K
from workflows.models import Edition

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def sound():
    return [*misfits(), *journal.verify()]


@pytest.mark.parametrize(("kinds", "year"), [((K.UPDATE, K.EXTENSION), None), ((K.ACTION_PLAN,) * 2, 2028)])
def test_of_two_revisions_started_at_once_one_is_refused(kinds, year):
    text = plans.plan_text()
    by, now = make.coordinator(text), make.at(text)

    ended = at_once(
        *[
            lambda kind=kind: editions.start(
                plan=text.plan, kind=kind, path=text.path, by=by, now=now, year=year
            )
            for kind in kinds
        ]
    )

    assert (sorted(ended), sound()) == (["Refused", "done"], [])
    assert Edition.objects.filter(plan=text.plan).count() == 2


def test_two_choices_at_once_both_count():
    text = plans.plan_text()
    yearly = plans.start(text, K.ACTION_PLAN, 2027, keys={text.items.get(number="1.1").key})
    by, now = make.coordinator(text), make.at(yearly)
    shown = set(yearly.items.values_list("key", flat=True))

    ended = at_once(
        *[
            lambda number=number: choosing.choose_items(
                edition=yearly,
                keys={*shown, text.items.get(number=number).key},
                shown=shown,
                by=by,
                now=now,
            )
            for number in ("1.2", "2.1", "2.2")
        ]
    )

    assert (ended, sound()) == (["done"] * 3, [])
    assert plans.numbers(yearly) == ["1", "1.1", "1.2", "2", "2.1", "2.2"]
