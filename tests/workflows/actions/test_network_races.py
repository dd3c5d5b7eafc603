"""Two people at once over a network and over the register of statements."""

import pytest

from people import journal
from tests.factories import networks, people, workflows
from tests.factories.races import at_once
from workflows.actions import network, statement
from workflows.enums import NetworkTier
from workflows.models import Statement

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def deed():
    return {"by": people.person(), "now": people.NOW}


def test_the_same_word_written_twice_at_once_is_written_once():
    village, values, one, other = people.territory(), networks.said(), deed(), deed()
    ended = at_once(
        lambda: statement.record(territory=village, values=values, **one),
        lambda: statement.record(territory=village, values=values, **other),
    )

    assert sorted(ended) == ["Refused", "done"]
    assert Statement.objects.count() == 1
    assert list(journal.verify()) == []


def test_a_word_superseded_and_taken_back_at_once_ends_one_way():
    held, one, other = networks.stated(people.territory()), deed(), deed()
    values = networks.said(provider=held.provider)
    words = {"withdrawn_on": people.TODAY, "reason": "Omyl.", "read_at": 0}
    ended = at_once(
        lambda: statement.supersede(statement=held, values=values, **one),
        lambda: statement.withdraw(statement=held, **words, **other),
    )

    assert sorted(ended) == ["Gone", "done"]
    assert list(journal.verify()) == []


def test_a_service_moved_and_removed_at_once_is_removed():
    service = networks.drafted(services=1).services.get()
    by, now = workflows.coordinator(service.edition), workflows.at(service.edition)
    tier = NetworkTier.RESERVE
    ended = at_once(
        lambda: network.move_service(service=service, tier=tier, by=by, now=now),
        lambda: network.remove_service(service=service, by=by, now=now),
    )

    assert ended[1] == "done"
    assert ended[0] in ("done", "Gone")
    assert not service.edition.services.exists()
    assert list(journal.verify()) == []
