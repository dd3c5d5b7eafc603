from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from bodies.enums import BodyKind
from bodies.models import Body, Mandate, StandingOrders
from people.enums import Role, Side
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return make.body(
        people.territory("Tanvald"), BodyKind.COORDINATION, name="Koordinační skupina", slug="koos"
    )


@pytest.fixture
def coordinator(client, body):
    who = people.coordinator(body.territory)
    client.force_login(who)
    return who


def url(name, body, *more):
    return reverse(f"bodies:{name}", args=[body.slug, *more])


def shown(response) -> str:
    return unescape(response.content.decode()).replace("\xa0", " ")


def test_the_list_is_filtered_and_counts_held_seats(client, coordinator, body):
    make.member(body)
    make.seat(body)
    make.body(people.territory(), BodyKind.BOARD)
    page = client.get(reverse("bodies:list"), {"kind": BodyKind.COORDINATION})
    assert [(b.pk, b.seat_count, b.held_count) for b in page.context["page"]] == [(body.pk, 2, 1)]
    empty = client.get(reverse("bodies:list"), {"q": "nic takového"})
    assert "Tomuto výběru neodpovídá žádný orgán." in shown(empty)


def test_the_composition_is_as_at_the_wanted_day(client, coordinator, body):
    seat = make.seat(body)
    old = make.mandate(seat, starts_on=date(2018, 1, 1), ends_on=date(2022, 9, 30)).person
    new = make.mandate(seat, starts_on=date(2022, 10, 1)).person
    was = client.get(url("detail", body), {"den": "2020-05-05"})
    assert [p.holder.person for p in was.context["composition"].places] == [old]
    assert [p.holder.person for p in client.get(url("detail", body)).context["composition"].places] == [new]
    assert client.get(url("detail", body), {"den": "nesmysl"}).context["day"] == timezone.localdate()


def test_vacant_seats_and_mandates_that_end_soon_are_said(client, coordinator, body):
    make.seat(body, "starosta Desné")
    soon = timezone.localdate() + timedelta(days=59)
    make.mandate(make.seat(body, "starostka Smržovky"), ends_on=soon)
    page = shown(client.get(url("detail", body)))
    assert "Neobsazeno: starosta Desné" in page
    assert "Mandát „starostka Smržovky“ končí" in page


def protected(body):
    return make.member(body, people.person(last_name="Chráněná"), side=Side.USERS)


def test_names_of_service_users_are_for_those_who_run_the_body(client, coordinator, body):
    protected(body)
    assert "Chráněná" in shown(client.get(url("detail", body)))
    client.force_login(people.administrator(body.territory.region))
    assert "Chráněná" in shown(client.get(url("detail", body)))


def test_other_members_and_the_public_do_not_learn_who_uses_a_service(client, body):
    who = protected(body)
    other = make.member(body, side=Side.PROVIDERS)
    client.force_login(other)
    page = shown(client.get(url("detail", body)))
    assert ("Chráněná" in page, other.name in page, "jméno neuvádíme" in page) == (False, True, True)
    client.force_login(who)
    assert "Chráněná" in shown(client.get(url("detail", body)))
    client.logout()
    assert client.get(url("detail", body)).status_code == 302


def occupy(client, body, seat, who, **changes):
    data = {"person": who.email, "starts_on": "2026-01-01", "ends_on": "", "appointed_by": "", **changes}
    return client.post(url("seat-occupy", body, seat.pk), data)


def test_a_seat_has_one_holder_at_a_time(client, coordinator, body):
    seat = make.seat(body)
    holder, other = people.person(last_name="Držitel"), people.person()
    assert occupy(client, body, seat, holder).status_code == 303
    refused = occupy(client, body, seat, other, starts_on="2026-06-01")
    assert refused.status_code == 422
    assert "Místo v té době drží" in refused.context["form"].errors["starts_on"][0]
    assert occupy(client, body, seat, other, is_substitute="on").status_code == 303
    assert Mandate.objects.filter(seat=seat).count() == 2


def test_a_mandate_ends_and_the_seat_is_free_the_day_after(client, coordinator, body):
    seat = make.seat(body)
    mandate = make.mandate(seat, starts_on=date(2025, 1, 1))
    address = url("mandate-end", body, mandate.pk)
    assert client.post(address, {"ends_on": "2024-01-01"}).status_code == 422
    assert client.post(address, {"ends_on": "2025-12-31"}).status_code == 303
    assert client.post(address, {"ends_on": "2025-12-31"}).status_code == 409
    assert occupy(client, body, seat, people.person(), starts_on="2025-12-31").status_code == 422
    assert occupy(client, body, seat, people.person(), starts_on="2026-01-01").status_code == 303


@pytest.mark.parametrize("text", ["nikdo@jinde.test", "Nikdo Neznámý"])
def test_an_unknown_person_is_said_beside_the_field(client, coordinator, body, text):
    response = client.post(
        url("seat-occupy", body, make.seat(body).pk), {"person": text, "starts_on": "2026-01-01"}
    )
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["person"])


def test_a_seat_that_is_abolished_ends_its_mandates(client, coordinator, body):
    mandate = make.mandate(make.seat(body), starts_on=date(2025, 1, 1))
    assert client.post(url("seat-end", body, mandate.seat_id), {"ends_on": "2026-03-31"}).status_code == 303
    mandate = Mandate.objects.select_related("seat").get(pk=mandate.pk)
    assert (mandate.ends_on, mandate.seat.ends_on) == (date(2026, 3, 31), date(2026, 3, 31))
    assert client.get(url("detail", body), {"den": "2026-04-01"}).context["composition"].places == ()


RULES = {
    "valid_from": "2026-01-01",
    "output_word": "resolution",
    "announce_unit": "calendar",
    "papers_days": 7,
    "papers_unit": "calendar",
    "proposals_days": 3,
    "remote": "no",
    "quorum": "majority_all",
    "majority": "majority_present",
    "per_rollam_days": 7,
    "verifier_count": 1,
    "minutes_days": 10,
    "minutes_unit": "calendar",
    "comment_days": 0,
    "numbering": "",
}


@pytest.mark.parametrize(
    ("pattern", "status"), [("{n}/{yy}/ZK", 303), ("", 303), ("{yy}/ZK", 422), ("{x}", 422)]
)
def test_a_pattern_of_numbers_must_give_different_numbers(client, coordinator, body, pattern, status):
    data = {**RULES, "numbering": pattern}
    assert client.post(url("standing-orders", body), data).status_code == status
    if status == 303:
        assert client.post(url("standing-orders", body), data).status_code == 422
        assert StandingOrders.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        (BodyKind.BOARD, {"per_rollam": "on"}, "per_rollam"),
        (BodyKind.FOCUS, {"per_rollam": "on", "is_statutory": "on"}, "per_rollam"),
        (BodyKind.FOCUS, {"papers_days": 700}, "papers_days"),
    ],
)
def test_rules_that_cannot_be_are_said_beside_their_field(client, kind, changes, field):
    body = make.body(kind=kind)
    client.force_login(people.coordinator(body.territory))
    response = client.post(url("standing-orders", body), {**RULES, **changes})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_an_example_fills_the_form_and_everything_can_be_changed(client, coordinator, body):
    page = client.get(url("standing-orders", body), {"vzor": "jesenicko-ridici"})
    form = page.context["form"]
    assert (form["announce_days"].value(), form["announce_unit"].value(), form["papers_days"].value()) == (
        3,
        "working",
        3,
    )
    assert "Řídící skupina – Jesenicko" in shown(page)
    assert client.get(url("standing-orders", body), {"vzor": "nesmysl"}).status_code == 200


def test_new_rules_begin_with_those_in_force(client, coordinator, body):
    make.rules(body, announce_days=9, source="čl. 3", checked_on=date(2020, 1, 1))
    form = client.get(url("standing-orders", body)).context["form"]
    assert [form[name].value() for name in ("announce_days", "source", "checked_on")] == [9, "čl. 3", None]


def test_rules_are_said_with_their_source(client, coordinator, body):
    make.rules(body, announce_days=9, source="čl. 3 jednacího řádu")
    page = shown(client.get(url("detail", body)))
    assert ("nejpozději 9 dnů před jednáním" in page, "čl. 3 jednacího řádu" in page) == (True, True)


def test_who_waits_for_a_successor_is_said_with_the_balance_of_sides(client, coordinator):
    body = make.body(coordinator.all_appointments[0].territory, BodyKind.FOCUS)
    make.mandate(make.seat(body, "starosta", side=Side.COMMISSIONERS), term_ends_on=date(2026, 10, 9))
    page = shown(client.get(url("detail", body)))
    assert "vykonává do zvolení nástupce" in page
    assert "„starosta“: období skončilo 9. 10. 2026, čeká se na nástupce." in page
    assert "Chybí zástupce uživatelů služeb." in page


def test_the_name_of_a_service_user_who_agrees_is_shown_to_members(client, coordinator, body):
    protected(body)
    mandate = Mandate.objects.get()
    assert client.post(url("mandate-edit", body, mandate.pk), {"may_name_publicly": "on"}).status_code == 303
    client.force_login(make.member(body))
    assert "Chráněná" in shown(client.get(url("detail", body)))


def test_the_page_leads_to_everything_the_body_does(client, coordinator, body):
    page = client.get(url("detail", body))
    assert [
        client.get(address).status_code
        for address in (
            f"{reverse(name)}?body={body.pk}" for name in ("meetings:list", "resolutions:list", "tasks:list")
        )
        if address in shown(page)
    ] == [200] * 3
    assert reverse("meetings:backlog", args=[body.slug]) in shown(page)


def test_consent_is_asked_only_where_the_name_says_something(client, coordinator, body):
    users, others = make.mandate(make.seat(body, side=Side.USERS)), make.mandate(make.seat(body))
    forms = [client.get(url("mandate-edit", body, m.pk)).context["form"] for m in (users, others)]
    assert ["may_name_publicly" in form.fields for form in forms] == [True, False]


def test_a_mandate_is_mended_and_a_term_makes_sense(client, coordinator, body):
    mandate = make.mandate(make.seat(body), starts_on=date(2025, 1, 1))
    address = url("mandate-edit", body, mandate.pk)
    assert client.post(address, {"term_ends_on": "2024-01-01"}).status_code == 422
    assert client.post(address, {"term_ends_on": "2026-12-31", "appointed_by": "rada"}).status_code == 303
    mandate.refresh_from_db()
    assert (mandate.term_ends_on, mandate.appointed_by) == (date(2026, 12, 31), "rada")


def test_the_words_about_a_seat_are_mended(client, coordinator, body):
    seat = make.seat(body, side=Side.PROVIDERS)
    data = {"label": "Zástupce Charity", "function": "", "appointer": "rada", "takes_any_deputy": "on"}
    assert client.post(url("seat-edit", body, seat.pk), data).status_code == 303
    seat.refresh_from_db()
    assert (seat.label, seat.side, seat.takes_any_deputy) == ("Zástupce Charity", Side.PROVIDERS, True)
    assert "zástupce se přijímá bez jmenování" in shown(client.get(url("detail", body)))


def test_a_body_is_described_with_its_parent_and_organiser(client, coordinator, body):
    parent, who = make.body(body.territory), people.person()
    data = {"name": body.name, "version": 0, "parent": parent.pk, "organiser": who.email}
    assert client.post(url("edit", body), data).status_code == 303
    page = shown(client.get(url("detail", body)))
    assert (parent.label in page, who.name in page) == (True, True)
    form = client.get(url("edit", body)).context["form"]
    assert (form["organiser"].value(), form["parent"].value()) == (who.email, parent.pk)


def test_a_body_is_founded_where_one_is_coordinator_and_gets_an_address(client, coordinator, body):
    place, foreign = body.territory, people.territory()
    data = {
        "name": "Nový",
        "kind": "focus",
        "territory": place.pk,
        "short_name": "",
        "about": "",
        "starts_on": "",
    }
    assert client.post(reverse("bodies:create"), data).status_code == 303
    assert Body.objects.get(name="Nový").slug == "novy-2"
    assert client.post(reverse("bodies:create"), {**data, "territory": foreign.pk}).status_code == 422


def test_a_stale_description_is_answered_with_both_texts(client, coordinator, body):
    data = {"name": "Jméno A", "short_name": "", "about": "", "starts_on": "", "ends_on": "", "version": 0}
    assert client.post(url("edit", body), data).status_code == 303
    response = client.post(url("edit", body), {**data, "name": "Jméno B"})
    assert (response.status_code, "Jméno A" in shown(response), "Jméno B" in shown(response)) == (
        409,
        True,
        True,
    )


EDITING = ["edit", "seat-add", "meetings", "standing-orders"]


@pytest.mark.parametrize("name", EDITING)
def test_only_who_runs_the_body_changes_it(client, body, name):
    client.force_login(people.coordinator(people.territory()))
    assert client.get(url(name, body)).status_code == 403
    clerk = people.person()
    people.appointment(clerk, Role.CLERK, body.territory)
    client.force_login(clerk)
    assert (client.get(url("detail", body)).status_code, client.get(url(name, body)).status_code) == (
        200,
        403,
    )
    client.force_login(people.administrator(body.territory.region))
    assert client.get(url(name, body)).status_code == 200


@pytest.mark.parametrize(("name", "most"), [("list", 8), ("detail", 15), ("meetings", 15)])
def test_the_number_of_queries_does_not_grow(
    client, coordinator, body, django_assert_max_num_queries, name, most
):
    address = reverse("bodies:list") if name == "list" else url(name, body)
    counts = []
    for size in (1, 12):
        for number in range(size):
            make.member(body, side=Side.PROVIDERS)
            make.meeting(body, date(2100, 1, 1) + timedelta(days=size * 40 + number))
            make.body(people.territory(region=body.territory.region))
        client.get(address)
        with django_assert_max_num_queries(most) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
