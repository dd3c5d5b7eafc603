"""Two people start the same revision at once: one edition comes of it, on either database."""

from datetime import date

import pytest
from django.utils import timezone

from people import journal
from tests.factories import plan_in_force as plans
from tests.factories import workflows as make
from tests.factories.races import at_once
from tests.factories.walk import misfits
from workflows.actions import approval, choosing, clock
from workflows.actions import edition as editions
from workflows.enums import EditionKind as K
from workflows.enums import EditionState as S
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


@pytest.mark.parametrize("_round", range(3))
def test_of_two_action_plans_of_a_year_that_come_into_force_at_once_the_later_is(_round):
    text = plans.plan_text()
    rows = []
    for _ in range(2):
        yearly = plans.valid(plans.start(text, K.ACTION_PLAN, 2028), date(2028, 1, 1))
        while yearly.state != S.ADOPTED:
            yearly = make.next_step(yearly)
        rows.append(yearly)
    when = make.at(text, days=500)

    ended = at_once(
        *[lambda row=row: approval.make_effective(edition=row, by=None, now=when) for row in rows],
        lambda: clock.sweep(now=when),
    )

    assert (set(ended) <= {"done", "Gone"}, ended[2], sound()) == (True, "done", [])
    first, second = (make.fresh(row) for row in rows)
    assert (first.state, second.state, second.supersedes_id) == (S.SUPERSEDED, S.EFFECTIVE, first.pk)


def test_what_comes_into_force_while_an_update_of_the_same_text_is_started_does_not_deadlock():
    text = plans.plan_text()
    yearly = plans.valid(plans.start(text, K.ACTION_PLAN, 2028), date(2028, 1, 1))
    while yearly.state != S.ADOPTED:
        yearly = make.next_step(yearly)
    by, when = make.coordinator(text), make.at(text, days=500)

    ended = at_once(
        lambda: approval.make_effective(edition=yearly, by=None, now=when),
        lambda: editions.start(plan=text.plan, kind=K.UPDATE, path=text.path, by=by, now=when),
        lambda: approval.publish(
            edition=text, published_on=timezone.localdate(when), url="https://kraj.test/", by=by, now=when
        ),
    )

    assert (ended, sound()) == (["done"] * 3, [])


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
