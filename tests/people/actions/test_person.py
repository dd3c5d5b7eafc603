"""A person leaves: access, links, letters and roles end on the day that it is in Prague."""

from datetime import UTC, date, datetime, timedelta

import pytest

from people.actions import link as links
from people.actions import person as persons
from people.enums import LetterState, Role
from people.errors import Blocked, Gone, LinkRevoked, Refused
from tests.factories import people
from tests.factories import workflows as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return people.administrator(people.region())


def test_roles_end_on_the_day_it_is_in_prague(office):
    person = people.person()
    held = people.appointment(person, Role.CLERK, people.territory())
    midnight = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)  # half past midnight in Prague
    persons.deactivate(person=person, by=office, now=midnight)
    held.refresh_from_db()

    assert held.ends_on == date(2026, 11, 22)


def test_letters_and_links_end_with_the_access(office):
    person = people.person()
    letter = people.letter(person)
    link = links.issue(
        purpose="review",
        subject=letter,
        person=person,
        expires_at=people.NOW + timedelta(days=30),
        by=None,
        now=people.NOW,
    )
    persons.deactivate(person=person, by=office, now=people.NOW)
    letter.refresh_from_db()

    assert (letter.state, letter.problem) == (LetterState.DROPPED, "Adresát už není aktivní.")
    with pytest.raises(LinkRevoked):
        links.resolve(link.token, "review", people.NOW)


def test_nobody_leaves_with_work_undone_twice_or_by_their_own_hand(office):
    runs = make.coordinator(make.drafted())
    with pytest.raises(Blocked) as refusal:
        persons.deactivate(person=runs, by=office, now=people.NOW)
    assert [blocker.code for blocker in refusal.value.blockers] == ["runs_plan"]
    with pytest.raises(Refused, match="Sami sebe"):
        persons.deactivate(person=office, by=office, now=people.NOW)

    person = people.person()
    persons.deactivate(person=person, by=office, now=people.NOW)
    with pytest.raises(Gone):
        persons.deactivate(person=person, by=office, now=people.NOW)
    assert persons.reactivate(person=person, by=office, now=people.NOW).is_active


def test_several_people_may_have_no_address_and_nobody_signs_in_without_one(office):
    marie, karel = (
        persons.add(by=office, now=people.NOW, email="", first_name=name, last_name="Malá")
        for name in ("Marie", "Karla")
    )

    assert (marie.email, karel.email) == ("", "")
    with pytest.raises(type(marie).DoesNotExist):
        type(marie).objects.get_by_natural_key("")


def test_an_address_still_belongs_to_one_person(office):
    persons.add(by=office, now=people.NOW, email="marie@obec.test", first_name="Marie", last_name="Malá")
    with pytest.raises(Refused):
        persons.add(by=office, now=people.NOW, email="MARIE@obec.test", first_name="Jiná", last_name="Malá")
