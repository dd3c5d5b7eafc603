"""An invitation that does not arrive: seen by the office, the address corrected, the new letter answered."""

import pytest
from django.urls import reverse

from bodies.enums import AnswerValue, BodyKind
from people.enums import LetterState, Role
from people.models import Letter
from tests.factories import bodies, people

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
WRONG, RIGHT = "jana.mala@obec.test", "mala.jana@obec.test"


@pytest.fixture
def college(clock):
    body = bodies.body(kind=BodyKind.COLLEGE, short_name="K 21", organiser=people.person())
    bodies.rules(body)
    people.appointment(body.organiser, Role.ADMINISTRATOR, body.territory)
    return body


@pytest.fixture
def jana(college):
    return bodies.member(college, people.person(WRONG, first_name="Jana", last_name="Malá"))


@pytest.fixture
def hall(desk, table, college, jana, clock):
    bodies.member(college)
    day = clock.now.date().replace(day=28)
    meeting = bodies.meeting(
        college, day, starts_at=bodies.at(day), ends_at=bodies.at(day, 12), place="Liberec, č. 222"
    )
    bodies.item(meeting, "Noclehárna")
    return table(desk(college.organiser), meeting)


def test_an_invitation_refused_by_the_server_reaches_the_corrected_address(hall, jana, mail, desk, clock):
    mail.server.refusals[WRONG] = "550 5.1.1 No such user here"
    hall.send("convene")
    assert mail.to(WRONG) == []

    said = hall.read("invitations")
    assert ("Některé dopisy nedošly." in said, WRONG in said, "No such user here" in said) == (
        True,
        True,
        True,
    )
    correct = reverse("admin_ui:person-change", args=[jana.pk])
    assert f'href="{correct}"' in hall.desk.open(hall.url("invitations")).text
    hall.desk.send(correct, email=RIGHT)
    clock.after(1)

    assert [letter["To"] for letter in mail.to(RIGHT)] == [f"Jana Malá <{RIGHT}>"]
    assert mail.event(RIGHT)[0] == "REQUEST"
    assert "Některé dopisy nedošly." not in hall.read("invitations")
    desk().send(mail.link(RIGHT), value="accepted")
    assert hall.meeting.participants.get(person=jana).answer == AnswerValue.ACCEPTED
    mail.work()
    assert len(mail.to(RIGHT)) == 1
    assert list(Letter.objects.filter(person=jana).order_by("pk").values_list("state", flat=True)) == [
        LetterState.FAILED,
        LetterState.SENT,
    ]
