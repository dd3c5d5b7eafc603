from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from people.enums import TerritoryKind
from tests.factories import people, workflows
from workflows.actions import content
from workflows.enums import EditionState
from workflows.models import Item, TargetGroup

pytestmark = pytest.mark.django_db
S = EditionState


def errors(response) -> dict:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def empty(prefix: str, rows: list[dict] = (), initial: int = 0) -> dict:
    """Rows of a formset as a browser sends them."""
    sent = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


def written(costs=(), indicators=(), **fields) -> dict:
    return {
        "title": "Rozvoj terénních služeb",
        "description": "Aby lidé mohli zůstat doma.",
        **empty("costs", costs),
        **empty("indicators", indicators),
        **fields,
    }


def cost(**fields) -> dict:
    return {"year": "2027", "source": "region", "municipality": "", "amount": "1 250 000,50 Kč", **fields}


def only_item(pages) -> Item:
    return pages.edition.items.get()


# --- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "guarantor", "more"),
    [
        ("text", 200, []),
        ("items", 200, []),
        ("item", 200, ["key"]),
        ("item-add", 403, []),
        ("item-write", 403, ["key"]),
        ("item-remove", 403, ["key"]),
        ("part-write", 403, ["popisna"]),
    ],
)
def test_who_reads_and_who_writes_the_text(page, guarantor, more, scene, answers):
    pages = scene()
    url = pages.url(page, *(only_item(pages).key if one == "key" else one for one in more))
    assert answers(pages, url) == {
        "coordinator": 200,
        "clerk": 200,
        "drafter": 200,
        "guarantor": guarantor,
        "reviewer": 404,
        "stranger": 404,
        "anonymous": "login",
    }


def test_what_is_not_in_the_edition_is_not_found(scene):
    pages, other = scene(), scene()
    client = pages.client()
    urls = [
        pages.url("item", uuid4()),
        pages.url("item", only_item(other).key),
        pages.url("item-write", only_item(other).key),
        pages.url("part-write", "neni"),
        pages.url("item-add") + "?pod=neni",
        pages.url("item-add") + f"?pod={only_item(other).key}",
        reverse("plans:text", args=[pages.edition.plan.slug, other.edition.pk]),
    ]
    assert [client.get(url).status_code for url in urls] == [404] * len(urls)


# --- chapters -------------------------------------------------------------------------------------


def test_a_chapter_is_written(scene, text):
    pages = scene()
    client = pages.client("drafter")
    response = client.post(pages.url("part-write", "popisna"), {"text": "Žije tu 20 000 lidí.", "read_at": 0})
    assert (response.status_code, response["Location"]) == (303, pages.url("text"))
    assert "Žije tu 20 000 lidí." in text(client.get(pages.url("text")))


def test_a_stale_chapter_shows_both_texts(scene, text):
    pages = scene()
    url = pages.url("part-write", "popisna")
    pages.client("clerk").post(url, {"text": "Napsala referentka.", "read_at": 0})
    response = pages.client("drafter").post(url, {"text": "Napsal zpracovatel.", "read_at": 0})
    assert response.status_code == 409
    assert "Napsala referentka." in text(response)
    assert "Napsal zpracovatel." in text(response)
    assert pages.edition.parts.get(key="popisna").text == "Napsala referentka."


def test_a_text_that_is_judged_stands_still_and_what_was_typed_is_not_lost(scene, text):
    pages = scene(S.TRIAD_REVIEW)
    client = pages.client()
    assert "Text se teď nedá upravovat" in text(client.get(pages.url("text")))
    part = pages.edition.parts.get(key="popisna")
    response = client.post(pages.url("part-write", "popisna"), {"text": "Pozdě.", "read_at": part.revision})
    assert response.status_code == 409
    assert "Text se právě posuzuje" in text(response)
    assert "Pozdě." in text(response)


# --- items ----------------------------------------------------------------------------------------


def test_an_item_is_added_with_money_and_indicators_as_czechs_write_numbers(scene, text):
    pages = scene()
    village = people.territory("Smržovka")
    pages.edition.plan.territory.members.add(village)
    group = TargetGroup.objects.create(code="senioři-test", name="senioři nad 80 let")
    rows = [
        cost(),
        cost(year="2028", source="municipality", municipality=village.pk, amount="85\xa0000"),
        {"year": "", "source": "", "municipality": "", "amount": ""},
    ]
    measure = {"name": "úvazky", "unit": "úv.", "baseline": "1,5", "target": "3"}
    client = pages.client()
    response = client.post(
        pages.url("item-add"), written(rows, [measure, {"name": "", "unit": ""}], target_groups=[group.pk])
    )
    assert (response.status_code, response["Location"]) == (303, pages.url("items"))
    item = Item.objects.get(title="Rozvoj terénních služeb")
    assert item.number == "2"
    assert [(c.year, c.source, c.municipality, c.amount) for c in item.costs.order_by("year")] == [
        (2027, "region", None, Decimal("1250000.50")),
        (2028, "municipality", village, Decimal(85000)),
    ]
    assert [(i.name, i.baseline, i.target) for i in item.indicators.all()] == [
        ("úvazky", Decimal("1.5"), Decimal(3))
    ]
    assert list(item.target_groups.all()) == [group]
    shown = text(client.get(pages.url("item", item.key)))
    assert "1 250 000,5" in shown
    assert "85 000" in text(client.get(pages.url("items")))


def test_an_item_is_added_below_another_and_not_deeper_than_the_plan_goes(scene, text):
    pages = scene()
    pages.edition.plan.levels = ["cíl", "opatření"]
    pages.edition.plan.save(update_fields=["levels"])
    client, top = pages.client(), only_item(pages)
    assert client.post(f"{pages.url('item-add')}?pod={top.key}", written()).status_code == 303
    below = Item.objects.get(parent=top)
    assert (below.number, below.depth) == ("1.1", 1)
    response = client.post(f"{pages.url('item-add')}?pod={below.key}", written(title="Příliš hluboko"))
    assert response.status_code == 409
    assert "hlouběji už položku přidat nejde" in text(response)
    assert "Příliš hluboko" in text(response)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (cost(amount="hodně"), "Napište číslo, například 1 250 000 nebo 12,5."),
        (cost(amount="-5"), "Náklady nemohou být záporné."),
        (cost(amount="9" * 20), "Číslo je příliš velké."),
        (cost(amount=""), "Toto pole je třeba vyplnit."),
        (cost(year="27"), "1990"),
        (cost(source=""), "Toto pole je třeba vyplnit."),
        (cost(municipality="999999"), "999999"),
    ],
)
def test_a_mistake_in_a_row_of_money_is_said_and_nothing_typed_is_lost(row, message, scene, text):
    pages = scene()
    response = pages.client().post(pages.url("item-add"), written([row]))
    assert response.status_code == 422
    assert message in text(response)
    assert "Aby lidé mohli zůstat doma." in text(response)
    assert pages.edition.items.count() == 1


def test_an_item_without_a_title_is_said_beside_the_field(scene, text):
    pages = scene()
    response = pages.client().post(pages.url("item-add"), written([cost()], title=""))
    assert (response.status_code, list(errors(response))) == (422, ["title"])
    assert "1 250 000,50 Kč" in text(response)


def test_an_item_added_twice_is_added_once(scene, text):
    pages = scene()
    client = pages.client()
    client.post(pages.url("item-add"), written())
    again = client.post(pages.url("item-add"), written())
    assert (again.status_code, pages.edition.items.count()) == (409, 2)
    assert "už v textu je" in text(again)


def test_an_item_is_rewritten_and_a_stale_form_shows_both_texts(scene, text):
    pages = scene()
    item = only_item(pages)
    url = pages.url("item-write", item.key)
    client = pages.client()
    assert client.post(url, written([cost()], read_at=item.revision)).status_code == 303
    stale = client.post(url, written(description="Můj popis.", read_at=item.revision))
    assert stale.status_code == 409
    assert "Aby lidé mohli zůstat doma." in text(stale)
    assert "Můj popis." in text(stale)
    item.refresh_from_db()
    assert (item.title, item.description) == ("Rozvoj terénních služeb", "Aby lidé mohli zůstat doma.")
    shown = client.get(url)
    assert shown.context["costs"].forms[0].initial["amount"] == "1 250 000,5"


def test_a_row_of_money_is_struck_out(scene):
    pages = scene()
    item = only_item(pages)
    client, url = pages.client(), pages.url("item-write", item.key)
    client.post(url, written([cost()], read_at=item.revision))
    item.refresh_from_db()
    fields = written(read_at=item.revision) | empty("costs", [cost(DELETE="on")], initial=1)
    assert client.post(url, fields).status_code == 303
    assert item.costs.count() == 0


def test_the_key_number_and_edition_of_an_item_cannot_be_sent(scene):
    pages, other = scene(), scene()
    item = only_item(pages)
    fields = written(read_at=item.revision, number="99", edition=other.edition.pk, key=str(uuid4()))
    pages.client().post(pages.url("item-write", item.key), fields)
    again = only_item(pages)
    assert (again.key, again.number) == (item.key, "1")


def test_items_are_moved_among_their_siblings(scene):
    pages = scene()
    workflows.fill(pages.edition, 2)
    client = pages.client()
    last = pages.edition.items.order_by("order").last()
    assert client.get(pages.url("item-shift", last.key)).status_code == 405
    for direction, number in (("up", "2"), ("up", "1"), ("up", "1"), ("down", "2")):
        assert client.post(pages.url("item-shift", last.key), {"direction": direction}).status_code == 303
        last.refresh_from_db()
        assert last.number == number


def test_an_item_is_removed_after_asking_and_not_while_others_hang_on_it(scene, text):
    pages = scene()
    top = only_item(pages)
    by = pages.people["coordinator"]
    below = content.add_item(
        edition=pages.edition, parent=top, by=by, now=workflows.at(pages.edition), values={"title": "Pod ní"}
    )
    client = pages.client()
    assert "Odebrat 1 Priorita 1?" in text(client.get(pages.url("item-remove", top.key)))
    refused = client.post(pages.url("item-remove", top.key))
    assert refused.status_code == 409
    assert "Položka má pod sebou další položky" in text(refused)
    for item in (below, top):
        assert client.post(pages.url("item-remove", item.key)).status_code == 303
    assert client.post(pages.url("item-remove", top.key)).status_code == 404


# --- how dear -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 9])
def test_the_pages_of_a_text_of_any_size_take_a_fixed_number_of_queries(
    count, scene, django_assert_num_queries
):
    pages = scene(territory=None)
    by, now = pages.people["coordinator"], workflows.at(pages.edition)
    place = pages.edition.plan.territory
    for number in range(count):
        place.members.add(people.territory(f"Obec u {number}", kind=TerritoryKind.MUNICIPALITY))
    item = content.add_item(
        edition=pages.edition,
        parent=None,
        by=by,
        now=now,
        values={"title": "S penězi"},
        costs=[content.Cost(2027 + number, "region", Decimal(1000)) for number in range(count)],
        indicators=[content.Measure(f"ukazatel {number}", "ks") for number in range(count)],
    )
    workflows.fill(pages.edition, count)
    client = pages.client()
    client.get(pages.url("items"))
    for url, queries in {
        pages.url("text"): 6,
        pages.url("items"): 10,
        pages.url("item", item.key): 13,
        pages.url("item-add"): 9,
        pages.url("item-write", item.key): 14,
        pages.url("part-write", "popisna"): 6,
    }.items():
        with django_assert_num_queries(queries):
            assert client.get(url).status_code == 200
