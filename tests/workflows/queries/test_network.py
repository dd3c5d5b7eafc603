from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import networks, people, workflows
from workflows.actions import network
from workflows.enums import NetworkTier
from workflows.queries import network as queries
from workflows.queries.snapshot import snapshot_of

pytestmark = pytest.mark.django_db


def test_a_snapshot_of_a_network_freezes_its_services_by_tier():
    edition = networks.drafted()
    place = people.territory("Kdyně")
    networks.service(edition, name="Odlehčovací služba", tier=NetworkTier.RESERVE, identifier="7654321")
    networks.service(edition, name="Pečovatelská služba", territory=place, capacity="12.50", unit="úvazky")
    sections = [s for s in snapshot_of(edition)["sections"] if s["kind"] == "service" or "tier-" in s["key"]]

    assert [(s["kind"], s["level"], s["depth"], s["title"]) for s in sections] == [
        ("part", "", 0, "Základní síť"),
        ("service", "základní síť", 1, "Pečovatelská služba"),
        ("part", "", 0, "Zásobník"),
        ("service", "zásobník", 1, "Odlehčovací služba"),
    ]
    fields = dict(sections[1]["fields"])
    assert [fields[name] for name in ("Kapacita", "Kde působí", "Forma")] == [
        "12,5 (úvazky)",
        "Kdyně",
        "terénní",
    ]
    assert dict(sections[3]["fields"])["Identifikátor"] == "7654321"


def test_other_editions_are_frozen_without_services():
    keys = {section["key"] for section in snapshot_of(workflows.drafted())["sections"]}

    assert "tier-basic" not in keys


@pytest.mark.parametrize("count", [1, 7])
def test_services_of_any_number_are_written_in_two_queries(count, django_assert_num_queries):
    edition = networks.drafted(services=count)
    with django_assert_num_queries(2):
        found = queries.service_sections(edition)

    assert len(found) == count + 2


def test_changes_name_what_came_went_and_moved_and_a_new_service_renumbers_nobody():
    first = networks.in_force(networks.drafted(services=3))
    second = networks.drafted(first, now=first.state_since + timedelta(days=30))
    by, now = workflows.coordinator(second), workflows.at(second)
    stays, moves, goes = second.services.order_by("order")
    network.move_service(service=moves, tier=NetworkTier.RESERVE, by=by, now=now)
    network.remove_service(service=goes, by=by, now=now)
    networks.service(second, name="Nová")
    found = {s.key: s.kind for s in queries.changes(first, second)}

    new = second.services.get(name="Nová")
    assert found == {
        str(stays.key): "same",
        str(moves.key): "changed",
        str(goes.key): "removed",
        str(new.key): "added",
    }


def test_the_network_in_force_is_the_last_one_that_began():
    first = networks.in_force(networks.drafted(services=1))
    plan, day = first.plan, first.valid_from

    assert queries.network_in_force(plan, day - timedelta(days=1)) is None
    assert queries.network_in_force(plan, day) == first
    second = networks.drafted(first, now=workflows.at(first, days=5))
    second = networks.in_force(second, timezone.localdate(workflows.at(second, days=90)))
    assert queries.network_in_force(plan, second.valid_from - timedelta(days=1)) == first
    assert queries.network_in_force(plan, second.valid_from) == second


def test_the_filter_narrows_by_words_tier_kind_and_form():
    edition = networks.drafted()
    provider = people.organisation("Charita Domažlice")
    networks.service(edition, name="Pečovatelská služba", provider=provider)
    networks.service(edition, name="Noclehárna", kind=networks.kind("§ 63"), tier=NetworkTier.RESERVE)
    rows = queries.services_of(edition)

    def names(**wanted):
        return [one.name for one in queries.narrowed(rows, wanted)]

    assert names(q="charita peč") == ["Pečovatelská služba"]
    assert names(tier="reserve") == ["Noclehárna"]
    assert names(kind=networks.kind("§ 63")) == ["Noclehárna"]
    assert names(form="residential") == []
    assert [(one.tier.value, one.count) for one in queries.counts_of(edition)] == [
        ("basic", 1),
        ("reserve", 1),
    ]
