"""Members propose items; the organiser places them or declines with a reason."""

from datetime import date, timedelta

import pytest

from bodies.actions import proposal
from bodies.enums import MeetingState, ProposalState
from people.errors import Gone, Refused
from people.models import Letter
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
AHEAD = people.TODAY + timedelta(days=10)


@pytest.fixture
def body():
    return make.body(organiser=people.person("organizatorka@kraj.test"))


@pytest.fixture
def meeting(body):
    make.rules(body, proposals_days=3)
    return make.meeting(body, AHEAD)


@pytest.fixture
def author(body):
    return make.member(body, people.person("clen@obec.test"))


def propose(author, now=people.NOW, **said):
    return proposal.propose(title="Doprava", text="Chybí spoje.", by=author, now=now, **said)


def accept(item, to):
    return proposal.accept_proposal(item=item, to=to, by=people.person(), now=people.NOW)


def decline(item, reason="Patří do dopravní komise."):
    return proposal.decline_proposal(item=item, reason=reason, by=people.person(), now=people.NOW)


def letters():
    return {letter.to_address: letter.subject for letter in Letter.objects.order_by("pk")}


def test_a_proposal_stands_aside_until_it_is_answered_and_the_organiser_hears_of_it(author, meeting):
    item = propose(author, meeting=meeting)

    assert (item.proposal, item.presenter, item.meeting) == (ProposalState.PROPOSED, author, meeting)
    assert list(letters()) == ["organizatorka@kraj.test"]


@pytest.mark.parametrize(("days", "in_time"), [(7, True), (8, False)])
def test_the_last_day_still_counts_and_then_the_backlog_is_offered(author, meeting, days, in_time):
    when = people.NOW + timedelta(days=days)
    if in_time:
        assert propose(author, when, meeting=meeting).meeting == meeting
        return
    with pytest.raises(Refused, match="do zásobníku"):
        propose(author, when, meeting=meeting)
    assert propose(author, when, body=meeting.body).meeting is None


def test_nothing_is_proposed_to_a_meeting_that_goes_on(author, body):
    with pytest.raises(Refused, match="přímo na něm"):
        propose(author, meeting=make.in_session(body, AHEAD))


def test_an_accepted_item_is_lined_up_and_its_author_is_told_where(author, meeting):
    make.item(meeting, "První", order=1)
    closing = make.item(meeting, "Různé", standing="any_other", order=2)
    item = accept(propose(author, meeting=meeting), meeting)
    closing.refresh_from_db()

    assert (item.proposal, item.order, closing.order) == ("", 2, 3)
    assert letters()["clen@obec.test"] == "Navržený bod je zařazen: Doprava"


def test_it_may_go_to_the_backlog_or_to_another_meeting(author, body, meeting):
    later = make.meeting(body, AHEAD + timedelta(days=60))

    assert accept(propose(author, meeting=meeting), None).meeting is None
    assert accept(propose(author, meeting=meeting), later).meeting == later


def test_on_a_convened_meeting_it_is_marked_as_late(author, body):
    meeting = make.convened(body, AHEAD, state=MeetingState.CONVENED)
    item = propose(author, meeting=meeting)

    assert (item.is_late, accept(item, meeting).is_late) == (False, True)


def test_a_declined_item_keeps_the_reason_and_its_author_reads_it(author, meeting):
    item = decline(propose(author, meeting=meeting))
    letter = Letter.objects.get(to_address="clen@obec.test")

    assert (item.proposal, item.proposal_answer) == (ProposalState.DECLINED, "Patří do dopravní komise.")
    assert "Patří do dopravní komise." in letter.text


def test_a_proposal_is_answered_once(author, meeting):
    item = propose(author, meeting=meeting)
    decline(item)
    for again in (lambda: decline(item), lambda: accept(item, meeting)):
        with pytest.raises(Gone):
            again()


def test_it_is_placed_on_meetings_of_its_body_only(author, meeting):
    foreign = make.meeting(make.body(), date(2027, 1, 5))
    with pytest.raises(Refused, match="téhož orgánu"):
        accept(propose(author, meeting=meeting), foreign)
