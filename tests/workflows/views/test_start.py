"""A person starts an edition in the browser: which kind, for which year, by which path, with which items."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import people, reports
from tests.factories import plan_in_force as plans
from tests.factories import workflows as make
from workflows.actions import plan as plan_deeds
from workflows.enums import EditionKind as K
from workflows.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(client):
    found = plans.plan_text()
    client.force_login(make.coordinator(found))
    return found


def url(text, **query):
    return reverse("plans:edition-new", args=[text.plan.slug], query=query)


def shown(response):
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def newest(text):
    return Edition.objects.filter(plan=text.plan).latest("pk")


def keys(text, *numbers):
    return [str(key) for key in text.items.filter(number__in=numbers).values_list("key", flat=True)]


class TestKinds:
    def test_every_kind_that_the_plan_may_have_is_offered_with_what_it_starts_from(self, client, text):
        offers = {offer.kind: offer for offer in client.get(url(text)).context["offers"]}

        assert set(offers) == set(K) - {K.ORIGINAL}
        assert {kind for kind, offer in offers.items() if offer.missing} == set()
        assert offers[K.ACTION_PLAN].base == text
        assert list(offers[K.ACTION_PLAN].years) == [2027, 2028, 2029]

    def test_what_is_being_prepared_is_said_with_the_way_to_it(self, client, text):
        update = plans.start(text, K.UPDATE)
        page = client.get(url(text))

        missing = {offer.kind: [one.code for one in offer.missing] for offer in page.context["offers"]}
        assert (missing[K.UPDATE], missing[K.EXTENSION], missing[K.ACTION_PLAN]) == (
            ["prepared"],
            ["prepared"],
            [],
        )
        assert f"?zneni={update.pk}" in shown(page)

    def test_a_plan_that_has_ended_offers_none(self, client, text):
        plan_deeds.end(plan=text.plan, by=make.coordinator(text), now=make.at(text))
        page = client.get(url(text))

        assert {one.code for offer in page.context["offers"] for one in offer.missing} == {"plan_ended"}
        assert "Pokračovat" not in shown(page)

    def test_an_unknown_kind_is_not_found(self, client, text):
        assert client.get(url(text, druh="basen")).status_code == 404
        assert client.post(url(text)).status_code == 404


class TestForm:
    def test_an_action_plan_offers_items_with_money_of_its_year_as_chosen(self, client, text):
        page = client.get(url(text, druh="action_plan", rok=2027))

        assert page.context["form"].chosen == set(keys(text, "1.1", "1.2", "2.1", "2.2"))
        assert "podle plánu 127 Kč" in shown(page)

    def test_the_chosen_items_are_taken_over(self, client, text):
        data = {"path": text.path_id, "keys": keys(text, "2.1")}
        response = client.post(url(text, druh="action_plan", rok=2027), data)

        made = newest(text)
        assert response.status_code == 303
        assert response["Location"] == f"{reverse('plans:detail', args=[text.plan.slug])}?zneni={made.pk}"
        assert (made.kind, made.year, plans.numbers(made)) == (K.ACTION_PLAN, 2027, ["2", "2.1"])

    @pytest.mark.parametrize("kind", ["update", "network"])
    def test_other_kinds_ask_only_how_they_are_approved(self, client, text, kind):
        response = client.post(url(text, druh=kind), {"path": text.path_id})

        assert (response.status_code, newest(text).kind) == (303, kind)

    def test_only_paths_of_the_kind_and_the_territory_are_offered(self, client, text):
        offered = client.get(url(text, druh="evaluation")).context["form"].fields["path"].queryset

        assert [path.code for path in offered] == ["vyhodnoceni"]

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            ({}, "path"),
            ({"path": "0"}, "path"),
            ({"keys": []}, "keys"),
            ({"keys": [str(uuid.uuid4())]}, "keys"),
            ({"keys": ["není klíč"]}, "keys"),
        ],
    )
    def test_mistakes_are_said_and_what_was_ticked_stays(self, client, text, data, field):
        whole = {"path": text.path_id, "keys": keys(text, "2.1")} if data and field == "keys" else {}
        response = client.post(url(text, druh="action_plan", rok=2027), {**whole, **data})

        assert (response.status_code, field in response.context["form"].errors) == (422, True)
        assert newest(text) == text

    def test_a_whole_priority_is_ticked_before_the_edition_is_started_and_the_path_stays(self, client, text):
        (whole,) = keys(text, "1")
        address = url(text, druh="action_plan", rok=2027)
        page = client.post(address, {"path": text.path_id, "keys": keys(text, "2.1"), "tick": f"+{whole}"})

        assert page.context["form"].chosen == set(keys(text, "1", "1.1", "1.2", "2.1"))
        assert f'value="{text.path_id}" selected' in shown(page)
        assert newest(text) == text

    @pytest.mark.parametrize(
        ("year", "code"),
        [("2031", "year_outside"), ("", "no_year"), ("příští", "no_year"), ("0", "year_outside")],
    )
    def test_a_year_that_the_plan_does_not_have_is_said_before_anything_is_filled_in(
        self, client, text, year, code
    ):
        page = client.get(url(text, druh="action_plan", rok=year))

        assert ([one.code for one in page.context["missing"]], page.status_code) == ([code], 200)
        assert 'name="path"' not in shown(page)

    def test_the_same_form_sent_twice_starts_one_edition(self, client, text):
        data = {"path": text.path_id}
        statuses = [client.post(url(text, druh="update"), data).status_code for _ in range(2)]

        assert (statuses, text.plan.editions.count()) == ([303, 409], 2)

    def test_only_those_who_run_the_plan_start_editions(self, client, text):
        client.force_login(people.person())

        assert client.get(url(text, druh="update")).status_code == 403
        assert client.post(url(text, druh="update"), {"path": text.path_id}).status_code == 403

    def test_a_plan_with_more_items_costs_no_more_queries(self, client):
        counts = []
        for size in (1, 8):
            text = plans.plan_text(*(f"Priorita {n}" for n in range(size)))
            client.force_login(make.coordinator(text))
            client.get(url(text, druh="action_plan", rok=2027))
            with CaptureQueriesContext(connection) as seen:
                client.get(url(text, druh="action_plan", rok=2027))
            counts.append(len(seen))

        assert counts[0] == counts[1]


class TestItemsOfAYear:
    @pytest.fixture
    def yearly(self, text):
        return plans.start(text, K.ACTION_PLAN, 2027, keys={text.items.get(number="1.1").key})

    def page(self, edition):
        return reverse("plans:edition-items", args=[edition.plan.slug, edition.pk])

    def test_it_shows_what_is_chosen_and_what_it_costs_here_and_by_the_plan(self, client, text, yearly):
        response = client.get(self.page(yearly))

        assert response.context["form"].chosen == set(keys(text, "1", "1.1"))
        assert "v akčním plánu 127 Kč" in shown(response)

    def test_a_new_choice_is_saved(self, client, text, yearly):
        data = {"keys": keys(text, "2.2"), "shown": keys(text, "1", "1.1")}
        response = client.post(self.page(yearly), data)

        assert (response.status_code, plans.numbers(yearly)) == (303, ["2", "2.2"])

    def test_nothing_chosen_is_a_mistake_and_changes_nothing(self, client, text, yearly):
        response = client.post(self.page(yearly), {"shown": keys(text, "1", "1.1")})

        assert (response.status_code, plans.numbers(yearly)) == (422, ["1", "1.1"])

    def test_once_it_is_judged_the_page_only_shows_and_refuses(self, client, text, yearly):
        yearly = make.next_step(yearly)

        assert "Uložit výběr" not in shown(client.get(self.page(yearly)))
        assert client.post(self.page(yearly), {"keys": keys(text, "2.2")}).status_code == 409

    def test_a_whole_priority_is_ticked_and_unticked_without_a_script_and_nothing_is_saved(
        self, client, text, yearly
    ):
        (whole,) = keys(text, "2")
        data = {"keys": keys(text, "1.1"), "shown": keys(text, "1", "1.1")}
        ticked = client.post(self.page(yearly), {**data, "tick": f"+{whole}"})
        assert ticked.context["form"].chosen == set(keys(text, "1.1", "2", "2.1", "2.2"))

        data["keys"] = sorted(ticked.context["form"].chosen)
        unticked = client.post(self.page(yearly), {**data, "tick": f"-{whole}"})
        assert unticked.context["form"].chosen == set(keys(text, "1.1"))
        assert (ticked.status_code, plans.numbers(yearly)) == (200, ["1", "1.1"])
        assert "Opravte prosím" not in shown(unticked)

    @pytest.mark.parametrize(("word", "count"), [("+", 6), ("-", 0), ("+neznámá", 1), ("nesmysl", 1)])
    def test_all_items_are_ticked_and_unticked_and_nonsense_changes_nothing(
        self, client, text, yearly, word, count
    ):
        data = {"keys": keys(text, "2.1"), "shown": keys(text, "1", "1.1"), "tick": word}

        assert len(client.post(self.page(yearly), data).context["form"].chosen) == count

    @pytest.mark.parametrize("said", [{"keys": ["není klíč"]}, {"tick": "-"}])
    def test_on_a_page_shown_again_what_somebody_else_chose_meanwhile_is_ticked(
        self, client, text, yearly, said
    ):
        seen = keys(text, "1", "1.1")
        client.post(self.page(yearly), {"keys": keys(text, "1.1", "2.2"), "shown": seen})
        form = client.post(self.page(yearly), {"keys": [], "shown": seen, **said}).context["form"]

        added = set(keys(text, "2", "2.2"))
        assert (added <= set(form.seen), set(seen) <= set(form.seen)) == (True, True)
        assert (added <= form.chosen) == ("tick" not in said)

    def test_another_kind_of_edition_has_no_such_page(self, client, text):
        assert client.get(self.page(text)).status_code == 404
        assert "Vybrat z plánu" not in shown(
            client.get(reverse("plans:items", args=[text.plan.slug, text.pk]))
        )


def test_an_update_that_drops_an_item_with_reports_says_that_they_stay(client):
    text = reports.in_force()
    item = reports.measures(text)[0]
    reports.report(item, 2027)
    update = plans.start(text, K.UPDATE, now=reports.NOW)
    client.force_login(make.coordinator(text))
    address = reverse("plans:item-remove", args=[text.plan.slug, update.pk, item.key])

    assert "nahlášeno plnění za roky 2027" in shown(client.get(address))
    assert client.post(address).status_code == 303
    assert text.plan.reports.get().key == item.key
