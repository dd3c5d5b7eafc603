"""An election ends the mandates of the assembly; the rada and the mayor's seats go on until successors."""

from datetime import date, timedelta
from functools import partial

import pytest

from bodies.actions import election
from bodies.actions import seat as seats
from bodies.enums import BodyKind, Outcome, OutputWord
from bodies.models import Mandate, Resolution
from bodies.queries.election import outlook
from bodies.signals import member_left
from people import journal
from people.enums import OrganisationKind
from people.errors import Refused, Stale
from tests.factories import bodies as make
from tests.factories import people, workflows

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 10, 9)
A_DAY = timedelta(days=1)


@pytest.fixture
def town():
    return people.territory("Tanvald")


def seated(where, kind, **fields):
    """Make a body of a kind with one member."""
    return make.mandate(make.seat(make.body(where, kind), **fields))


def hold(where, **more):
    said = {"voted_on": FRIDAY, "by": people.person(), "now": people.NOW, **more}
    return election.hold(territory=where, **said)


def fresh(*mandates):
    found = Mandate.objects.in_bulk([m.pk for m in mandates])
    return [(found[m.pk].ends_on, found[m.pk].term_ends_on) for m in mandates]


def test_the_assembly_and_its_committees_end_and_the_rada_with_commissions_carries_on(town):
    ending = [seated(town, kind) for kind in (BodyKind.ASSEMBLY, BodyKind.COMMITTEE)]
    staying = [seated(town, kind) for kind in (BodyKind.BOARD, BodyKind.COMMISSION)]
    apart = [seated(town, BodyKind.WORKING), seated(people.territory(), BodyKind.ASSEMBLY)]
    held = hold(town)

    assert ({m.pk for m in held.ended}, {m.pk for m in held.carried_over}) == (
        {m.pk for m in ending},
        {m.pk for m in staying},
    )
    assert (
        fresh(*ending, *staying, *apart) == [(FRIDAY, None)] * 2 + [(None, FRIDAY)] * 2 + [(None, None)] * 2
    )
    assert journal.verify() == []


def test_the_mayor_s_seat_in_the_college_stays_with_the_mayor_until_a_successor(town):
    region = people.region()
    office = people.organisation(kind=OrganisationKind.MUNICIPALITY, territory=town)
    provider = people.organisation(territory=town)
    mayor = seated(region, BodyKind.COLLEGE, organisation=office)
    other = seated(region, BodyKind.COLLEGE, organisation=provider)
    hold(town)
    assert fresh(mayor, other) == [(None, FRIDAY), (None, None)]

    began = date(2026, 11, 3)
    successor = seats.occupy(
        seat=mayor.seat,
        person=people.person(),
        starts_on=began,
        by=people.person(),
        now=people.NOW,
    )
    assert (fresh(mayor), successor.starts_on) == ([(began - A_DAY, FRIDAY)], began)


def test_mandates_that_end_anyway_or_begin_after_stay_as_they_are(town):
    body = make.body(town)
    over = make.mandate(make.seat(body), ends_on=FRIDAY - A_DAY)
    that_day = make.mandate(make.seat(body), ends_on=FRIDAY)
    later = make.mandate(make.seat(body), ends_on=FRIDAY + A_DAY)
    fresh_one = make.mandate(make.seat(body), starts_on=FRIDAY + A_DAY)
    hold(town)
    assert fresh(over, that_day, later, fresh_one) == [
        (FRIDAY - A_DAY, None),
        (FRIDAY, None),
        (FRIDAY, None),
        (None, None),
    ]


def test_whoever_hands_over_hears_of_each_who_left_and_twice_changes_nothing(town):
    ending, _staying = seated(town, BodyKind.ASSEMBLY), seated(town, BodyKind.BOARD)
    heard = []
    hear = lambda mandate, **_: heard.append(mandate.pk)  # noqa: E731 - a receiver in one line
    member_left.connect(hear, weak=False)
    try:
        hold(town)
        again = hold(town)
    finally:
        member_left.disconnect(hear)

    assert (heard, again.ended, again.carried_over) == ([ending.pk], (), ())


def test_only_the_composition_that_was_read_is_confirmed(town):
    seated(town, BodyKind.ASSEMBLY)
    seen = outlook(town, FRIDAY).digest
    seated(town, BodyKind.ASSEMBLY)
    with pytest.raises(Stale, match="mezitím změnilo"):
        hold(town, seen=seen)
    hold(town, seen=outlook(town, FRIDAY).digest)
    assert hold(town, seen="cokoli").ended == ()


def test_a_year_that_was_mistyped_is_refused(town):
    with pytest.raises(Refused, match="Rok 2062"):
        hold(town, voted_on=date(2062, 10, 9))


def test_what_the_leaving_members_leave_is_shown_before_and_after(town):
    mandate = seated(town, BodyKind.ASSEMBLY)
    body, who = mandate.seat.body, mandate.person
    task = make.action_item(body, responsible=who)
    make.action_item(body)
    ahead = make.convened(body, FRIDAY + 30 * A_DAY)
    read = partial(outlook, town, FRIDAY)
    before = read()
    hold(town)
    after = read()

    assert [(list(o.tasks), [p.meeting for p in o.invitations], o.is_done) for o in (before, after)] == [
        ([task], [ahead], False),
        ([task], [ahead], True),
    ]


def test_advice_given_before_a_decision_of_the_council_is_named(town):
    document = workflows.edition_in("council_approval").document
    committee = make.body(town, BodyKind.COMMITTEE)
    given = {"word": OutputWord.RECOMMENDATION, "outcome": Outcome.RECOMMENDS}
    advice = resolution(committee, FRIDAY - A_DAY, document, **given)
    resolution(committee, FRIDAY + A_DAY, document, **given)
    assert list(outlook(town, FRIDAY).advice) == [advice]

    resolution(make.body(town), FRIDAY, document, outcome=Outcome.APPROVES)
    assert list(outlook(town, FRIDAY).advice) == []


def resolution(body, decided_on, document, **fields):
    values = {"word": OutputWord.RESOLUTION, "title": "Střednědobý plán", **fields}
    return Resolution.objects.create(
        body=body,
        decided_on=decided_on,
        document=document,
        recorded_at=people.NOW,
        recorded_by=people.person(),
        **values,
    )


def test_the_outlook_takes_as_many_queries_for_one_body_as_for_ten(town, django_assert_num_queries):
    for _number in range(2):
        seated(town, BodyKind.ASSEMBLY)
        seated(town, BodyKind.BOARD)
        with django_assert_num_queries(6):
            outlook(town, FRIDAY)
