"""Editions are started, handed over, sent back and withdrawn; what was asked ends with the state."""

from datetime import timedelta

import pytest
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from documents.actions import consultation as windows
from documents.enums import ConfirmationState
from documents.models import Confirmation, Hearing
from people import journal
from people.actions import link as links
from people.enums import LetterState
from people.errors import Blocked, Gone, LinkRevoked, Refused
from people.models import AccessLink, Letter
from tests.factories import people
from tests.factories import workflows as make
from tests.factories.walk import misfits
from workflows.actions import consultation
from workflows.actions import edition as editions
from workflows.actions import plan as plans
from workflows.enums import EditionKind, EditionState, Need, Outcome, PlanState, Verdict
from workflows.models.edition import WITHDRAWABLE

pytestmark = pytest.mark.django_db
S = EditionState


def templates(**where):
    rows = Letter.objects.filter(**where).values_list("template", flat=True)
    return sorted(name.rpartition("/")[2] for name in rows)


def kinds(edition):
    return list(journal.of(edition).values_list("kind", flat=True))


def submit(edition, days=14):
    due = make.TODAY + timedelta(days=days)
    return editions.submit_to_triad(edition=edition, due_on=due, by=make.coordinator(edition), now=make.NOW)


def withdraw(edition, reason="Nebude se dělat."):
    when = make.at(edition)
    return editions.withdraw(edition=edition, reason=reason, by=make.coordinator(edition), now=when)


def rework(edition, reason="Doplnit."):
    when = make.at(edition)
    return editions.return_for_rework(edition=edition, reason=reason, by=make.coordinator(edition), now=when)


class TestStarting:
    def test_an_edition_starts_with_its_chapters_its_opinions_and_its_first_errand(self):
        edition = make.plan("plan-mesta").editions.get()

        assert (edition.state, edition.parts.count(), edition.opinions.count()) == (S.DRAFTING, 5, 2)
        assert (edition.valid_from, edition.valid_to) == make.PERIOD
        assert kinds(edition) == ["edition.started"]
        assert misfits() == []

    def test_chapters_are_required_of_a_region_only(self):
        town, region = make.plan("plan-mesta-rada"), make.plan("plan-kraje")

        assert [p.editions.get().parts.filter(is_required=True).count() for p in (town, region)] == [0, 5]

    def test_a_plan_has_one_original(self):
        edition = make.drafted()

        with pytest.raises(Refused, match="už své původní znění má"):
            editions.start(
                plan=edition.plan,
                kind=EditionKind.ORIGINAL,
                path=edition.path,
                by=make.coordinator(edition),
                now=make.NOW,
            )

    def test_an_action_plan_says_its_year(self):
        edition = make.drafted()

        with pytest.raises(Refused, match="na který rok"):
            editions.start(
                plan=edition.plan,
                kind=EditionKind.ACTION_PLAN,
                path=edition.path,
                by=make.coordinator(edition),
                now=make.NOW,
            )

    def test_the_final_evaluation_moves_the_plan_that_of_a_year_does_not(self):
        edition = make.edition_in(S.EFFECTIVE)
        found = []
        for year in (2027, None):
            make.later_edition(edition, EditionKind.EVALUATION, year=year)
            edition.plan.refresh_from_db()
            found.append(edition.plan.state)

        assert found == [PlanState.IN_FORCE, PlanState.EVALUATING]

    def test_nothing_starts_on_a_plan_that_has_ended(self):
        edition = make.edition_in(S.EFFECTIVE)
        by = make.coordinator(edition)
        plans.end(plan=edition.plan, by=by, now=make.at(edition))

        with pytest.raises(Refused, match="Plán už skončil"):
            editions.start(plan=edition.plan, kind=EditionKind.UPDATE, path=edition.path, by=by, now=make.NOW)


class TestSubmitting:
    def test_the_text_is_frozen_and_everybody_named_is_asked_by_a_personal_link(self):
        edition = make.drafted()
        make.name_sides(edition, 2)
        edition = submit(edition)

        rows = make.asked(edition)
        assert (edition.state, edition.round, len(rows)) == (S.TRIAD_REVIEW, 1, 6)
        assert {(r.version.number, r.due_on, r.asked_at) for r in rows} == {(1, edition.due_on, make.NOW)}
        assert templates() == ["review_asked"] * 6
        found = AccessLink.objects.filter(subject_kind="review").values_list("subject_id", "person")
        assert sorted(found) == sorted((r.pk, r.person_id) for r in rows)
        assert Task.objects.filter(status=STATUS.DONE, flow_task_type="HUMAN").count() == 1

    def test_an_empty_side_leaves_everything_as_it_was(self):
        edition = make.drafted()
        make.name_sides(edition, sides=("users", "providers"))

        with pytest.raises(Blocked) as refusal:
            submit(edition)

        assert [b.code for b in refusal.value.blockers] == ["empty_side"]
        assert (make.fresh(edition).state, edition.document.versions.count(), misfits()) == (
            S.DRAFTING,
            0,
            [],
        )

    def test_a_term_in_the_past_is_refused(self):
        edition = make.drafted()
        make.name_sides(edition)

        with pytest.raises(Refused, match="Termín pro vyjádření už uplynul"):
            submit(edition, days=-1)

    def test_a_second_click_finds_it_done(self):
        edition = make.drafted()
        make.name_sides(edition)
        submit(edition)

        with pytest.raises(Gone):
            submit(edition)

    @pytest.mark.parametrize("state", [s for s in S if s not in (S.DRAFTING, S.SETTLEMENT)])
    def test_from_elsewhere_it_is_gone(self, state):
        edition = make.edition_in(state)

        with pytest.raises(Gone):
            editions.submit_to_triad(
                edition=edition,
                due_on=make.at(edition, days=2).date(),
                by=make.coordinator(edition),
                now=make.at(edition),
            )

    def test_a_substantive_change_in_settlement_opens_a_new_round(self):
        edition = make.edition_in(S.SETTLEMENT)
        edition = make.hand_over(edition)

        assert (edition.round, edition.state, misfits()) == (2, S.TRIAD_REVIEW, [])


class TestReturning:
    def test_while_reviewers_answer_their_questions_links_and_letters_end(self):
        edition = make.edition_in(S.TRIAD_REVIEW)
        first, *others = make.asked(edition)
        make.review.answer(review=first, verdict=Verdict.AGREE, by=first.person, now=make.at(edition))
        tokens = [AccessLink.objects.get(subject_id=r.pk, subject_kind="review").token for r in others]
        edition = rework(edition)

        assert (edition.state, misfits()) == (S.DRAFTING, [])
        for token in tokens:
            with pytest.raises(LinkRevoked):
                links.resolve(token, "review", make.at(edition))
        assert templates(state=LetterState.QUEUED) == ["edition_returned"] * 2
        assert sorted(
            Letter.objects.filter(state=LetterState.QUEUED).values_list("person", flat=True)
        ) == sorted(r.person_id for r in others)

    def test_the_same_people_are_named_for_the_next_round(self):
        edition = make.edition_in(S.TRIAD_REVIEW)
        before = sorted(edition.reviews.values_list("person", "side"))
        rework(edition)

        assert sorted(edition.reviews.filter(round=2).values_list("person", "side")) == before

    def test_it_needs_a_reason(self):
        with pytest.raises(Refused, match="Napište, proč se text vrací"):
            rework(make.edition_in(S.CONSULTATION), reason=" ")

    def test_a_window_is_cut_short_and_its_hearing_called_off(self):
        edition = make.edition_in(S.CONSULTATION)
        planned = windows.plan_hearing(
            consultation=make.window(edition),
            starts_at=make.at(edition, days=5),
            place="Sál",
            access="",
            announced_on=None,
            by=make.coordinator(edition),
            now=make.at(edition),
        )
        rework(edition)

        assert make.window(edition).was_cut_short
        assert Hearing.objects.get(pk=planned.pk).cancelled_at is not None

    def test_an_opinion_that_returned_the_text_is_asked_again(self):
        edition = make.edition_in(S.TRIAD_REVIEW, "plan-mesta")
        make.opine(edition, "open_consultation", Verdict.RETURN, "Ne.")
        rework(edition)

        assert set(edition.opinions.values_list("verdict", "text")) == {("", "")}

    @pytest.mark.parametrize("state", [S.DRAFTING, S.ADOPTED, S.EFFECTIVE, S.SUPERSEDED, S.WITHDRAWN])
    def test_what_is_not_under_way_cannot_be_returned(self, state):
        with pytest.raises(Gone):
            rework(make.edition_in(state))

    def test_a_refused_text_may_be_reworked_and_approved_after_all(self):
        edition = rework(make.edition_in(S.REJECTED))
        while edition.state != S.EFFECTIVE:
            edition = make.next_step(edition)

        assert (edition.round, misfits(), journal.verify()) == (2, [], [])


class TestWithdrawing:
    @pytest.mark.parametrize("state", WITHDRAWABLE)
    def test_from_every_state_before_adoption_it_ends_everything(self, state):
        edition = make.edition_in(state, submitter=people.person())
        if state == S.CONSULTATION:
            make.comment(edition)
        edition = withdraw(edition)

        assert (edition.state, edition.ended_reason) == (S.WITHDRAWN, "Nebude se dělat.")
        assert not Task.objects.filter(status__in=[STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED]).exists()
        assert set(templates(state=LetterState.QUEUED)) <= {"edition_withdrawn"}
        open_rows = [r for r in edition.reviews.filter(asked_at__isnull=False) if r.is_open]
        open_links = AccessLink.objects.filter(
            subject_kind="review", subject_id__in=[r.pk for r in open_rows], revoked_at=None
        )
        assert [open_links.count(), [d for d in edition.decisions.all() if d.is_open]] == [0, []]
        assert not Confirmation.objects.filter(state=ConfirmationState.REQUESTED).exists()
        assert not edition.document.consultations.filter(closed_at=None).exists()
        assert (misfits(), journal.verify()) == ([], [])

    @pytest.mark.parametrize("state", [s for s in S if s not in WITHDRAWABLE])
    def test_after_adoption_it_is_gone(self, state):
        with pytest.raises(Gone):
            withdraw(make.edition_in(state))

    def test_it_needs_a_reason(self):
        with pytest.raises(Refused, match="Napište, proč se stahuje"):
            withdraw(make.drafted(), reason="")

    def test_who_was_asked_is_told_that_it_is_over(self):
        edition = make.edition_in(S.TRIAD_REVIEW)
        asked = sorted(r.person_id for r in make.asked(edition))
        withdraw(edition)

        told = Letter.objects.filter(template="workflows/letters/edition_withdrawn")
        assert sorted(told.values_list("person", flat=True)) == asked


class TestSettlement:
    def test_it_follows_the_triad_where_no_consultation_has_to_come(self):
        edition = make.edition_in(S.TRIAD_REVIEW, make.path("plan-mesta-rada", consultation=Need.NONE))
        edition = make.next_step(edition)

        assert (edition.state, misfits()) == (S.SETTLEMENT, [])

    def test_it_does_not_skip_a_required_consultation(self):
        edition = make.edition_in(S.TRIAD_REVIEW, "plan-mesta")
        make.answer_all(edition)

        with pytest.raises(Blocked) as refusal:
            editions.start_settlement(
                edition=edition, by=make.coordinator(edition), now=make.at(edition, minutes=3)
            )
        assert [b.code for b in refusal.value.blockers] == ["consultation_first"]


class TestJournal:
    def test_it_tells_the_whole_way(self):
        edition = make.edition_in(S.SUPERSEDED)

        moves = [kind for kind in kinds(edition) if kind.startswith("edition.")]
        assert moves == [
            "edition.started",
            "edition.submit_to_triad",
            "edition.open_consultation",
            "edition.close_consultation",
            "edition.submit_for_approval",
            "edition.record_decision",
            "edition.adopt",
            "edition.make_effective",
            "edition.supersede",
        ]

    def test_free_text_stays_beside_the_chain(self):
        edition = withdraw(make.drafted(), reason="Paní Nová to tak chtěla.")
        entry = journal.of(edition).get(kind="edition.withdraw")

        assert entry.data == {"from": "drafting", "to": "withdrawn"}
        assert entry.personal.content == {"reason": "Paní Nová to tak chtěla."}


class TestQueries:
    def test_answering_costs_at_most_45(self, django_assert_max_num_queries):
        edition = make.hand_over(make.drafted(), each=4)
        *others, last = make.asked(edition)
        when = make.at(edition)
        for row in (others[0], last):
            if row is last:
                for other in others[1:]:
                    make.review.answer(review=other, verdict=Verdict.AGREE, by=other.person, now=when)
            with django_assert_max_num_queries(45):
                make.review.answer(review=row, verdict=Verdict.AGREE, by=row.person, now=when)

    def test_submitting_to_sixty_costs_at_most_250(self, django_assert_max_num_queries):
        edition = make.drafted()
        make.name_sides(edition, 20)

        with django_assert_max_num_queries(250):
            submit(edition)

    def test_withdrawing_with_sixty_asked_costs_at_most_five_for_each(self, django_assert_max_num_queries):
        edition = make.hand_over(make.drafted(), each=20)

        with django_assert_max_num_queries(300):
            withdraw(edition)

    def test_recording_one_of_many_decisions_does_not_grow_with_their_number(
        self, django_assert_max_num_queries
    ):
        edition = make.edition_in(S.COUNCIL_APPROVAL, "plan-mesta")
        row = make.open_decisions(edition)[0]

        with django_assert_max_num_queries(70):
            make.decide(row, Outcome.APPROVES)


def test_a_window_that_ended_cannot_be_closed_again():
    edition = make.edition_in(S.SETTLEMENT)

    with pytest.raises(Gone):
        consultation.close(edition=edition, by=None, now=make.at(edition, days=60))
