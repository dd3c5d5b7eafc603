"""The election wizard: one screen shows what will happen, one button does it."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from bodies.enums import BodyKind
from bodies.models import Mandate
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
DAY = timezone.localdate() - timedelta(days=20)


@pytest.fixture
def town(client):
    made = people.territory("Tanvald")
    client.force_login(people.coordinator(made))
    return made


def address(town):
    return reverse("bodies:election", args=[town.slug])


def shown(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def test_the_preview_changes_nothing_and_the_button_does_what_it_said(client, town):
    leaving = make.member(make.body(town))
    staying = make.member(make.body(town, BodyKind.BOARD))
    preview = client.get(address(town), {"voted_on": DAY})
    page = shown(preview)
    assert (leaving.name in page, staying.name in page) == (True, True)
    assert not Mandate.objects.exclude(ends_on=None, term_ends_on=None).exists()

    data = {"voted_on": DAY, "seen": preview.context["outlook"].digest}
    answer = client.post(address(town), data, follow=True)
    assert "Skončil 1 mandát." in shown(answer)
    assert set(Mandate.objects.values_list("person", "ends_on", "term_ends_on")) == {
        (leaving.pk, DAY, None),
        (staying.pk, None, DAY),
    }
    assert "už není co měnit" in shown(answer)
    assert "Nic se nezměnilo" in shown(client.post(address(town), data, follow=True))


def test_a_composition_that_changed_after_the_preview_is_shown_again(client, town):
    body = make.body(town)
    make.member(body)
    seen = client.get(address(town), {"voted_on": DAY}).context["outlook"].digest
    make.member(body)
    assert client.post(address(town), {"voted_on": DAY, "seen": seen}).status_code == 409
    assert not Mandate.objects.exclude(ends_on=None).exists()


@pytest.mark.parametrize("day", ["2062-10-09", "kdysi", ""])
def test_a_day_that_cannot_be_is_said_beside_the_field(client, town, day):
    response = client.post(address(town), {"voted_on": day})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["voted_on"])


def test_before_a_day_is_chosen_nothing_is_shown(client, town):
    make.member(make.body(town))
    assert client.get(address(town)).context["outlook"] is None


def test_only_who_runs_the_territory_records_its_election(client, town):
    client.force_login(people.coordinator(people.territory()))
    assert client.get(address(town)).status_code == 403
    client.force_login(people.administrator(town.region))
    assert client.get(address(town)).status_code == 200


def test_the_page_of_the_assembly_leads_there(client, town):
    body = make.body(town)
    links = [address(town) in shown(client.get(reverse("bodies:detail", args=[b.slug]))) for b in (body,)]
    client.force_login(make.member(body))
    links.append(address(town) in shown(client.get(reverse("bodies:detail", args=[body.slug]))))
    assert links == [True, False]


@pytest.mark.parametrize("size", [1, 8])
def test_the_number_of_queries_does_not_grow(client, town, django_assert_max_num_queries, size):
    for kind in (BodyKind.ASSEMBLY, BodyKind.BOARD, BodyKind.COMMITTEE):
        body = make.body(town, kind)
        for _number in range(size):
            make.action_item(body, responsible=make.member(body))
        make.convened(body, date(2100, 1, 1))
    with django_assert_max_num_queries(14):
        assert client.get(address(town), {"voted_on": DAY}).status_code == 200
