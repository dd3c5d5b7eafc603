"""A date is looked for among members; the chosen day becomes a meeting with their answers."""

from datetime import date, timedelta

import pytest

from bodies.actions import poll as polls
from bodies.enums import AnswerChannel, AnswerValue, BodyKind, MeetingState, PollChoice, PollState
from bodies.models import Answer, Meeting, Participant, Poll, PollVote
from bodies.queries.poll import table
from people import journal
from people.enums import LetterState
from people.errors import Gone, Refused
from people.models import AccessLink, Letter
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
TERM = people.TODAY + 7 * A_DAY
FIRST = date(2026, 12, 9)
YES, MAYBE, NO = PollChoice.YES, PollChoice.MAYBE, PollChoice.NO


@pytest.fixture
def body():
    return make.body(kind=BodyKind.FOCUS)


@pytest.fixture
def members(body):
    return [make.member(body) for _number in range(3)]


def span(day, hour=9):
    return make.at(day, hour), make.at(day, hour + 2)


def open_poll(body, days=(FIRST, FIRST + A_DAY), **said):
    said = {"closes_on": TERM, "by": people.person(), "now": people.NOW, **said}
    return polls.open(body=body, title="Podzimní jednání", options=[span(day) for day in days], **said)


def vote(poll, person, *choices, by=None, now=people.NOW):
    options = poll.options.order_by("starts_at")
    said = {option.pk: choice for option, choice in zip(options, choices, strict=False)}
    polls.vote(poll=poll, person=person, choices=said, by=by or person, now=now)


def decide(poll, number=0, **said):
    option = poll.options.order_by("starts_at")[number]
    said = {"by": people.person(), "now": people.NOW, **said}
    return polls.decide(poll=poll, option=option, **said)


def letters(name):
    return Letter.objects.filter(template=f"bodies/letters/{name}")


def test_each_member_gets_one_letter_with_a_personal_link(body, members):
    make.mandate(make.seat(body), members[0])
    poll = open_poll(body)

    assert sorted(letters("poll_asked").values_list("person", flat=True)) == sorted(p.pk for p in members)
    assert AccessLink.objects.filter(subject_kind="poll", subject_id=poll.pk).count() == 3
    assert [e.kind for e in journal.of(poll)] == ["poll.opened"]


@pytest.mark.parametrize(
    ("days", "said", "reason"),
    [
        ([FIRST], {}, "aspoň dva"),
        ([FIRST] * 2, {}, "dvakrát"),
        ([FIRST, people.TODAY - A_DAY], {}, "už minul"),
        ([FIRST, FIRST + A_DAY], {"closes_on": people.TODAY - A_DAY}, "odpovědět, už minul"),
        ([FIRST, FIRST + A_DAY], {"closes_on": FIRST}, "dřív než první"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused(body, days, said, reason):
    with pytest.raises(Refused, match=reason):
        open_poll(body, days, **said)
    assert Poll.objects.count() == 0


def test_the_latest_word_of_a_member_counts_and_what_is_typed_in_says_by_whom(body, members):
    poll, by = open_poll(body), people.person()
    vote(poll, members[0], YES, NO)
    vote(poll, members[0], MAYBE)
    vote(poll, members[1], NO, YES, by=by)
    found = table(poll, people.TODAY)

    assert [(c.yes, c.maybe, c.no) for c in found.columns] == [(0, 1, 1), (1, 0, 1)]
    assert [row.choices for row in found.rows] == [[MAYBE, NO], [NO, YES], ["", ""]]
    assert (found.best, [row.person for row in found.silent]) == (found.columns[1], [members[2]])
    assert set(PollVote.objects.values_list("person", "recorded_by")) == {
        (members[0].pk, None),
        (members[1].pk, by.pk),
    }


def test_only_members_answer_in_time_to_days_of_that_search(body, members):
    poll, other = open_poll(body), open_poll(body)
    late = people.NOW + 8 * A_DAY
    with pytest.raises(Refused, match="jen členové"):
        vote(poll, people.person(), YES)
    with pytest.raises(Refused, match="jen do stanoveného dne"):
        vote(poll, members[0], YES, now=late)
    vote(poll, members[0], YES, by=people.person(), now=late)
    foreign = {other.options.first().pk: YES}
    with pytest.raises(Refused, match="k hledání nepatří"):
        polls.vote(poll=poll, person=members[0], choices=foreign, by=members[0], now=people.NOW)


def test_the_chosen_day_becomes_a_planned_meeting_with_the_answers(body, members):
    poll = open_poll(body)
    for person, choice in zip(members, (YES, MAYBE, NO), strict=True):
        vote(poll, person, NO, choice)
    newcomer = make.member(body)
    meeting = decide(poll, 1, place="knihovna")
    answers = dict(Participant.objects.filter(meeting=meeting).values_list("person", "answer"))

    assert (meeting.state, meeting.held_on, meeting.place) == (
        MeetingState.PLANNED,
        FIRST + A_DAY,
        "knihovna",
    )
    assert answers == {
        members[0].pk: AnswerValue.ACCEPTED,
        members[1].pk: AnswerValue.TENTATIVE,
        members[2].pk: AnswerValue.DECLINED,
        newcomer.pk: "",
    }
    assert set(Answer.objects.values_list("channel", flat=True)) == {AnswerChannel.POLL}
    assert (Poll.objects.get().state, letters("poll_asked").exclude(state=LetterState.DROPPED).count()) == (
        PollState.DECIDED,
        0,
    )
    assert letters("poll_decided").count() == 4
    assert journal.verify() == []


def test_a_search_ends_once(body, members):
    poll = open_poll(body)
    decide(poll)
    for deed in (
        lambda: decide(poll),
        lambda: vote(poll, members[0], YES),
        lambda: polls.cancel(poll=poll, reason="Ne.", by=people.person(), now=people.NOW),
    ):
        with pytest.raises(Gone):
            deed()
    assert Meeting.objects.count() == 1


def test_a_cancelled_search_tells_why_and_takes_the_questions_back(body, members):
    poll = open_poll(body)
    polls.cancel(poll=poll, reason="Sejdeme se až v lednu.", by=people.person(), now=people.NOW)

    assert set(letters("poll_asked").values_list("state", flat=True)) == {LetterState.DROPPED}
    told = letters("poll_cancelled")
    assert (told.count(), "Sejdeme se až v lednu." in told.first().text) == (3, True)


def test_the_clock_reminds_the_silent_once_and_tells_who_asked_when_the_term_has_passed(body, members):
    poll = open_poll(body)
    vote(poll, members[0], YES)
    for days in (1, 5, 5, 6, 8, 9):
        polls.remind(now=people.NOW + days * A_DAY)

    assert sorted(letters("poll_reminded").values_list("person", flat=True)) == sorted(
        p.pk for p in members[1:]
    )
    assert list(letters("poll_ended").values_list("person", flat=True)) == [poll.created_by_id]
    assert AccessLink.objects.filter(subject_kind="poll").count() == 3


def test_a_search_with_a_term_of_a_day_reminds_nobody_on_that_day(body, members):
    open_poll(body, closes_on=people.TODAY + A_DAY)
    polls.remind(now=people.NOW)
    assert letters("poll_reminded").count() == 0


def test_other_bodies_that_sit_at_the_time_and_share_members_are_counted(body, members):
    other = make.body()
    for person in members[:2]:
        make.member(other, person)
    begins, ends = span(FIRST, 10)
    there = make.meeting(other, FIRST, starts_at=begins, ends_at=ends)
    make.meeting(make.body(), FIRST)
    poll = open_poll(body)
    found = table(poll, people.TODAY, with_clashes=True)

    assert [column.clashes for column in found.columns] == [((there, 2),), ()]


@pytest.mark.parametrize("count", [1, 6])
def test_the_table_takes_as_many_queries_for_one_member_as_for_six(body, count, django_assert_num_queries):
    poll = open_poll(body)
    for _number in range(count):
        vote(poll, make.member(body), YES, NO)
    with django_assert_num_queries(5):
        table(poll, people.TODAY, with_clashes=True)
