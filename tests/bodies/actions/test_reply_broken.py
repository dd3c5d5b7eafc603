"""Rows 22–25 of the table of real replies, and whatever else somebody may send."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bodies.enums import AnswerValue
from people.actions import inbound
from people.enums import InboundState
from people.models import InboundMail
from tests.factories.replies import NOW, attendee, calendar, invited, message, part, receive, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def participant():
    return invited()


def ended(mail, participant):
    participant.refresh_from_db()
    return (mail.state, participant.answer)


APPLIED = (InboundState.APPLIED, AnswerValue.ACCEPTED)
ENCODINGS = {
    "LF": lambda text: text.replace("\r\n", "\n").encode(),
    "CR": lambda text: text.replace("\r\n", "\r").encode(),
    "CRCRLF": lambda text: text.replace("\r\n", "\r\r\n").encode(),
    "BOM": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "blank lines": lambda text: text.replace("\r\n", "\r\n\r\n").encode(),
    "cp1250 that says it is": lambda text: text.encode("cp1250"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16, a letter more": lambda text: text.replace("MIMEDIR", "MIMEDIRS").encode("utf-16"),
    "a fold inside a character": lambda text: text.encode().replace(b"\xc5\xaf", b"\xc5\r\n \xaf"),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_row_22_ends_of_lines_marks_and_encodings(participant, name):
    charset = {"cp1250": "windows-1250", "UTF-16": "utf-16"}.get(name[:6], "utf-8")
    text = calendar(participant.meeting.uid, attendee(more=";CN=Jůna"), lines=["COMMENT:Můžu"])
    body = ENCODINGS[name](text)
    mail = receive(message(participant, part(body, f"text/calendar; charset={charset}")))
    assert ended(mail, participant) == APPLIED
    assert participant.answers.get().comment == "Můžu"


def test_row_22_cp1250_that_calls_itself_utf_8(participant):
    body = calendar(participant.meeting.uid, lines=["COMMENT:Můžu"]).encode("cp1250")
    assert ended(receive(message(participant, part(body))), participant) == APPLIED
    assert participant.answers.get().comment == "Můžu"


def cut(text, *lines):
    for line in lines:
        text = text.replace(f"{line}\r\n", "")
    return text


BROKEN = {
    "no END:VEVENT": lambda text: cut(text, "END:VEVENT"),
    "no END:VCALENDAR": lambda text: cut(text, "END:VCALENDAR"),
    "neither": lambda text: cut(text, "END:VEVENT", "END:VCALENDAR"),
    "two calendars": lambda text: text + text,
    "a footer": lambda text: text + "-- \r\nSkupina: koos@kraj.test\r\nOdhlásit: http://x.test\r\n",
    "a footer after no end": lambda text: cut(text, "END:VCALENDAR") + "_____\r\nSkupina KOOS\r\n",
    "text before": lambda text: "Toto je odpověď:\r\n" + text,
    "METHOD at the end": lambda text: cut(text, "METHOD:REPLY").replace(
        "END:VCALENDAR", "METHOD:REPLY\r\nEND:VCALENDAR"
    ),
    "METHOD in the header only": lambda text: cut(text, "METHOD:REPLY"),
    "an alarm inside": lambda text: text.replace(
        "END:VEVENT", "BEGIN:VALARM\r\nATTENDEE:mailto:x@x.test\r\nUID:x\r\nEND:VALARM\r\nEND:VEVENT"
    ),
    "a zone before": lambda text: text.replace(
        "BEGIN:VEVENT",
        "BEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:STANDARD\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT",
    ),
    "small letters": lambda text: text.replace("BEGIN:VEVENT", "begin:vevent").replace("METHOD", "method"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_row_23_a_calendar_without_its_end_or_with_something_after_it(participant, name):
    body = BROKEN[name](calendar(participant.meeting.uid))
    assert ended(receive(message(participant, part(body))), participant) == APPLIED


@pytest.mark.parametrize(
    "line",
    [
        "ATTENDEE;PARTSTAT=ACCEPTED:mai\r\nlto:jana.mala@obec.test",
        "ATTENDEE;PARTSTAT=ACCEP\r\nTED:mailto:jana.mala@obec.test",
        "ATTENDEE;PARTSTAT=ACCEPTED;CN=\r\nJana:mailto:jana.mala@obec.test",
    ],
)
def test_row_24_a_line_cut_without_a_blank(participant, line):
    assert ended(receive(reply(participant, line)), participant) == APPLIED


@pytest.mark.parametrize(
    "fields",
    [
        {"lines": ["DTSTART:2026-12-01 v devět"]},
        {"sequence": "jedna"},
        {"sequence": "99999999999999999999"},
        {"sequence": "-1"},
        {"sequence": None},
        {"lines": ["DTSTAMP:20261399T250000Z"], "written_at": None},
        {"lines": ["DTSTAMP:20261121"], "written_at": None},
        {"lines": ["RRULE:FREQ=SECONDLY;COUNT=999999999", "RDATE:" + "20260101," * 5000]},
        {"lines": ["X;=:;=", ":", ";", "\x00", "ATTENDE:x", "COMMENT;LANGUAGE=cs"]},
    ],
)
def test_row_25_broken_properties_and_endless_recurrence_do_not_matter(participant, fields):
    assert ended(receive(reply(participant, **fields)), participant) == APPLIED


def test_a_calendar_that_never_begins_waits_for_a_person(participant):
    mail = receive(message(participant, part("Omlouvám se, nepřijdu.\r\n")))
    assert ended(mail, participant) == (InboundState.WAITING, "")
    assert mail.attempts == 1


def test_a_calendar_of_five_megabytes_is_not_read(participant):
    huge = calendar(participant.meeting.uid, lines=["X-JUNK:" + "x" * 70] * 65_000)
    mail = receive(message(participant, part(huge)))
    assert len(huge) > 5_000_000
    assert ended(mail, participant) == (InboundState.WAITING, "")
    assert mail.reason == "Kalendář v příloze je větší než 256 kB, nečteme ho."


def test_what_is_over_ten_megabytes_is_refused_at_the_door():
    with pytest.raises(inbound.TooLarge):
        inbound.store(raw=b"x" * (inbound.LARGEST + 1), source="test", now=NOW)


def test_a_message_nested_a_thousand_times_waits(participant):
    raw = message(participant, part("Ano", "text/plain"))
    for number in range(1000):
        head = f'Content-Type: multipart/mixed; boundary="b{number}"\r\nFrom: x@x.test\r\n\r\n--b{number}\r\n'
        raw = head.encode() + raw
    assert receive(raw).state == InboundState.WAITING


def final(raw):
    inbound.store(raw=raw, source="test", now=NOW)
    inbound.process(now=NOW)
    return set(InboundMail.objects.values_list("state", flat=True)) <= set(InboundState.values) - {"received"}


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=3000))
def test_any_bytes_end(participant, raw):
    assert final(raw)


LINES = st.lists(
    st.one_of(
        st.sampled_from(["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCALENDAR", "METHOD:COUNTER", "", " ", "UID"]),
        st.from_regex(
            r"(ATTENDEE|DTSTAMP|SEQUENCE|RECURRENCE-ID|COMMENT|DTSTART)[;:].{0,60}", fullmatch=True
        ),
        st.text(max_size=60),
    ),
    max_size=12,
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, text=st.text(max_size=200), head=st.text(max_size=80))
def test_any_calendar_ends(participant, lines, text, head):
    rows = [line.encode("utf-8", "replace").decode() for line in lines]
    body = calendar(participant.meeting.uid, lines=rows).encode("utf-8", "replace")
    subject = head.encode("utf-8", "replace").decode().replace("\n", " ").replace("\r", " ")
    assert final(
        message(participant, part(text.encode("utf-8", "replace"), "text/plain"), part(body), subject=subject)
    )
