"""Items of the plan are taken into an action plan and back while it is being written."""

import pytest

from people import journal
from people.errors import Gone, Refused
from tests.factories import plan_in_force as plans
from tests.factories import workflows as make
from workflows.actions import choosing, content
from workflows.enums import EditionKind as K
from workflows.models import ItemCost

pytestmark = pytest.mark.django_db


@pytest.fixture
def text():
    return plans.plan_text()


@pytest.fixture
def yearly(text):
    """An action plan of 2027 that holds one measure, 1.1, and its priority."""
    return plans.start(text, K.ACTION_PLAN, 2027, keys={text.items.get(number="1.1").key})


def keys(text, *numbers):
    return set(text.items.filter(number__in=numbers).values_list("key", flat=True))


def choose(yearly, chosen, shown):
    by, now = make.coordinator(yearly), make.at(yearly)
    return choosing.choose_items(edition=yearly, keys=chosen, shown=shown, by=by, now=now)


def test_what_is_ticked_comes_with_the_money_of_the_year_and_what_is_not_goes(text, yearly):
    ended = choose(yearly, keys(text, "2.1"), keys(text, "1", "1.1"))

    assert (ended, plans.numbers(yearly)) == ((2, 2), ["2", "2.1"])
    assert set(ItemCost.objects.filter(item__edition=yearly).values_list("year", flat=True)) == {2027}
    assert journal.of(yearly).last().data == {"added": 2, "removed": 2}


def test_the_priority_above_a_ticked_measure_stays_although_it_is_not_ticked(text, yearly):
    choose(yearly, keys(text, "1.1", "1.2"), keys(text, "1", "1.1"))

    assert plans.numbers(yearly) == ["1", "1.1", "1.2"]


def test_what_somebody_else_took_in_meanwhile_stays(text, yearly):
    seen = keys(text, "1", "1.1")
    choose(yearly, keys(text, "1.1", "2.2"), seen)
    choose(yearly, keys(text, "1.1", "1.2"), seen)

    assert plans.numbers(yearly) == ["1", "1.1", "1.2", "2", "2.2"]


def test_what_was_written_into_the_action_plan_alone_stays_with_what_is_above_it(text, yearly):
    by, now = make.coordinator(yearly), make.at(yearly)
    above = yearly.items.get(number="1")
    own = content.add_item(edition=yearly, parent=above, by=by, now=now, values={"title": "Nově"})
    choose(yearly, keys(text, "2.1"), keys(text, "1", "1.1"))

    # 1.1 and 1.2 are numbers of the plan, whether or not the action plan has those measures
    assert (own.number, plans.numbers(yearly)) == ("1.3", ["1", "1.3", "2", "2.1"])


def test_numbers_of_the_plan_stay_when_an_item_is_removed_or_shifted(text, yearly):
    choose(yearly, keys(text, "1.2", "2.1"), keys(text, "1", "1.1"))
    by, now = make.coordinator(yearly), make.at(yearly)
    content.shift_item(item=yearly.items.get(number="2"), up=True, by=by, now=now)
    content.remove_item(item=yearly.items.get(number="2.1"), by=by, now=now)

    assert plans.numbers(yearly) == ["1", "1.2", "2"]


def test_the_same_choice_again_changes_and_tells_nothing(text, yearly):
    before = journal.of(yearly).count()

    assert choose(yearly, keys(text, "1", "1.1"), keys(text, "1", "1.1")) == (0, 0)
    assert journal.of(yearly).count() == before


def test_items_are_chosen_for_action_plans_only(text):
    update = plans.start(text, K.UPDATE)

    with pytest.raises(Refused, match="jen do akčního plánu"):
        choose(update, keys(text, "1.1"), set())


def test_not_once_it_is_being_judged(text, yearly):
    yearly = make.next_step(yearly)

    with pytest.raises(Gone):
        choose(yearly, keys(text, "1.1"), set())
