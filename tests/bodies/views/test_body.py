from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from bodies.enums import BodyKind
from bodies.models import Body, Mandate, Meeting, StandingOrders
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


def test_several_sessions_are_planned_at_once_with_their_last_day_for_papers(client, coordinator, body):
    make.rules(body, papers_days=10)
    days = "9. 2. 2100\n2100-03-09\n9.2.2100\n"
    assert client.post(url("meetings", body), {"days": days, "place": "radnice"}).status_code == 303
    assert [(m.held_on, m.papers_due_on) for m in Meeting.objects.filter(body=body)] == [
        (date(2100, 2, 9), date(2100, 1, 30)),
        (date(2100, 3, 9), date(2100, 2, 27)),
    ]


def test_a_day_that_nobody_understands_is_said_and_nothing_is_lost(client, coordinator, body):
    response = client.post(url("meetings", body), {"days": "9. 2. 2100\n31. 2. 2100", "place": ""})
    assert response.status_code == 422
    assert "31. 2. 2100" in response.context["form"].errors["days"][0]
    assert "9. 2. 2100" in shown(response)
    assert not Meeting.objects.exists()


def test_papers_are_never_due_after_the_session(client, coordinator, body):
    meeting = make.meeting(body, date(2100, 2, 9))
    data = {"held_on": "2100-02-09", "papers_due_on": "2100-02-10", "place": ""}
    assert client.post(url("meeting-edit", body, meeting.pk), data).status_code == 422
    assert (
        client.post(
            url("meeting-edit", body, meeting.pk), {**data, "papers_due_on": "2100-02-01"}
        ).status_code
        == 303
    )
    assert client.post(url("meeting-drop", body, meeting.pk)).status_code == 303
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("pattern", "status"), [("{n}/{yy}/ZK", 303), ("", 303), ("{yy}/ZK", 422), ("{x}", 422)]
)
def test_a_pattern_of_numbers_must_give_different_numbers(client, coordinator, body, pattern, status):
    data = {"valid_from": "2026-01-01", "output_word": "resolution", "numbering": pattern, "papers_days": 7}
    assert client.post(url("standing-orders", body), data).status_code == status
    if status == 303:
        assert client.post(url("standing-orders", body), data).status_code == 422
        assert StandingOrders.objects.count() == 1


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
