from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.enums import Role
from tests.factories import documents, people, workflows
from workflows.actions import plan as plans
from workflows.enums import EditionState, PlanState
from workflows.models import Plan

pytestmark = pytest.mark.django_db
S = EditionState
LIST = reverse("plans:list")
CREATE = reverse("plans:create")
ELSEWHERE = reverse("plans:elsewhere")


@pytest.fixture
def founder(client):
    """Somebody who coordinates a town, signed in."""
    town = people.territory("Tanvald")
    who = people.coordinator(town)
    client.force_login(who)
    client.town, client.who = town, who
    return client


def typed(founder, **fields) -> dict:
    return {
        "title": "Komunitní plán Tanvald 2027–2029",
        "territory": founder.town.pk,
        "period_from": "2027-01-01",
        "period_to": "31. 12. 2029",
        "path": workflows.path().pk,
        "lead": "Aby lidé mohli zůstat doma.",
        **fields,
    }


def errors(response) -> dict:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


# --- founding -------------------------------------------------------------------------------------


def test_a_coordinator_founds_a_plan_and_comes_to_its_page(founder):
    response = founder.post(CREATE, typed(founder))
    plan = Plan.objects.get()
    assert (response.status_code, response["Location"]) == (303, reverse("plans:detail", args=[plan.slug]))
    assert (plan.title, plan.coordinator, plan.period_to) == (
        "Komunitní plán Tanvald 2027–2029",
        founder.who,
        date(2029, 12, 31),
    )
    assert plan.editions.get().state == S.DRAFTING


def test_the_page_of_founding_is_for_those_who_coordinate_something(scene, answers):
    assert answers(scene(), CREATE) == {
        "coordinator": 200,
        "clerk": 403,
        "drafter": 403,
        "guarantor": 403,
        "reviewer": 403,
        "stranger": 403,
        "anonymous": "login",
    }


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"period_to": "2026-12-31"}, "period_to", "Období nemůže skončit dřív, než začne."),
        ({"period_to": "2092-12-31"}, "period_to", "Období je delší než 12 let, zkontrolujte prosím rok."),
        ({"title": ""}, "title", "Toto pole je třeba vyplnit."),
    ],
)
def test_a_mistake_in_founding_is_said_beside_the_field_and_nothing_typed_is_lost(
    wrong, field, message, founder, text
):
    response = founder.post(CREATE, typed(founder, **wrong))
    assert (response.status_code, errors(response)) == (422, {field: [message]})
    assert "Aby lidé mohli zůstat doma." in text(response)
    assert message in text(response)
    assert not Plan.objects.exists()


def test_a_plan_of_a_foreign_territory_cannot_be_founded(founder):
    other = people.territory("Jablonec")
    response = founder.post(CREATE, typed(founder, territory=other.pk))
    assert (response.status_code, list(errors(response))) == (422, ["territory"])


def test_a_path_of_another_kind_of_territory_is_refused(founder):
    people.appointment(founder.who, Role.COORDINATOR, people.region("Kraj"))
    response = founder.post(CREATE, typed(founder, path=workflows.path("plan-kraje").pk))
    assert errors(response) == {"path": ["Tento postup pro zvolené území neplatí, vyberte jiný."]}


def test_founding_the_same_plan_twice_is_refused_the_second_time(founder, text):
    founder.post(CREATE, typed(founder))
    response = founder.post(CREATE, typed(founder))
    assert (response.status_code, Plan.objects.count()) == (409, 1)
    assert "Takový plán už je založený." in text(response)


def test_a_longer_plan_that_overlaps_its_predecessor_is_founded_with_warnings(founder, text):
    before = workflows.plan(
        territory=founder.town, period=(date(2025, 1, 1), date(2027, 6, 30)), title="Starý"
    )
    founder.post(CREATE, typed(founder, period_to="2032-12-31", predecessor=before.pk))
    plan = Plan.objects.exclude(pk=before.pk).get()
    assert (plan.generation, plan.predecessor) == (2, before)
    page = text(founder.get(reverse("plans:detail", args=[plan.slug])))
    assert "Období začíná dřív, než skončí předchozí plán „Starý“ (platí do 30. 6. 2027)." in page
    assert "Plán je na 6 let, obvyklé jsou 3 roky" in page


def test_the_state_cannot_be_sent_with_the_form(founder):
    founder.post(CREATE, typed(founder, state="in_force", has_public_edition="on"))
    plan = Plan.objects.get()
    assert (plan.state, plan.has_public_edition, plan.editions.get().state) == (
        PlanState.PREPARING,
        False,
        S.DRAFTING,
    )


# --- a plan kept elsewhere ------------------------------------------------------------------------


def test_a_plan_kept_elsewhere_is_a_row_with_link_and_day_of_check(founder, text):
    fields = typed(
        founder, link="www.tanvald.test/plan", verified_on="21.11.2026", period_from="", period_to=""
    )
    response = founder.post(ELSEWHERE, fields)
    plan = Plan.objects.get()
    assert (response.status_code, plan.is_elsewhere, plan.link, plan.verified_on) == (
        303,
        True,
        "https://www.tanvald.test/plan",
        date(2026, 11, 21),
    )
    assert "ověřeno 21. 11. 2026" in text(founder.get(LIST))


def test_a_plan_kept_elsewhere_opens_for_everybody_and_has_no_history(scene, answers, founder):
    founder.post(ELSEWHERE, typed(founder, link="https://tanvald.test", verified_on="2026-11-21"))
    slug = Plan.objects.get().slug
    pages = scene()
    assert set(answers(pages, reverse("plans:detail", args=[slug])).values()) == {200}
    assert founder.get(reverse("plans:history", args=[slug])).status_code == 404
    assert pages.client("stranger").get(reverse("plans:history", args=[slug])).status_code == 404


def test_a_link_that_is_no_link_is_said_beside_the_field(founder, text):
    response = founder.post(ELSEWHERE, typed(founder, link="někde na webu", verified_on="2026-11-21"))
    assert (response.status_code, list(errors(response))) == (422, ["link"])
    assert "někde na webu" in text(response)


# --- the list -------------------------------------------------------------------------------------


def test_the_list_shows_each_visitor_what_they_may_see(scene):
    private, public = scene(), scene(S.CONSULTATION)
    seen = {}
    for role in ("coordinator", "clerk", "drafter", "guarantor", "reviewer", "stranger", "anonymous"):
        page = private.client(role).get(LIST).content.decode()
        seen[role] = [f"/{one.edition.plan.slug}/" in page for one in (private, public)]
    both, one = [True, True], [False, True]
    assert seen == {
        "coordinator": both,
        "clerk": both,
        "drafter": both,
        "guarantor": both,
        "reviewer": one,
        "stranger": one,
        "anonymous": one,
    }


def test_the_list_is_narrowed_by_words_region_and_state(scene, text):
    one, two = scene(title="Plán Tanvaldska"), scene(S.TRIAD_REVIEW, title="Plán Semilska")
    who = people.administrator(one.edition.plan.territory.region)
    people.appointment(who, Role.ADMINISTRATOR, two.edition.plan.territory.region)
    client = one.client()
    client.force_login(who)
    found = {
        query: [title for title in ("Tanvaldska", "Semilska") if title in text(client.get(f"{LIST}?{query}"))]
        for query in (
            "q=semil",
            "q=plán+tanvald",
            f"region={one.edition.plan.territory.region.pk}",
            "state=edition:triad_review",
            "state=elsewhere",
            "region=neznámý",
        )
    }
    assert found == {
        "q=semil": ["Semilska"],
        "q=plán+tanvald": ["Tanvaldska"],
        f"region={one.edition.plan.territory.region.pk}": ["Tanvaldska"],
        "state=edition:triad_review": ["Semilska"],
        "state=elsewhere": [],
        "region=neznámý": ["Tanvaldska", "Semilska"],
    }


def test_a_coordinator_of_several_territories_keeps_to_them_or_to_one(client):
    towns = [people.territory(name) for name in ("Semily", "Tanvald", "Turnov")]
    who = people.coordinator(towns[1])
    people.appointment(who, Role.CLERK, towns[0])
    people.appointment(who, Role.COORDINATOR, towns[2], ends_on=date(2025, 12, 31))
    for town in towns:
        values = {"title": f"Plán {town.name}", "territory": town, "link": f"https://{town.slug}.test/"}
        plans.keep_elsewhere(**values, by=who, now=people.NOW)
    client.force_login(who)
    pages = [client.get(f"{LIST}?place={one}") for one in ("", "moje", towns[1].pk, towns[2].pk)]
    found = [[plan.territory.name for plan in one.context["page"]] for one in pages]
    # What is not one's own is not offered, so it narrows nothing.
    assert found == [["Semily", "Tanvald", "Turnov"], ["Semily", "Tanvald"], ["Tanvald"], found[0]]
    offered = [label for _value, label in client.get(LIST).context["filter"].fields["place"].choices]
    assert offered == ["všechna území", "moje území", "Semily", "Tanvald"]


def test_whoever_acts_for_no_territory_is_not_offered_their_own(client, founder):
    assert [str(label) for _value, label in founder.get(LIST).context["filter"].fields["place"].choices] == [
        "všechna území",
        "moje území",
    ]
    client.logout()
    assert "place" not in client.get(LIST).context["filter"].fields


def test_an_empty_list_says_why(client, text):
    assert "Zatím tu není žádný plán." in text(client.get(LIST))
    assert "Výběru neodpovídá žádný plán." in text(client.get(f"{LIST}?q=nic"))


# --- description and people -----------------------------------------------------------------------


@pytest.mark.parametrize("page", ["describe", "people"])
def test_the_description_and_people_of_a_plan_are_its_coordinators_to_change(page, scene, answers):
    pages = scene(S.TRIAD_REVIEW)
    assert answers(pages, pages.url(page)) == {
        "coordinator": 200,
        "clerk": 403,
        "drafter": 403,
        "guarantor": 403,
        "reviewer": 403,
        "stranger": 404,
        "anonymous": "login",
    }


@pytest.mark.parametrize("page", ["detail", "history", "describe", "people"])
def test_a_plan_that_is_not_there_is_not_found(page, founder):
    assert founder.get(reverse(f"plans:{page}", args=["neni"])).status_code == 404


def described(**fields) -> dict:
    return {
        "title": "Nový název",
        "period_from": "2027-01-01",
        "period_to": "2029-12-31",
        "lead": "Nově.",
        "levels": "cíl, opatření",
        "read_at": 0,
        **fields,
    }


def test_a_plan_is_described(scene):
    pages = scene()
    read_at = pages.edition.plan.revision
    response = pages.client().post(pages.url("describe"), described(read_at=read_at))
    plan = pages.fresh().plan
    assert (response.status_code, plan.title, plan.lead, plan.levels) == (
        303,
        "Nový název",
        "Nově.",
        ["cíl", "opatření"],
    )


def test_a_stale_description_shows_both_texts_and_changes_nothing(scene, text):
    pages = scene()
    read_at = pages.edition.plan.revision
    pages.client().post(pages.url("describe"), described(read_at=read_at, lead="Napsala kolegyně."))
    response = pages.client().post(pages.url("describe"), described(read_at=read_at, lead="Napsala jsem já."))
    assert response.status_code == 409
    assert "Napsala kolegyně." in text(response)
    assert "Napsala jsem já." in text(response)
    assert pages.fresh().plan.lead == "Napsala kolegyně."


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"period_to": "2026-01-01"}, "period_to"), ({"levels": " , "}, "levels"), ({"title": ""}, "title")],
)
def test_a_mistake_in_the_description_is_said_beside_the_field(wrong, field, scene, text):
    pages = scene()
    response = pages.client().post(pages.url("describe"), described(lead="Rozepsáno.", **wrong))
    assert (response.status_code, list(errors(response))) == (422, [field])
    assert "Rozepsáno." in text(response)


def test_a_deputy_takes_over_the_errands(scene):
    pages = scene()
    plan = pages.edition.plan
    deputy = people.coordinator(plan.territory)
    fields = {"coordinator": plan.coordinator_id, "deputy": deputy.pk, "read_at": plan.revision}
    response = pages.client().post(pages.url("people"), fields)
    assert (response.status_code, pages.fresh().plan.deputy) == (303, deputy)
    again = pages.client().post(pages.url("people"), fields)
    assert again.status_code == 409


def test_a_plan_without_coordinator_is_refused_beside_the_field(scene):
    pages = scene()
    response = pages.client().post(pages.url("people"), {"coordinator": "", "read_at": 0})
    assert (response.status_code, list(errors(response))) == (422, ["coordinator"])


def test_a_person_from_elsewhere_cannot_be_chosen(scene):
    pages = scene()
    response = pages.client().post(pages.url("people"), {"coordinator": people.person().pk, "read_at": 0})
    assert (response.status_code, list(errors(response))) == (422, ["coordinator"])


# --- how dear -------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?q=plán", "?state=preparing"])
@pytest.mark.parametrize("count", [2, 12])
def test_the_list_of_any_length_takes_eight_queries(query, count, client, django_assert_num_queries):
    town = people.territory("Tanvald")
    who = people.coordinator(town)
    for number in range(count):
        title = f"Plán {number}"
        workflows.plan(title=title, territory=town, coordinator=who, now=timezone.now() - timedelta(days=1))
    client.force_login(who)
    client.get(LIST)  # the navigation remembers who sits in a council
    with django_assert_num_queries(8):
        response = client.get(LIST + query)
    assert len(response.context["page"]) == count


@pytest.mark.parametrize("count", [1, 15])
def test_the_forms_of_a_plan_read_a_fixed_number_of_rows_lists(count, scene, django_assert_num_queries):
    pages = scene()
    for _ in range(count):
        people.coordinator(pages.edition.plan.territory)
    client = pages.client()
    client.get(LIST)
    found = {CREATE: 9, ELSEWHERE: 5, pages.url("describe"): 5, pages.url("people"): 9}
    for url, most in found.items():
        with django_assert_num_queries(most):
            assert client.get(url).status_code == 200


def test_a_plan_kept_elsewhere_moves_and_keeps_its_file(founder):
    plan = plans.keep_elsewhere(
        title="Plán na starém webu",
        territory=founder.town,
        link="https://stary.test/plan",
        by=founder.who,
        now=people.NOW,
    )
    url = reverse("plans:elsewhere-edit", args=[plan.slug])
    said = {
        "title": plan.title,
        "link": "https://novy.test/plan",
        "verified_on": "2026-11-20",
        "read_at": plan.revision,
        "upload": documents.upload(),
    }
    assert founder.post(url, said).status_code == 303
    plan.refresh_from_db()
    assert (plan.link, plan.file.media_type) == ("https://novy.test/plan", "application/pdf")
    response = founder.get(reverse("documents:file", args=[plan.file_id]))
    assert (response.status_code, response["X-Content-Type-Options"]) == (200, "nosniff")
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert founder.post(url, {**said, "upload": documents.upload(b"MZ\x00", "plan.pdf")}).status_code == 422
