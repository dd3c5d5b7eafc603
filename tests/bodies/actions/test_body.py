"""Bodies are written down and described; their rules and numbers."""

from datetime import date

import pytest

from bodies.actions import body as bodies
from bodies.actions import numbering, standing_orders
from bodies.enums import BodyKind, OutputWord
from bodies.models import Body, StandingOrders
from people import journal
from people.errors import Refused, Stale
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db


def create(name="Rada města Turnova", where=None):
    return bodies.create(
        name=name,
        kind=BodyKind.BOARD,
        territory=where or people.territory(),
        by=people.person(),
        now=people.NOW,
    )


def describe(body, read_at=0, **said):
    said = {"name": body.name, "by": people.person(), "now": people.NOW, **said}
    return bodies.describe(body=body, read_at=read_at, **said)


def adopt(body, valid_from, **said):
    values = {"output_word": OutputWord.RESOLUTION, "papers_days": 10, "numbering": "{n}/{yy}", **said}
    return standing_orders.adopt(
        body=body, valid_from=valid_from, by=people.person(), now=people.NOW, **values
    )


class TestBody:
    def test_an_address_is_made_of_the_name_and_never_given_twice(self):
        assert [create().slug, create().slug, create("Nový").slug] == [
            "rada-mesta-turnova",
            "rada-mesta-turnova-2",
            "novy-2",
        ]

    def test_a_description_keeps_the_address_and_is_written_down(self):
        body = create()
        describe(body, name="Rada", starts_on=date(2022, 10, 20))
        found = Body.objects.get()

        assert (found.name, found.slug, found.revision) == ("Rada", "rada-mesta-turnova", 1)
        assert [e.kind for e in journal.of(body).order_by("number")] == ["body.created", "body.described"]

    def test_of_two_people_the_second_overwrites_nothing(self):
        body = create()
        describe(body, name="Rada")
        with pytest.raises(Stale) as refusal:
            describe(body, name="Jiná rada")
        assert (Body.objects.get().name, "Rada" in refusal.value.current) == ("Rada", True)

    def test_a_body_does_not_end_before_it_begins(self):
        with pytest.raises(Refused, match="zaniknout dřív"):
            describe(create(), starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1))

    def test_a_body_belongs_to_another_and_has_somebody_who_organises_it(self):
        board, who = create(), people.person()
        group = describe(create("Komise"), name="Komise", parent=board, organiser=who)
        assert (group.parent, group.organiser) == (board, who)

    def test_a_body_never_stands_above_itself(self):
        top, middle = create("A"), create("B")
        describe(middle, name="B", parent=top)
        low = describe(create("C"), name="C", parent=middle)
        with pytest.raises(Refused, match="součástí sebe sama"):
            describe(top, name="A", parent=Body.objects.get(pk=low.pk))


class TestRules:
    def test_rules_hold_from_a_day_on_and_older_ones_stay_for_older_days(self):
        body = make.body()
        old, new = adopt(body, date(2022, 1, 1)), adopt(body, date(2026, 1, 1), numbering="{n}/{yyyy}")
        of = StandingOrders.objects.filter(body=body)

        assert [of.on(day).first() for day in (date(2021, 12, 31), date(2025, 12, 31), date(2026, 1, 1))] == [
            None,
            old,
            new,
        ]
        with pytest.raises(Refused, match="už jsou zapsaná"):
            adopt(body, date(2026, 1, 1))

    def test_numbers_follow_the_rules_of_the_day_and_start_anew_each_year(self):
        body = make.body()
        adopt(body, date(2022, 1, 1))
        adopt(body, date(2026, 1, 1), numbering="{n}/{yyyy}/ZK")
        days = (date(2025, 5, 1), date(2025, 6, 1), date(2026, 2, 1), date(2025, 7, 1))
        assert [numbering.draw(body=body, day=day) for day in days] == ["1/25", "2/25", "1/2026/ZK", "3/25"]

    def test_without_a_pattern_the_number_is_typed(self):
        body = make.body()
        adopt(body, date(2022, 1, 1), numbering="")
        for day in (date(2021, 1, 1), date(2023, 1, 1)):
            with pytest.raises(Refused, match="číslo ručně"):
                numbering.draw(body=body, day=day)
