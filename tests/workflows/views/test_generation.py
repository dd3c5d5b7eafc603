"""A person begins a new cycle in the browser; the two plans lead to each other."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import evaluation as past
from tests.factories import generation, people, reports
from tests.factories import workflows as make
from workflows.actions import plan as plan_deeds
from workflows.enums import EditionState, Progress
from workflows.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(client):
    """Return a text in force for 2024–2026 with two measures, its coordinator signed in."""
    found = past.plan_with_items(title="Plán města 2024–2026")
    client.force_login(make.coordinator(found))
    return found


def url(edition):
    return reverse("plans:next", args=[edition.plan.slug])


def page_of(plan, **query):
    return reverse("plans:detail", args=[plan.slug], query=query)


def typed(old, **changes):
    """Return what a person sends: everything goes on."""
    return {
        "title": "Plán města 2027–2029",
        "period_from": "1. 1. 2027",
        "period_to": "31. 12. 2029",
        "path": old.path_id,
        "keys": [str(key) for key in old.items.values_list("key", flat=True)],
        **changes,
    }


class TestForm:
    def test_title_period_and_unfinished_items_are_proposed(self, client, old, text):
        done, rest = reports.measures(old)
        reports.report(done, 2025, progress=Progress.DONE)
        response = client.get(url(old))

        form = response.context["form"]
        assert form.initial["title"] == "Plán města 2027–2029"
        assert (str(form.initial["period_from"]), str(form.initial["period_to"])) == (
            "2027-01-01",
            "2029-12-31",
        )
        assert form.chosen == {str(rest.key), str(rest.parent.key)}
        assert "splněno 2025" in text(response)
        assert "bez hlášení" in text(response)

    def test_the_new_plan_is_founded_with_the_chosen_items(self, client, old):
        second = reports.measures(old)[1]
        response = client.post(url(old), typed(old, keys=[str(second.key)]))

        made = Plan.objects.get(predecessor=old.plan)
        assert (response.status_code, response["Location"]) == (303, page_of(made))
        assert list(made.editions.get().items.order_by("depth").values_list("title", flat=True)) == [
            "Péče doma",
            "Opatření 2",
        ]

    def test_nothing_has_to_be_chosen(self, client, old):
        response = client.post(url(old), typed(old, keys=[]))

        made = Plan.objects.get(predecessor=old.plan)
        assert (response.status_code, made.editions.get().items.count()) == (303, 0)

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"title": " "}, "title", ""),
            ({"period_from": "32. 1. 2027"}, "period_from", "datum"),
            ({"period_to": "31. 12. 2026"}, "period_to", "dřív, než začne"),
            ({"period_from": "1. 1. 2024"}, "period_from", "musí začít později"),
            ({"period_from": "1. 6. 2025", "period_to": "31. 12. 2025"}, "period_to", "musí skončit později"),
            ({"period_to": "31. 12. 2057"}, "period_to", "delší než 12 let"),
            ({"path": "0"}, "path", ""),
            ({"keys": [str(uuid.uuid4())]}, "keys", "už v plánu není"),
            ({"keys": ["není klíč"]}, "keys", "už v plánu není"),
        ],
    )
    def test_mistakes_are_said_and_what_was_typed_stays(self, client, old, changes, field, words):
        response = client.post(url(old), typed(old, **changes))

        said = " ".join(response.context["form"].errors.get(field, []))
        assert (response.status_code, words in said, bool(said)) == (422, True, True)
        assert Plan.objects.count() == 1

    def test_a_priority_is_ticked_with_all_below_it(self, client, old):
        top = old.items.get(depth=0)
        response = client.post(url(old), typed(old, keys=[], title="Jiný", tick=f"+{top.key}"))

        form = response.context["form"]
        assert (response.status_code, len(form.chosen), form["title"].value()) == (200, 3, "Jiný")
        assert Plan.objects.count() == 1

    def test_the_form_sent_twice_founds_one_plan(self, client, old):
        statuses = [client.post(url(old), typed(old)).status_code for _ in range(2)]

        assert (statuses, Plan.objects.count()) == ([303, 409], 2)


class TestWhatStandsInTheWay:
    def test_a_plan_that_is_continued_already_says_by_which(self, client, old, text):
        made = generation.followed(old)
        response = client.get(url(old))

        assert [one.code for one in response.context["missing"]] == ["followed"]
        assert page_of(made.plan) in text(response)
        assert 'name="title"' not in text(response)

    def test_a_plan_without_an_approved_text(self, client):
        drafted = make.drafted()
        client.force_login(make.coordinator(drafted))

        assert [one.code for one in client.get(url(drafted)).context["missing"]] == ["no_text"]
        assert client.post(url(drafted), typed(drafted)).status_code == 409

    def test_a_plan_kept_elsewhere_leads_to_the_other_form(self, client, old, text):
        by = make.coordinator(old)
        plan = plan_deeds.keep_elsewhere(
            title="Starý", territory=old.plan.territory, link="https://a.test", by=by, now=make.NOW
        )
        response = client.get(reverse("plans:next", args=[plan.slug]))

        assert [one.code for one in response.context["missing"]] == ["elsewhere"]
        assert reverse("plans:create") in text(response)

    @pytest.mark.parametrize(
        ("year", "approved", "code"),
        [
            (None, False, "final_unfinished"),
            (2025, True, "no_final"),
            (None, True, None),
        ],
    )
    def test_an_unfinished_evaluation_is_said_and_forbids_nothing(self, client, old, year, approved, code):
        past.told(old)
        evaluation = past.evaluation(old, year=year)
        if approved:
            past.taken_note_of(evaluation)
        response = client.get(url(old))

        assert [one.code for one in response.context["warnings"]] == ([code] if code else [])
        assert client.post(url(old), typed(old)).status_code == 303

    def test_without_any_evaluation_it_says_what_will_be_taken_over(self, client, old):
        assert [one.code for one in client.get(url(old)).context["warnings"]] == ["no_evaluation"]


class TestWhoMay:
    @pytest.mark.parametrize(
        ("role", "status"),
        [("coordinator", 200), ("clerk", 403), ("drafter", 403), ("guarantor", 403), ("stranger", 403)],
    )
    def test_only_those_who_found_plans_of_the_territory(self, scene, role, status):
        pages = scene(EditionState.EFFECTIVE)
        client = pages.client(role)

        assert client.get(url(pages.edition)).status_code == status
        if status == 403:
            assert client.post(url(pages.edition), typed(pages.edition)).status_code == 403


class TestBothPlansLeadToEachOther:
    def test_on_the_pages_of_those_who_work_with_them(self, client, old, text):
        assert url(old) in text(client.get(page_of(old.plan)))
        made = generation.followed(old)
        before, after = text(client.get(page_of(old.plan))), text(client.get(page_of(made.plan)))

        assert f'Pokračuje plánem <a href="{page_of(made.plan)}">' in before
        assert url(old) not in before
        assert f'Navazuje na plán <a href="{page_of(old.plan)}">' in after

    def test_the_public_learns_of_the_new_plan_when_it_is_public(self, client, old, text):
        made = generation.followed(old)
        client.logout()
        assert "Pokračuje plánem" not in text(client.get(page_of(old.plan)))
        while made.state != EditionState.CONSULTATION:
            made = make.next_step(made)

        assert f'Pokračuje plánem <a href="{page_of(made.plan)}">' in text(client.get(page_of(old.plan)))
        assert f'Navazuje na plán <a href="{page_of(old.plan)}">' in text(client.get(page_of(made.plan)))

    def test_who_may_not_see_the_draft_does_not_learn_of_it(self, client, old, text):
        guarantor = people.person()
        generation.followed(old)
        Plan.objects.filter(pk=old.plan_id).update(guarantor=guarantor)
        client.force_login(guarantor)

        assert "Pokračuje plánem" not in text(client.get(page_of(old.plan)))


class TestChapter:
    def test_the_evaluation_may_be_taken_over_again_once_it_is_finished(self, client, old, text):
        made = generation.followed(old)
        part = made.parts.get(key="vyhodnoceni")
        assert part.text == ""
        past.told(old)
        address = reverse("plans:part-write", args=[made.plan.slug, made.pk, part.key])

        assert "Doplnit vyhodnocení předchozího plánu" in text(client.get(address))
        written = client.get(f"{address}?cisla=1").context["form"].initial["text"]
        assert "splněno: 2" in written

    @pytest.mark.parametrize("key", ["popisna", "sit"])
    def test_other_chapters_offer_nothing(self, client, old, text, key):
        made = generation.followed(old)
        address = reverse("plans:part-write", args=[made.plan.slug, made.pk, key])

        assert "Doplnit vyhodnocení" not in text(client.get(address))


def test_a_plan_with_more_items_and_reports_costs_no_more_queries(client):
    counts = []
    for size in (1, 8):
        old = past.plan_with_items(size)
        past.told(old)
        client.force_login(make.coordinator(old))
        client.get(url(old))
        with CaptureQueriesContext(connection) as seen:
            client.get(url(old))
        counts.append(len(seen))

    assert counts[0] == counts[1]
