import email
import smtplib
from email import policy

import pytest
from anymail.exceptions import AnymailRecipientsRefused, AnymailUnsupportedFeature
from hypothesis import given, settings
from hypothesis import strategies as st

from people.enums import LetterState
from people.models import Letter
from people.post import wire

TEXT = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters="\x85"), max_size=200
)
ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


def letter(**fields):
    values = {
        "message_id": "<1@triada.test>",
        "to_address": "eva@triada.test",
        "subject": "Věc",
        "text": "Den.\n",
    }
    return Letter(**{**values, **fields})


def parsed(content):
    return email.message_from_bytes(content, policy=policy.default)


def parts_of(message):
    return [
        (part.get_content_type(), part.get_content().rstrip())
        for part in message.walk()
        if not part.is_multipart()
    ]


@settings(max_examples=60, deadline=None)
@given(subject=TEXT, text=TEXT, html=TEXT, name=TEXT)
def test_the_fast_way_says_the_same_as_djangos(subject, text, html, name):
    row = letter(
        subject=" ".join(subject.split()),
        text=text + "\n",
        html=html.strip(),
        to_name=" ".join(name.split())[:60],
    )
    message = wire.envelope(row, wire.Enclosures())
    fast, slow = parsed(message.content), parsed(message.message().as_bytes(linesep="\r\n"))
    assert parts_of(fast) == parts_of(slow)
    headers = ("Subject", "From", "Message-ID", "Auto-Submitted")  # Django may begin a long one by a space
    assert [fast[header] for header in headers] == [slow[header].strip() for header in headers]
    assert fast["To"].addresses[0].addr_spec == "eva@triada.test"


def test_a_line_longer_than_smtp_allows_travels_in_base64():
    message = parsed(wire.envelope(letter(text="ž" * 3000 + "\n"), wire.Enclosures()).content)
    assert (message["Content-Transfer-Encoding"], message.get_content()) == ("base64", "ž" * 3000 + "\n")


def ways(message):
    """A message as we write it and as Django does."""
    return parsed(message.content), parsed(message.message().as_bytes(linesep="\r\n"))


def test_an_invitation_carries_its_calendar_beside_the_text_and_as_a_file():
    row = letter(
        html="<p>x</p>",
        ics=ICS,
        ics_method="REQUEST",
        from_address="jednani+1f@triada.test",
        from_name="Koordinační skupina",
        reply_to="jednani+1f@triada.test",
    )
    message = wire.envelope(row, wire.Enclosures())
    assert message.is_simple()
    for way in ways(message):
        assert [part.get_content_type() for part in way.walk()] == [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "text/calendar",
            "application/ics",
        ]
        *_texts, calendar, file = [part for part in way.walk() if not part.is_multipart()]
        assert calendar.get_params() == [
            ("text/calendar", ""),
            ("method", "REQUEST"),
            ("charset", "utf-8"),
        ]
        assert (calendar.get_content_disposition(), file.get_content_disposition()) == (None, "attachment")
        assert (file.get_filename(), file.get_content()) == ("invite.ics", ICS.encode())
        assert calendar.get_payload(decode=True).replace(b"\r\n", b"\n") == ICS.encode().replace(
            b"\r\n", b"\n"
        )
        sender = way["From"].addresses[0]
        assert (sender.addr_spec, sender.display_name) == ("jednani+1f@triada.test", "Koordinační skupina")
        assert (way["Reply-To"], way["X-Auto-Response-Suppress"]) == ("jednani+1f@triada.test", "All")


def test_our_invitation_keeps_the_bytes_of_its_calendar():
    ics = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Příliš žluťoučký\r\nEND:VCALENDAR\r\n"
    ours, _django = ways(wire.envelope(letter(ics=ics, ics_method="REQUEST"), wire.Enclosures()))
    [calendar] = [part for part in ours.walk() if part.get_content_type() == "text/calendar"]
    assert (calendar.get_payload(decode=True).decode(), calendar["Content-Transfer-Encoding"]) == (
        ics,
        "base64",
    )


def test_a_file_beside_an_invitation_goes_djangos_way():
    row = letter(ics=ICS, ics_method="REQUEST")
    message = wire.envelope(row, wire.Enclosures())
    message.attach("a.txt", "x", "text/plain")
    assert not message.is_simple()


def test_a_header_of_two_lines_is_refused():
    error = wire.envelope_or_error(letter(message_id="<1>\nBcc: all@triada.test"), wire.Enclosures())
    assert (type(error), "two lines" in str(error)) == (ValueError, True)


@pytest.mark.parametrize(
    ("error", "in_doubt", "state", "broken"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (450, b"busy")}), False, LetterState.QUEUED, False),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no")}), False, LetterState.FAILED, False),
        (smtplib.SMTPDataError(554, b"spam"), False, LetterState.FAILED, False),
        (smtplib.SMTPDataError(421, b"closing"), False, LetterState.QUEUED, True),
        (smtplib.SMTPServerDisconnected("gone"), False, LetterState.QUEUED, True),
        (smtplib.SMTPServerDisconnected("gone"), True, LetterState.UNCERTAIN, True),
        (TimeoutError(), True, LetterState.UNCERTAIN, True),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), False, LetterState.FAILED, False),
        (AnymailUnsupportedFeature("calendar"), True, LetterState.FAILED, False),
        (AnymailRecipientsRefused("no"), True, LetterState.FAILED, False),
        (ValueError("header"), False, LetterState.FAILED, False),
    ],
)
def test_what_an_error_means(error, in_doubt, state, broken):
    outcome = wire.judged(error, in_doubt=in_doubt)
    assert (outcome.state, outcome.broken) == (state, broken)


def test_a_route_that_would_drop_calendars_is_named(settings):
    settings.INVITE_MAIL = {"backend": "anymail.backends.test.EmailBackend"}
    assert [fault.split(":")[0] for fault in wire.faults_of_routes()] == ["Pozvánky by přišly bez kalendáře"]
