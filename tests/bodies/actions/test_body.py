"""Bodies are written down and described; their sessions, rules and numbers."""

from datetime import date, timedelta

import pytest

from bodies.actions import body as bodies
from bodies.actions import meeting as meetings
from bodies.actions import numbering, standing_orders
from bodies.enums import BodyKind, OutputWord
from bodies.models import Body, StandingOrders
from people import journal
from people.errors import Refused, Stale
from tests.factories import bodies as make
from tests.factories import people, workflows

pytestmark = pytest.mark.django_db
DAYS = [date(2027, 3, 4), date(2027, 1, 7), date(2027, 3, 4)]


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


def plan(body, days=DAYS):
    return meetings.plan(body=body, days=days, by=people.person(), now=people.NOW, place="radnice")


def change(meeting, held_on, papers_due_on):
    return meetings.change(
        meeting=meeting,
        held_on=held_on,
        papers_due_on=papers_due_on,
        place="knihovna",
        by=people.person(),
        now=people.NOW,
    )


def drop(meeting, now=people.NOW):
    meetings.drop(meeting=meeting, by=people.person(), now=now)


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


class TestMeetings:
    def test_days_are_planned_once_each_with_papers_by_the_rules_of_the_day(self):
        body = make.body()
        make.rules(body, date(2027, 2, 1), papers_days=12)
        made = plan(body)

        assert [(m.held_on, m.papers_due_on, m.place) for m in made] == [
            (date(2027, 1, 7), date(2026, 12, 31), "radnice"),
            (date(2027, 3, 4), date(2027, 2, 20), "radnice"),
        ]
        assert (plan(body), body.meetings.count()) == ([], 2)

    def test_a_session_moves_where_there_is_none_and_papers_come_before_it(self):
        body = make.body()
        first, second = plan(body)
        with pytest.raises(Refused, match="až po jednání"):
            change(first, date(2027, 1, 14), date(2027, 1, 15))
        with pytest.raises(Refused, match="už orgán jednání má"):
            change(first, second.held_on, date(2027, 1, 1))
        moved = change(first, date(2027, 1, 14), date(2027, 1, 7))
        moved.refresh_from_db()
        assert (moved.held_on, moved.papers_due_on, moved.place) == (
            date(2027, 1, 14),
            date(2027, 1, 7),
            "knihovna",
        )

    def test_a_session_that_was_held_or_decided_stays(self):
        body = make.body()
        first, second = plan(body)
        with pytest.raises(Refused, match="už proběhlo"):
            drop(first, people.NOW + timedelta(days=90))
        edition = workflows.edition_in("council_approval")
        edition.decisions.update(meeting=second)
        with pytest.raises(Refused, match="zapsáno rozhodnutí"):
            drop(second)
        drop(first)
        assert list(body.meetings.all()) == [second]


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
