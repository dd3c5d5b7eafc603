"""The text is written while it is open; keys stay, numbers follow, nobody's words are lost."""

import pytest

from people.errors import Gone, Refused, Stale
from tests.factories import workflows as make
from workflows.actions import content
from workflows.enums import EditionState
from workflows.models import Item

pytestmark = pytest.mark.django_db
S = EditionState
NOTHING = {"target_groups": [], "service_kinds": [], "costs": [], "indicators": []}


@pytest.fixture
def edition():
    return make.drafted()


@pytest.fixture
def said(edition):
    return {"by": make.coordinator(edition), "now": make.NOW}


def add(edition, said, parent=None, title="Opatření"):
    return content.add_item(edition=edition, parent=parent, values={"title": title}, **said)


def numbers(edition):
    return list(Item.objects.filter(edition=edition).order_by("number").values_list("number", "title"))


def test_numbers_follow_the_tree_and_keys_stay(edition, said):
    first = Item.objects.get(edition=edition)
    second = add(edition, said, title="Druhá")
    add(edition, said, parent=second, title="Pod druhou")
    keys = set(Item.objects.filter(edition=edition).values_list("key", flat=True))
    content.shift_item(item=second, up=True, **said)

    assert numbers(edition) == [("1", "Druhá"), ("1.1", "Pod druhou"), ("2", first.title)]
    assert set(Item.objects.filter(edition=edition).values_list("key", flat=True)) == keys


def test_a_plan_is_only_as_deep_as_its_levels(edition, said):
    parent = None
    for _level in edition.plan.levels:
        parent = add(edition, said, parent=parent)

    with pytest.raises(Refused, match="hlouběji"):
        add(edition, said, parent=parent)


def test_what_somebody_removed_meanwhile_is_gone(edition, said):
    item = add(edition, said)
    content.remove_item(item=Item.objects.get(pk=item.pk), **said)

    for act in (
        lambda: content.remove_item(item=item, **said),
        lambda: content.shift_item(item=item, up=True, **said),
        lambda: content.write_item(item=item, values={}, read_at=0, **NOTHING, **said),
        lambda: add(edition, said, parent=item),
    ):
        with pytest.raises(Gone):
            act()


def test_an_item_with_items_below_it_is_not_removed(edition, said):
    parent = add(edition, said)
    add(edition, said, parent=parent)

    with pytest.raises(Refused, match="nejdřív odeberte"):
        content.remove_item(item=parent, **said)


def test_who_read_an_older_text_keeps_both(edition, said):
    part = edition.parts.first()
    content.write_part(part=part, text="Prvního.", read_at=0, **said)

    with pytest.raises(Stale) as refusal:
        content.write_part(part=part, text="Druhého.", read_at=0, **said)
    assert (refusal.value.yours, refusal.value.current) == ("Druhého.", "Prvního.")


@pytest.mark.parametrize("state", [s for s in S if s not in (S.DRAFTING, S.SETTLEMENT)])
def test_a_text_that_is_judged_stands_still(state):
    edition = make.edition_in(state)

    with pytest.raises(Gone):
        add(edition, {"by": make.coordinator(edition), "now": make.at(edition)})


def test_fields_that_people_do_not_write_are_refused(edition, said):
    with pytest.raises(Refused, match="key"):
        content.add_item(edition=edition, parent=None, values={"title": "x", "key": "y"}, **said)


@pytest.mark.parametrize("name", ["state", "slug", "territory"])
def test_no_description_of_a_plan_can_set_its_state(edition, said, name):
    with pytest.raises(Refused, match=name):
        make.plans.describe(plan=edition.plan, changes={name: "closed"}, read_at=0, **said)
