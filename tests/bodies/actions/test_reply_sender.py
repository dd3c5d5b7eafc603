"""Rows 1–7, 15 and 27 of the table of real replies: whose invitation is answered and who may answer it."""

from datetime import date

import pytest

from bodies.enums import AnswerValue
from bodies.models import Answer, Participant
from bodies.queries.address import address_of
from people.enums import InboundState
from people.models import Alias
from tests.factories import bodies as make
from tests.factories import people
from tests.factories.replies import attendee, calendar, invited, message, part, receive, reply

pytestmark = pytest.mark.django_db
BOX = "jednani@kraj.test"


@pytest.fixture(autouse=True)
def _mailbox(settings):
    settings.INVITE_ADDRESS = BOX


@pytest.fixture
def participant():
    return invited()


def answer(participant):
    participant.refresh_from_db()
    return participant.answer


def test_row_1_exchange_leaves_the_organizer_out(participant):
    mail = receive(reply(participant))
    assert (mail.state, mail.reason, mail.cause_id) == (InboundState.APPLIED, "", participant.meeting_id)
    assert answer(participant) == AnswerValue.ACCEPTED


def test_row_1_the_identifier_of_the_meeting_is_enough(participant):
    mail = receive(reply(participant, to=BOX))
    assert (mail.state, answer(participant)) == (InboundState.APPLIED, AnswerValue.ACCEPTED)


def test_row_2_scheme_and_letters_of_another_size(participant):
    mail = receive(reply(participant, attendee("MAILTO:Jana.Mala@OBEC.test"), to=BOX))
    assert (mail.state, answer(participant)) == (InboundState.APPLIED, AnswerValue.ACCEPTED)


def test_row_2_addresses_are_compared_whole(participant):
    longer = people.person("ana.mala@obec.test")
    make.participant(participant.meeting, longer)
    receive(reply(participant, attendee("mailto:ana.mala@obec.test"), sender="ana.mala@obec.test", to=BOX))
    assert answer(participant) == ""
    assert Participant.objects.get(person=longer).answer == AnswerValue.ACCEPTED


@pytest.mark.parametrize(
    "line",
    [
        "ATTENDEE;PARTSTAT=DECLINED:jana.mala@obec.test",
        "ATTENDEE;EMAIL=jana.mala@obec.test;PARTSTAT=DECLINED:/o=ExchangeLabs/ou=Recipients/cn=73a1-mala",
        'ATTENDEE;CN="/O=KRAJ/CN=MALA";PARTSTAT=DECLINED:invalid:nomail',
        "ATTENDEE;PARTSTAT=DECLINED:ldap://kraj.test/cn=Mala",
    ],
)
def test_row_3_no_scheme_a_parameter_or_a_directory_name(participant, line):
    for to in (BOX, None):
        mail = receive(reply(participant, line, to=to))
        assert (mail.state, answer(participant)) == (InboundState.APPLIED, AnswerValue.DECLINED)


def test_row_4_from_another_address_the_token_tells(participant):
    mail = receive(reply(participant, sender="Jana <jana@doma.test>"))
    assert (mail.state, answer(participant)) == (InboundState.APPLIED, AnswerValue.ACCEPTED)


def test_row_4_a_forwarding_mailbox_calls_itself_the_attendee(participant):
    there = attendee("mailto:jana@doma.test", more=';CN="Jana Malá"')
    mail = receive(reply(participant, there, sender="Mgr. Jana Malá <jana@doma.test>"))
    assert (mail.state, answer(participant)) == (InboundState.APPLIED, AnswerValue.ACCEPTED)


def test_row_4_an_alias_and_a_plus_address_are_the_person(participant):
    Alias.objects.create(person=participant.person, address="jana@doma.test")
    mail = receive(reply(participant, attendee("mailto:jana@doma.test"), sender="jana@doma.test", to=BOX))
    assert mail.state == InboundState.APPLIED
    plus = "jana.mala+koos@obec.test"
    mail = receive(reply(participant, attendee(f"mailto:{plus}", "DECLINED"), sender=plus, to=BOX))
    assert (mail.state, answer(participant)) == (InboundState.APPLIED, AnswerValue.DECLINED)


def test_row_4_without_token_an_unknown_address_waits(participant):
    mail = receive(reply(participant, sender="jana@doma.test", to=BOX))
    assert (mail.state, answer(participant)) == (InboundState.WAITING, "")
    assert mail.cause_id == participant.meeting_id


@pytest.mark.parametrize("by_token", [True, False])
def test_row_5_a_party_crasher_is_never_added(participant, by_token):
    raw = reply(
        participant,
        attendee("mailto:petr@jinde.test", more=";CN=Petr Nový"),
        sender="Petr Nový <petr@jinde.test>",
        to=None if by_token else BOX,
    )
    mail = receive(raw)
    assert (mail.state, answer(participant)) == (InboundState.WAITING, "")
    assert participant.meeting.participants.count() == 1


def test_row_5_somebody_we_know_who_is_not_invited_waits_too(participant):
    people.person("petr@jinde.test")
    raw = reply(participant, attendee("mailto:petr@jinde.test"), sender="petr@jinde.test", to=BOX)
    mail = receive(raw)
    assert (mail.state, mail.reason) == (
        InboundState.WAITING,
        "Odpověděl někdo, kdo na jednání není pozván.",
    )


def test_row_6_of_two_attendees_only_the_sender_is_heard(participant):
    other = make.participant(participant.meeting, people.person("petr@obec.test"))
    both = (attendee("mailto:petr@obec.test", "DECLINED"), attendee())
    mail = receive(reply(participant, *both))
    assert (mail.state, answer(participant), answer(other)) == ("applied", "accepted", "")


def test_row_6_two_attendees_neither_of_whom_sent_it_wait(participant):
    other = make.participant(participant.meeting, people.person("petr@obec.test"))
    both = (attendee("mailto:petr@obec.test", "DECLINED"), attendee())
    mail = receive(reply(participant, *both, sender="utok@jinde.test"))
    assert (mail.state, answer(participant), answer(other)) == ("waiting", "", "")


def results(text):
    return {"headers": (f"Authentication-Results: {text}",)}


def test_row_7_a_sender_that_fails_dmarc_is_put_aside(participant, settings):
    settings.MAIL_AUTH_SERVER = "mx.kraj.test"
    mail = receive(reply(participant, **results("mx.kraj.test; spf=pass; dmarc=fail (p=REJECT)")))
    assert (mail.state, answer(participant)) == (InboundState.IGNORED, "")
    assert "DMARC" in mail.reason


@pytest.mark.parametrize(
    ("text", "verified"),
    [
        ("mx.kraj.test; dkim=pass; dmarc=pass header.from=obec.test", True),
        ("mx.kraj.test; dmarc=pass header.from=jinde.test", False),
        ("mx.kraj.test (dmarc=pass); dmarc=none", False),
        ("mx.utok.test; dmarc=pass", False),
        ("mx.utok.test; dmarc=fail", False),
    ],
)
def test_row_7_only_our_own_server_is_believed(participant, settings, text, verified):
    settings.MAIL_AUTH_SERVER = "mx.kraj.test"
    mail = receive(reply(participant, **results(text)))
    assert mail.state == InboundState.APPLIED
    assert Answer.objects.get().is_verified is verified


def test_row_7_an_office_may_let_the_unverified_wait(participant, settings):
    settings.MAIL_ACCEPT_UNVERIFIED = False
    mail = receive(reply(participant))
    assert (mail.state, answer(participant)) == (InboundState.WAITING, "")


def test_row_15_a_registered_substitute_answers_for_the_member():
    body = make.body()
    seat = make.seat(body)
    member = make.mandate(seat, people.person("jana.mala@obec.test")).person
    secretary = people.person("sekretariat@obec.test")
    make.mandate(seat, secretary, is_substitute=True)
    meeting = make.convened(body, date(2026, 12, 1))
    participant = Participant.objects.get(meeting=meeting, person=member)
    said = attendee(partstat="DECLINED", more=';SENT-BY="mailto:sekretariat@obec.test"')
    mail = receive(reply(participant, said, sender="sekretariat@obec.test", to=BOX))
    assert (mail.state, answer(participant)) == (InboundState.APPLIED, AnswerValue.DECLINED)


def test_row_15_anybody_else_does_not(participant):
    people.person("nekdo@obec.test")
    said = attendee(partstat="DECLINED", more=';SENT-BY="mailto:nekdo@obec.test"')
    for to in (BOX, address_of(participant)):
        mail = receive(reply(participant, said, sender="nekdo@obec.test", to=to))
        assert (mail.state, answer(participant)) == (InboundState.WAITING, "")


def test_row_27_the_identifier_is_compared_in_letters_of_any_size(participant):
    mail = receive(reply(participant, uid=participant.meeting.uid.upper(), to=BOX))
    assert (mail.state, answer(participant)) == (InboundState.APPLIED, AnswerValue.ACCEPTED)


def test_row_27_a_rewritten_identifier_is_found_by_the_token(participant):
    mail = receive(reply(participant, uid="040000008200E00074C5B7101A82E008"))
    assert (mail.state, answer(participant)) == (InboundState.APPLIED, AnswerValue.ACCEPTED)


def test_a_forged_token_without_any_other_sign_waits_for_administrators(participant):
    forged = part(calendar("cizi@jinde.test"))
    mail = receive(message(participant, forged, to="jednani+1-0123456789abcdef@kraj.test"))
    assert (mail.state, mail.cause_kind, answer(participant)) == (InboundState.WAITING, "", "")
