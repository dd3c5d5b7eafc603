"""Who sits in a body on a day."""

from datetime import date, timedelta

import pytest

from bodies.enums import BodyKind
from bodies.queries.composition import composition, members_of, overlapping
from bodies.queries.listing import sits_in
from people.enums import Side
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
A_DAY = timedelta(days=1)


def test_a_body_is_shown_as_it_was_is_or_will_be(django_assert_num_queries):
    body = make.body()
    first, second, gone = make.seat(body), make.seat(body), make.seat(body, ends_on=DAY - A_DAY)
    old = make.mandate(first, ends_on=DAY - A_DAY)
    new = make.mandate(first, starts_on=DAY)
    beside = make.mandate(first, is_substitute=True)
    with django_assert_num_queries(2):
        now = composition(body, DAY)
    before = composition(body, DAY - A_DAY)

    assert [(p.seat, p.holder, p.substitutes) for p in now.places] == [
        (first, new, (beside,)),
        (second, None, ()),
    ]
    assert [(p.seat, p.holder) for p in before.places] == [(first, old), (second, None), (gone, None)]
    assert [p.seat for p in now.vacant] == [second]


def test_votes_sides_and_mandates_that_end_soon_are_counted():
    body = make.body()
    ends = DAY + timedelta(days=60)
    soon = make.mandate(make.seat(body, side=Side.USERS), ends_on=ends)
    make.mandate(make.seat(body, side=Side.PROVIDERS, is_voting=False), ends_on=ends + A_DAY)
    make.seat(body, side=Side.USERS)
    found = composition(body, DAY)

    assert (found.voting, found.expiring, found.has_sides) == (1, [soon], True)
    assert dict(found.sides) == {Side.USERS: 1, Side.PROVIDERS: 1, Side.COMMISSIONERS: 0}
    assert [place.is_protected for place in found.places] == [True, False, True]


def test_members_are_active_holders_of_the_day_each_once():
    one, other = make.body(), make.body()
    person = make.member(one)
    make.mandate(make.seat(other), person)
    make.mandate(make.seat(one), people.person(is_active=False))
    make.mandate(make.seat(one), is_substitute=True)
    make.mandate(make.seat(one), ends_on=DAY - A_DAY)

    assert members_of([one, other], DAY) == [person]


def test_neighbours_whose_days_meet_are_found():
    seat = make.seat(make.body())
    first = make.mandate(seat, starts_on=DAY, ends_on=DAY + A_DAY)
    second = make.mandate(seat, starts_on=DAY + A_DAY)
    apart = make.mandate(seat, starts_on=DAY - 9 * A_DAY, ends_on=DAY - A_DAY)

    assert overlapping([second, first, apart]) == [(first, second)]


def test_sitting_is_asked_of_a_day_and_of_kinds_of_bodies():
    person = people.person()
    make.mandate(make.seat(make.body(kind=BodyKind.BOARD)), person, ends_on=DAY)
    asked = [(BodyKind.BOARD, DAY), (BodyKind.BOARD, DAY + A_DAY), (BodyKind.ASSEMBLY, DAY)]
    assert [sits_in(person, (kind,), day) for kind, day in asked] == [True, False, False]


class TestTerms:
    def test_terms_that_end_soon_and_those_that_have_ended_are_told_apart(self):
        body = make.body()
        ends = {name: DAY + timedelta(days=days) for name, days in (("over", -1), ("soon", 60), ("far", 61))}
        made = {name: make.mandate(make.seat(body), term_ends_on=day) for name, day in ends.items()}
        make.mandate(make.seat(body), ends_on=DAY + A_DAY)
        found = composition(body, DAY)

        assert (found.terms_ending, found.carried_over) == ([made["soon"]], [made["over"]])


class TestBalance:
    @pytest.mark.parametrize(
        ("sides", "said"),
        [
            ([Side.USERS, Side.PROVIDERS, Side.COMMISSIONERS], []),
            ([Side.PROVIDERS, Side.COMMISSIONERS], ["Chybí zástupce uživatelů služeb."]),
            (
                [Side.USERS, Side.PROVIDERS, Side.PROVIDERS, Side.PROVIDERS, Side.COMMISSIONERS],
                ["Zástupci poskytovatelů mají víc než polovinu míst."],
            ),
        ],
    )
    def test_a_group_of_the_triad_says_who_is_missing_and_who_prevails(self, sides, said):
        body = make.body(kind=BodyKind.FOCUS)
        for side in sides:
            make.member(body, side=side)
        assert composition(body, DAY).balance == said

    def test_a_vacant_seat_of_a_side_represents_nobody(self):
        body = make.body(kind=BodyKind.COORDINATION)
        make.member(body, side=Side.COMMISSIONERS)
        make.seat(body, side=Side.USERS)
        assert composition(body, DAY).balance == [
            "Chybí zástupce uživatelů služeb.",
            "Chybí zástupce poskytovatelů služeb.",
            "Zástupci zadavatelů mají víc než polovinu míst.",
        ]

    def test_a_college_of_towns_misses_nobody(self):
        body = make.body(kind=BodyKind.COLLEGE)
        make.member(body, side=Side.COMMISSIONERS)
        assert composition(body, DAY).balance == []
