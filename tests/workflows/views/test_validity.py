"""The page of all editions: today, any day, what is prepared; the public sees what it has met."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import plan_in_force as plans
from tests.factories import workflows as make
from workflows.enums import EditionKind as K
from workflows.enums import EditionState

pytestmark = pytest.mark.django_db
S = EditionState
# A plan whose validity has begun, so that there is something valid today.
LAST = timezone.localdate().year + 3
PERIOD = (date(2024, 1, 1), date(LAST, 12, 31))


@pytest.fixture
def text():
    return plans.plan_text("Péče doma", period=PERIOD, now=make.NOW - timedelta(days=400))


def url(edition, query=""):
    return reverse("plans:editions", args=[edition.plan.slug]) + query


def shown(response):
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def names(response, where):
    return [row.edition.label for row in response.context[where]]


def yearly(text, year, **fields):
    return plans.in_force(plans.start(text, K.ACTION_PLAN, year, **fields))


def test_today_shows_the_text_and_the_action_plan_of_the_year(client, text):
    this_year = timezone.localdate().year
    yearly(text, this_year)
    response = client.get(url(text))

    assert names(response, "valid") == ["původní znění", f"akční plán {this_year}"]
    assert "Co platí dnes" in shown(response)


def test_any_day_shows_what_was_valid_then(client, text):
    update = plans.valid(plans.start(text, K.UPDATE), date(2026, 3, 1))
    plans.in_force(update)

    found = {
        day: names(client.get(url(text, f"?den={day}")), "valid") for day in ("2026-02-28", "1. 3. 2026")
    }
    assert found == {"2026-02-28": ["původní znění"], "1. 3. 2026": ["1. aktualizace"]}


def test_of_two_revisions_in_a_year_each_day_shows_the_one_that_was_valid(client, text):
    yearly(text, 2025)
    for _ in range(2):
        revised = plans.valid(plans.start(text, K.ACTION_PLAN, 2025), date(2025, 1, 1))
        plans.in_force(revised)
    rows = text.plan.editions.filter(kind=K.ACTION_PLAN).order_by("number")
    for row, adopted in zip(rows, (date(2024, 12, 10), date(2025, 4, 20), date(2025, 9, 30)), strict=True):
        rows.filter(pk=row.pk).update(adopted_on=adopted)

    found = {
        day: names(client.get(url(text, f"?den={day}")), "valid")[1:]
        for day in ("2025-01-01", "2025-04-19", "2025-04-20", "2025-09-30", "2025-12-31", "2026-01-01")
    }
    first = "akční plán 2025"
    second, third = (f"{first} ({number}. aktualizace)" for number in (1, 2))
    assert found == {
        "2025-01-01": [first],
        "2025-04-19": [first],
        "2025-04-20": [second],
        "2025-09-30": [third],
        "2025-12-31": [third],
        "2026-01-01": [],
    }


@pytest.mark.parametrize("day", ["2023-12-31", f"{LAST + 1}-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_on_which_nothing_was_valid_says_so(client, text, day):
    response = client.get(url(text, f"?den={day}"))

    assert (names(response, "valid"), "žádné znění plánu neplatí" in shown(response)) == ([], True)


@pytest.mark.parametrize("day", ["31. 2. 2027", "kdysi", "", "2027-13-01"])
def test_a_day_that_is_none_is_said_so_and_today_is_shown(client, text, day):
    response = client.get(url(text), {"den": day})

    assert (response.status_code, response.context["is_today"], bool(response.context["form"].errors)) == (
        200,
        True,
        True,
    )


def test_what_was_approved_after_its_validity_began_is_said_so(client, text):
    yearly(text, 2025)

    assert "schváleno až po začátku platnosti" in shown(client.get(url(text)))


def test_what_is_prepared_and_what_waits_is_seen_by_those_who_work_with_the_plan(client, text):
    waiting = plans.start(text, K.ACTION_PLAN, LAST)
    while waiting.state != S.ADOPTED:
        waiting = make.next_step(waiting)
    plans.start(text, K.UPDATE)
    found = {}
    for who in (None, make.coordinator(text)):
        if who:
            client.force_login(who)
        response = client.get(url(text))
        found[bool(who)] = (
            names(response, "prepared"),
            names(response, "waiting"),
            response.context["may_start"],
        )

    assert found == {
        False: ([], [f"akční plán {LAST}"], False),
        True: (["1. aktualizace"], [f"akční plán {LAST}"], True),
    }


def test_nobody_learns_of_a_plan_that_the_public_has_not_met(client):
    draft = make.drafted()

    assert client.get(url(draft)).status_code == 404
    client.force_login(make.coordinator(draft))
    response = client.get(url(draft))
    assert (response.status_code, names(response, "prepared")) == (200, ["původní znění"])


def test_the_public_page_of_the_plan_names_what_is_valid_today(client, text):
    this_year = timezone.localdate().year
    yearly(text, this_year)
    page = shown(client.get(reverse("plans:detail", args=[text.plan.slug])))

    assert "Co platí dnes" in page
    assert f"akční plán {this_year}</a>" in page


@pytest.mark.parametrize("works_here", [False, True])
def test_more_editions_cost_no_more_queries(client, text, works_here):
    if works_here:
        client.force_login(make.coordinator(text))
    counts = []
    for years in ((2026,), (2025, 2027, 2028)):
        for year in years:
            yearly(text, year)
        client.get(url(text))
        with CaptureQueriesContext(connection) as seen:
            client.get(url(text))
        counts.append(len(seen))

    assert counts[0] == counts[1]
    assert counts[0] <= (12 if works_here else 7)
