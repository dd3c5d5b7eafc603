"""Reviewers are named, answer, are excused and replaced; the errand and the letters follow."""

from datetime import timedelta

import pytest
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from people import journal
from people.actions import link as links
from people.enums import LetterState, Side
from people.errors import Gone, LinkRevoked, Refused
from people.models import AccessLink, Letter
from tests.factories import people
from tests.factories import workflows as make
from workflows import guards
from workflows.actions import edition as editions
from workflows.actions import review
from workflows.enums import Deed, EditionState, Verdict
from workflows.flows import errand
from workflows.flows.stages import ReviewFlow

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


class TestNaming:
    def test_before_the_round_nobody_is_asked_yet(self):
        edition = make.drafted()
        (row,) = make.name_sides(edition, sides=(Side.USERS,))

        assert (row.round, row.asked_at, row.due_on, letters_of(row)) == (1, None, None, {})
        assert owners(edition) == [("work", edition.plan.coordinator_id)]

    def test_while_the_round_runs_the_newcomer_is_asked_at_once(self, edition, by):
        before = make.asked(edition)
        row = review.name(
            edition=edition, person=people.person(), side=Side.USERS, by=by, now=make.at(edition)
        )

        assert (row.round, row.due_on, row.version) == (1, edition.due_on, before[0].version)
        assert owners(edition) == waits_for(edition, *before, row)
        assert letters_of(row) == {"workflows/letters/review_asked": LetterState.QUEUED}

    def test_the_round_waits_for_the_newcomer_too(self, edition, by):
        row = review.name(
            edition=edition, person=people.person(), side=Side.USERS, by=by, now=make.at(edition)
        )
        for other in make.asked(edition):
            if other.pk != row.pk:
                answer(other)

        assert owners(edition) == waits_for(edition, row)
        answer(row)
        assert owners(edition) == [("decide", by.pk)]

    def test_after_all_have_answered_only_the_newcomer_is_asked(self, edition, by):
        make.answer_all(edition)
        row = review.name(
            edition=edition, person=people.person(), side=Side.USERS, by=by, now=make.at(edition)
        )

        assert owners(edition) == waits_for(edition, row)
        answer(row)
        assert owners(edition) == [("decide", by.pk)]

    def test_the_same_person_is_named_once_in_a_round(self, edition, by):
        who = make.asked(edition)[0].person

        with pytest.raises(Refused, match="už je mezi těmi"):
            review.name(edition=edition, person=who, side=Side.PROVIDERS, by=by, now=make.at(edition))

    def test_somebody_who_left_is_not_named(self, edition, by):
        with pytest.raises(Refused, match="už v Triádě nepůsobí"):
            review.name(
                edition=edition,
                person=people.person(is_active=False),
                side=Side.USERS,
                by=by,
                now=make.at(edition),
            )

    def test_a_seat_has_to_be_held_on_the_day(self, edition, by):
        seat, who = make.seat(make.body("steering"), Side.USERS), people.person()
        make.mandate(seat, who, ends_on=make.TODAY - timedelta(days=1))

        with pytest.raises(Refused, match="není v orgánu"):
            review.name(edition=edition, person=who, side=Side.USERS, seat=seat, by=by, now=make.at(edition))

    def test_a_person_of_several_sides_speaks_for_one_and_it_shows(self):
        edition, who = make.drafted(), people.person()
        group = make.body("steering")
        for side in (Side.USERS, Side.PROVIDERS):
            make.mandate(make.seat(group, side), who)

        row = review.name(
            edition=edition, person=who, side=Side.USERS, by=make.coordinator(edition), now=make.NOW
        )

        assert (row.side, row.also_sides) == (Side.USERS, "poskytovatelé")

    @pytest.mark.parametrize("state", [S.ADOPTED, S.EFFECTIVE, S.WITHDRAWN])
    def test_nobody_is_named_where_no_round_can_come(self, state):
        ended = make.edition_in(state)

        with pytest.raises(Gone):
            review.name(
                edition=ended,
                person=people.person(),
                side=Side.USERS,
                by=make.coordinator(ended),
                now=make.at(ended),
            )


class TestAnswering:
    def test_an_answer_ends_its_errand_and_its_letter_and_may_be_looked_at(self, edition):
        row, *others = make.asked(edition)
        token = AccessLink.objects.get(subject_kind="review", subject_id=row.pk).token
        answer(row, Verdict.RESERVATION, text="Chybí noclehárna.")

        row.refresh_from_db()
        assert (row.verdict, row.text, row.answered_by) == ("reservation", "Chybí noclehárna.", row.person)
        assert owners(edition) == waits_for(edition, *others)
        assert letters_of(row) == {"workflows/letters/review_asked": LetterState.DROPPED}
        assert links.resolve(token, "review", make.at(edition)).subject_id == row.pk
        assert journal.verify() == []

    def test_the_last_answer_calls_the_coordinator_and_tells_them(self, edition, by):
        make.answer_all(edition)

        assert owners(edition) == [("decide", by.pk)]
        assert Letter.objects.filter(template="workflows/letters/triad_answered", person=by).count() == 1

    @pytest.mark.parametrize("verdict", [Verdict.RESERVATION, Verdict.RETURN])
    def test_a_reservation_needs_its_text(self, edition, verdict):
        (row, *_others) = make.asked(edition)

        with pytest.raises(Refused, match="Napište, v čem výhrada je"):
            answer(row, verdict, text="  ")

    def test_a_second_click_finds_it_done(self, edition):
        (row, *_others) = make.asked(edition)
        answer(row)

        with pytest.raises(Gone):
            answer(row, Verdict.RETURN, text="Vlastně ne.")

    def test_an_answer_typed_in_for_somebody_says_what_proves_it(self, edition, by):
        (row, *_others) = make.asked(edition)

        with pytest.raises(Refused, match="čím je vyjádření doloženo"):
            answer(row, by=by)
        answer(row, by=by, evidence_note="telefonicky 21. 11.")

        row.refresh_from_db()
        assert (row.answered_by, row.person_id != by.pk, row.evidence_note) == (
            by,
            True,
            "telefonicky 21. 11.",
        )
        task = Task.objects.get(flow_task=ReviewFlow.answer, status=STATUS.DONE)
        assert (task.owner_id, task.data) == (by.pk, {"review": row.pk})

    def test_whose_mandate_has_ended_cannot_answer_but_may_be_excused(self, by):
        edition, seat, who = make.drafted(), make.seat(make.body("steering"), Side.USERS), people.person()
        held = make.mandate(seat, who)
        by = make.coordinator(edition)
        row = review.name(edition=edition, person=who, side=Side.USERS, seat=seat, by=by, now=make.NOW)
        make.name_sides(edition, sides=(Side.PROVIDERS, Side.COMMISSIONERS))
        edition = make.hand_over(edition)
        held.ends_on = make.TODAY - timedelta(days=1)
        held.save()

        with pytest.raises(Refused, match="není v orgánu"):
            answer(row)
        review.excuse(review=row, reason="Mandát skončil.", by=by, now=make.at(edition))
        assert [r.is_open for r in edition.reviews.filter(pk=row.pk)] == [False]

    def test_a_late_answer_after_the_round_ended_is_gone(self, edition, by):
        rows = make.asked(edition)
        editions.return_for_rework(edition=edition, reason="Doplnit.", by=by, now=make.at(edition))

        with pytest.raises(Gone):
            answer(rows[0])

    def test_an_answer_of_an_old_round_is_gone_in_the_new_one(self, edition, by):
        rows = make.asked(edition)
        editions.return_for_rework(edition=edition, reason="Doplnit.", by=by, now=make.at(edition))
        make.hand_over(make.fresh(edition))

        with pytest.raises(Gone):
            answer(rows[0])


class TestExcusing:
    def test_the_last_open_reviewer_excused_lets_the_round_go_on(self, edition, by):
        *others, last = make.asked(edition)
        for row in others:
            answer(row)
        review.excuse(review=last, reason="Nemoc.", by=by, now=make.at(edition))

        assert owners(edition) == [("decide", by.pk)]
        assert not Task.objects.filter(status__in=[STATUS.CANCELED, STATUS.ERROR]).exists()
        token = AccessLink.objects.get(subject_kind="review", subject_id=last.pk).token
        with pytest.raises(LinkRevoked):
            links.resolve(token, "review", make.at(edition))
        last.refresh_from_db()
        assert (last.is_excused, last.verdict, last.excuse) == (True, "", "Nemoc.")

    def test_a_side_of_which_nobody_spoke_stands_in_the_way(self, edition, by):
        *others, last = make.asked(edition)
        for row in others:
            answer(row)
        review.excuse(review=last, reason="Nemoc.", by=by, now=make.at(edition))

        facts = guards.facts(make.fresh(edition), make.at(edition))
        assert [b.code for b in guards.blockers(facts, Deed.START_SETTLEMENT)] == ["side_silent"]

    def test_it_needs_a_reason(self, edition, by):
        with pytest.raises(Refused, match="Napište, proč"):
            review.excuse(review=make.asked(edition)[0], reason=" ", by=by, now=make.at(edition))

    def test_before_the_round_a_person_is_simply_not_named_any_more(self):
        edition = make.drafted()
        rows = make.name_sides(edition)
        by = make.coordinator(edition)
        review.excuse(review=rows[0], reason="", by=by, now=make.NOW)

        assert edition.reviews.count() == 2
        with pytest.raises(Gone):
            review.excuse(
                review=rows[1].__class__(pk=999999, edition=edition), reason="", by=by, now=make.NOW
            )

    def test_who_was_taken_away_by_somebody_else_is_gone(self):
        edition = make.drafted()
        (row,) = make.name_sides(edition, sides=(Side.USERS,))
        twin = edition.reviews.get()
        by = make.coordinator(edition)
        review.excuse(review=row, reason="", by=by, now=make.NOW)

        with pytest.raises(Gone):
            review.excuse(review=twin, reason="", by=by, now=make.NOW)

    def test_who_was_excused_is_not_named_for_the_next_round(self, edition, by):
        row, *others = make.asked(edition)
        review.excuse(review=row, reason="Nemoc.", by=by, now=make.at(edition))
        editions.return_for_rework(edition=edition, reason="Doplnit.", by=by, now=make.at(edition))

        named = edition.reviews.filter(round=2).values_list("person", flat=True)
        assert sorted(named) == sorted(r.person_id for r in others)
