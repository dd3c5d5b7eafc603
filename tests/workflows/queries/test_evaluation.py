"""Sums of an evaluation: every reported crown and every item is counted once, whatever became of the plan."""

from collections import Counter
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import people, reports
from tests.factories import workflows as make
from workflows.actions.report import Reached, Spent
from workflows.enums import EditionKind, FundingSource, Progress
from workflows.models import Edition, Indicator, Plan
from workflows.queries.evaluation import Evaluation, evaluation_of
from workflows.queries.evaluation_rows import (
    Asked,
    ItemRow,
    Loaded,
    Measured,
    Money,
    Reported,
    all_years,
    begun_years,
    years_evaluated,
)
from workflows.queries.evaluation_rows import (
    Reached as Value,
)

YEARS = (2027, 2028, 2029)
KEYS = [UUID(int=n) for n in range(1, 13)]
TOWNS = {None: None, 1: "Semily", 2: "Turnov"}
TEXT, UPDATE = 1, 2


# --- the property: sums of every evaluation equal the reports -------------------------------------

amounts = st.decimals(0, 10**9, places=2)
spending = st.lists(
    st.builds(
        lambda key, year, source, town, amount: Money(key, year, source, town, TOWNS[town], amount),
        st.sampled_from(KEYS),
        st.sampled_from(YEARS),
        st.sampled_from(FundingSource.values),
        st.sampled_from(list(TOWNS)),
        amounts,
    ),
    max_size=30,
)
planning = st.lists(
    st.builds(
        lambda key, year, source, town, amount, edition: Money(
            key, year, source, town, TOWNS[town], amount, edition
        ),
        st.sampled_from(KEYS[:9]),
        st.sampled_from(YEARS),
        st.sampled_from(FundingSource.values),
        st.sampled_from(list(TOWNS)),
        amounts,
        st.sampled_from([TEXT, UPDATE]),
    ),
    max_size=30,
)
told = st.dictionaries(
    st.tuples(st.sampled_from(KEYS), st.sampled_from(YEARS)), st.sampled_from(Progress.values), max_size=36
)
texts = st.dictionaries(st.sampled_from(YEARS), st.sampled_from([TEXT, UPDATE]))
parents = st.lists(st.integers(0, 8), min_size=9, max_size=9)


def tree(edition: int, above: list[int], count: int) -> list[ItemRow]:
    """Lay out a tree of some of the items; an item stands under an earlier one or at the top."""
    rows = []
    for n in range(count):
        parent = edition * 100 + above[n] if above[n] < n else None
        rows.append(
            ItemRow(edition * 100 + n, edition, parent, KEYS[n], str(n), f"Položka {n}", n, None, None)
        )
    return rows


@st.composite
def loads(draw) -> Loaded:
    """Draw rows of a plan with two texts, items that left it and reports on anything at all."""
    editions = {pk: Edition(pk=pk, kind=EditionKind.UPDATE) for pk in (TEXT, UPDATE)}
    chosen = {year: (editions[pk],) for year, pk in draw(texts).items()}
    used = {found[0].pk for found in chosen.values()}
    count = {TEXT: 9, UPDATE: draw(st.integers(1, 6))}
    items = [row for pk in sorted(used) for row in tree(pk, draw(parents), count[pk])]
    known = {row.key for row in items}
    said = [Reported(key, year, what, "") for (key, year), what in draw(told).items()]
    said.sort(key=lambda one: one.year)
    reported = {one.key for one in said}
    return Loaded(
        plan=Plan(title="Plán"),
        years=YEARS,
        texts=chosen,
        items=tuple(items),
        gone=tuple(
            ItemRow(900 + n, 9, None, key, "", f"Odešla {n}", n, None, None)
            for n, key in enumerate(KEYS)
            if key in reported - known
        ),
        planned=tuple(one for one in draw(planning) if one.key in known and one.edition in used),
        reports=tuple(said),
        spent=tuple(one for one in draw(spending) if (one.key, one.year) in {(r.key, r.year) for r in said}),
    )


@given(loads())
def test_every_sum_of_spent_money_is_what_the_reports_say(rows):
    found = Evaluation(rows)
    whole = sum((one.amount for one in rows.spent), Decimal(0))
    assert found.spent == whole
    for lines in (found.by_source, found.by_year, found.by_municipality, found.priorities):
        assert sum(line.spent for line in lines) == whole
    by_source = Counter()
    for one in rows.spent:
        by_source[one.source] += one.amount
    assert {line.key: line.spent for line in found.by_source if line.spent} == +by_source


@given(loads())
def test_every_sum_of_planned_money_is_what_the_texts_of_the_years_say(rows):
    found = Evaluation(rows)
    counted = [
        one.amount
        for one in rows.planned
        if one.year in rows.texts and rows.texts[one.year][0].pk == one.edition
    ]
    for lines in (found.by_source, found.by_year, found.by_municipality, found.priorities):
        assert sum(line.planned for line in lines) == sum(counted) == found.planned


@given(loads())
def test_every_reported_item_is_counted_once_by_its_last_report(rows):
    found = Evaluation(rows)
    last = {one.key: one.progress for one in rows.reports}
    assert found.counts == Counter(last.values())
    assert sum((line.counts for line in found.priorities), Counter()) == Counter(last.values())
    assert sum(line.silent for line in found.priorities) == found.silent
    assert {row.key for row in found.told} == last.keys() | found.awaited_keys


@given(loads())
def test_what_is_missing_and_what_is_reported_is_everything_awaited(rows):
    found = Evaluation(rows)
    said = {(one.key, one.year) for one in rows.reports}
    awaited = {(row.key, year) for year, items in found.awaited.items() for row in items}
    lacking = {
        (key, year) for one in found.missing for key, (_item, years) in one.items.items() for year in years
    }
    assert lacking == awaited - said


# --- one by one -----------------------------------------------------------------------------------


def measure(key=KEYS[0], baseline="1.5", target="3", edition=TEXT, name="úvazky"):
    number = {
        "baseline": Decimal(baseline) if baseline else None,
        "target": Decimal(target) if target else None,
    }
    return Measured(KEYS[0], edition, key, name, "úv.", **number)


def row(n=0, edition=TEXT, parent=None, implementer=None, name=None):
    return ItemRow(
        edition * 100 + n, edition, parent, KEYS[n], str(n + 1), f"Položka {n}", n, implementer, name
    )


def evaluated(years=(2027,), **rows):
    text = Edition(pk=TEXT, kind=EditionKind.ORIGINAL)
    return Evaluation(
        Loaded(plan=Plan(), years=years, texts=dict.fromkeys(years, (text,)), **{"items": (row(),), **rows})
    )


@pytest.mark.parametrize(
    ("baseline", "target", "value", "share"),
    [
        ("1.5", "3", "3", 100),
        ("1.5", "3", "2", 33),
        ("1.5", "3", "1", -33),
        ("10", "0", "5", 50),
        (None, "4", "1", 25),
        ("3", "3", "3", 100),
        ("3", "3", "2", None),
        ("1", None, "2", None),
    ],
)
def test_an_indicator_says_how_much_of_its_way_it_has_gone(baseline, target, value, share):
    reached = Value(KEYS[0], 2027, KEYS[0], "úvazky", "úv.", Decimal(value))
    found = evaluated(indicators=(measure(baseline=baseline, target=target),), values=(reached,))
    assert [line.share for line in found.indicators] == [share]


def test_the_last_value_counts_and_a_value_of_a_former_indicator_is_not_lost():
    values = tuple(
        Value(KEYS[0], year, key, name, "úv.", Decimal(number))
        for year, key, name, number in (
            (2027, KEYS[0], "úvazky", 2),
            (2028, KEYS[0], "úvazky", 3),
            (2027, KEYS[5], "lůžka", 7),
        )
    )
    found = evaluated((2027, 2028), indicators=(measure(),), values=values).indicators
    assert [(line.name, line.last, line.target, line.values) for line in found] == [
        ("úvazky", 3, 3, {2027: 2, 2028: 3}),
        ("lůžka", 7, None, {2027: 7}),
    ]


def test_what_is_missing_stands_by_implementer_with_how_far_the_asking_is():
    items = (row(0, implementer=7, name="Charita"), row(1), row(2, implementer=7, name="Charita"))
    said = (Reported(KEYS[2], 2027, Progress.DONE, ""),)
    asked = (Asked(2027, 7, "answered"), Asked(2028, 7, "asked"), Asked(2027, 8, "asked"))
    found = evaluated((2027, 2028), items=items, reports=said, asked=asked).missing
    assert [(one.name, one.count, one.states) for one in found] == [
        ("Charita", 3, {2027: "answered", 2028: "asked"}),
        ("", 2, {}),
    ]
    assert {key: years for key, (_item, years) in found[0].items.items()} == {
        KEYS[0]: [2027, 2028],
        KEYS[2]: [2028],
    }


def test_an_item_above_others_is_awaited_only_with_money_or_an_indicator_of_its_own():
    items = (row(0), row(1, parent=100), row(2), row(3, parent=102))
    cost = Money(KEYS[2], 2030, "region", None, None, Decimal(1), TEXT)
    found = evaluated(items=items, planned=(cost,))
    assert [one.key for one in found.awaited[2027]] == [KEYS[1], KEYS[2], KEYS[3]]
    assert found.planned == 0


def test_a_year_with_a_text_of_its_own_counts_money_and_items_of_that_text_only():
    whole, year = (
        Edition(pk=TEXT, kind=EditionKind.ORIGINAL),
        Edition(pk=UPDATE, kind=EditionKind.ACTION_PLAN),
    )
    items = (row(0), row(1), row(1, edition=UPDATE))
    planned = tuple(
        Money(KEYS[1], 2027, "region", None, None, Decimal(amount), edition)
        for edition, amount in ((TEXT, 100), (UPDATE, 70))
    )
    rows = Loaded(Plan(), (2027,), {2027: (year, whole)}, items=items, planned=planned)
    found = Evaluation(rows)
    assert (found.planned, [one.key for one in found.awaited[2027]]) == (70, [KEYS[1]])
    assert [line.item.pk for line in found.priorities] == [100, 101]


# --- from the database ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_evaluation_of_a_real_plan_reads_what_was_reported():
    edition = reports.in_force(items=2)
    first, second = reports.measures(edition)
    town = people.territory("Semily", region=edition.plan.territory.region)
    indicator = Indicator.objects.get(item=first)
    reports.report(
        first,
        progress=Progress.PARTLY,
        text="Chyběla auta.",
        money=[Spent("region", Decimal("80000.50")), Spent("municipality", Decimal(10), town)],
        values=[Reached(indicator.key, Decimal(2))],
    )
    found = evaluation_of(edition.plan, [2027])
    assert (found.planned, found.spent, found.counts) == (
        200_000,
        Decimal("80010.50"),
        {Progress.PARTLY: 1},
    )
    assert [(line.label, line.spent) for line in found.by_municipality] == [
        ("Semily", 10),
        ("", Decimal("80000.50")),
    ]
    assert [(line.item.title, line.last, line.share) for line in found.indicators] == [
        ("Opatření 1", 2, 33),
        ("Opatření 2", None, None),
    ]
    assert [row.title for one in found.missing for row, _years in one.items.values()] == [second.title]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 12])
def test_loading_takes_eleven_queries_at_most_whatever_the_size(count, django_assert_max_num_queries):
    edition = reports.in_force(items=count)
    for item in reports.measures(edition):
        reports.report(item, money=[Spent("region", Decimal(5))])
    with django_assert_max_num_queries(11) as queries:
        assert evaluation_of(edition.plan, [2027, 2028]).spent == 5 * count
    assert len(queries) == 9  # no item is gone, no evaluation is prepared


@pytest.mark.django_db
def test_years_follow_the_period_and_the_day():
    edition = reports.in_force()
    assert begun_years(edition.plan, make.TODAY) == []
    assert begun_years(edition.plan, reports.NOW.date()) == [2027, 2028]
    assert all_years(edition.plan) == [2027, 2028, 2029]
    assert years_evaluated(Edition(plan=edition.plan, year=2028)) == [2028]
    assert years_evaluated(Edition(plan=edition.plan)) == [2027, 2028, 2029]
