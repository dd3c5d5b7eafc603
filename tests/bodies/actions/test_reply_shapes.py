"""Rows 8–26 of the table of real replies: what stands in them, whole and broken."""

from datetime import timedelta

import pytest

from bodies.enums import AnswerFate, AnswerValue, MeetingState
from bodies.models import Answer, Meeting
from people.enums import InboundState, LetterState
from people.models import Letter
from tests.factories import bodies as make
from tests.factories import people
from tests.factories.replies import (
    NOW,
    attendee,
    calendar,
    invited,
    message,
    outlook_package,
    part,
    receive,
    reply,
)

pytestmark = pytest.mark.django_db
YES, NO, MAYBE = attendee(partstat="ACCEPTED"), attendee(partstat="DECLINED"), attendee(partstat="TENTATIVE")


@pytest.fixture(autouse=True)
def _mailbox(settings):
    settings.INVITE_ADDRESS = "jednani@kraj.test"


@pytest.fixture
def participant():
    return invited()


def answer(participant):
    participant.refresh_from_db()
    return participant.answer


def ended(mail, participant):
    return (mail.state, answer(participant))


def fates():
    return list(Answer.objects.order_by("pk").values_list("fate", flat=True))


def test_row_8_an_older_answer_that_comes_late_does_not_count(participant):
    receive(reply(participant, NO, written_at=NOW))
    mail = receive(reply(participant, YES, written_at=NOW - timedelta(hours=1)), minutes=5)
    assert ended(mail, participant) == (InboundState.APPLIED, AnswerValue.DECLINED)
    assert fates() == [AnswerFate.APPLIED, AnswerFate.OVERTAKEN]
    assert mail.reason == "přišla novější odpověď"


def test_row_8_of_two_written_at_the_same_time_the_last_received_wins(participant):
    receive(reply(participant, NO))
    receive(reply(participant, YES), minutes=1)
    assert answer(participant) == AnswerValue.ACCEPTED


def test_row_8_a_clock_in_the_future_blocks_nobody(participant):
    receive(reply(participant, NO, written_at=NOW + timedelta(days=365)))
    mail = receive(reply(participant, YES, written_at=NOW + timedelta(minutes=5)), minutes=5)
    assert ended(mail, participant) == (InboundState.APPLIED, AnswerValue.ACCEPTED)


def test_row_9_an_answer_to_an_older_date_is_kept_and_does_not_count(participant):
    Meeting.objects.filter(pk=participant.meeting_id).update(sequence=2)
    mail = receive(reply(participant, YES, sequence="1"))
    assert ended(mail, participant) == (InboundState.APPLIED, "")
    assert (fates(), mail.reason) == ([AnswerFate.OLD], "odpověď na dřívější termín")


@pytest.mark.parametrize("line", ["DTSTART;TZID=Mars/Base:20990101T000000", "DTSTART:nesmysl", "SUMMARY:x"])
def test_row_10_the_start_in_a_reply_is_never_read(participant, line):
    mail = receive(reply(participant, YES, lines=[line]))
    assert ended(mail, participant) == (InboundState.APPLIED, AnswerValue.ACCEPTED)


@pytest.mark.parametrize(
    "line",
    [
        "RECURRENCE-ID:20261201T080000Z",
        "RECURRENCE-ID;TZID=Europe/Prague:20261201T090000",
        "RECURRENCE-ID:20261201T090000",
        "RECURRENCE-ID;VALUE=DATE:20261201",
        "RECURRENCE-ID;TZID=Central Europe Standard Time:20261201T090000",
        'RECURRENCE-ID;TZID="Europe/Prague":20261201T090000',
        "RECURRENCE-ID;TZID=Customized Time Zone:20261201T090000",
        "RECURRENCE-ID;TZID=/citadel.org/x/Europe/Prague:20261201T090000",
        "RECURRENCE-ID;TZID=Europe:20261201T090000",
    ],
)
def test_rows_11_and_12_an_occurrence_is_an_instant_in_any_notation(participant, line):
    mail = receive(reply(participant, YES, lines=[line]))
    assert ended(mail, participant) == (InboundState.APPLIED, AnswerValue.ACCEPTED)


def test_row_11_another_occurrence_waits(participant):
    mail = receive(reply(participant, YES, lines=["RECURRENCE-ID:20261208T080000Z"]))
    assert ended(mail, participant) == (InboundState.WAITING, "")


def test_row_13_an_answer_to_the_series_does_not_overwrite_the_single_one(participant):
    uid = participant.meeting.uid
    single = calendar(uid, NO, lines=["RECURRENCE-ID:20261201T080000Z"])
    series = calendar(uid, YES, written_at=NOW + timedelta(hours=1))
    mail = receive(message(participant, part(series), part(single)))
    assert ended(mail, participant) == (InboundState.APPLIED, AnswerValue.DECLINED)


@pytest.mark.parametrize("partstat", ["accepted", "Accepted", '"ACCEPTED"'])
def test_row_14_partstat_in_letters_of_any_size(participant, partstat):
    mail = receive(reply(participant, attendee(partstat=partstat)))
    assert ended(mail, participant) == (InboundState.APPLIED, AnswerValue.ACCEPTED)


@pytest.mark.parametrize("partstat", ["X-LATER", "", "IN-PROCESS", "ž"])
def test_row_14_an_unknown_partstat_keeps_the_old_answer(participant, partstat):
    receive(reply(participant, YES))
    mail = receive(reply(participant, attendee(partstat=partstat)), minutes=5)
    assert ended(mail, participant) == (InboundState.WAITING, AnswerValue.ACCEPTED)


def test_row_14_nothing_said_is_put_aside(participant):
    mail = receive(reply(participant, attendee(partstat="NEEDS-ACTION")))
    assert ended(mail, participant) == (InboundState.IGNORED, "")


@pytest.mark.parametrize(
    ("more", "name"),
    [
        (["ATTENDEE;CN=Bc. Ivo Dub;PARTSTAT=NEEDS-ACTION:mailto:ivo@obec.test"], "Bc. Ivo Dub"),
        ([], "ivo@obec.test"),
    ],
)
def test_row_14_who_delegates_proposes_a_substitute(participant, more, name):
    said = attendee(partstat="DELEGATED", more=';DELEGATED-TO="mailto:ivo@obec.test"')
    mail = receive(reply(participant, said, lines=more))
    assert ended(mail, participant) == (InboundState.APPLIED, AnswerValue.DELEGATED)
    assert participant.deputy_name == name
    assert participant.meeting.participants.count() == 1


@pytest.mark.parametrize(
    ("fields", "comment"),
    [
        ({"lines": ["COMMENT:Přijdu\\, ale později."], "text": "Jiné."}, "Přijdu, ale později."),
        ({"lines": ["COMMENT:\\n"], "text": "Vezmu podklady."}, "Vezmu podklady."),
        ({"text": "Vezmu podklady.\n\nDne 20. 11. 2026 Triáda napsal(a):\n> Zveme"}, "Vezmu podklady."),
        ({"text": "Jana Malá has accepted this invitation."}, ""),
        ({"text": "\n"}, ""),
    ],
)
def test_row_16_the_first_comment_that_says_something(participant, fields, comment):
    receive(reply(participant, YES, **fields))
    assert Answer.objects.get().comment == comment


def test_row_16_a_comment_of_exchange(participant):
    receive(reply(participant, attendee(more=';X-RESPONSE-COMMENT="Jen dopoledne"'), text="Jiné."))
    assert Answer.objects.get().comment == "Jen dopoledne"


def test_row_17_another_time_is_noted_and_waits_for_the_organiser(participant):
    other = ["DTSTART;TZID=Europe/Prague:20261202T100000", "DTEND;TZID=Europe/Prague:20261202T123000"]
    mail = receive(reply(participant, MAYBE, method="COUNTER", lines=other))
    assert ended(mail, participant) == (InboundState.WAITING, AnswerValue.TENTATIVE)
    assert Answer.objects.get().proposed_time == "2. 12. 2026 10.00–12.30"
    participant.meeting.refresh_from_db()
    assert participant.meeting.starts_at == make.at(participant.meeting.held_on)


@pytest.mark.parametrize(
    ("content_type", "headers"),
    [
        ("text/calendar; method=REPLY; charset=utf-8", ()),
        ("text/calendar", ()),
        ("application/ics", ("Content-Disposition: attachment; filename=odpoved.ics",)),
        ("application/octet-stream", ('Content-Disposition: attachment; filename="Reply.ICS"',)),
    ],
)
def test_row_18_a_calendar_wherever_it_stands(participant, content_type, headers):
    answered = calendar(participant.meeting.uid)
    mail = receive(message(participant, part("Ano", "text/plain"), part(answered, content_type, *headers)))
    assert ended(mail, participant) == (InboundState.APPLIED, AnswerValue.ACCEPTED)


def test_row_18_the_same_calendar_twice_is_one_answer(participant):
    twice = calendar(participant.meeting.uid)
    receive(message(participant, part(twice), part(twice, "application/ics")))
    assert fates() == [AnswerFate.APPLIED]


def packed(participant, **fields):
    kind = "application/ms-tnef; name=winmail.dat"
    return message(participant, part("", "text/plain"), part(outlook_package(**fields), kind))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("IPM.Microsoft Schedule.MtgRespP", AnswerValue.ACCEPTED),
        ("IPM.Microsoft Schedule.MtgRespN", AnswerValue.DECLINED),
        ("IPM.Schedule.Meeting.Resp.Tent", AnswerValue.TENTATIVE),
    ],
)
def test_row_19_the_class_inside_outlooks_package_is_the_answer(participant, kind, value):
    assert ended(receive(packed(participant, kind=kind)), participant) == (InboundState.APPLIED, value)


def test_row_19_the_package_names_the_meeting_when_the_address_does_not(participant):
    make.participant(make.convened(make.body(), participant.meeting.held_on), participant.person)
    raw = packed(participant, uid=participant.meeting.uid).replace(b"To: jednani+", b"To: jednani-")
    assert ended(receive(raw), participant) == (InboundState.APPLIED, AnswerValue.ACCEPTED)


def test_row_19_a_package_that_cannot_be_read_waits(participant):
    raw = message(participant, part(b"\x78\x9f\x3e\x22\x00", "application/ms-tnef"))
    assert ended(receive(raw), participant) == (InboundState.WAITING, "")


@pytest.mark.parametrize("to", [None, "jednani@kraj.test"])
def test_row_20_an_answer_in_words_waits_with_its_meeting(participant, to):
    words = part("<p>Ano, <b>přijdu</b>.</p>", "text/html; charset=utf-8")
    mail = receive(message(participant, words, to=to, subject="Re: Pozvánka"))
    assert ended(mail, participant) == (InboundState.WAITING, "")
    assert (mail.cause_kind, mail.cause_id, mail.text) == ("meeting", participant.meeting_id, "Ano, přijdu.")


@pytest.mark.parametrize(
    "line",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (rejected)",
        "X-Autoreply: yes",
        "Precedence: bulk",
        "Precedence: auto_reply",
        "Return-Path: <>",
    ],
)
def test_row_21_automatic_replies_answer_nothing(participant, line):
    raw = message(participant, part("Nejsem v kanceláři, přijdu v pondělí.", "text/plain"), headers=(line,))
    assert ended(receive(raw), participant) == (InboundState.IGNORED, "")


def test_row_21_a_null_sender_of_the_envelope_is_no_answer(participant):
    raw = message(participant, part("Nejsem zde.", "text/plain"))
    assert ended(receive(raw, envelope_from="<>"), participant) == (InboundState.IGNORED, "")


def test_row_21_a_calendar_sent_by_a_program_itself_waits(participant):
    robot = reply(participant, YES, headers=("Auto-Submitted: auto-replied",))
    assert ended(receive(robot), participant) == (InboundState.WAITING, "")
    clicked = reply(participant, YES, headers=("Auto-Submitted: auto-generated",))
    assert ended(receive(clicked), participant) == (InboundState.APPLIED, AnswerValue.ACCEPTED)


@pytest.mark.parametrize("action", ["failed", "delayed"])
def test_row_21_a_report_of_failed_delivery_marks_the_letter(participant, action):
    letter = people.letter(participant.person, state=LetterState.SENT, sent_at=NOW, next_at=None)
    report = [
        part("Doručení selhalo.", "text/plain"),
        part(
            f"Reporting-MTA: dns; mx.obec.test\r\n\r\nFinal-Recipient: rfc822; jana@obec.test\r\n"
            f"Action: {action}\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 No such user\r\n",
            "message/delivery-status",
        ),
        part(f"Message-ID: {letter.message_id}\r\nSubject: x\r\n", "text/rfc822-headers"),
    ]
    raw = message(participant, *report, sender="MAILER-DAEMON@obec.test", headers=("Return-Path: <>",))
    raw = raw.replace(b"multipart/mixed;", b"multipart/report; report-type=delivery-status;")
    mail = receive(raw)
    found = Letter.objects.get()
    if action == "failed":
        assert (mail.state, found.state) == (InboundState.APPLIED, LetterState.BOUNCED)
        assert found.problem == "smtp; 550 No such user"
    else:
        assert (mail.state, found.state) == (InboundState.IGNORED, LetterState.SENT)


def test_row_26_the_same_message_again_changes_nothing(participant):
    raw = reply(participant, YES)
    first = receive(raw)
    assert receive(raw, minutes=1).pk == first.pk
    again = receive(b"Received: from mx2.obec.test\r\n" + raw, minutes=2)
    assert (again.state, again.reason) == (InboundState.IGNORED, "Stejná zpráva už přišla.")
    assert fates() == [AnswerFate.APPLIED]


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.HELD])
def test_row_26_an_answer_to_a_meeting_that_is_over_is_kept_and_mails_nobody(state):
    where = make.body()
    meeting = make.held(where, NOW.date()) if state == MeetingState.HELD else None
    meeting = meeting or make.convened(where, NOW.date(), state=state, cancelled_at=NOW)
    late = make.participant(meeting, people.person("jana.mala@obec.test"))
    mail = receive(reply(late, YES))
    assert (ended(mail, late), fates()) == ((InboundState.APPLIED, ""), [AnswerFate.LATE])
    assert Letter.objects.count() == 0
