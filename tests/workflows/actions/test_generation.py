"""A new cycle: items go on under their keys, with money of the new period; the old plan is evaluated."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from people import journal
from people.errors import Gone, Refused
from tests.factories import evaluation as past
from tests.factories import generation, people, reports
from tests.factories import workflows as make
from tests.factories.walk import misfits
from workflows.actions import content
from workflows.actions import edition as editions
from workflows.actions import plan as plan_deeds
from workflows.enums import EditionKind, EditionState, PlanState
from workflows.models import Indicator, ItemCost, Plan

pytestmark = pytest.mark.django_db
PERIOD = generation.PERIOD


@pytest.fixture
def text():
    """Return a text in force for 2024–2026: a priority with two measures."""
    return past.plan_with_items()


def keys(edition):
    return set(edition.items.values_list("key", flat=True))


def chapter(edition):
    return edition.parts.get(key="vyhodnoceni").text


class TestWhatGoesOn:
    def test_a_new_plan_of_the_territory_follows_the_old_one_with_an_original_edition_in_drafting(self, text):
        old = text.plan
        made = generation.followed(text)
        plan = made.plan

        assert (plan.predecessor, plan.generation, plan.territory) == (old, 2, old.territory)
        assert (plan.state, made.kind, made.state, made.number) == (
            PlanState.PREPARING,
            EditionKind.ORIGINAL,
            EditionState.DRAFTING,
            1,
        )
        assert (made.based_on, made.valid_from, made.valid_to) == (text, *PERIOD)
        assert (plan.coordinator, plan.levels, plan.lead) == (old.coordinator, old.levels, "")
        assert misfits() == []

    def test_all_items_come_under_their_keys_with_their_indicators(self, text):
        made = generation.followed(text)

        assert keys(made) == keys(text)
        assert set(Indicator.objects.filter(item__edition=made).values_list("key", flat=True)) == set(
            Indicator.objects.filter(item__edition=text).values_list("key", flat=True)
        )

    def test_money_of_the_new_period_comes_and_money_of_the_old_years_stays_behind(self, text):
        item = reports.measures(text)[0]
        ItemCost.objects.create(item=item, year=2027, source="eu", amount=Decimal(700))
        made = generation.followed(text)

        rows = ItemCost.objects.filter(item__edition=made).values_list("year", "amount")
        assert list(rows) == [(2027, Decimal(700))]

    def test_chosen_items_come_with_those_above_them_and_are_numbered_anew(self, text):
        second = reports.measures(text)[1]
        made = generation.followed(text, keys={second.key})

        rows = made.items.order_by("number").values_list("number", "title")
        assert list(rows) == [("1", "Péče doma"), ("1.1", "Opatření 2")]

    def test_a_plan_may_begin_from_nothing(self, text):
        assert generation.followed(text, keys=set()).items.count() == 0

    def test_what_was_written_into_an_update_goes_on_not_the_first_text(self, text):
        update = make.later_edition(text, EditionKind.UPDATE, valid_from=date(2025, 12, 1))
        while update.state != EditionState.EFFECTIVE:
            update = make.next_step(update)

        assert generation.followed(make.fresh(text), now=make.at(update)).based_on == update

    def test_a_closed_plan_may_be_continued(self, text):
        plan_deeds.end(plan=text.plan, by=make.coordinator(text), now=make.at(text))

        assert generation.followed(make.fresh(text)).plan.predecessor == text.plan

    def test_who_has_left_does_not_run_the_new_plan(self, text):
        founder = people.coordinator(text.plan.territory)
        who = make.coordinator(text)
        who.is_active, who.deactivated_at = False, make.at(text)
        who.save()

        assert generation.followed(make.fresh(text), by=founder).plan.coordinator == founder

    def test_both_plans_have_it_in_their_history(self, text):
        made = generation.followed(text)

        told = {entry.kind: entry.data for entry in journal.of(text.plan)}
        assert told["plan.followed"] == {"plan": made.plan_id, "text": text.pk}
        assert "plan.created" in [entry.kind for entry in journal.of(made.plan)]
        assert list(journal.verify()) == []

    def test_the_new_text_may_be_written_and_handed_over(self, text):
        made = generation.followed(text)
        content.add_item(
            edition=made,
            parent=None,
            values={"title": "Nová priorita"},
            by=make.coordinator(made),
            now=make.at(made),
        )

        assert make.hand_over(make.fresh(made)).state == EditionState.TRIAD_REVIEW


class TestEvaluationOfTheOldPlan:
    def test_the_final_evaluation_is_quoted_with_its_tables_as_it_was_approved(self, text):
        past.told(text)
        final = past.taken_note_of(past.evaluation(text))
        made = generation.followed(make.fresh(text), now=make.at(final, days=30))

        told = chapter(made)
        assert told.startswith(
            f"Hodnotí se plán „{text.plan.title}“. Zdroj: závěrečné vyhodnocení, schváleno "
        )
        assert "Jak se podíleli zástupci obcí, poskytovatelů a uživatelů\nSešli se tři." in told
        assert "Plnění podle priorit\n– 1 Péče doma: splněno: 2; celkem: 2" in told
        assert "Plnění po položkách" not in told

    def test_an_unfinished_final_evaluation_is_taken_as_it_is_and_says_so(self, text):
        past.told(text, 1)
        past.evaluation(text)
        made = generation.followed(make.fresh(text))

        assert "(zatím neschválené)" in chapter(made)
        assert "splněno: 1; bez hlášení: 1; celkem: 2" in chapter(made)

    def test_without_any_evaluation_the_tables_are_computed_from_reports(self, text):
        past.told(text)
        made = generation.followed(text, now=reports.NOW)

        assert "podle hlášení o plnění" in chapter(made)
        assert "splněno: 2" in chapter(made)

    def test_the_evaluation_of_the_last_year_stands_in_for_the_final_one(self, text):
        for year in (2024, 2025):
            past.told(text, year=year)
            last = past.taken_note_of(past.evaluation(text, year=year))
        made = generation.followed(make.fresh(text), now=make.at(last, days=30))

        assert "Zdroj: vyhodnocení 2025, schváleno" in chapter(made)

    def test_a_withdrawn_evaluation_is_not_quoted(self, text):
        final = past.evaluation(text)
        by = make.coordinator(text)
        editions.withdraw(edition=final, reason="Nebude.", by=by, now=make.at(final))

        assert "neschválené" not in chapter(generation.followed(make.fresh(text)))


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("period", "words"),
        [
            ((date(2029, 1, 1), date(2027, 12, 31)), "dřív, než začne"),
            ((date(2024, 1, 1), date(2029, 12, 31)), "musí začít později"),
            ((date(2023, 1, 1), date(2029, 12, 31)), "musí začít později"),
            ((date(2025, 1, 1), date(2026, 12, 31)), "musí skončit později"),
        ],
    )
    def test_a_period_that_does_not_come_after_the_old_one(self, text, period, words):
        with pytest.raises(Refused, match=words):
            generation.followed(text, period=period)
        assert Plan.objects.count() == 1

    def test_periods_may_overlap_for_a_while(self, text):
        made = generation.followed(text, period=(date(2026, 7, 1), date(2029, 6, 30)))

        assert made.plan.period_from == date(2026, 7, 1)

    def test_items_that_the_old_text_does_not_have(self, text):
        with pytest.raises(Refused, match="Jedna z položek"):
            generation.followed(text, keys={uuid.uuid4(), *keys(text)})

    def test_a_second_continuation(self, text):
        generation.followed(text)
        with pytest.raises(Refused, match="už navazuje „Komunitní plán 2027–2029“"):
            generation.followed(text, title="Jiný plán")
        assert Plan.objects.count() == 2

    def test_a_plan_founded_by_hand_counts_as_the_continuation_too(self, text):
        fields = {"territory": text.plan.territory, "coordinator": text.plan.coordinator}
        make.plan(**fields, predecessor=text.plan, title="Ručně založený", period=PERIOD)

        with pytest.raises(Refused, match="už navazuje „Ručně založený“"):
            generation.followed(text)
        with pytest.raises(Refused, match="už navazuje „Ručně založený“"):
            make.plan(**fields, predecessor=text.plan, title="Druhý", period=PERIOD)

    def test_once_the_continuation_is_withdrawn_another_may_begin(self, text):
        first = generation.followed(text)
        by, now = make.coordinator(text), make.at(first)
        editions.withdraw(edition=first, reason="Začneme znovu.", by=by, now=now)
        plan_deeds.withdraw(plan=first.plan, reason="Začneme znovu.", by=by, now=now)

        assert generation.followed(make.fresh(text)).plan.generation == 2

    def test_the_same_plan_twice(self, text):
        fields = {"territory": text.plan.territory, "coordinator": text.plan.coordinator}
        make.plan(**fields, title="Komunitní plán 2027–2029", period=PERIOD)

        with pytest.raises(Gone, match="už je založený"):
            generation.followed(text)

    def test_a_plan_without_an_approved_text(self):
        with pytest.raises(Refused, match="nemá schválené znění"):
            generation.followed(make.drafted(period=past.PERIOD))

    def test_a_withdrawn_plan(self):
        edition = make.edition_in(EditionState.WITHDRAWN, period=past.PERIOD)
        by, now = make.coordinator(edition), make.at(edition)
        plan_deeds.withdraw(plan=edition.plan, reason="Nebude.", by=by, now=now)
        with pytest.raises(Refused, match="nepokračuje"):
            generation.followed(make.fresh(edition))

    def test_a_plan_kept_elsewhere(self, text):
        by = make.coordinator(text)
        where = text.plan.territory
        plan = plan_deeds.keep_elsewhere(
            title="Starý", territory=where, link="https://a.test", by=by, now=make.NOW
        )
        with pytest.raises(Refused, match="vedený jinde"):
            generation.followed(text, plan=plan)
