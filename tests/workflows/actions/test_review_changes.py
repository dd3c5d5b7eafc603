"""Reviewers are named, answer, are excused and replaced; the errand and the letters follow."""

from datetime import timedelta

import pytest

from people.actions import link as links
from people.enums import LetterState, Side
from people.errors import Blocked, Gone, LinkRevoked, Refused
from people.models import AccessLink, Letter
from tests.factories import people
from tests.factories import workflows as make
from workflows import guards
from workflows.actions import clock, review
from workflows.actions import edition as editions
from workflows.actions import plan as plans
from workflows.enums import Deed, EditionState, Verdict
from workflows.flows import errand

pytestmark = pytest.mark.django_db
S = EditionState


@pytest.fixture
def edition():
    return make.edition_in(S.TRIAD_REVIEW)


@pytest.fixture
def by(edition):
    return make.coordinator(edition)


def owners(edition):
    """Return who is asked now, and by which node."""
    (process,) = errand.live(edition)
    return sorted((task.flow_task.name, task.owner_id) for task in errand.human_tasks(process))


def waits_for(edition, *reviews):
    return sorted(("answer", row.person_id) for row in reviews)


def answer(row, verdict=Verdict.AGREE, **said):
    now = said.pop("now", make.at(row.edition))
    return review.answer(review=row, verdict=verdict, by=said.pop("by", row.person), now=now, **said)


def letters_of(row):
    return dict(Letter.objects.of(row).values_list("template", "state"))


class TestReassigning:
    def test_somebody_else_is_asked_instead(self, edition, by):
        old, *others = make.asked(edition)
        who = people.person()
        new = review.reassign(review=old, person=who, by=by, now=make.at(edition))

        assert (new.side, new.person, new.seat) == (old.side, who, None)
        assert owners(edition) == waits_for(edition, *others, new)

    def test_the_last_open_one_is_replaced_without_ending_the_round(self, edition, by):
        *others, last = make.asked(edition)
        for row in others:
            answer(row)
        new = review.reassign(review=last, person=people.person(), by=by, now=make.at(edition))

        assert owners(edition) == waits_for(edition, new)

    @pytest.mark.parametrize(("ends_on", "keeps"), [(None, True), (make.TODAY - timedelta(days=1), False)])
    def test_a_substitute_keeps_the_seat_only_while_they_hold_it(self, ends_on, keeps):
        edition, seat, who = make.drafted(), make.seat(make.body("steering"), Side.USERS), people.person()
        make.mandate(seat, who)
        other = people.person()
        make.mandate(seat, other, is_substitute=True, ends_on=ends_on)
        by = make.coordinator(edition)
        row = review.name(edition=edition, person=who, side=Side.USERS, seat=seat, by=by, now=make.NOW)
        make.name_sides(edition, sides=(Side.PROVIDERS, Side.COMMISSIONERS))
        edition = make.hand_over(edition)
        row.refresh_from_db()

        new = review.reassign(review=row, person=other, by=by, now=make.at(edition))

        assert new.seat == (seat if keeps else None)

    def test_who_has_answered_is_not_replaced(self, edition, by):
        (row, *_others) = make.asked(edition)
        answer(row)

        with pytest.raises(Gone):
            review.reassign(review=row, person=people.person(), by=by, now=make.at(edition))


class TestSettling:
    @pytest.fixture
    def reserved(self, edition):
        row, *others = make.asked(edition)
        answer(row, Verdict.RESERVATION, text="Doplňte dopravu.")
        for other in others:
            answer(other)
        return row

    def test_a_reservation_blocks_until_it_is_settled(self, edition, reserved, by):
        def missing():
            facts = guards.facts(make.fresh(edition), make.at(edition))
            return [b.code for b in guards.blockers(facts, Deed.OPEN_CONSULTATION)]

        assert missing() == ["reservation"]
        review.settle(review=reserved, settlement="Doplněno v opatření 2.", by=by, now=make.at(edition))
        assert missing() == []
        letter = Letter.objects.get(template="workflows/letters/reservation_settled")
        assert (letter.person, "Doplněno v opatření 2." in letter.text) == (reserved.person, True)

    def test_it_is_settled_once_and_with_a_text(self, edition, reserved, by):
        with pytest.raises(Refused, match="jak byla výhrada vypořádána"):
            review.settle(review=reserved, settlement=" ", by=by, now=make.at(edition))
        review.settle(review=reserved, settlement="Doplněno.", by=by, now=make.at(edition))
        with pytest.raises(Gone):
            review.settle(review=reserved, settlement="Jinak.", by=by, now=make.at(edition))

    def test_in_a_withdrawn_edition_there_is_nothing_to_settle(self, edition, reserved, by):
        editions.withdraw(edition=edition, reason="Nebude.", by=by, now=make.at(edition))

        with pytest.raises(Gone):
            review.settle(review=reserved, settlement="Doplněno.", by=by, now=make.at(edition))


class TestPeopleWhoChange:
    def test_a_deputy_takes_over_what_the_coordinator_was_asked(self):
        edition, deputy = make.drafted(), people.person()
        by = make.coordinator(edition)
        plans.appoint(plan=edition.plan, people={"deputy": deputy}, read_at=0, by=by, now=make.NOW)
        assert owners(edition) == [("work", deputy.pk)]

        plans.appoint(plan=edition.plan, people={"deputy": None}, read_at=1, by=by, now=make.NOW)
        assert owners(edition) == [("work", by.pk)]

    def test_a_coordinator_who_is_also_a_reviewer_keeps_their_own_question(self):
        edition, deputy = make.drafted(), people.person()
        by = make.coordinator(edition)
        own = review.name(edition=edition, person=by, side=Side.COMMISSIONERS, by=by, now=make.NOW)
        others = make.name_sides(edition, sides=(Side.USERS, Side.PROVIDERS))
        edition = make.hand_over(edition)
        plans.appoint(plan=edition.plan, people={"deputy": deputy}, read_at=0, by=by, now=make.at(edition))

        assert owners(edition) == waits_for(edition, own, *others)

    def test_the_question_of_who_was_deactivated_waits_for_the_coordinator(self, edition, by):
        row, *others = make.asked(edition)
        row.person.is_active, row.person.deactivated_at = False, make.NOW
        row.person.save()
        token = AccessLink.objects.get(subject_kind="review", subject_id=row.pk).token
        for other in others:
            answer(other)

        with pytest.raises(LinkRevoked):
            links.resolve(token, "review", make.at(edition))
        assert owners(edition) == waits_for(edition, row)
        review.excuse(review=row, reason="Odešel.", by=by, now=make.at(edition))
        assert owners(edition) == [("decide", by.pk)]

    def test_a_deactivated_person_blocks_the_next_round_by_name(self):
        edition = make.drafted()
        rows = make.name_sides(edition)
        rows[0].person.is_active, rows[0].person.deactivated_at = False, make.NOW
        rows[0].person.save()

        with pytest.raises(Blocked) as refusal:
            make.hand_over(edition)
        assert [b.code for b in refusal.value.blockers] == ["inactive_person"]
        assert rows[0].person.name in refusal.value.message


class TestReminding:
    def test_a_coordinator_may_remind_once_more(self, edition, by):
        (row, *_others) = make.asked(edition)
        clock.remind_again(review=row, by=by, now=make.at(edition))

        assert letters_of(row) == {
            "workflows/letters/review_asked": LetterState.QUEUED,
            "workflows/letters/review_reminded": LetterState.QUEUED,
        }

    def test_nobody_is_reminded_of_what_has_ended(self, edition, by):
        answered, open_, *_others = make.asked(edition)
        answer(answered)
        with pytest.raises(Gone):
            clock.remind_again(review=answered, by=by, now=make.at(edition))

        editions.withdraw(edition=edition, reason="Nebude.", by=by, now=make.at(edition))
        with pytest.raises(Gone):
            clock.remind_again(review=open_, by=by, now=make.at(edition))
        assert set(letters_of(open_).values()) == {LetterState.DROPPED}
