from datetime import timedelta

import pytest

from bodies.actions import remark as actions
from bodies.enums import RemarkState
from bodies.models import Remark
from people import journal
from people.errors import Gone, Refused
from people.models import Letter
from tests.factories import minutes as given
from tests.factories.minutes import NOW, members, organiser, taker

pytestmark = pytest.mark.django_db


def said(minutes, text="Obec souhlasila.", **fields):
    who = fields.pop("person", members(minutes)[0])
    values = {"person": who, "by": who, "now": NOW, **fields}
    return actions.add(minutes=minutes, text=text, **values)


def settled(remark, state, reason="", seen=RemarkState.RECEIVED, now=NOW):
    by = taker(remark.minutes)
    return actions.settle(remark=remark, state=state, reason=reason, seen=seen, by=by, now=now)


def test_a_remark_keeps_the_paragraph_that_it_is_about():
    minutes = given.circulated()
    item = minutes.meeting.items.get()
    remark = said(minutes, item=item, paragraph=2)

    assert (remark.item, remark.paragraph, remark.quoted) == (item, 2, "Hlasovalo se o návrhu.")
    assert remark.state == RemarkState.RECEIVED


def test_a_paragraph_that_is_not_there_makes_a_remark_to_the_item():
    minutes = given.circulated()
    remark = said(minutes, item=minutes.meeting.items.get(), paragraph=9)
    assert (remark.paragraph, remark.quoted) == (None, "")


def test_the_same_remark_sent_twice_is_one():
    minutes = given.circulated()
    assert said(minutes) == said(minutes)
    assert Remark.objects.count() == 1


def test_remarks_are_taken_only_while_the_minutes_are_circulated():
    with pytest.raises(Gone):
        said(given.over())
    with pytest.raises(Gone):
        said(given.submitted())


def test_after_the_last_day_only_the_office_writes_down_what_came_in_time():
    minutes = given.circulated(days=7)
    late = NOW + timedelta(days=8)
    with pytest.raises(Refused):
        said(minutes, now=late)
    remark = said(minutes, by=organiser(minutes), now=late)
    assert (remark.person, remark.recorded_by) == (members(minutes)[0], organiser(minutes))


def test_an_item_of_another_meeting_is_refused():
    minutes, other = given.circulated(), given.circulated()
    with pytest.raises(Gone):
        said(minutes, item=other.meeting.items.get())


@pytest.mark.parametrize("state", [RemarkState.ACCEPTED, RemarkState.EXPLAINED, RemarkState.REJECTED])
def test_the_author_is_told_how_a_remark_was_settled(state):
    remark = settled(said(given.circulated()), state, "Doplněno v bodě 1.")

    assert (remark.state, remark.reason, remark.settled_at) == (state, "Doplněno v bodě 1.", NOW)
    letter = Letter.objects.get(template="bodies/letters/minutes_remark_settled")
    assert letter.person == remark.person
    assert str(state.label) in letter.text
    assert "Doplněno v bodě 1." in letter.text
    assert journal.verify() == []


def test_only_an_accepted_remark_needs_no_reason():
    minutes = given.circulated()
    assert settled(said(minutes), RemarkState.ACCEPTED).state == RemarkState.ACCEPTED
    with pytest.raises(Refused):
        settled(said(minutes, "Jiná."), RemarkState.REJECTED)


def test_a_settlement_that_was_not_seen_is_not_overwritten():
    remark = said(given.circulated())
    settled(remark, RemarkState.ACCEPTED)
    with pytest.raises(Gone):
        settled(remark, RemarkState.REJECTED, "Ne.")
    again = settled(
        remark, RemarkState.REJECTED, "Omyl.", seen=RemarkState.ACCEPTED, now=NOW + timedelta(hours=1)
    )
    assert again.state == RemarkState.REJECTED
    assert Letter.objects.filter(template="bodies/letters/minutes_remark_settled").count() == 2
