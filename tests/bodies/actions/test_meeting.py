"""Meetings are planned and described; nobody is told yet."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bodies.actions import meeting as meetings
from bodies.enums import DayUnit, MeetingState
from bodies.models import Meeting
from people import journal
from people.errors import Blocked, Refused, Stale
from people.models import Letter
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 8)
SPRING = datetime(2027, 3, 28, 2, 30, tzinfo=ZoneInfo("Europe/Prague"))


def plan(body, day=DAY, hour=9, hours=3, **said):
    begins = make.at(day, hour)
    values = {"starts_at": begins, "ends_at": begins + timedelta(hours=hours), **said}
    return meetings.plan(body=body, by=people.person(), now=people.NOW, **values)


def describe(meeting, read_at=0, **said):
    return meetings.describe(meeting=meeting, read_at=read_at, by=people.person(), now=people.NOW, **said)


class TestPlanning:
    def test_a_meeting_gets_its_number_and_term_for_papers_and_mails_nobody(self):
        body = make.body()
        make.member(body)
        make.rules(body, papers_days=5, papers_unit=DayUnit.WORKING)
        first, second, later = plan(body), plan(body, DAY + timedelta(days=7)), plan(body, date(2027, 1, 5))

        assert [m.number for m in (first, second, later)] == [1, 2, 1]
        assert (first.state, first.held_on) == (MeetingState.PLANNED, DAY)
        assert first.papers_due_on == date(2026, 12, 1)
        assert (first.name, later.name) == ("1. jednání 2026", "1. jednání 2027")
        assert Letter.objects.count() == 0
        assert [e.kind for e in journal.of(first)] == ["meeting.planned"]

    def test_the_day_is_the_local_one(self):
        late = datetime(2026, 12, 7, 23, 30, tzinfo=ZoneInfo("UTC"))

        assert plan(make.body(), starts_at=late, ends_at=None).held_on == DAY

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"hours": 0}, "ends_before_start"),
            ({"hours": -1}, "ends_before_start"),
            ({"starts_at": SPRING, "ends_at": None}, "no_such_hour"),
        ],
    )
    def test_an_impossible_time_is_refused(self, said, code):
        with pytest.raises(Blocked) as refusal:
            plan(make.body(), **said)

        assert [b.code for b in refusal.value.blockers] == [code]
        assert Meeting.objects.count() == 0

    def test_a_body_sits_once_a_day_but_may_sit_again_after_cancelling_or_as_a_substitute(self):
        body = make.body()
        first = plan(body)
        with pytest.raises(Refused, match="V tento den už orgán jednání má"):
            plan(body, hour=14)

        assert plan(body, hour=14, substitute_for=first).substitute_for == first
        Meeting.objects.update(state=MeetingState.CANCELLED)
        assert plan(body).number == 3

    def test_an_ended_body_does_not_sit(self):
        with pytest.raises(Refused, match="nebude existovat"):
            plan(make.body(ends_on=DAY - timedelta(days=1)))


class TestDescribing:
    def test_a_planned_meeting_moves_with_its_term_for_papers(self):
        meeting = plan(make.body())
        begins = make.at(DAY + timedelta(days=7), 10)
        described = describe(meeting, starts_at=begins, ends_at=begins + timedelta(hours=2), place="knihovna")

        assert (described.held_on, described.place, described.revision) == (begins.date(), "knihovna", 1)
        assert described.papers_due_on == meeting.papers_due_on + timedelta(days=7)
        assert [e.data["fields"] for e in journal.of(meeting) if e.kind == "meeting.described"] == [
            ["ends_at", "place", "starts_at"]
        ]

    def test_of_two_people_the_second_is_shown_both_texts(self):
        meeting = plan(make.body(), note="Vezměte si podklady.")
        describe(meeting, note="Začínáme přesně.")
        with pytest.raises(Stale) as refusal:
            describe(meeting, note="Obědváme ve dvanáct.")

        assert (refusal.value.yours, refusal.value.current) == ("Obědváme ve dvanáct.", "Začínáme přesně.")

    def test_the_same_words_again_write_nothing(self):
        meeting = plan(make.body(), note="Začínáme přesně.")

        assert describe(meeting, note="Začínáme přesně.").revision == 0
        assert journal.of(meeting).count() == 1

    def test_time_and_place_of_a_convened_meeting_stay_and_its_texts_may_change(self):
        meeting = make.convened(make.body(), DAY)
        with pytest.raises(Refused, match="přeložení"):
            describe(meeting, place="jinde")

        described = describe(meeting, note="Vchod ze dvora.", place=meeting.place)
        assert (described.note, described.changed_at) == ("Vchod ze dvora.", people.NOW)

    def test_a_meeting_that_has_begun_is_not_described(self):
        with pytest.raises(Refused, match="už začalo"):
            describe(make.in_session(make.body(), DAY), title="Jiné")

    def test_papers_are_not_due_after_the_meeting(self):
        with pytest.raises(Refused, match="Uzávěrka"):
            describe(plan(make.body()), papers_due_on=DAY + timedelta(days=1))

    def test_a_meeting_does_not_move_to_a_day_that_is_taken(self):
        body = make.body()
        plan(body, DAY + timedelta(days=1))
        begins = make.at(DAY + timedelta(days=1), 14)
        with pytest.raises(Refused, match="V tento den"):
            describe(plan(body), starts_at=begins, ends_at=None)
