from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from bodies.actions import answer
from bodies.enums import AnswerChannel, AnswerFate, AnswerValue, InvitedAs, MeetingForm, MeetingState
from bodies.models import Answer, Meeting, Needs, Participant
from people import journal
from people.errors import Gone, Refused
from tests.factories import bodies as make
from tests.factories import people
from tests.factories.races import at_once

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
NOW = make.at(date(2026, 11, 12))
V, C, F = AnswerValue, AnswerChannel, AnswerFate


@pytest.fixture
def body():
    return make.body(kind="coordination", name="KOOS")


@pytest.fixture
def meeting(body):
    make.member(body)
    return make.convened(body, DAY, sequence=2, form=MeetingForm.HYBRID)


@pytest.fixture
def participant(meeting):
    return meeting.participants.get()


def give(participant, value=V.ACCEPTED, channel=C.LINK, now=NOW, **fields):
    by = fields.pop("by", participant.person)
    return answer.give(participant=participant, value=value, channel=channel, by=by, now=now, **fields)


def known(participant):
    participant.refresh_from_db()
    return participant.answer


def fates(participant):
    return list(participant.answers.order_by("received_at", "pk").values_list("value", "fate"))


def test_an_answer_counts_and_is_in_the_history_and_in_the_journal(participant, meeting):
    kept = give(participant, comment="  Přijedu vlakem. ")

    participant.refresh_from_db()
    assert (participant.answer, participant.answered_at, participant.reason) == (
        V.ACCEPTED,
        NOW,
        "Přijedu vlakem.",
    )
    assert (kept.fate, kept.sequence, kept.said_at, kept.recorded_by) == (F.APPLIED, 2, NOW, None)
    entry = journal.of(meeting).get()
    assert (entry.kind, entry.data) == (
        "answer.given",
        {"participant": participant.pk, "value": "accepted", "channel": "link", "fate": "applied"},
    )


def test_a_newer_answer_overtakes_the_older_one(participant):
    give(participant, V.DECLINED, comment="Dovolená")
    give(participant, V.ACCEPTED, now=NOW + timedelta(hours=1))

    assert known(participant) == V.ACCEPTED
    assert participant.reason == ""
    assert fates(participant) == [(V.DECLINED, F.OVERTAKEN), (V.ACCEPTED, F.APPLIED)]


def test_a_mail_written_before_the_answer_that_counts_changes_nothing(participant):
    give(participant, V.ACCEPTED)
    give(participant, V.DECLINED, C.MAIL, NOW + timedelta(hours=2), said_at=NOW - timedelta(hours=1))

    assert known(participant) == V.ACCEPTED
    assert fates(participant) == [(V.ACCEPTED, F.APPLIED), (V.DECLINED, F.OVERTAKEN)]


def test_of_two_written_at_the_same_time_the_one_received_later_counts(participant):
    for value, hours in ((V.ACCEPTED, 1), (V.DECLINED, 2)):
        give(participant, value, C.MAIL, NOW + timedelta(hours=hours), said_at=NOW)

    assert known(participant) == V.DECLINED


def test_a_mail_from_the_future_is_read_as_written_when_it_came(participant):
    kept = give(participant, V.DECLINED, C.MAIL, said_at=NOW + timedelta(days=400))
    give(participant, V.ACCEPTED, now=NOW + timedelta(minutes=1))

    assert (kept.said_at, known(participant)) == (NOW, V.ACCEPTED)


def test_an_answer_to_an_older_date_is_kept_and_does_not_count(participant):
    kept = give(participant, V.ACCEPTED, C.MAIL, sequence=1)

    assert (kept.fate, known(participant)) == (F.OLD, "")


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.HELD, MeetingState.CLOSED])
def test_a_mail_after_the_end_is_kept_as_late_and_a_person_is_told(participant, meeting, state):
    Meeting.objects.filter(pk=meeting.pk).update(
        state=state, ended_at=make.at(DAY, 12), begun_at=make.at(DAY)
    )

    kept = give(participant, V.ACCEPTED, C.MAIL)

    assert (kept.fate, known(participant)) == (F.LATE, "")
    with pytest.raises(Gone):
        give(participant)


def test_who_was_taken_off_the_list_is_told_and_their_mail_is_kept(participant):
    Participant.objects.filter(pk=participant.pk).update(removed_at=NOW)

    assert give(participant, channel=C.MAIL).fate == F.LATE
    with pytest.raises(Gone):
        give(participant)


def test_a_deputy_needs_a_name(participant):
    with pytest.raises(Refused, match="kdo zástupcem bude"):
        give(participant, V.DELEGATED)

    give(participant, V.DELEGATED, deputy_name="Petr Novák, vedoucí odboru")
    assert (known(participant), participant.deputy_name) == (V.DELEGATED, "Petr Novák, vedoucí odboru")


def test_the_deputy_is_forgotten_when_the_member_comes_after_all(participant):
    give(participant, V.DELEGATED, deputy_name="Petr Novák")
    give(participant, V.ACCEPTED, now=NOW + timedelta(minutes=1))

    participant.refresh_from_db()
    assert (participant.deputy, participant.deputy_name) == (None, "")


def test_a_substitute_of_the_seat_is_invited_in_the_members_place(participant, meeting):
    substitute = make.mandate(participant.seat, is_substitute=True).person

    give(participant, V.DELEGATED, deputy=substitute)

    invited = Participant.objects.get(meeting=meeting, person=substitute)
    meeting.refresh_from_db()
    assert (invited.invited_as, invited.seat, invited.is_voting) == (
        InvitedAs.SUBSTITUTE,
        participant.seat,
        False,
    )
    assert meeting.changed_at == NOW


def test_nobody_joins_on_line_where_one_cannot(participant, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(form=MeetingForm.IN_PERSON)

    with pytest.raises(Refused, match="on-line"):
        give(participant, V.REMOTE)


def test_an_answer_typed_in_says_who_typed_it(participant):
    clerk = people.person()

    assert give(participant, channel=C.TYPED, by=clerk).recorded_by == clerk


def test_answers_to_a_date_that_no_longer_holds_become_history(participant, meeting):
    give(participant, V.DELEGATED, deputy_name="Petr Novák")

    assert answer.outdate(meeting=meeting) == 1

    participant.refresh_from_db()
    assert (participant.answer, participant.answered_at, participant.deputy_name) == ("", None, "")
    assert fates(participant) == [(V.DELEGATED, F.OLD)]


def test_needs_are_asked_once_and_remembered():
    who = people.person()
    answer.state_needs(person=who, now=NOW, barrier_free=True)
    answer.state_needs(person=who, now=NOW, barrier_free=True, interpreter=" znakový jazyk ")

    needs = Needs.objects.get(person=who)
    assert (needs.barrier_free, needs.interpreter) == (True, "znakový jazyk")


@drawn(
    st.lists(
        st.tuples(
            st.sampled_from([V.ACCEPTED, V.DECLINED, V.TENTATIVE]), st.integers(-90, 90), st.integers(0, 3)
        ),
        max_size=6,
    )
)
def test_whatever_comes_the_newest_to_the_right_date_counts(said):
    body = make.body(kind="focus")
    make.member(body)
    participant = make.convened(body, DAY, sequence=2).participants.get()
    for number, (value, minutes, sequence) in enumerate(said):
        written, received = NOW + timedelta(minutes=minutes), NOW + timedelta(minutes=100 + number)
        give(participant, value, C.MAIL, received, said_at=written, sequence=sequence)

    right = [(minutes, number, value) for number, (value, minutes, s) in enumerate(said) if s >= 2]
    assert known(participant) == (max(right)[2] if right else "")
    applied = participant.answers.filter(fate=F.APPLIED).count()
    assert (participant.answers.count(), applied) == (len(said), 1 if right else 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_answers_of_one_person_at_once_leave_one_that_counts(body):
    make.member(body)
    participant = make.convened(body, DAY).participants.get()

    ended = at_once(
        partial(give, participant, V.ACCEPTED, C.MAIL, said_at=NOW),
        partial(give, participant, V.DECLINED, C.LINK),
    )

    counting = Answer.objects.get(fate=F.APPLIED)
    assert (ended, journal.verify()) == (["done", "done"], [])
    assert known(participant) == counting.value
