"""Pages of invitations: what will be mailed is shown before it is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bodies.actions import convening
from bodies.enums import MeetingState
from bodies.models import Needs
from people.actions import person as persons
from people.enums import LetterState, Role
from people.models import Letter, Person
from tests.factories import bodies as make
from tests.factories import people
from tests.factories.convening import DAY, NOW, convened, leave, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return NOW


def page(name, meeting, *more):
    return reverse(f"meetings:{name}", args=[meeting.pk, *more])


def plain(answer):
    """Return a page with ordinary spaces without the marks that join words."""
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("\N{WORD JOINER}", "")


@pytest.fixture
def organise(client, now):
    """Sign in the organiser of a meeting's body."""

    def sign_in(meeting):
        who = people.person(first_name="Olga", last_name="Organizátorka")
        meeting.body.organiser = who
        meeting.body.save()
        client.force_login(who)
        return who

    return sign_in


def test_before_convening_the_page_shows_every_letter(client, organise):
    meeting = planned()
    organise(meeting)
    answer = client.get(page("convene", meeting))
    text = answer.content.decode()
    first, second = [reader.participant.person for reader in answer.context["preview"].readers]
    assert (first.email in text, second.email in text) == (True, True)
    assert ("zveme Vás na jednání" in text, "BEGIN:VCALENDAR" in text) == (True, True)
    other = client.get(page("convene", meeting), {"komu": second.pk})
    assert other.context["preview"].letter.to_address == second.email
    assert Letter.objects.count() == 0


def test_convening_by_the_page(client, organise):
    meeting = planned()
    organise(meeting)
    answer = client.post(page("convene", meeting), {"reason": ""})
    meeting.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (303, page("invitations", meeting))
    assert (meeting.state, Letter.objects.count()) == (MeetingState.CONVENED, 2)
    assert client.get(page("convene", meeting)).status_code == 409
    assert client.post(page("convene", meeting)).status_code == 409


def test_what_is_missing_is_listed_and_cannot_be_passed_over(client, organise):
    meeting = make.meeting(make.body(), DAY)
    organise(meeting)
    answer = client.get(page("convene", meeting))
    assert [one.code for one in answer.context["blockers"]] == [
        "no_time",
        "no_place",
        "no_members",
        "no_items",
    ]
    assert "Co chybí" in answer.content.decode()
    assert client.post(page("convene", meeting)).status_code == 409


def test_a_short_notice_asks_for_a_reason(client, organise):
    meeting = planned()
    make.rules(meeting.body, announce_days=60)
    organise(meeting)
    text = client.get(page("convene", meeting)).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "25. 9. 2026" in text
    assert client.post(page("convene", meeting), {"reason": " "}).status_code == 409
    assert client.post(page("convene", meeting), {"reason": "Spěchá to."}).status_code == 303


def moved(meeting, **fields):
    values = {
        "day": "2026-11-25",
        "starts": "10:00",
        "ends": "12:00",
        "form": "in_person",
        "place": "Jinde",
        "remote_url": "",
        "reason": "",
    }
    return {**values, **fields}


def test_moving_is_shown_first_and_done_when_confirmed(client, organise):
    meeting = convened()
    leave()
    organise(meeting)
    assert client.get(page("reschedule", meeting)).context["form"]["place"].value() == meeting.place

    shown = client.post(page("reschedule", meeting), moved(meeting))
    meeting.refresh_from_db()
    lines = {(change.text, change.is_added) for change in shown.context["preview"].changes}
    assert (shown.status_code, meeting.sequence) == (200, 0)
    assert {
        ("Jinde", True),
        ("25. 11. 2026, 10.00–12.00", True),
        ("24. 11. 2026, 9.00–12.00", False),
    } <= lines

    done = client.post(page("reschedule", meeting), moved(meeting, confirm="1"))
    meeting.refresh_from_db()
    assert (done.status_code, meeting.sequence, meeting.place) == (303, 1, "Jinde")


def test_an_end_before_the_beginning_is_said_by_the_form(client, organise):
    meeting = convened()
    organise(meeting)
    answer = client.post(page("reschedule", meeting), moved(meeting, ends="9:00"))
    assert (answer.status_code, "ends" in answer.context["form"].errors) == (422, True)


def test_calling_off_needs_a_reason(client, organise):
    meeting = convened()
    leave()
    organise(meeting)
    assert client.get(page("cancel", meeting)).context["preview"].mailed == 2
    assert client.post(page("cancel", meeting), {"reason": ""}).status_code == 422
    assert client.post(page("cancel", meeting), {"reason": "Nemoc."}).status_code == 303
    assert client.get(page("invitations", meeting)).status_code == 200


def test_the_difference_from_the_last_letter_is_shown_and_sent_at_once(client, organise):
    meeting = convened(members=1)
    leave()
    organise(meeting)
    make.item(meeting, "Nový bod")
    assert "Podívat se a odeslat hned" in client.get(page("invitations", meeting)).content.decode()
    shown = client.get(page("send-changes", meeting)).context["preview"]
    assert [(change.text.split()[-1], change.is_added) for change in shown.changes] == [("bod", True)]
    client.post(page("send-changes", meeting))
    assert Letter.objects.filter(template__endswith="update").count() == 1


def test_a_guest_is_invited_and_uninvited(client, organise):
    meeting = convened(members=1)
    organise(meeting)
    assert client.post(page("guest-add", meeting), {}).status_code == 422
    new = {"first_name": "Jan", "last_name": "Host", "email": "jan@host.test", "represents": "Host, z. s."}
    assert client.post(page("guest-add", meeting), new).status_code == 303
    guest = meeting.participants.get(person__email="jan@host.test")
    leave()
    assert client.get(page("uninvite", meeting, guest.pk)).context["preview"].mailed == 1
    assert client.post(page("uninvite", meeting, guest.pk), {"reason": ""}).status_code == 303
    assert client.get(page("uninvite", meeting, guest.pk)).status_code == 404


def test_a_letter_that_came_back_is_seen_with_what_to_do(client, organise):
    meeting = convened(members=1)
    organise(meeting)
    Letter.objects.update(state=LetterState.BOUNCED, sent_at=NOW, problem="550 no such user")
    text = client.get(page("invitations", meeting)).content.decode()
    assert ("Některé dopisy nedošly" in text, "550 no such user" in text) == (True, True)


def test_an_address_is_corrected_by_who_may(client, now):
    meeting = convened(members=1)
    who = people.person()
    people.appointment(who, Role.ADMINISTRATOR, meeting.body.territory)
    client.force_login(who)
    Letter.objects.update(state=LetterState.BOUNCED, sent_at=NOW)
    person = meeting.participants.get().person
    text = client.get(page("invitations", meeting)).content.decode()
    assert reverse("admin_ui:person-change", args=[person.pk]) in text


def test_an_organiser_is_told_who_corrects_an_address_that_is_also_a_login(client, organise):
    meeting = convened(members=1)
    organise(meeting)
    Letter.objects.update(state=LetterState.BOUNCED, sent_at=NOW)
    text = client.get(page("invitations", meeting)).content.decode()
    link = reverse("admin_ui:person-change", args=[meeting.participants.get().person_id])
    assert ("adresu opraví správce nebo správkyně" in text, link in text) == (True, False)


def test_after_the_correction_the_page_says_where_the_new_letter_goes_and_sends_it_at_once(
    client, organise, monkeypatch
):
    meeting = convened(members=2)
    leave()
    organise(meeting)
    person = meeting.participants.first().person
    Letter.objects.filter(to_address=person.email).update(state=LetterState.BOUNCED)
    persons.change(
        person=person,
        revision=person.revision,
        by=people.person(),
        now=NOW,
        **{name: getattr(person, name) for name in persons.FIELDS} | {"email": "spravna@obec.test"},
    )
    text = client.get(page("invitations", meeting)).content.decode()
    assert ("adresa je opravená na spravna@obec.test" in text, page("send-changes", meeting) in text) == (
        True,
        True,
    )
    shown = client.get(page("send-changes", meeting)).context["preview"]
    assert [(reader.participant.person_id, reader.label) for reader in shown.readers] == [
        (person.pk, "pozvánka")
    ]
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(minutes=5))
    client.post(page("send-changes", meeting))
    assert Letter.objects.order_by("pk").last().to_address == "spravna@obec.test"
    text = client.get(page("invitations", meeting)).content.decode()
    assert "Některé dopisy nedošly" not in text


def test_the_silent_are_reminded_by_hand(client, organise):
    meeting = convened()
    organise(meeting)
    assert client.post(page("remind", meeting)).status_code == 303
    assert Letter.objects.filter(template__endswith="reminder").count() == 2


def test_who_wants_paper_gets_a_printed_invitation(client, organise):
    meeting = convened()
    organise(meeting)
    who = meeting.participants.first()
    Needs.objects.create(person=who.person, on_paper=True, updated_at=NOW)
    assert client.get(page("invitations-print", meeting)).context["people"] == [who]
    everybody = client.get(page("invitations-print", meeting), {"kdo": "vsichni"})
    assert len(everybody.context["people"]) == 2
    assert who.person.name in client.get(page("invitation-print", meeting, who.pk)).content.decode()


@pytest.fixture
def without_mail():
    """Convene a meeting of two members; the first of them has no e-mail at all."""
    meeting = planned()
    who = make.member(meeting.body, people.person(first_name="Božena", last_name="Papírová"))
    Person.objects.filter(pk=who.pk).update(email="")
    convening.convene(meeting=meeting, by=people.person(), now=NOW)
    return meeting, meeting.participants.get(person=who)


def test_before_convening_it_is_said_that_a_member_without_mail_needs_paper(client, organise):
    meeting = planned()
    Person.objects.filter(pk=make.member(meeting.body).pk).update(email="")
    organise(meeting)
    answer = client.get(page("convene", meeting))
    text = answer.content.decode()
    assert (answer.context["preview"].mailed, len(answer.context["preview"].printed)) == (2, 1)
    assert ("bez e-mailu" in text, page("invitations-print", meeting) in text) == (True, True)


def test_a_member_without_mail_gets_a_letter_to_be_printed_from_the_invitations(
    client, organise, without_mail
):
    meeting, who = without_mail
    organise(meeting)
    assert (Letter.objects.count(), Letter.objects.filter(person=who.person).count()) == (2, 0)

    text = plain(client.get(page("invitations", meeting)))
    assert f'href="{page("invitation-print", meeting, who.pk)}"' in text
    assert ("na papíře" in text, "Vytisknout 1 pozvánku na papír" in text) == (True, True)

    sheet = plain(client.get(page("invitation-print", meeting, who.pk)))
    for said in ("Božena Papírová", "Zveme Vás na jednání", "24. 11. 2026", meeting.place, "Zahájení"):
        assert said in sheet
    assert "pošlu zástupce (jméno)" in sheet
    assert client.get(page("invitations-print", meeting)).context["people"] == [who]


def test_a_member_without_mail_is_neither_reminded_nor_left_waiting_for_a_letter(
    client, organise, without_mail
):
    meeting, who = without_mail
    leave()
    organise(meeting)
    client.post(page("remind", meeting))
    assert Letter.objects.filter(person=who.person).count() == 0
    assert client.get(page("send-changes", meeting)).context["preview"].readers == []
    for name in ("people", "attendance", "sheet"):
        assert "Papírová" in plain(client.get(page(name, meeting)))


def test_a_member_sees_only_their_own_invitation(client, now):
    meeting = convened()
    me, other = meeting.participants.select_related("person")
    client.force_login(me.person)
    text = client.get(page("invitations", meeting)).content.decode()
    assert ("Pozvánka: KOOS" in text, other.person.name in text) == (True, False)
    for name in ("convene", "reschedule", "cancel", "guest-add", "send-changes", "invitations-print"):
        assert client.get(page(name, meeting)).status_code == 403


@pytest.mark.parametrize("name", ["invitations", "send-changes", "cancel"])
def test_pages_take_as_many_queries_for_forty_people_as_for_two(client, organise, name):
    counts = []
    for members in (2, 40):
        meeting = convened(members)
        leave()
        make.item(meeting, "Nový bod")
        organise(meeting)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page(name, meeting)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("members", [2, 40])
def test_the_preview_takes_a_fixed_number_of_queries(
    client, organise, members, django_assert_max_num_queries
):
    meeting = planned(members)
    organise(meeting)
    with django_assert_max_num_queries(45):
        assert client.get(page("convene", meeting)).status_code == 200
