from decimal import Decimal

import pytest
from django.utils import timezone

from people.enums import OrganisationKind
from tests.factories import networks, people, reports, workflows
from workflows.actions import content
from workflows.actions.report import Spent
from workflows.enums import EditionKind
from workflows.queries import municipality as queries
from workflows.web import load_plan

pytestmark = pytest.mark.django_db
YEAR = reports.YEAR


def place(name, region, **fields):
    return people.territory(name, region=region, **fields)


def cost(year, amount, municipality=None, source="municipality"):
    return content.Cost(year, source, Decimal(amount), municipality)


def text_in_force(territory, costs=(), **fields):
    """Return a text in force on a territory with one measure that costs what is said."""
    path = workflows.path("plan-mesta-rada")
    workflows.bodies_of(territory, path)
    edition = workflows.plan(path, territory=territory, **fields).editions.get()
    workflows.fill(edition, items=0)
    reports.add(edition, "Terénní služby", costs=costs)
    while edition.state != "effective":
        edition = workflows.next_step(edition)
    return workflows.fresh(edition)


@pytest.fixture
def region():
    return people.region("Plzeňský kraj")


@pytest.fixture
def town(region):
    return place("Domažlice", region)


@pytest.fixture
def village(region, town):
    village = place("Kdyně", region)
    town.members.add(village)
    return village


def said(found):
    """Tell sums as tuples of numbers."""
    return [
        (payer.territory.name if payer.territory else None, [(s.planned, s.spent) for s in payer.cells])
        for payer in found.payers
    ]


def test_co_financing_adds_up_by_municipality_and_year(town, village):
    costs = [
        cost(YEAR, 100, village),
        cost(YEAR, 50, village, source="other"),
        cost(YEAR + 1, 30, village),
        cost(YEAR, 1000),
        cost(YEAR, 7777, source="region"),
    ]
    edition = text_in_force(town, costs)
    money = [Spent("municipality", Decimal(90), village), Spent("region", Decimal(5000))]
    reports.report(edition.items.get(), money=money)
    found = queries.cofinancing(edition.plan)

    assert found.years == (YEAR, YEAR + 1)
    assert said(found) == [
        ("Domažlice", [(1000, 0), (0, 0)]),  # a town's plan is paid by the town
        ("Kdyně", [(150, 90), (30, 0)]),
    ]
    assert [(s.planned, s.spent) for s in found.by_year] == [(1150, 90), (30, 0)]
    assert (found.total.planned, found.total.spent) == (1180, 90)


def test_what_the_year_brought_may_wait_until_the_year_is_over(town, village):
    edition = text_in_force(town, [cost(YEAR, 100, village)])
    reports.report(edition.items.get(), money=[Spent("municipality", Decimal(90), village)])

    assert queries.cofinancing(edition.plan, until=YEAR - 1).total.spent == 0
    assert queries.cofinancing(edition.plan, until=YEAR).total.spent == 90


def test_the_action_plan_of_a_year_says_the_money_of_that_year_in_place_of_the_text(town, village):
    text = text_in_force(town, [cost(YEAR, 100, village), cost(YEAR + 1, 30, village)])
    yearly = workflows.later_edition(text, EditionKind.ACTION_PLAN, year=YEAR)
    item = yearly.items.get(key=text.items.get().key)
    content.write_item(
        item=item,
        values={"title": item.title},
        read_at=item.revision,
        target_groups=(),
        service_kinds=(),
        costs=[cost(YEAR, 140, village)],
        indicators=(),
        by=workflows.coordinator(yearly),
        now=workflows.at(yearly),
    )
    prepared = said(queries.cofinancing(text.plan))
    while yearly.state != "adopted":
        yearly = workflows.next_step(yearly)

    assert prepared == [("Kdyně", [(100, 0), (30, 0)])]
    assert said(queries.cofinancing(text.plan)) == [("Kdyně", [(140, 0), (30, 0)])]


def test_a_draft_says_nothing_of_money(town):
    edition = workflows.plan("plan-mesta-rada").editions.get()
    reports.add(edition, "Záměr", costs=[cost(YEAR, 100)])

    assert queries.cofinancing(edition.plan).payers == []


def test_the_page_of_a_village_tells_its_items_its_money_and_its_services(town, village):
    office = people.organisation("Městys Kdyně", territory=village, kind=OrganisationKind.MUNICIPALITY)
    path = workflows.path("plan-mesta-rada")
    workflows.bodies_of(town, path)
    edition = workflows.plan(path, territory=town).editions.get()
    reports.add(edition, "Platí", costs=[cost(YEAR, 100, village), cost(YEAR, 9, town)])
    reports.add(edition, "Realizuje", values={"implementer": office})
    reports.add(edition, "Netýká se", costs=[cost(YEAR, 55)])
    workflows.fill(edition, items=0)
    while edition.state != "effective":
        edition = workflows.next_step(edition)
    network = networks.drafted(edition)
    networks.service(network, name="V obci", territory=village)
    networks.service(network, name="Ve městě", territory=town)
    networks.service(network, name="Všude")
    networks.service(network, name="Jinde", territory=people.territory())
    networks.in_force(network, timezone.localdate(network.state_since))
    found = queries.meaning(village, reports.NOW)

    assert [(s.item.title, s.carries_out, s.money) for part in found.parts for s in part.items] == [
        ("Platí", False, {YEAR: Decimal(100)}),
        ("Realizuje", True, {}),
    ]
    assert [(year, sums.planned, sums.spent) for year, sums in found.money] == [(YEAR, 100, 0)]
    assert sorted(one.name for one in found.services) == ["V obci", "Ve městě"]
    assert found.elsewhere == 1


def test_money_of_a_town_s_own_plan_is_the_town_s_though_nobody_names_it(town):
    edition = text_in_force(town, [cost(YEAR, 1000), cost(YEAR, 77, source="region")])
    reports.report(edition.items.get(), money=[Spent("municipality", Decimal(900))])
    found = queries.meaning(town, reports.NOW)

    assert [(year, sums.planned, sums.spent) for year, sums in found.money] == [(YEAR, 1000, 900)]
    assert (found.total.planned, found.total.spent) == (1000, 900)


def test_a_plan_that_is_over_or_not_public_yet_is_not_on_the_page(town, village):
    edition = text_in_force(town, [cost(YEAR, 100, village)])
    workflows.plan("plan-mesta-rada", territory=town, title="Teprve se píše")
    after = workflows.NOW.replace(year=2031)

    assert [part.plan for part in queries.meaning(village, reports.NOW).parts] == [edition.plan]
    assert queries.meaning(village, after).parts == []
    assert queries.meaning(people.territory(), reports.NOW).parts == []


@pytest.mark.parametrize("more", [0, 5])
def test_the_page_takes_the_same_queries_for_any_size(more, town, village, django_assert_num_queries):
    costs = [cost(YEAR, 100 + n, village, source="other") for n in range(more + 1)]
    edition = text_in_force(town, costs)
    network = networks.drafted(edition)
    for _number in range(more + 1):
        networks.service(network, territory=village)
        networks.stated(village)
    networks.in_force(network, timezone.localdate(network.state_since))
    with django_assert_num_queries(11):
        found = queries.meaning(village, reports.NOW)
        assert len(found.services) == more + 1
        assert all(part.items for part in found.parts)
    plan = load_plan(edition.plan.slug)
    with django_assert_num_queries(4):
        queries.cofinancing(plan)


def test_municipalities_are_found_by_name_by_their_district_and_region(region, town, village):
    people.territory("Kdyňov")

    def names(**wanted):
        return [one.name for one in queries.municipalities(wanted)]

    assert names() == ["Domažlice", "Kdyně", "Kdyňov"]
    assert names(q="kdy") == ["Kdyně", "Kdyňov"]
    assert names(q="kdy", region=region) == ["Kdyně"]
