"""Two people at once, on real connections: one does it, the other is told so, nothing is half done."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import transaction
from viewflow.workflow import STATUS
from viewflow.workflow.models import Task

from bodies.models import NumberSeries
from people import journal
from people.enums import LetterState, Side
from people.models import Letter
from tests.factories import people
from tests.factories import workflows as make
from tests.factories.races import at_once
from tests.factories.walk import misfits
from workflows.actions import approval, clock, consultation, content, decision, review
from workflows.actions import edition as editions
from workflows.actions import plan as plans
from workflows.enums import Deed, EditionState, Outcome, Verdict
from workflows.models import Edition, Item

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
S = EditionState


def sound():
    """Say what is wrong with the whole database after a race."""
    return [*misfits(), *journal.verify()]


def answering(row, when):
    return lambda: review.answer(review=row, verdict=Verdict.AGREE, by=row.person, now=when)


@pytest.mark.parametrize("_round", range(2))
def test_of_all_last_answers_at_once_the_round_is_closed_once(_round):
    edition = make.hand_over(make.drafted(), each=2)
    when = make.at(edition)

    ended = at_once(*[answering(row, when) for row in make.asked(edition)])

    assert (ended, sound()) == (["done"] * 6, [])
    assert Task.objects.filter(flow_task_type="JOIN").values_list("status", flat=True).get() == STATUS.DONE
    assert Letter.objects.filter(template="workflows/letters/triad_answered").count() == 1


@pytest.mark.parametrize("_round", range(2))
def test_an_answer_and_a_withdrawal_do_not_deadlock(_round):
    edition = make.hand_over(make.drafted(), each=2)
    by, when = make.coordinator(edition), make.at(edition)

    *answers, withdrawn = at_once(
        *[answering(row, when) for row in make.asked(edition)],
        lambda: editions.withdraw(edition=edition, reason="Nebude.", by=by, now=when),
    )

    assert (withdrawn, set(answers) <= {"done", "Gone"}, sound()) == ("done", True, [])
    assert make.fresh(edition).state == S.WITHDRAWN
    rows = [row.pk for row in edition.reviews.all()]
    left = Letter.objects.filter(cause_kind="review", cause_id__in=rows, state=LetterState.QUEUED)
    assert left.count() == 0


@pytest.mark.parametrize("_round", range(2))
def test_the_clock_and_a_withdrawal_do_not_deadlock_and_nobody_is_reminded_of_what_ended(_round):
    edition = make.hand_over(make.drafted(), days=2)
    by, when = make.coordinator(edition), make.at(edition)

    ended = at_once(
        lambda: clock.sweep(now=when),
        lambda: editions.withdraw(edition=edition, reason="Nebude.", by=by, now=when),
        lambda: clock.sweep(now=when),
    )

    assert (ended, sound()) == (["done"] * 3, [])
    open_letters = Letter.objects.filter(state=LetterState.QUEUED).values_list("template", flat=True)
    assert set(open_letters) == {"workflows/letters/edition_withdrawn"}


@pytest.mark.parametrize("_round", range(2))
def test_two_sweeps_close_a_window_once_and_blame_nobody(_round):
    edition = make.edition_in(S.CONSULTATION)
    when = make.after_window(edition)

    ended = at_once(*[lambda: clock.sweep(now=when)] * 3)

    assert (ended, sound(), make.fresh(edition).state) == (["done"] * 3, [], S.SETTLEMENT)
    written = Letter.objects.filter(template__in=["workflows/letters/clock_blocked"]).count()
    closed = Letter.objects.filter(template="workflows/letters/consultation_closed").count()
    assert (written, closed) == (0, 1)


def test_two_sweeps_bring_into_force_and_remind_once():
    adopted = make.edition_in(S.ADOPTED)
    asked = make.hand_over(make.drafted(), days=1)
    when = make.NOW + timedelta(days=800)

    ended = at_once(*[lambda: clock.sweep(now=when)] * 2)

    assert (ended, sound(), make.fresh(adopted).state) == (["done"] * 2, [], S.EFFECTIVE)
    reminders = Letter.objects.filter(template="workflows/letters/review_reminded")
    assert reminders.count() == len(make.asked(asked)) == 3


@pytest.mark.parametrize("_round", range(2))
def test_a_double_click_submits_once(_round):
    edition = make.drafted()
    make.name_sides(edition)
    by, when = make.coordinator(edition), make.at(edition)
    due = when.date() + timedelta(days=14)

    ended = at_once(
        *[lambda: editions.submit_to_triad(edition=edition, due_on=due, by=by, now=when)] * 2,
    )

    assert (sorted(ended), sound()) == (["Gone", "done"], [])
    assert Letter.objects.filter(template="workflows/letters/review_asked").count() == 3


@pytest.mark.parametrize("_round", range(2))
def test_who_is_named_while_it_is_submitted_is_asked_or_waits_for_the_next_round(_round):
    edition = make.drafted()
    make.name_sides(edition)
    by, when, who = make.coordinator(edition), make.at(edition), people.person()
    due = when.date() + timedelta(days=14)

    ended = at_once(
        lambda: editions.submit_to_triad(edition=edition, due_on=due, by=by, now=when),
        lambda: review.name(edition=edition, person=who, side=Side.USERS, by=by, now=when),
    )

    assert (ended, sound()) == (["done", "done"], [])
    row = edition.reviews.get(person=who)
    assert (row.round, row.asked_at is not None) == (1, True)


@pytest.mark.parametrize("_round", range(2))
def test_of_two_people_recording_one_decision_one_is_told(_round):
    edition = make.edition_in(S.COUNCIL_APPROVAL)
    (row,) = make.open_decisions(edition)

    ended = at_once(
        lambda: make.decide(row, Outcome.APPROVES, number="1/26"),
        lambda: make.decide(row, Outcome.REJECTS, number="1/26"),
    )

    assert (sorted(ended), sound()) == (["Gone", "done"], [])


def test_two_people_who_put_a_matter_off_do_not_overwrite_each_other():
    edition = make.edition_in(S.COUNCIL_APPROVAL)
    (row,) = make.open_decisions(edition)

    ended = at_once(*[lambda: make.decide(row, Outcome.POSTPONES, text="Příště.")] * 2)

    assert (sorted(ended), sound()) == (["Stale", "done"], [])


def test_two_numbers_drawn_at_once_differ():
    first, second = (make.edition_in(S.COUNCIL_APPROVAL) for _ in range(2))
    (one,), (other,) = make.open_decisions(first), make.open_decisions(second)
    with transaction.atomic():
        other.body = one.body
        other.save(update_fields=["body"])
    make.orders(one.body)

    ended = at_once(lambda: make.decide(one, draw_number=True), lambda: make.decide(other, draw_number=True))

    one.refresh_from_db()
    other.refresh_from_db()
    assert (ended, sound()) == (["done", "done"], [])
    assert {one.number, other.number} == {"1/26/RM", "2/26/RM"}
    assert NumberSeries.objects.get(body=one.body).last == 2


def test_one_number_typed_twice_is_used_once():
    first, second = (make.edition_in(S.COUNCIL_APPROVAL) for _ in range(2))
    (one,), (other,) = make.open_decisions(first), make.open_decisions(second)
    other.body = one.body
    other.save(update_fields=["body"])

    ended = at_once(lambda: make.decide(one, number="7/26"), lambda: make.decide(other, number="7/26"))

    assert (sorted(ended), sound()) == (["Refused", "done"], [])


def test_a_number_and_a_new_outcome_typed_at_once_lose_neither():
    edition = make.edition_in(S.COUNCIL_APPROVAL)
    (row,) = make.open_decisions(edition)
    row = make.decide(row, Outcome.NO_MAJORITY)
    by, when = make.coordinator(edition), make.at(edition)

    ended = at_once(
        lambda: decision.add_number(decision=row, number="9/26", by=by, now=when),
        lambda: make.decide(row, Outcome.APPROVES, number="10/26"),
    )

    assert (sorted(ended) in (["Stale", "done"], ["done", "done"]), sound()) == (True, [])


def test_of_two_people_writing_one_item_the_second_keeps_both_texts():
    edition = make.drafted()
    item, by = Item.objects.get(edition=edition), make.coordinator(edition)

    def write(text):
        return lambda: content.write_item(
            item=item,
            values={"description": text},
            read_at=item.revision,
            by=by,
            now=make.at(edition),
            target_groups=[],
            service_kinds=[],
            costs=[],
            indicators=[],
        )

    assert sorted(at_once(write("Jedno."), write("Druhé."))) == ["Stale", "done"]


def test_a_window_extended_while_it_is_cut_short_stays_closed():
    edition = make.edition_in(S.CONSULTATION)
    by, when = make.coordinator(edition), make.at(edition)
    later = make.window(edition).closes_on + timedelta(days=7)

    extended, returned = at_once(
        lambda: consultation.extend(edition=edition, closes_on=later, by=by, now=when),
        lambda: editions.return_for_rework(edition=edition, reason="Chyba.", by=by, now=when),
    )

    assert (extended in ("done", "Gone"), returned, sound()) == (True, "done", [])
    assert make.window(edition).was_cut_short


def test_a_comment_sent_while_the_window_closes_is_kept_or_refused_never_half():
    edition = make.edition_in(S.CONSULTATION)
    by, when = make.coordinator(edition), make.at(edition)

    sent, returned = at_once(
        lambda: make.comment(edition),
        lambda: editions.return_for_rework(edition=edition, reason="Chyba.", by=by, now=when),
    )

    assert (sent in ("done", "Refused"), returned, sound()) == (True, "done", [])
    assert edition.document.comments.count() == (1 if sent == "done" else 0)


def test_two_editions_that_come_into_force_at_once_leave_one_in_force():
    first = make.edition_in(S.EFFECTIVE)
    rows = []
    for _ in range(2):
        update = make.later_edition(first, "update", valid_from=make.TODAY + timedelta(days=400))
        while update.state != S.ADOPTED:
            update = make.next_step(update)
        rows.append(update)
    when = make.NOW + timedelta(days=500)

    ended = at_once(
        *[lambda row=row: approval.make_effective(edition=row, by=None, now=when) for row in rows]
    )
    clock.sweep(now=when)

    assert (set(ended) <= {"done", "Gone"}, sound()) == (True, [])
    states = sorted(Edition.objects.filter(plan=first.plan).values_list("state", flat=True))
    assert states == [S.EFFECTIVE, S.SUPERSEDED, S.SUPERSEDED]


@pytest.mark.parametrize(
    ("years", "ended", "slugs"),
    [
        ((2029, 2030), ["done", "done"], ["komunitni-plan", "komunitni-plan-2"]),
        ((2029, 2029), ["Gone", "done"], ["komunitni-plan"]),
    ],
)
def test_two_founders_never_draw_one_address_nor_found_one_plan_twice(years, ended, slugs):
    chosen, where = make.path(), people.territory()
    make.bodies_of(where, chosen)
    by = people.coordinator(where)

    def found(year):
        plans.create(
            title="Komunitní plán",
            territory=where,
            period_from=make.PERIOD[0],
            period_to=date(year, 12, 31),
            coordinator=by,
            path=chosen,
            by=by,
            now=make.NOW,
        )

    assert sorted(at_once(*(partial(found, year) for year in years))) == ended
    assert sorted(where.plans.values_list("slug", flat=True)) == slugs


def test_a_deputy_appointed_while_the_text_is_submitted_is_asked_what_follows():
    edition, deputy = make.drafted(), people.person()
    make.name_sides(edition)
    by, when = make.coordinator(edition), make.at(edition)
    due = when.date() + timedelta(days=14)

    ended = at_once(
        lambda: editions.submit_to_triad(edition=edition, due_on=due, by=by, now=when),
        lambda: plans.appoint(plan=edition.plan, people={"deputy": deputy}, read_at=0, by=by, now=when),
    )
    make.answer_all(make.fresh(edition))

    task = Task.objects.get(status=STATUS.ASSIGNED)
    assert (ended, task.flow_task.name, task.owner_id) == (["done", "done"], "decide", deputy.pk)
    assert Deed.START_SETTLEMENT.value in {
        t.name for t in make.fresh(edition).get_available_state_transitions()
    }
