from datetime import date, timedelta

import pytest

from bodies.actions import attendance, ballot, session
from bodies.enums import AbsenceKind, Choice, Majority, Quorum
from bodies.errors import Miscounted
from bodies.guards.ballot import in_words
from people.errors import Blocked, Gone
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
NOW = make.at(DAY)


@pytest.fixture
def clerk():
    return people.person()


def sitting(members=21, present=14, **rules):
    """An item that is open before so many people."""
    body = make.body()
    make.rules(body, **rules)
    for _ in range(members):
        make.member(body)
    meeting = make.in_session(body, DAY)
    by = people.person()
    ids = [who.pk for who in meeting.participants.all()[:present]]
    attendance.tick(meeting=meeting, arrived=ids, left=[], at=NOW, by=by, now=NOW)
    return session.take_up(item=make.item(meeting), by=by, now=NOW)


def take(item, votes=(12, 0, 2), **fields):
    by = fields.pop("by", None) or people.person()
    pro, against, abstained = votes
    values = {"subject": "output", "kind": "hands", "wording": "Doporučuje.", "now": NOW, **fields}
    return ballot.take(item=item, votes_for=pro, votes_against=against, abstained=abstained, by=by, **values)


def test_a_vote_keeps_rules_and_people_of_its_moment():
    item = sitting()
    vote = take(item)
    assert (vote.number, vote.member_count, vote.present_count) == (1, 21, 14)
    assert (vote.quorum_needed, vote.votes_needed, vote.not_voting) == (11, 8, 0)
    assert (vote.has_quorum, vote.result, vote.taken_at) == (True, "passed", NOW)
    assert in_words(vote) == "14 hlasů odpovídá 14 přítomným. Potřebná většina přítomných: 8."
    for who in list(item.meeting.participants.all())[:6]:
        attendance.leave(participant=who, at=NOW, by=vote.recorded_by, now=NOW)
    vote.refresh_from_db()
    assert (vote.present_count, vote.has_quorum) == (14, True)


def test_more_hands_than_people_are_refused_with_how_many():
    with pytest.raises(Miscounted, match="Sečteno je 16 hlasů, přítomných s hlasem je 14: o 2 víc") as caught:
        take(sitting(), (14, 0, 2))
    assert caught.value.field == "votes_for"


def test_whoever_raised_no_hand_did_not_vote():
    vote = take(sitting(), (8, 1, 0))
    assert (vote.not_voting, vote.result) == (5, "passed")
    assert in_words(vote).startswith("Hlasů 9, přítomných s hlasem 14, nehlasovalo 5.")


def test_a_body_by_law_does_not_vote_without_quorum():
    with pytest.raises(Blocked) as caught:
        take(sitting(present=10, is_statutory=True), (10, 0, 0))
    assert [b.code for b in caught.value.blockers] == ["quorum"]


def test_an_advisory_body_without_quorum_says_why_it_votes():
    item = sitting(present=10)
    with pytest.raises(Miscounted) as caught:
        take(item, (10, 0, 0))
    assert caught.value.field == "note"
    vote = take(item, (10, 0, 0), note="Potvrdí se per rollam.")
    assert (vote.has_quorum, vote.note, vote.result) == (False, "Potvrdí se per rollam.", "passed")
    assert "bez usnášeníschopnosti: přítomno 10, potřeba 11" in in_words(vote)


@pytest.mark.parametrize(
    ("majority", "votes", "needed", "result"),
    [
        (Majority.MAJORITY_ALL, (11, 0, 3), 11, "passed"),
        (Majority.MAJORITY_ALL, (10, 0, 4), 11, "failed"),
        (Majority.MAJORITY_PRESENT, (7, 0, 7), 8, "failed"),
        (Majority.MAJORITY_VOTING, (3, 2, 9), 3, "passed"),
        (Majority.MAJORITY_VOTING, (3, 3, 8), 4, "failed"),
        (Majority.THREE_FIFTHS_ALL, (13, 0, 1), 13, "passed"),
        (Majority.TWO_THIRDS_PRESENT, (9, 5, 0), 10, "failed"),
        (Majority.CONSENSUS, (13, 1, 0), 1, "failed"),
        (Majority.CONSENSUS, (1, 0, 13), 1, "passed"),
    ],
)
def test_the_majority_is_that_of_the_rules(majority, votes, needed, result):
    vote = take(sitting(majority=majority), votes)
    assert (vote.votes_needed, vote.result, vote.majority) == (needed, result, majority)


def test_rules_are_those_of_the_day_of_the_meeting():
    item = sitting(quorum=Quorum.THIRD_ALL)
    make.rules(item.body, valid_from=DAY + timedelta(days=1), majority=Majority.MAJORITY_ALL)
    vote = take(item, (8, 0, 0))
    assert (vote.quorum_needed, vote.result) == (7, "passed")


def test_votes_by_name_are_counted_from_the_names():
    item = sitting(members=5, present=4)
    first, second, third, fourth, absent = item.meeting.participants.all()
    names = {first: Choice.FOR, second: Choice.FOR, third: Choice.AGAINST, fourth: Choice.NOT_VOTING}
    vote = take(item, (0, 0, 0), kind="names", names=names)
    assert (vote.votes_for, vote.votes_against, vote.abstained, vote.not_voting) == (2, 1, 0, 1)
    assert {row.participant: row.choice for row in vote.votes.all()} == names
    with pytest.raises(Miscounted, match=absent.person.last_name) as caught:
        take(item, kind="names", names={absent: Choice.FOR})
    assert caught.value.field == "names"


def test_a_secret_vote_keeps_sums_only():
    item = sitting(members=5, present=4)
    vote = take(item, (3, 0, 1), kind="secret", names={item.meeting.participants.first(): Choice.FOR})
    assert (vote.votes_for, vote.votes.count()) == (3, 0)


def test_amendments_are_voted_first_and_belong_to_the_proposal_that_follows():
    item = sitting()
    change = take(item, subject="amendment", wording="Doplnit opatření 4.6.")
    assert change.amends is None
    main = take(item)
    change.refresh_from_db()
    assert change.amends == main
    again = take(item, subject="amendment", amends=main)
    assert (again.number, again.amends) == (3, main)
    with pytest.raises(Miscounted) as caught:
        take(item, amends=main)
    assert caught.value.field == "amends"


def test_a_second_vote_is_a_vote_of_its_own():
    item = sitting()
    first, second = take(item, (3, 0, 11)), take(item, (14, 0, 0))
    assert [(one.number, one.result) for one in item.ballots.all()] == [(1, "failed"), (2, "passed")]
    assert first.pk != second.pk


def test_who_declared_a_conflict_is_not_among_the_voters():
    item = sitting(members=5, present=4)
    who = item.meeting.participants.first()
    attendance.declare(item=item, participant=who, kind=AbsenceKind.CONFLICT, by=who.person, now=NOW)
    with pytest.raises(Miscounted, match="o 1 víc"):
        take(item, (4, 0, 0))
    assert take(item, (3, 0, 0)).present_count == 3


def test_only_an_opened_item_of_a_session_is_voted_on():
    item = sitting()
    with pytest.raises(Blocked) as caught:
        take(make.item(item.meeting))
    assert [b.code for b in caught.value.blockers] == ["open"]
    with pytest.raises(Miscounted) as caught:
        take(item, subject="late_item")
    assert caught.value.field == "subject"
    with pytest.raises(Gone):
        take(make.item(make.convened(item.body, DAY + timedelta(days=7))))
    with pytest.raises(Miscounted, match="kolik lidí"):
        take(item, (0, 0, 0))


def test_a_vote_is_written_from_paper_while_minutes_are_written(clerk):
    item = sitting()
    session.end(meeting=item.meeting, by=clerk, now=NOW + timedelta(hours=1))
    vote = take(item, now=NOW + timedelta(days=1), by=clerk)
    assert (vote.present_count, vote.taken_at.date()) == (14, DAY)
