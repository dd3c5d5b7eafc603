"""What the form of a new cycle proposes."""

from datetime import date

import pytest

from tests.factories import evaluation as past
from tests.factories import reports
from tests.factories import workflows as make
from workflows.enums import PlanState, Progress
from workflows.models import Plan
from workflows.queries import generation as queries

PERIOD = (date(2024, 1, 1), date(2026, 12, 31))


def plan(title="Plán", first=PERIOD[0], last=PERIOD[1]):
    return Plan(title=title, period_from=first, period_to=last)


class TestPeriodAndTitle:
    @pytest.mark.parametrize(
        ("first", "last", "proposed"),
        [
            (*PERIOD, (date(2027, 1, 1), date(2029, 12, 31))),
            (date(2012, 7, 1), date(2017, 6, 30), (date(2017, 7, 1), date(2022, 6, 30))),
            (date(2026, 1, 1), date(2026, 3, 31), (date(2026, 4, 1), date(2027, 3, 31))),
            (date(2020, 3, 1), date(2024, 2, 28), (date(2024, 2, 29), date(2028, 2, 29))),
        ],
    )
    def test_the_next_period_begins_the_day_after_and_is_as_long(self, first, last, proposed):
        assert queries.next_period(plan(first=first, last=last)) == proposed

    @pytest.mark.parametrize(
        ("title", "proposed"),
        [
            ("Plán Semily 2024–2026", "Plán Semily 2027–2029"),
            ("Plán 2024-2026 města", "Plán 2027–2029 města"),
            ("Plán na roky 2024 – 2026", "Plán na roky 2027–2029"),
            ("Plán Semily", "Plán Semily 2027–2029"),
        ],
    )
    def test_the_title_has_the_new_years(self, title, proposed):
        assert queries.next_title(plan(title)) == proposed

    def test_a_plan_without_a_period_proposes_nothing(self):
        old = plan(last=None)

        assert (queries.next_period(old), queries.next_title(old)) == (None, "Plán")


@pytest.mark.django_db
class TestHeirs:
    def ended(self, *progress):
        """Return the heirs of a plan whose measures ended as said; an empty word is no report."""
        text = past.plan_with_items(len(progress))
        for item, word in zip(reports.measures(text), progress, strict=True):
            if word:
                reports.report(item, 2025, progress=word)
        return queries.heirs(text.plan, text)

    def test_what_is_not_done_is_offered_with_what_is_above_it(self):
        going_on = ("partly", "continuous", "not_done", "running", "not_started", "")
        rows = self.ended(Progress.DONE, Progress.DROPPED, *going_on)

        assert [row.chosen for row in rows] == [True, False, False, *[True] * 6]
        assert [row.said for row in rows[:3]] == ["", "splněno 2025", "zrušeno nebo odloženo 2025"]
        assert rows[-1].said == "bez hlášení"

    def test_a_priority_whose_measures_are_all_done_is_not_offered(self):
        assert [row.chosen for row in self.ended(Progress.DONE, Progress.DONE)] == [False] * 3

    def test_the_last_report_counts(self):
        text = past.plan_with_items(1)
        item = reports.measures(text)[0]
        for year, progress in ((2025, Progress.DONE), (2024, Progress.RUNNING)):
            reports.report(item, year, progress=progress)

        assert [row.said for row in queries.heirs(text.plan, text)] == ["", "splněno 2025"]

    def test_items_are_grouped_by_priority(self):
        text = past.plan_with_items(2)
        found = queries.branches(queries.heirs(text.plan, text))

        assert [(branch.top.title, len(branch.rows)) for branch in found] == [("Péče doma", 3)]

    @pytest.mark.parametrize("count", [1, 12])
    def test_any_number_of_items_takes_two_queries(self, count, django_assert_num_queries):
        text = past.plan_with_items(count)
        past.told(text)
        with django_assert_num_queries(2):
            assert len(queries.heirs(text.plan, text)) == count + 1


@pytest.mark.django_db
def test_a_withdrawn_plan_does_not_follow():
    first = make.plan(period=PERIOD)
    fields = {"territory": first.territory, "coordinator": first.coordinator, "predecessor": first}
    second = make.plan(**fields, title="Druhý")
    assert queries.following(first) == second

    Plan.objects.filter(pk=second.pk).update(state=PlanState.WITHDRAWN)
    assert queries.following(first) is None
    third = make.plan(**fields, title="Třetí")
    assert queries.following(first) == third
