"""What was valid on a day follows from the days that editions name and from what replaced them."""

from datetime import date, timedelta

import pytest

from tests.factories import workflows as make
from workflows.enums import EditionKind as K
from workflows.enums import EditionState
from workflows.models import Edition, Plan
from workflows.queries.validity import (
    action_plan_of,
    base_of,
    has_ended,
    prepared,
    spans,
    text_in_force,
    valid_on,
)

S = EditionState


def plan(first=date(2027, 1, 1), last=date(2029, 12, 31)):
    return Plan(pk=1, slug="plan", period_from=first, period_to=last)


def edition(pk, kind, first, last=None, *, state=S.EFFECTIVE, **fields):
    """Return an edition that is not saved; days are written as in ISO."""
    days = {"valid_from": first and date.fromisoformat(first), "valid_to": last and date.fromisoformat(last)}
    return Edition(pk=pk, plan=fields.pop("plan", plan()), kind=kind, state=state, **days, **fields)


def on(editions, day):
    return [valid.edition.pk for valid in valid_on(editions, date.fromisoformat(day))]


ORIGINAL = edition(1, K.ORIGINAL, "2027-01-01", "2029-12-31", state=S.SUPERSEDED)
UPDATE = edition(2, K.UPDATE, "2028-07-01")


class TestText:
    def test_an_update_is_valid_from_its_first_day_the_original_until_the_eve(self):
        found = [
            on([ORIGINAL, UPDATE], day) for day in ("2026-12-31", "2027-01-01", "2028-06-30", "2028-07-01")
        ]

        assert found == [[], [1], [1], [2]]

    def test_without_an_end_of_its_own_it_ends_with_the_plan(self):
        assert [on([UPDATE], day) for day in ("2029-12-31", "2030-01-01")] == [[2], []]

    def test_an_extension_is_valid_beside_the_text_and_moves_its_end(self):
        text = edition(1, K.ORIGINAL, "2027-01-01", "2029-12-31")
        longer = edition(2, K.EXTENSION, "2030-01-01", "2030-12-31")

        assert [on([text, longer], day) for day in ("2029-12-31", "2030-12-31", "2031-01-01")] == [
            [1],
            [1, 2],
            [],
        ]

    def test_what_was_replaced_before_it_began_was_never_valid(self):
        late = edition(2, K.UPDATE, "2028-07-01", state=S.SUPERSEDED)
        early = edition(3, K.UPDATE, "2028-03-01")

        assert [valid.edition.pk for valid in spans([ORIGINAL, late, early])] == [1, 3]

    @pytest.mark.parametrize("state", [S.DRAFTING, S.COUNCIL_APPROVAL, S.REJECTED, S.WITHDRAWN])
    def test_what_is_not_approved_is_not_valid_whatever_days_it_names(self, state):
        assert on([edition(1, K.UPDATE, "2027-01-01", state=state)], "2027-05-05") == []

    def test_what_is_approved_without_days_is_not_valid_yet(self):
        assert on([edition(1, K.UPDATE, None, state=S.ADOPTED)], "2027-05-05") == []


class TestActionPlan:
    def test_it_is_valid_in_its_year_even_when_it_names_an_earlier_day(self):
        yearly = edition(5, K.ACTION_PLAN, "2027-11-01", year=2028)

        found = [on([yearly], day) for day in ("2027-12-31", "2028-01-01", "2028-12-31", "2029-01-01")]
        assert found == [[], [5], [5], []]

    def test_of_each_year_the_revision_valid_that_day(self):
        rows = [
            edition(5, K.ACTION_PLAN, "2027-01-01", year=2027, state=S.SUPERSEDED),
            edition(6, K.ACTION_PLAN, "2027-06-20", year=2027),
            edition(7, K.ACTION_PLAN, "2028-01-01", year=2028),
        ]
        assert [on(rows, day) for day in ("2027-06-19", "2027-06-20", "2028-02-29")] == [[5], [6], [7]]

    def test_adopted_in_march_it_is_said_to_be_valid_from_january(self):
        (valid,) = spans([edition(5, K.ACTION_PLAN, "2027-01-01", year=2027, adopted_on=date(2027, 3, 15))])
        assert (valid.since, valid.is_retroactive) == (date(2027, 1, 1), True)

    def test_a_revision_approved_in_june_from_january_replaces_the_one_before_it_in_june(self):
        rows = [
            edition(5, K.ACTION_PLAN, "2027-01-01", year=2027, state=S.SUPERSEDED),
            edition(6, K.ACTION_PLAN, "2027-01-01", year=2027, adopted_on=date(2027, 6, 22)),
        ]
        assert [on(rows, day) for day in ("2027-01-01", "2027-06-21", "2027-06-22")] == [[5], [5], [6]]


class TestNetwork:
    def test_of_networks_the_one_that_begins_later_replaces_the_earlier_whichever_started_first(self):
        rows = [
            edition(5, K.NETWORK, "2028-01-01", year=2028),
            edition(6, K.NETWORK, "2027-12-01", year=2027, state=S.SUPERSEDED),
        ]
        assert [on(rows, day) for day in ("2027-12-31", "2028-01-01")] == [[6], [5]]

    def test_text_action_plan_and_network_are_valid_side_by_side(self):
        rows = [
            edition(3, K.NETWORK, "2027-02-01"),
            edition(4, K.ACTION_PLAN, "2027-01-01", year=2027),
            edition(1, K.ORIGINAL, "2027-01-01"),
            edition(9, K.EVALUATION, "2027-01-01", year=2027),
        ]
        assert on(rows, "2027-03-01") == [1, 4, 3]


class TestWhatIsPreparedAndWhatItStartsFrom:
    def test_a_text_is_one_thing_an_action_plan_one_for_each_year(self):
        rows = [
            edition(2, K.EXTENSION, None, state=S.DRAFTING),
            edition(3, K.ACTION_PLAN, None, state=S.REJECTED, year=2028),
        ]
        asked = [(K.UPDATE, None), (K.ACTION_PLAN, 2028), (K.ACTION_PLAN, 2029), (K.NETWORK, None)]
        found = [prepared(rows, kind, year) for kind, year in asked]
        assert [one.pk if one else None for one in found] == [2, 3, None, None]

    def test_a_network_starts_from_that_of_its_year_else_from_the_newest(self):
        rows = [
            edition(5, K.NETWORK, "2027-01-01", year=2027),
            edition(6, K.NETWORK, "2028-01-01", year=2028, state=S.ADOPTED),
        ]
        assert [base_of(rows, K.NETWORK, year).pk for year in (2027, 2028, 2029)] == [5, 6, 6]


@pytest.mark.django_db
def test_the_text_in_force_and_the_action_plan_of_a_year_are_found_in_the_database():
    first = make.edition_in(S.EFFECTIVE)
    yearly = make.later_edition(first, K.ACTION_PLAN, year=2028, valid_from=date(2028, 1, 1))
    assert (text_in_force(first.plan), action_plan_of(first.plan, 2028)) == (first, None)

    while yearly.state != S.ADOPTED:
        yearly = make.next_step(yearly)
    assert (action_plan_of(first.plan, 2028), action_plan_of(first.plan, 2027)) == (yearly, None)


class TestEnded:
    """The machine keeps an edition in force; that its days are over is known from the calendar."""

    @pytest.mark.parametrize(
        ("kind", "fields", "last"),
        [
            (K.ORIGINAL, {}, "2029-12-31"),
            (K.ACTION_PLAN, {"year": 2028}, "2028-12-31"),
            (K.NETWORK, {"last": "2028-06-30"}, "2028-06-30"),
        ],
    )
    def test_it_has_ended_the_day_after_its_last(self, kind, fields, last):
        held = edition(1, kind, "2027-01-01", fields.pop("last", None), **fields)
        day = date.fromisoformat(last)

        assert [has_ended(held, one) for one in (day, day + timedelta(days=1))] == [False, True]

    def test_what_is_prepared_and_an_evaluation_do_not_end(self):
        drafted = edition(1, K.ORIGINAL, "2027-01-01", state=S.DRAFTING)
        evaluation = edition(2, K.EVALUATION, "2027-01-01", year=2027)

        assert [has_ended(one, date(2040, 1, 1)) for one in (drafted, evaluation)] == [False, False]
