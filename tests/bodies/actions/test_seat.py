"""Seats are added and abolished, mandates begin and end; nobody sits where somebody sits already."""

from datetime import date, timedelta

import pytest

from bodies.actions import seat as seats
from bodies.signals import member_left
from people import journal
from people.enums import Side
from people.errors import Gone, Refused
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
A_DAY = timedelta(days=1)


def occupy(seat, person=None, starts_on=FIRST, ends_on=None, **said):
    said = {"person": person or people.person(), "by": people.person(), "now": people.NOW, **said}
    return seats.occupy(seat=seat, starts_on=starts_on, ends_on=ends_on, **said)


def vacate(mandate, ends_on):
    return seats.vacate(mandate=mandate, ends_on=ends_on, by=people.person(), now=people.NOW)


def abolish(seat, ends_on):
    return seats.end(seat=seat, ends_on=ends_on, by=people.person(), now=people.NOW)


@pytest.fixture
def seat():
    return make.seat(make.body())


def kinds(body):
    return list(journal.of(body).order_by("number").values_list("kind", flat=True))


def test_seats_are_added_at_the_end_of_the_list():
    body, by = make.body(), people.person()
    made = [
        seats.add(body=body, label=label, side=Side.USERS, by=by, now=people.NOW)
        for label in ("Zástupce rodičů", "Zástupkyně seniorů")
    ]
    assert [(s.order, s.label, s.side, s.is_voting) for s in made] == [
        (1, "Zástupce rodičů", Side.USERS, True),
        (2, "Zástupkyně seniorů", Side.USERS, True),
    ]
    assert kinds(body) == ["seat.added"] * 2


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (FIRST, LAST),
        (LAST, None),
        (FIRST - A_DAY, FIRST),
        (FIRST - A_DAY, None),
        (FIRST + A_DAY, LAST - A_DAY),
    ],
)
def test_a_seat_has_one_holder_on_each_of_its_days(seat, starts_on, ends_on):
    held = occupy(seat, ends_on=LAST)
    with pytest.raises(Refused, match=r"a to do 31\. 12\. 2026"):
        occupy(seat, starts_on=starts_on, ends_on=ends_on)
    assert list(seat.mandates.all()) == [held]


def test_the_next_holder_begins_the_day_after(seat):
    first = occupy(seat, ends_on=LAST)
    second = occupy(seat, starts_on=LAST + A_DAY)
    before = occupy(seat, starts_on=FIRST - 9 * A_DAY, ends_on=FIRST - A_DAY)

    assert [m.pk for m in seat.mandates.order_by("starts_on")] == [before.pk, first.pk, second.pk]
    assert (kinds(seat.body), journal.verify()) == (["mandate.begun"] * 3, [])


def test_a_holder_without_an_end_has_to_be_ended_first(seat):
    held = occupy(seat)
    with pytest.raises(Refused, match="bez konce mandátu"):
        occupy(seat, starts_on=LAST)
    vacate(held, LAST - A_DAY)
    assert occupy(seat, starts_on=LAST).seat == seat


def test_a_substitute_sits_beside_the_holder_once(seat):
    occupy(seat)
    other = people.person()
    occupy(seat, other, is_substitute=True)
    occupy(seat, is_substitute=True)
    with pytest.raises(Refused, match=other.name):
        occupy(seat, other, is_substitute=True)


def test_nobody_is_seated_backwards_or_after_they_left(seat):
    with pytest.raises(Refused, match="dřív, než začne"):
        occupy(seat, starts_on=LAST, ends_on=FIRST)
    with pytest.raises(Refused, match="už v Triádě nepůsobí"):
        occupy(seat, people.person(is_active=False))


@pytest.mark.parametrize(
    ("starts_on", "ends_on"), [(FIRST - A_DAY, LAST), (FIRST, None), (FIRST, LAST + A_DAY)]
)
def test_a_mandate_stays_within_the_days_of_its_seat(starts_on, ends_on):
    seat = make.seat(make.body(), starts_on=FIRST, ends_on=LAST)
    with pytest.raises(Refused, match="toto místo v orgánu není"):
        occupy(seat, starts_on=starts_on, ends_on=ends_on)
    assert occupy(seat, starts_on=FIRST, ends_on=LAST).ends_on == LAST


def test_a_mandate_is_only_ever_shortened(seat):
    held = occupy(seat, ends_on=LAST)
    with pytest.raises(Gone):
        vacate(held, LAST)
    with pytest.raises(Refused, match="dřív, než začal"):
        vacate(held, FIRST - A_DAY)
    assert vacate(held, FIRST).ends_on == FIRST


def test_an_abolished_seat_ends_its_mandates_and_not_those_that_ended_before(seat):
    old = occupy(seat, ends_on=FIRST)
    held, beside = occupy(seat, starts_on=FIRST + A_DAY), occupy(seat, is_substitute=True)
    abolish(seat, LAST)
    for mandate in (old, held, beside):
        mandate.refresh_from_db()

    assert (old.ends_on, held.ends_on, beside.ends_on) == (FIRST, LAST, LAST)
    with pytest.raises(Gone):
        abolish(seat, LAST)


def test_a_seat_is_not_abolished_before_it_began_or_before_somebody_takes_it():
    seat = make.seat(make.body(), starts_on=FIRST)
    with pytest.raises(Refused, match="dřív, než bylo zřízeno"):
        abolish(seat, FIRST - A_DAY)
    occupy(seat, starts_on=LAST)
    with pytest.raises(Refused, match="až po tomto dni"):
        abolish(seat, LAST - A_DAY)


class TestCarryOver:
    def test_a_successor_ends_the_mandate_of_whoever_stayed_for_them(self, seat):
        held = occupy(seat, term_ends_on=LAST)
        with pytest.raises(Refused, match="bez konce mandátu"):
            occupy(seat, starts_on=LAST)
        began = LAST + 20 * A_DAY
        successor = occupy(seat, starts_on=began)
        held.refresh_from_db()

        assert (held.ends_on, held.term_ends_on, successor.starts_on) == (began - A_DAY, LAST, began)
        assert kinds(seat.body) == ["mandate.begun", "mandate.ended", "mandate.begun"]

    def test_a_substitute_succeeds_nobody(self, seat):
        held = occupy(seat, term_ends_on=FIRST)
        occupy(seat, starts_on=LAST, is_substitute=True)
        held.refresh_from_db()
        assert held.ends_on is None

    def test_a_term_stands_only_beside_a_mandate_without_an_end(self, seat):
        with pytest.raises(Refused, match="jen jedno z obou dat"):
            occupy(seat, ends_on=LAST, term_ends_on=LAST)
        with pytest.raises(Refused, match="dřív, než mandát začne"):
            occupy(seat, term_ends_on=FIRST - A_DAY)


def test_what_is_written_beside_a_mandate_can_be_mended(seat):
    held = occupy(seat)
    said = {"appointed_by": "usnesení č. 12/26/RM", "term_ends_on": LAST, "may_name_publicly": True}
    seats.amend(mandate=held, by=people.person(), now=people.NOW, **said)
    held.refresh_from_db()

    assert {name: getattr(held, name) for name in said} == said
    vacate(held, LAST)
    with pytest.raises(Refused, match="jen jedno z obou dat"):
        seats.amend(mandate=held, by=people.person(), now=people.NOW, **said)


def test_the_words_about_a_seat_can_be_mended(seat):
    said = {
        "label": "starosta nebo místostarosta města Tanvald",
        "function": "předseda",
        "appointer": "rada města",
        "takes_any_deputy": True,
    }
    seats.describe(seat=seat, by=people.person(), now=people.NOW, **said)
    seat.refresh_from_db()
    assert ({name: getattr(seat, name) for name in said}, kinds(seat.body)) == (said, ["seat.described"])


def test_whoever_hands_over_hears_that_a_member_left(seat):
    heard = []
    hear = lambda mandate, **_: heard.append((mandate.pk, mandate.ends_on))  # noqa: E731 - one line
    held = occupy(seat)
    member_left.connect(hear, weak=False)
    try:
        vacate(held, LAST)
    finally:
        member_left.disconnect(hear)
    assert heard == [(held.pk, LAST)]
