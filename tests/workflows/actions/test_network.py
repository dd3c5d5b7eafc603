from datetime import timedelta

import pytest

from people.errors import Gone, Refused, Stale
from people.models import JournalEntry
from tests.factories import networks, people, workflows
from workflows.actions import network
from workflows.enums import EditionState, NetworkTier
from workflows.models import NetworkService, TargetGroup

pytestmark = pytest.mark.django_db
BASIC, RESERVE = NetworkTier.BASIC, NetworkTier.RESERVE


@pytest.fixture
def edition():
    return networks.drafted()


def deed(edition, **fields):
    return {"by": workflows.coordinator(edition), "now": workflows.at(edition), **fields}


def rows(edition):
    services = NetworkService.objects.filter(edition=edition).order_by("tier", "order", "pk")
    return [(one.name, one.tier, one.order) for one in services]


def kinds(edition):
    found = JournalEntry.objects.filter(subject_kind="edition", subject_id=edition.pk)
    return [kind for kind in found.order_by("number").values_list("kind", flat=True) if "service" in kind]


def test_services_are_added_to_the_end_of_their_tier_with_keys_of_their_own(edition):
    group = TargetGroup.objects.first()
    network.add_service(
        edition=edition, values=networks.words(name="A"), target_groups=[group], **deed(edition)
    )
    networks.service(edition, name="B", tier=RESERVE)
    networks.service(edition, name="C")

    assert rows(edition) == [("A", BASIC, 1), ("C", BASIC, 2), ("B", RESERVE, 1)]
    assert list(edition.services.get(name="A").target_groups.all()) == [group]
    assert len({one.key for one in edition.services.all()}) == 3
    assert kinds(edition) == ["service.added"] * 3


def test_a_service_moves_between_the_network_and_the_reserve_and_asked_twice_moves_once(edition):
    first, _second = networks.service(edition, name="A"), networks.service(edition, name="B", tier=RESERVE)
    for _time in range(2):
        network.move_service(service=first, tier=RESERVE, **deed(edition))

    assert rows(edition) == [("B", RESERVE, 1), ("A", RESERVE, 2)]
    assert kinds(edition) == ["service.added", "service.added", "service.moved"]


def test_writing_keeps_the_key_and_moves_to_the_end_of_another_tier(edition):
    service = networks.service(edition, name="A")
    networks.service(edition, name="B", tier=RESERVE)
    values = networks.words(name="A jinak", tier=RESERVE, provider=service.provider)
    written = network.write_service(service=service, values=values, read_at=0, **deed(edition))

    assert (written.key, written.revision) == (service.key, 1)
    assert rows(edition) == [("B", RESERVE, 1), ("A jinak", RESERVE, 2)]


def test_whoever_read_an_older_service_is_shown_both_notes(edition):
    service = networks.service(edition, note="dříve")
    values = networks.words(name=service.name, provider=service.provider, note="první")
    network.write_service(service=service, values=values, read_at=0, **deed(edition))
    with pytest.raises(Stale) as told:
        network.write_service(service=service, values={**values, "note": "druhá"}, read_at=0, **deed(edition))

    assert (told.value.yours, told.value.current) == ("druhá", "první")


def test_the_same_service_of_a_provider_is_in_a_network_once(edition):
    service = networks.service(edition)
    same = networks.words(name=service.name, provider=service.provider)
    with pytest.raises(Refused, match="Stejná služba"):
        network.add_service(edition=edition, values=same, **deed(edition))
    network.add_service(edition=edition, values={**same, "form": "outpatient"}, **deed(edition))

    assert edition.services.count() == 2


def test_a_removed_service_can_be_neither_written_nor_removed_again(edition):
    service = networks.service(edition)
    network.remove_service(service=service, **deed(edition))
    values = networks.words()

    for act in (
        lambda: network.remove_service(service=service, **deed(edition)),
        lambda: network.move_service(service=service, tier=RESERVE, **deed(edition)),
        lambda: network.write_service(service=service, values=values, read_at=0, **deed(edition)),
    ):
        with pytest.raises(Gone):
            act()
    assert kinds(edition) == ["service.added", "service.removed"]


def test_a_network_before_the_councils_stands_still():
    edition = networks.drafted(services=1)
    service = edition.services.get()
    edition = workflows.next_step(edition)

    assert edition.state == EditionState.TRIAD_REVIEW
    with pytest.raises(Gone, match="posuzuje"):
        network.remove_service(service=service, **deed(edition))


def test_other_editions_take_no_services():
    edition = workflows.drafted()
    with pytest.raises(Refused, match="jen do sítě"):
        networks.service(edition)


def test_fields_that_people_do_not_write_are_refused(edition):
    with pytest.raises(Refused, match="revision"):
        network.add_service(edition=edition, values=networks.words(revision=7), **deed(edition))


def test_a_network_without_services_is_not_handed_over_and_with_one_it_is(edition):
    codes = blockers(edition)
    networks.service(edition)

    assert "no_services" in codes
    assert "no_services" not in blockers(edition)


def blockers(edition):
    from workflows.enums import Deed
    from workflows.guards import blockers as found
    from workflows.guards import facts

    return [one.code for one in found(facts(edition, workflows.at(edition)), Deed.SUBMIT_TO_TRIAD)]


def test_a_new_network_starts_from_the_one_in_force_with_the_same_keys():
    first = networks.in_force(networks.drafted(services=2))
    second = networks.drafted(first, now=first.state_since + timedelta(days=30))

    assert second.based_on == first
    assert set(second.services.values_list("key", flat=True)) == set(
        first.services.values_list("key", flat=True)
    )
    assert second.created_at > people.NOW
