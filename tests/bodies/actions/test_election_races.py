"""Two people record one election at once, on real connections."""

from datetime import date

import pytest

from bodies.actions import election
from bodies.actions import seat as seats
from bodies.enums import BodyKind
from bodies.models import Mandate
from people import journal
from people.models import JournalEntry
from tests.factories import bodies as make
from tests.factories import people
from tests.factories.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
FRIDAY = date(2026, 10, 9)


@pytest.mark.parametrize("_round", range(2))
def test_an_election_recorded_twice_at_once_ends_each_mandate_once(_round):
    town, by = people.territory(), people.person()
    body, board = make.body(town), make.body(town, BodyKind.BOARD)
    for where in (body, body, board):
        make.member(where)

    def deed():
        election.hold(territory=town, voted_on=FRIDAY, by=by, now=people.NOW)

    assert at_once(deed, deed, deed) == ["done"] * 3
    kinds = sorted(JournalEntry.objects.values_list("kind", flat=True))
    assert kinds == ["mandate.carried_over", "mandate.ended", "mandate.ended"]
    assert journal.verify() == []


@pytest.mark.parametrize("_round", range(2))
def test_an_election_and_the_end_of_a_mandate_do_not_meet(_round):
    town, by = people.territory(), people.person()
    mandate = make.mandate(make.seat(make.body(town)))

    ended = at_once(
        lambda: election.hold(territory=town, voted_on=FRIDAY, by=by, now=people.NOW),
        lambda: seats.vacate(mandate=mandate, ends_on=date(2026, 9, 1), by=by, now=people.NOW),
    )

    # The earlier day wins in either order; the election never moves an end that has been written.
    assert (ended, Mandate.objects.get().ends_on) == (["done", "done"], date(2026, 9, 1))
    assert journal.verify() == []
