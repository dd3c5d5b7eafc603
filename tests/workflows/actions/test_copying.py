"""Content is copied with its keys, whole or chosen, in a number of queries that does not grow."""

import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Organisation
from tests.factories import people
from tests.factories import plan_in_force as plans
from tests.factories import workflows as make
from workflows.actions.copying import copy_content
from workflows.enums import EditionKind, NetworkTier, ServiceForm
from workflows.models import Indicator, Item, NetworkService, ServiceKind, TargetGroup

pytestmark = pytest.mark.django_db


def empty(text):
    """Start an edition that takes nothing over."""
    return plans.start(text, EditionKind.NETWORK)


def copied(source, target, **fields):
    by, now = make.coordinator(source), make.at(target)
    return copy_content(source=source, target=target, by=by, now=now, **fields)


def told(item):
    """Tell everything that an item says, without its row numbers."""
    return {
        "texts": (item.number, item.depth, item.order, item.title, item.implementer_id),
        "above": item.parent.key if item.parent else None,
        "groups": sorted(item.target_groups.values_list("pk", flat=True)),
        "kinds": sorted(item.service_kinds.values_list("pk", flat=True)),
        "money": list(item.costs.values_list("year", "source", "municipality", "amount")),
        "indicators": list(item.indicators.values_list("key", "name", "unit", "baseline", "target")),
    }


def test_a_copy_says_the_same_of_every_item():
    text = plans.plan_text()
    target = empty(text)

    assert copied(text, target) == 6
    source = {item.key: told(item) for item in text.items.all()}
    assert {item.key: told(item) for item in target.items.all()} == source


def test_the_source_stays_as_it_was():
    text = plans.plan_text()
    before = {item.pk: told(item) for item in text.items.all()}
    copied(text, empty(text))

    assert {item.pk: told(item) for item in text.items.all()} == before
    assert Indicator.objects.count() == 2 * 4


def test_what_the_target_has_already_stays_as_it_is():
    text = plans.plan_text()
    target = empty(text)
    copied(text, target)
    target.items.filter(number="1.1").update(title="Jinak")

    assert copied(text, target) == 0
    assert target.items.get(number="1.1").title == "Jinak"


def test_a_key_that_the_source_does_not_have_brings_nothing():
    text = plans.plan_text()

    assert copied(text, empty(text), keys={uuid.uuid4()}) == 0


def test_chapters_come_with_the_whole_text_only_and_never_over_what_is_written():
    text = plans.plan_text()
    text.parts.update(text="Převzato.")
    one, other = empty(text), plans.start(text, EditionKind.ACTION_PLAN, 2027)
    one.parts.filter(key="sit").update(text="Vlastní.")
    copied(text, one)
    copied(text, other, keys=set())

    assert one.parts.get(key="sit").text == "Vlastní."
    assert one.parts.filter(text="Převzato.").count() == 4
    assert set(other.parts.values_list("text", flat=True)) == {""}


def test_services_of_a_network_keep_their_keys_and_groups():
    text = plans.plan_text()
    network = empty(text)
    provider: Organisation = people.organisation()
    service = NetworkService.objects.create(
        edition=network,
        tier=NetworkTier.RESERVE,
        provider=provider,
        name="Pečovatelská služba",
        kind=ServiceKind.objects.all()[0],
        form=ServiceForm.OUTREACH,
        capacity=Decimal("2.5"),
    )
    service.target_groups.add(*TargetGroup.objects.all()[:2])
    target = plans.start(text, EditionKind.ACTION_PLAN, 2028)
    copied(network, target)

    copy = target.services.get()
    assert (copy.key, copy.tier, copy.capacity) == (service.key, NetworkTier.RESERVE, Decimal("2.50"))
    assert set(copy.target_groups.all()) == set(service.target_groups.all())


def queries_for(priorities):
    text = plans.plan_text(*(f"Priorita {number}" for number in range(priorities)))
    target = empty(text)
    with CaptureQueriesContext(connection) as seen:
        copied(text, target)
    assert Item.objects.filter(edition=target).count() == 3 * priorities
    return len(seen)


def test_a_long_text_costs_as_many_queries_as_a_short_one():
    assert queries_for(2) == queries_for(12)
