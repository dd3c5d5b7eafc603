from datetime import date

import pytest
from django.urls import reverse

from bodies.enums import AnswerValue
from bodies.models import Answer
from people.enums import InboundState
from people.models import Alias, InboundMail
from tests.factories import bodies as make
from tests.factories import people
from tests.factories.replies import NOW, attendee, invited, message, part, receive, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def participant():
    return invited()


@pytest.fixture
def organiser(client, participant):
    who = people.coordinator(participant.meeting.body.territory)
    client.force_login(who)
    return who


def words(participant, text="Ano, přijdu.", **fields):
    return receive(message(participant, part(text, "text/plain; charset=utf-8"), **fields))


def crasher(participant):
    said = attendee("mailto:jana@doma.test", more=";CN=Jana")
    return receive(reply(participant, said, sender="jana@doma.test", text="Vezmu podklady."))


def url(name, *args):
    return reverse(f"meetings:{name}", args=args)


def test_the_list_of_meetings_leads_to_the_queue_and_says_how_much_waits(client, participant, organiser):
    assert "Došlá pošta" in client.get(url("list")).content.decode()
    words(participant)
    page = client.get(url("list")).content.decode()
    assert (url("mail") in page, "1 zpráva čeká" in page) == (True, True)
    client.force_login(participant.person)
    assert url("mail") not in client.get(url("list")).content.decode()


def test_the_queue_shows_what_waits_for_meetings_that_one_runs(client, participant, organiser):
    words(participant, subject="Moje účast")
    other = make.participant(make.convened(make.body(), date(2026, 12, 2)))
    words(other, subject="Cizí zpráva")
    receive(reply(participant, subject="Přijato samo"))
    shown = client.get(url("mail")).content.decode()
    assert "Moje účast" in shown
    assert "Cizí zpráva" not in shown
    assert "Přijato samo" not in shown
    assert "Přijato samo" in client.get(url("mail"), {"state": "applied"}).content.decode()
    assert "Moje účast" not in client.get(url("mail"), {"q": "nic takového"}).content.decode()


@pytest.mark.parametrize("count", [2, 40])
def test_the_queue_takes_the_same_queries_whatever_its_length(
    client, participant, organiser, count, django_assert_num_queries
):
    for number in range(count):
        words(participant, f"Přijdu {number}.")
    client.get(url("mail"))
    with django_assert_num_queries(7):
        assert client.get(url("mail")).status_code == 200


@pytest.mark.parametrize("count", [1, 40])
def test_a_message_takes_the_same_queries_whatever_the_size_of_the_body(
    client, participant, organiser, count, django_assert_num_queries
):
    for _ in range(count):
        make.participant(participant.meeting)
    mail = words(participant)
    client.get(url("mail-detail", mail.pk))
    with django_assert_num_queries(14):
        assert client.get(url("mail-detail", mail.pk)).status_code == 200


def test_one_click_writes_the_answer_down_and_remembers_the_address(client, participant, organiser):
    mail = crasher(participant)
    shown = client.get(url("mail-detail", mail.pk)).content.decode()
    assert "jana@doma.test" in shown
    data = {"participant": participant.pk, "value": "accepted", "remember": "on"}
    answer = client.post(url("mail-assign", mail.pk), data)
    assert (answer.status_code, answer.url) == (303, url("mail"))
    participant.refresh_from_db()
    mail.refresh_from_db()
    assert (participant.answer, participant.reason) == (AnswerValue.ACCEPTED, "Vezmu podklady.")
    assert (mail.state, mail.ended_by) == (InboundState.APPLIED, organiser)
    assert Alias.objects.get().person == participant.person
    declined = attendee("mailto:jana@doma.test", "DECLINED")
    receive(reply(participant, declined, sender="jana@doma.test"), minutes=9)
    participant.refresh_from_db()
    assert participant.answer == AnswerValue.DECLINED


def test_the_answer_that_the_words_suggest_stands_out(client, participant, organiser):
    mail = words(participant, "Bohužel nepřijdu, omlouvám se.")
    assert client.get(url("mail-detail", mail.pk)).context["guess"] == AnswerValue.DECLINED


def test_html_of_a_message_is_never_shown(client, participant, organiser):
    evil = part("<script>alert(1)</script><p>Přijdu <img src=x onerror=y></p>", "text/html; charset=utf-8")
    mail = receive(message(participant, evil, subject="<b>Ano</b>"))
    shown = client.get(url("mail-detail", mail.pk)).content.decode()
    assert "alert(1)" not in shown
    assert "onerror" not in shown
    assert "<b>Ano</b>" not in shown


def test_a_message_settled_by_somebody_else_is_told_kindly(client, participant, organiser):
    mail = words(participant)
    data = {"participant": participant.pk, "value": "declined"}
    assert client.post(url("mail-assign", mail.pk), data).status_code == 303
    assert client.post(url("mail-assign", mail.pk), data).status_code == 409
    assert Answer.objects.count() == 1


def test_nobody_of_another_meeting_can_be_chosen(client, participant, organiser):
    other = make.participant(make.convened(make.body(), date(2026, 12, 2)))
    mail = words(participant)
    answer = client.post(url("mail-assign", mail.pk), {"participant": other.pk, "value": "accepted"})
    assert answer.status_code == 422
    assert Answer.objects.count() == 0


def test_an_address_of_somebody_else_cannot_be_remembered(client, participant, organiser):
    people.person("jana@doma.test")
    mail = crasher(participant)
    data = {"participant": participant.pk, "value": "accepted", "remember": "on"}
    assert client.post(url("mail-assign", mail.pk), data).status_code == 409
    mail.refresh_from_db()
    assert (mail.state, Answer.objects.count()) == (InboundState.WAITING, 0)


def test_a_message_is_put_aside_with_a_reason_and_can_still_be_assigned(client, participant, organiser):
    mail = words(participant)
    assert client.post(url("mail-ignore", mail.pk), {"reason": " "}).status_code == 422
    assert client.post(url("mail-ignore", mail.pk), {"reason": "Reklama."}).status_code == 303
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == (InboundState.IGNORED, "Reklama.")
    data = {"participant": participant.pk, "value": "tentative"}
    assert client.post(url("mail-assign", mail.pk), data).status_code == 303


def test_a_proposal_of_another_time_is_acknowledged(client, participant, organiser):
    lines = ["DTSTART:20261202T090000Z"]
    mail = receive(reply(participant, attendee(partstat="TENTATIVE"), method="COUNTER", lines=lines))
    assert "2. 12. 2026 10.00" in client.get(url("mail-detail", mail.pk)).content.decode().replace(
        "\xa0", " "
    ).replace("&nbsp;", " ")
    assert client.post(url("mail-acknowledge", mail.pk)).status_code == 303
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == (InboundState.APPLIED, "")


def test_others_do_not_learn_of_a_message(client, participant):
    mail = words(participant)
    client.force_login(people.coordinator(people.territory()))
    assert client.get(url("mail-detail", mail.pk)).status_code == 404
    assert client.post(url("mail-ignore", mail.pk), {"reason": "x"}).status_code == 404
    client.force_login(people.person())
    assert client.get(url("mail")).status_code == 403


def test_mail_about_nothing_is_for_the_regions_administrator(client, participant, organiser):
    mail = receive(b"From: nekdo@jinde.test\r\nSubject: Nabidka\r\n\r\nLevne.\r\n")
    assert client.get(reverse("admin_ui:inbound")).status_code == 403
    assert client.get(url("mail-detail", mail.pk)).status_code == 404
    client.force_login(people.administrator(participant.meeting.body.territory.region))
    assert "Nabidka" in client.get(reverse("admin_ui:inbound")).content.decode()
    assert client.get(reverse("admin_ui:inbound-mail", args=[mail.pk])).status_code == 200
    assert client.get(url("mail-detail", mail.pk)).status_code == 200
    aside = reverse("admin_ui:inbound-ignore", args=[mail.pk])
    assert client.post(aside, {"reason": ""}).status_code == 422
    assert client.post(aside, {"reason": "Reklama"}).status_code == 303
    assert InboundMail.objects.get(pk=mail.pk).state == InboundState.IGNORED


def test_an_unknown_meeting_offers_those_whose_name_fits(client, participant):
    client.force_login(people.administrator(participant.meeting.body.territory.region))
    make.participant(participant.meeting)
    mail = receive(b"From: Jana Mala <x@jinde.test>\r\nSubject: Re\r\n\r\nNevim.\r\n")
    assert (mail.cause_kind, mail.received_at) == ("", NOW)
    likely = client.get(url("mail-detail", mail.pk)).context["likely"]
    assert [one.participant for one in likely] == [participant]
