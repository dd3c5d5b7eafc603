"""Every kind of edition starts from what is approved; what a plan cannot have is refused."""

from datetime import date

import pytest

from people import journal
from people.errors import Refused
from tests.factories import plan_in_force as plans
from tests.factories import workflows as make
from tests.factories.walk import misfits
from workflows.actions import approval
from workflows.actions import edition as editions
from workflows.actions import plan as plan_deeds
from workflows.enums import EditionKind as K
from workflows.enums import EditionState, Outcome
from workflows.models import Edition, ItemCost

pytestmark = pytest.mark.django_db
S = EditionState


def money(edition):
    rows = ItemCost.objects.filter(item__edition=edition).order_by("item__number", "year")
    return [(cost.item.number, cost.year) for cost in rows.select_related("item")]


def keys(edition):
    return set(edition.items.values_list("key", flat=True))


class TestWhatItStartsFrom:
    @pytest.mark.parametrize("kind", [K.UPDATE, K.EXTENSION])
    def test_an_update_and_an_extension_take_over_the_whole_text_with_its_keys(self, kind):
        text = plans.plan_text()
        later = plans.start(text, kind)

        assert (later.based_on, later.state, keys(later) == keys(text)) == (text, S.DRAFTING, True)
        assert money(later) == money(text)
        assert misfits() == []

    def test_the_first_action_plan_of_a_year_takes_its_money_only_and_chapters_of_its_own(self):
        text = plans.plan_text()
        part = text.parts.order_by("order").first()
        text.parts.filter(pk=part.pk).update(text="O čem plán je.")
        yearly = plans.start(text, K.ACTION_PLAN, 2028)

        assert money(yearly) == [(number, 2028) for number in ("1.1", "1.2", "2.1", "2.2")]
        assert (keys(yearly) == keys(text), set(yearly.parts.values_list("text", flat=True))) == (True, {""})
        assert (yearly.valid_from, yearly.valid_to) == (date(2028, 1, 1), date(2028, 12, 31))

    def test_chosen_items_come_with_those_above_them_and_keep_the_numbers_of_the_plan(self):
        text = plans.plan_text()
        yearly = plans.start(text, K.ACTION_PLAN, 2027, keys={text.items.get(number="2.2").key})

        assert plans.numbers(yearly) == ["2", "2.2"]
        assert yearly.items.get(number="2.2").parent == yearly.items.get(number="2")

    def test_a_revision_starts_from_the_action_plan_before_it_even_when_that_waits_for_its_year(self):
        text = plans.plan_text()
        first = plans.start(text, K.ACTION_PLAN, 2028, keys={text.items.get(number="1.1").key})
        while first.state != S.ADOPTED:
            first = make.next_step(first)
        second = plans.start(text, K.ACTION_PLAN, 2028)

        assert (second.based_on, plans.numbers(second), second.number) == (first, ["1", "1.1"], 2)
        assert (second.valid_from, second.valid_to) == (None, date(2028, 12, 31))

    def test_another_year_starts_from_the_text_again(self):
        text = plans.plan_text()
        plans.start(text, K.ACTION_PLAN, 2027, keys={text.items.get(number="1.1").key})

        assert plans.start(text, K.ACTION_PLAN, 2028).based_on == text

    def test_an_evaluation_starts_empty(self):
        yearly = plans.start(plans.plan_text(), K.EVALUATION, 2027)

        assert (yearly.based_on, yearly.items.count()) == (None, 0)

    def test_the_history_says_what_was_taken_over(self):
        text = plans.plan_text()
        later = plans.start(text, K.UPDATE)

        entries = {entry.kind: entry.data for entry in journal.of(later)}
        assert entries["edition.content_copied"] == {"from": text.pk, "items": 6}


class TestWhatAPlanCannotHave:
    @pytest.mark.parametrize("year", [2026, 2030])
    def test_a_year_outside_its_period(self, year):
        text = plans.plan_text()
        for kind in (K.ACTION_PLAN, K.EVALUATION):
            with pytest.raises(Refused, match=r"je mimo období plánu \(2027–2029\)"):
                plans.start(text, kind, year)

    def test_a_year_that_an_approved_extension_adds_is_inside(self):
        text = plans.plan_text()
        longer = plans.valid(plans.start(text, K.EXTENSION), date(2030, 1, 1), date(2030, 12, 31))
        while longer.state != S.ADOPTED:
            longer = make.next_step(longer)

        assert plans.start(text, K.ACTION_PLAN, 2030).year == 2030

    def test_a_text_of_one_year(self):
        with pytest.raises(Refused, match="na jeden rok nedělá"):
            plans.start(plans.plan_text(), K.UPDATE, 2027)

    @pytest.mark.parametrize("kind", [K.UPDATE, K.EXTENSION, K.ACTION_PLAN, K.EVALUATION])
    def test_anything_before_its_text_is_approved(self, kind):
        with pytest.raises(Refused, match="nemá schválené znění"):
            plans.start(make.drafted(), kind, 2027 if kind == K.ACTION_PLAN else None)

    @pytest.mark.parametrize(
        ("first", "second", "year"),
        [(K.UPDATE, K.UPDATE, None), (K.UPDATE, K.EXTENSION, None), (K.ACTION_PLAN, K.ACTION_PLAN, 2027)],
    )
    def test_two_revisions_of_the_same_thing_at_once(self, first, second, year):
        text = plans.plan_text()
        plans.start(text, first, year)

        with pytest.raises(Refused, match="Už se připravuje"):
            plans.start(text, second, year)

    def test_a_refused_revision_is_prepared_until_it_is_withdrawn(self):
        text = plans.plan_text()
        update = plans.start(text, K.UPDATE)
        while update.state != S.COUNCIL_APPROVAL:
            update = make.next_step(update)
        by, when = make.coordinator(update), make.at(update, minutes=5)
        make.decide(make.open_decisions(update)[0], Outcome.REJECTS)
        approval.reject(edition=update, reason="Není na to.", by=by, now=when)
        with pytest.raises(Refused, match="neschváleno"):
            plans.start(text, K.UPDATE)
        editions.withdraw(edition=update, reason="Nebude.", by=by, now=when)

        assert plans.start(text, K.UPDATE).label == "1. aktualizace"

    def test_anything_once_it_has_ended(self):
        text = plans.plan_text()
        plan_deeds.end(plan=text.plan, by=make.coordinator(text), now=make.at(text))

        with pytest.raises(Refused, match="Plán už skončil"):
            plans.start(text, K.ACTION_PLAN, 2027)


class TestNumbers:
    def test_what_was_withdrawn_leaves_its_number_to_the_next_one(self):
        text = plans.plan_text()
        labels = []
        for is_kept in (False, True, False, True):
            yearly = plans.start(text, K.ACTION_PLAN, 2028)
            labels.append(yearly.label)
            if is_kept:
                plans.in_force(plans.valid(yearly, date(2028, 1, 1)))
            else:
                by, when = make.coordinator(yearly), make.at(yearly)
                editions.withdraw(edition=yearly, reason="Nebude.", by=by, now=when)

        first, revised = "akční plán 2028", "akční plán 2028 (1. aktualizace)"
        assert labels == [first, first, revised, revised]

    def test_numbers_given_before_are_not_given_again(self):
        text = plans.plan_text()
        first = plans.in_force(plans.valid(plans.start(text, K.UPDATE), date(2027, 6, 1)))
        Edition.objects.filter(pk=first.pk).update(number=2)

        assert plans.start(first, K.UPDATE).number == 3


class TestComingIntoForce:
    def test_adopted_in_march_it_is_valid_from_january_and_in_force_at_once(self):
        text = plans.plan_text()
        yearly = plans.start(text, K.ACTION_PLAN, 2027, now=make.at(text, days=60))
        yearly = plans.in_force(yearly)

        assert (yearly.valid_from < yearly.adopted_on, yearly.state) == (True, S.EFFECTIVE)

    def test_an_evaluation_that_councils_took_note_of_is_in_force_the_day_they_did(self):
        text = plans.plan_text()
        evaluation = plans.start(text, K.EVALUATION, 2027)
        for part in evaluation.parts.all():
            evaluation.parts.filter(pk=part.pk).update(text="Splněno.")
        evaluation = plans.in_force(evaluation)

        assert evaluation.valid_from == evaluation.adopted_on

    def test_what_waited_for_its_day_is_replaced_by_a_later_revision_that_came_first(self):
        text = plans.plan_text()
        first = plans.start(text, K.ACTION_PLAN, 2028)
        while first.state != S.ADOPTED:
            first = make.next_step(first)
        second = plans.in_force(plans.valid(plans.start(text, K.ACTION_PLAN, 2028), date(2027, 1, 1)))
        first = plans.in_force_or_over(make.fresh(first))

        assert (first.state, make.fresh(second).state) == (S.SUPERSEDED, S.EFFECTIVE)
        assert make.fresh(second).supersedes == first
