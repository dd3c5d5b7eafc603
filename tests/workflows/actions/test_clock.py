"""The clock does what is due, once; doing it twice changes nothing."""

from datetime import timedelta

import pytest

from people import journal
from people.errors import Blocked, Refused
from people.models import JournalEntry, Letter
from tests.factories import workflows as make
from tests.factories.walk import misfits
from workflows.actions import clock, consultation
from workflows.enums import EditionState

pytestmark = pytest.mark.django_db
S = EditionState


def reminders():
    return Letter.objects.filter(template="workflows/letters/review_reminded").count()


def test_a_window_is_closed_on_the_day_after_its_last():
    edition = make.edition_in(S.CONSULTATION)
    last_day = make.after_window(edition) - timedelta(days=1)

    assert clock.sweep(now=last_day)["close_consultation"] == 0
    assert clock.sweep(now=make.after_window(edition))["close_consultation"] == 1
    assert (make.fresh(edition).state, misfits(), journal.verify()) == (S.SETTLEMENT, [], [])


def test_a_second_sweep_changes_nothing():
    make.edition_in(S.CONSULTATION)
    make.edition_in(S.ADOPTED)
    make.hand_over(make.drafted(), days=2)
    when = make.NOW + timedelta(days=900)
    first = clock.sweep(now=when)
    before = (JournalEntry.objects.count(), Letter.objects.count())
    second = clock.sweep(now=when + timedelta(minutes=1))

    assert first == {"close_consultation": 1, "make_effective": 1, "remind": 3}
    assert second == {"close_consultation": 0, "make_effective": 0, "remind": 0}
    assert (JournalEntry.objects.count(), Letter.objects.count()) == before


def test_those_who_have_not_answered_are_reminded_once_when_the_term_is_near():
    edition = make.hand_over(make.drafted(), days=10)
    first, *_others = make.asked(edition)
    make.review.answer(review=first, verdict="agree", by=first.person, now=make.at(edition))
    found = []
    for day in (6, 7, 8, 12):
        clock.sweep(now=make.NOW + timedelta(days=day))
        found.append(reminders())

    assert found == [0, 2, 2, 2]


def test_nobody_is_reminded_of_a_round_that_ended():
    edition = make.hand_over(make.drafted(), days=3)
    make.editions.return_for_rework(
        edition=edition, reason="Doplnit.", by=make.coordinator(edition), now=make.at(edition)
    )
    clock.sweep(now=make.NOW + timedelta(days=2))

    assert reminders() == 0


@pytest.mark.parametrize("size", [1, 10])
def test_reminders_of_a_round_cost_the_same_for_any_number_of_people(size, django_assert_max_num_queries):
    make.hand_over(make.drafted(), each=size, days=1)

    with django_assert_max_num_queries(16):
        clock.sweep(now=make.NOW + timedelta(hours=2))
    assert reminders() == 3 * size


class TestWindow:
    def test_shorter_than_the_path_allows_is_refused(self):
        edition = make.edition_in(S.TRIAD_REVIEW)
        make.answer_all(edition)

        with pytest.raises(Refused, match="nejméně 14 dní"):
            make.announce(edition, days=13)
        assert (make.fresh(edition).state, misfits()) == (S.TRIAD_REVIEW, [])

    def test_it_may_be_extended_never_shortened(self):
        edition = make.edition_in(S.CONSULTATION)
        by, when, last = make.coordinator(edition), make.at(edition), make.window(edition).closes_on

        with pytest.raises(Refused, match="nelze zkrátit"):
            consultation.extend(edition=edition, closes_on=last - timedelta(days=1), by=by, now=when)
        consultation.extend(edition=edition, closes_on=last + timedelta(days=7), by=by, now=when)
        assert (make.window(edition).closes_on, make.fresh(edition).due_on) == (last + timedelta(days=7),) * 2
        assert clock.sweep(now=when + timedelta(days=16))["close_consultation"] == 0

    def test_a_person_cannot_close_it_before_its_end(self):
        edition = make.edition_in(S.CONSULTATION)

        with pytest.raises(Blocked) as refusal:
            consultation.close(edition=edition, by=make.coordinator(edition), now=make.at(edition))
        assert [b.code for b in refusal.value.blockers] == ["window_runs"]

    def test_open_comments_block_approval_until_each_is_settled(self):
        edition = make.edition_in(S.CONSULTATION)
        make.comment(edition)
        edition = make.next_step(edition)

        with pytest.raises(Blocked) as refusal:
            make.to_councils(edition)
        assert [b.code for b in refusal.value.blockers] == ["open_comments"]
        make.settle_comments(edition)
        assert make.to_councils(edition).state == S.COUNCIL_APPROVAL
