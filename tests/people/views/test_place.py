import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people import journal
from people.enums import OrganisationKind, TerritoryKind
from people.models import Alias, Organisation, Territory
from tests.factories import people as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.region()


@pytest.fixture
def admin(place, client):
    who = make.administrator(place)
    client.force_login(who)
    return who


def kinds(subject):
    return [entry.kind for entry in journal.of(subject)]


def test_an_organisation_is_entered_and_corrected(client, admin, place):
    data = {
        "name": "Domov Pohoda",
        "kind": OrganisationKind.PROVIDER,
        "ico": "70891508",
        "territory": place.pk,
    }
    wrong = client.post(reverse("admin_ui:organisation-add"), {**data, "ico": "123"})
    assert (wrong.status_code, "Domov Pohoda" in wrong.content.decode()) == (422, True)
    assert client.post(reverse("admin_ui:organisation-add"), data).status_code == 303
    one = Organisation.objects.get()
    address = reverse("admin_ui:organisation-change", args=[one.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {**data, "name": "Domov Klid", "revision": 1}).status_code == 303
    stale = client.post(address, {**data, "name": "Domov Ticho", "revision": 1})
    text = stale.content.decode().replace("\xa0", " ")
    assert (stale.status_code, "Domov Klid" in text, "Domov Ticho" in text) == (409, True, True)
    one.refresh_from_db()
    assert (one.name, one.revision, kinds(one)) == (
        "Domov Klid",
        2,
        ["organisation.added", "organisation.changed"],
    )
    assert journal.verify() == []


def test_an_organisation_is_not_a_part_of_its_own_part(client, admin, place):
    whole = make.organisation("Úřad", territory=place)
    part = make.organisation("Odbor", territory=place, parent=whole)
    data = {"name": "Úřad", "kind": whole.kind, "territory": place.pk, "parent": part.pk, "revision": 1}
    assert client.post(reverse("admin_ui:organisation-change", args=[whole.pk]), data).status_code == 409


def test_a_planning_territory_is_entered_with_its_municipalities(client, admin, place):
    towns = [make.territory(name, region=place) for name in ("Nový Bor", "Cvikov")]
    owner = make.organisation("Svazek obcí Novoborska", territory=place)
    data = {
        "kind": TerritoryKind.PLANNING,
        "name": "Novoborsko",
        "parent": place.pk,
        "owner": owner.pk,
        "members": [one.pk for one in towns],
    }
    address = reverse("admin_ui:territory-add")
    assert client.post(address, {**data, "parent": ""}).status_code == 422
    assert client.post(address, {**data, "kind": TerritoryKind.MUNICIPALITY}).status_code == 422
    assert client.post(address, {**data, "kind": TerritoryKind.REGION}).status_code == 422
    assert client.post(address, data).status_code == 303
    one = Territory.objects.get(name="Novoborsko")
    assert (one.slug, one.region, one.owner, set(one.members.all())) == (
        "novoborsko",
        place,
        owner,
        set(towns),
    )
    page = client.get(reverse("admin_ui:territory", args=[one.pk])).content.decode()
    assert "Cvikov" in page


def test_a_territory_is_corrected_and_stays_in_its_region(client, admin, place):
    towns = [make.territory(name, region=place) for name in ("Tanvald", "Desná")]
    one = make.territory("Tanvaldsko", kind=TerritoryKind.PLANNING, region=place, parent=place)
    address = reverse("admin_ui:territory-change", args=[one.pk])
    assert client.get(address).status_code == 200
    data = {"name": "Tanvaldsko", "parent": place.pk, "members": [towns[0].pk], "code": "T1", "revision": 1}
    assert client.post(address, data).status_code == 303
    assert client.post(address, {**data, "members": [towns[1].pk]}).status_code == 409
    one.refresh_from_db()
    assert ([town.name for town in one.members.all()], one.code, one.revision) == (["Tanvald"], "T1", 2)
    assert client.post(address, {**data, "parent": make.region("Jiný").pk, "revision": 2}).status_code == 422
    other = make.territory(kind=TerritoryKind.PLANNING, region=place, parent=place, code="T2")
    taken = client.post(address, {**data, "code": other.code, "revision": 2})
    assert (taken.status_code, "už existuje" in taken.content.decode()) == (422, True)
    assert journal.verify() == []


def test_two_places_of_one_name_get_addresses_of_their_own(client, admin, place):
    data = {"kind": TerritoryKind.MUNICIPALITY, "name": "Lhota", "parent": place.pk}
    for _ in range(3):
        assert client.post(reverse("admin_ui:territory-add"), data).status_code == 303
    assert sorted(Territory.objects.filter(name="Lhota").values_list("slug", flat=True)) == [
        "lhota",
        "lhota-2",
        "lhota-3",
    ]


def test_places_of_others_are_read_only(client, admin):
    elsewhere = make.region("Jiný kraj")
    one = make.organisation(territory=elsewhere)
    assert client.get(reverse("admin_ui:organisation", args=[one.pk])).status_code == 200
    assert client.get(reverse("admin_ui:organisation-change", args=[one.pk])).status_code == 403
    assert client.get(reverse("admin_ui:territory-change", args=[elsewhere.pk])).status_code == 403


def test_other_addresses_of_a_person_are_noted_and_removed(client, admin):
    person, other = make.person(), make.person("obsazeno@triada.test")
    address = reverse("admin_ui:alias-add", args=[person.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"address": "není adresa"}).status_code == 422
    assert client.post(address, {"address": other.email}).status_code == 409
    assert client.post(address, {"address": "Eva.Doma@Triada.test"}).status_code == 303
    assert client.post(address, {"address": "eva.doma@triada.test"}).status_code == 409
    alias = Alias.objects.get()
    page = client.get(reverse("admin_ui:person", args=[person.pk])).content.decode()
    assert ("eva.doma@triada.test" in page, "Zapsána další adresa" in page) == (True, True)
    remove = reverse("admin_ui:alias-remove", args=[alias.pk])
    assert client.post(remove).status_code == 303
    assert client.post(remove).status_code == 404
    assert kinds(person) == ["alias.added", "alias.removed"]


@pytest.mark.parametrize("name", ["organisation-change", "territory-change", "organisation", "territory"])
def test_a_page_of_a_place_takes_the_same_number_of_queries_at_any_size(name, client, admin, place):
    one = make.territory(kind=TerritoryKind.PLANNING, region=place, parent=place)
    if name.startswith("organisation"):
        one = make.organisation(territory=place)
    seen = []
    client.get(reverse("account"))
    for _ in range(2):
        for _number in range(5):
            town = make.territory(region=place)
            make.organisation(territory=place)
            if isinstance(one, Territory):
                one.members.add(town)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"admin_ui:{name}", args=[one.pk])).status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1] <= 15
