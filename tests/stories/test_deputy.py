"""A member sends somebody instead: a named substitute, or anybody of the town whose office has the seat."""

import pytest

from bodies.enums import AnswerValue, Attendance, BallotResult, BodyKind, InvitedAs
from bodies.models import Ballot
from people import journal
from tests.factories import bodies, people

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def college(clock):
    body = bodies.body(kind=BodyKind.COLLEGE, short_name="K 21", organiser=people.person())
    bodies.rules(body, quorum="majority_all", majority="majority_present", is_statutory=False)
    return body


@pytest.fixture
def mayor(college):
    """Sits for the town of Tanvald: whoever comes for the town votes."""
    return bodies.member(college, people.person("starosta@tanvald.test"), takes_any_deputy=True)


@pytest.fixture
def expert(college):
    seat = bodies.seat(college, "Místo odborníka")
    bodies.mandate(
        seat, people.person("nahradnik@poskytovatel.test", last_name="Náhradní"), is_substitute=True
    )
    return bodies.mandate(seat, people.person("odbornice@poskytovatel.test")).person


@pytest.fixture
def third(college):
    return bodies.member(college)


@pytest.fixture
def hall(desk, table, college, mayor, expert, third, clock):
    day = clock.now.date().replace(day=28)
    meeting = bodies.meeting(
        college, day, starts_at=bodies.at(day), ends_at=bodies.at(day, 12), place="Tanvald, radnice"
    )
    bodies.item(meeting, "Noclehárna", purpose="decision")
    hall = table(desk(college.organiser), meeting)
    hall.send("convene")
    return hall


def begin(hall, clock):
    clock.now = bodies.at(hall.meeting.held_on)
    hall.send("session", chair=hall.meeting.body.organiser_id)


def of(hall, person):
    return hall.meeting.participants.get(person=person)


def sent_instead(desk, mail, clock, hall, mayor, expert):
    """Send a deputy of the town and the expert's substitute, who is invited and accepts in a calendar."""
    desk().send(mail.link(mayor.email), value="delegated", deputy_name="Ivana Krátká, místostarostka")
    substitute = hall.meeting.body.seats.get(label="Místo odborníka").mandates.get(is_substitute=True).person
    desk().send(mail.link(expert.email), value="delegated", deputy=substitute.pk)
    clock.now = clock.now.replace(hour=11)
    invited = of(hall, substitute)
    assert (invited.invited_as, invited.seat, invited.is_voting) == (
        InvitedAs.SUBSTITUTE,
        of(hall, expert).seat,
        False,
    )
    method, event = mail.event(substitute.email)
    assert (method, str(event["ATTENDEE"])) == ("REQUEST", f"mailto:{substitute.email}")
    mail.reply(substitute.email, "ACCEPTED")
    assert of(hall, substitute).answer == AnswerValue.ACCEPTED
    return substitute


def test_a_towns_deputy_and_a_substitute_make_the_quorum_and_vote(
    desk, mail, clock, hall, mayor, expert, third
):
    substitute = sent_instead(desk, mail, clock, hall, mayor, expert)
    assert "Ivana Krátká, místostarostka" in hall.read("people")
    begin(hall, clock)
    hall.send("attendance-mark", "", of(hall, mayor).pk, what="represented")
    hall.there(substitute)
    hall.open("Noclehárna")
    told = hall.vote(
        "Noclehárna",
        subject="output",
        kind="names",
        wording="doporučuje noclehárnu",
        **{f"name_{of(hall, one).pk}": "for" for one in (mayor, substitute)},
    )
    assert "Přijato." in told

    vote = Ballot.objects.get()
    assert (vote.member_count, vote.present_count, vote.votes_for, vote.result) == (
        3,
        2,
        2,
        BallotResult.PASSED,
    )
    hall.send("session-end")
    found = {one.person: one.attendance for one in hall.meeting.participants.select_related("person")}
    assert (found[mayor], found[substitute], found[third]) == (
        Attendance.REPRESENTED,
        Attendance.PRESENT,
        Attendance.ABSENT,
    )
    assert journal.verify() == []


def test_a_member_and_the_substitute_of_the_same_seat_have_one_vote(desk, mail, clock, hall, expert, mayor):
    seat = of(hall, expert).seat
    substitute = seat.mandates.get(is_substitute=True).person
    link = mail.link(expert.email)
    desk().send(link, value="delegated", deputy=substitute.pk)
    begin(hall, clock)
    hall.there(expert, substitute, mayor)
    hall.open("Noclehárna")
    three = hall.desk.answer(
        hall.at("Noclehárna"), "Zapsat hlasování", wording="Noclehárna", subject="output", votes_for=3
    )
    assert (three.status_code, Ballot.objects.count()) == (422, 0)
    hall.vote("Noclehárna", wording="Noclehárna", subject="output", votes_for=2)
    assert Ballot.objects.get().present_count == 2


def test_a_member_who_comes_after_all_needs_no_substitute(desk, mail, clock, hall, expert):
    substitute = of(hall, expert).seat.mandates.get(is_substitute=True).person
    link = mail.link(expert.email)
    desk().send(link, value="delegated", deputy=substitute.pk)
    clock.now = clock.now.replace(hour=11)
    mail.work()
    desk().send(link, "Uložit odpověď", value="accepted")
    clock.now = clock.now.replace(hour=13)
    method, _event = mail.event(substitute.email)
    assert (method, of(hall, substitute).removed_at is None) == ("CANCEL", False)

    desk().send(link, "Uložit odpověď", value="delegated", deputy=substitute.pk)
    clock.now = clock.now.replace(hour=15)
    method, _event = mail.event(substitute.email)
    assert (method, of(hall, substitute).removed_at) == ("REQUEST", None)
