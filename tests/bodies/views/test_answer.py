from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from bodies.enums import AnswerChannel, AnswerValue, InvitedAs, MeetingForm, MeetingState
from bodies.models import Answer, Meeting, Needs, Paper
from documents.actions import file as files
from people.actions import link as links
from people.enums import Side
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
V = AnswerValue


@pytest.fixture
def body():
    return make.body(people.territory("Liberecký kraj"), "coordination", name="KOOS", short_name="KOOS")


@pytest.fixture
def meeting(body):
    make.rules(body)
    for name, side in (("Liberec", Side.COMMISSIONERS), ("Klub vozíčkářů", Side.USERS), ("Charita", "")):
        place = make.seat(body, name, side=side)
        make.mandate(place, people.person(first_name="Jana", last_name=f"z {name}"))
    day = timezone.localdate() + timedelta(days=10)
    return make.convened(body, day, form=MeetingForm.HYBRID)


@pytest.fixture
def invited(meeting):
    return meeting.participants.order_by("pk").first()


@pytest.fixture
def organiser(client, body):
    who = people.coordinator(body.territory)
    client.force_login(who)
    return who


def page(invited) -> str:
    link = links.issue(
        purpose="invitation",
        subject=invited,
        person=invited.person,
        expires_at=timezone.now() + timedelta(days=30),
        by=None,
        now=timezone.now(),
    )
    return reverse("meetings:invitation", args=[link.token])


def shown(response) -> str:
    return unescape(response.content.decode()).replace("\xa0", " ")


def answer_of(invited):
    invited.refresh_from_db()
    return invited.answer


def test_the_link_shows_when_where_and_the_agenda_and_changes_nothing(client, meeting, invited):
    make.item(meeting, "Síť služeb 2027", text="Kapacity podle ORP.")
    make.item(meeting, "Nezařazený návrh", proposal="proposed")

    text = shown(client.get(page(invited)))

    assert "zasedací místnost č. 222" in text
    assert "1. Síť služeb 2027" in text
    assert "Nezařazený návrh" not in text
    assert (answer_of(invited), Answer.objects.count()) == ("", 0)


@pytest.mark.parametrize("value", [V.ACCEPTED, V.REMOTE, V.TENTATIVE, V.DECLINED])
def test_one_click_by_the_link_answers_without_an_account(client, invited, value):
    response = client.post(
        page(invited), {"value": value, "comment": "Přijdu o chvíli později."}, follow=True
    )

    assert "Děkujeme, vaše odpověď je zapsaná." in shown(response)
    assert (answer_of(invited), invited.reason) == (value, "Přijdu o chvíli později.")
    assert Answer.objects.get().channel == AnswerChannel.LINK


def test_a_deputy_without_a_name_is_asked_for_beside_the_field_and_nothing_is_lost(client, invited):
    response = client.post(page(invited), {"value": V.DELEGATED, "comment": "Jsem na dovolené."})

    assert response.status_code == 422
    assert "Napište prosím, kdo zástupcem bude." in shown(response)
    assert 'value="Jsem na dovolené."' in shown(response)
    assert answer_of(invited) == ""


def test_a_named_deputy_is_kept(client, invited):
    client.post(page(invited), {"value": V.DELEGATED, "deputy_name": "Ing. Petr Novák"})

    assert (answer_of(invited), invited.deputy_name) == (V.DELEGATED, "Ing. Petr Novák")


def test_a_deputy_is_forgotten_when_somebody_else_was_chosen(client, invited):
    client.post(page(invited), {"value": V.ACCEPTED, "deputy_name": "Ing. Petr Novák"})

    assert (answer_of(invited), invited.deputy_name) == (V.ACCEPTED, "")


def test_a_guest_sends_no_deputy(client, meeting):
    guest = make.participant(meeting, invited_as=InvitedAs.GUEST)

    response = client.post(page(guest), {"value": V.DELEGATED, "deputy_name": "Petr"})

    assert (response.status_code, answer_of(guest)) == (422, "")


def test_needs_are_remembered_for_the_next_time(client, invited):
    address = page(invited)
    client.post(address, {"needs": "1", "barrier_free": "on", "interpreter": "znakový jazyk"})

    assert Needs.objects.get(person=invited.person).barrier_free
    assert 'value="znakový jazyk"' in shown(client.get(address))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (MeetingState.CANCELLED, "Jednání bylo zrušeno, odpovídat nemusíte."),
        (MeetingState.HELD, "Jednání už proběhlo. Děkujeme."),
    ],
)
def test_after_the_end_the_page_says_so_and_takes_no_answer(client, meeting, invited, state, words):
    address = page(invited)
    Meeting.objects.filter(pk=meeting.pk).update(state=state, ended_at=timezone.now())

    assert words in shown(client.get(address))
    response = client.post(address, {"value": V.ACCEPTED})
    assert (response.status_code, answer_of(invited)) == (409, "")


def test_a_forged_token_opens_nothing(client, meeting):
    response = client.get(reverse("meetings:invitation", args=["x" * 43]))

    assert response.status_code == 404


def test_a_paper_comes_with_the_link_and_no_paper_of_another_meeting(client, body, meeting, invited):
    who = people.person()
    upload = SimpleUploadedFile("program.pdf", b"%PDF-1.4\n%%EOF")
    file = files.keep(holder=meeting, upload=upload, by=who, now=timezone.now())
    elsewhere = make.convened(body, date(2026, 1, 20))
    papers = [
        Paper.objects.create(item=make.item(where), file=file, added_at=timezone.now(), added_by=who)
        for where in (meeting, elsewhere)
    ]
    token = page(invited).split("/")[2]
    answers = [client.get(reverse("meetings:invitation-paper", args=[token, one.pk])) for one in papers]

    assert [one.status_code for one in answers] == [200, 404]
    assert answers[0]["Content-Disposition"] == 'attachment; filename="program.pdf"'


def test_a_member_with_an_account_answers_on_the_page_of_the_meeting(client, meeting, invited):
    client.force_login(invited.person)

    client.post(reverse("meetings:answer", args=[meeting.pk]), {"value": V.REMOTE})

    assert (answer_of(invited), Answer.objects.get().channel) == (V.REMOTE, AnswerChannel.ACCOUNT)


def test_the_organiser_types_in_what_came_by_telephone(client, organiser, meeting, invited):
    address = reverse("meetings:answer-record", args=[meeting.pk, invited.pk])
    client.post(address, {"value": V.DECLINED, "comment": "Telefonicky, je nemocná."})

    kept = Answer.objects.get()
    assert (answer_of(invited), kept.channel, kept.recorded_by) == (
        V.DECLINED,
        AnswerChannel.TYPED,
        organiser,
    )
    assert "Telefonicky, je nemocná." in shown(client.get(address))


def test_the_page_of_people_counts_by_side_and_forecasts_the_quorum(client, organiser, meeting, invited):
    client.post(reverse("meetings:answer-record", args=[meeting.pk, invited.pk]), {"value": V.ACCEPTED})

    response = client.get(reverse("meetings:people", args=[meeting.pk]))

    found = response.context["answers"]
    assert [(g.side, g.coming, g.declined, g.open) for g in found.groups] == [
        (Side.USERS, 0, 0, 1),
        (Side.COMMISSIONERS, 1, 0, 0),
        ("", 0, 0, 1),
    ]
    text = shown(response)
    assert "S jistotou přijde 1 hlasující člen, potřeba je 2 z 3." in text
    assert "Rozhodnou ti, kdo zatím neodpověděli." in text
    assert "Zatím nepřijde nikdo za stranu: uživatelé." in text


def test_members_do_not_see_the_names_of_service_users_unless_they_agree(client, body, meeting, invited):
    client.force_login(invited.person)
    address = reverse("meetings:people", args=[meeting.pk])

    before = shown(client.get(address))
    held = body.seats.get(side=Side.USERS).mandates.get()
    held.may_name_publicly = True
    held.save()
    after = shown(client.get(address))

    assert ("Jana z Klub vozíčkářů" in before, "Jana z Klub vozíčkářů" in after) == (False, True)


def test_needs_are_seen_by_organisers_only(client, organiser, meeting, invited):
    Needs.objects.create(person=invited.person, companion=True, updated_at=timezone.now())
    address = reverse("meetings:people", args=[meeting.pk])

    seen = shown(client.get(address))
    client.force_login(meeting.participants.order_by("pk").last().person)
    unseen = shown(client.get(address))

    assert ("doprovod nebo asistence" in seen, "doprovod nebo asistence" in unseen) == (True, False)


def test_a_planned_meeting_shows_who_would_be_invited(client, organiser, body):
    make.member(body)
    planned = make.meeting(body, timezone.localdate() + timedelta(days=40))

    text = shown(client.get(reverse("meetings:people", args=[planned.pk])))

    assert "Jednání ještě není svolané." in text


@pytest.mark.parametrize("members", [3, 30])
def test_the_page_of_people_takes_as_many_queries_for_many_as_for_few(
    client, organiser, body, members, django_assert_max_num_queries
):
    for _number in range(members):
        make.member(body, side=Side.USERS)
    planned = make.convened(body, timezone.localdate() + timedelta(days=20))
    address = reverse("meetings:people", args=[planned.pk])
    client.get(address)

    with django_assert_max_num_queries(16):
        client.get(address)
