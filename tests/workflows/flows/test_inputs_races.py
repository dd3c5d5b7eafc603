"""Several people answer, hand over, close and type at once; nothing is lost, nobody is asked for nothing."""

from datetime import timedelta

import pytest

from people import journal
from people.models import Letter
from tests.factories import inputs as make
from tests.factories.races import at_once
from workflows.actions import input_request as requests
from workflows.actions import inputs, inputs_clock, proposal_clock
from workflows.actions import proposal as proposals
from workflows.enums import InputPurpose
from workflows.management.commands.check_flows import misfits
from workflows.models import InputRequest, InputRound, Proposal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
NOW = make.NOW


def sound():
    return [*misfits(), *journal.verify()]


def asked(held):
    return [make.fresh(row) for row in held.requests.order_by("pk")]


def answering(row):
    return lambda: make.answered(row)


def test_of_two_who_send_the_same_answer_one_is_told_that_it_was_sent():
    row = make.first(make.opened())
    assert sorted(at_once(answering(row), answering(row))) == ["Gone", "done"]
    assert (make.fresh(row).reports.count(), sound()) == (2, [])


def test_everybody_may_answer_at_once():
    held = make.opened(make.plan_text(make.NAMES))
    assert at_once(*[answering(row) for row in asked(held)]) == ["done"] * 3
    assert sound() == []


def test_of_two_who_type_at_once_one_text_is_kept_beside():
    row = make.first(make.opened())

    def typing(writer):
        return lambda: requests.save_typed(
            request=row, fields={"a": writer}, read_at=0, writer=writer, by=None, now=NOW
        )

    assert at_once(typing("jeden"), typing("druhy")) == ["done", "done"]
    kept = make.fresh(row).typed
    assert {kept["fields"]["a"], kept["beside"][0]["fields"]["a"]} == {"jeden", "druhy"}


def test_an_answer_and_the_close_do_not_deadlock():
    held = make.opened()
    by = make.coordinator(held)
    one, other = asked(held)

    *ended, closed = at_once(
        answering(one),
        lambda: requests.hand_over(
            request=other, first_name="Jana", last_name="Malá", email="jana@triada.test", by=None, now=NOW
        ),
        lambda: inputs.close_round(held=held, by=by, now=NOW),
    )

    assert (closed, set(ended) <= {"done", "Gone"}, sound()) == ("done", True, [])


def test_an_excuse_and_an_answer_end_the_question_once():
    row = make.first(make.opened())
    by = make.coordinator(row.round)
    ended = at_once(answering(row), lambda: requests.excuse(request=row, reason="Zanikla.", by=by, now=NOW))
    assert (sorted(ended), sound()) == (["Gone", "done"], [])


def test_two_sweeps_remind_once():
    held = make.opened(due_on=make.people.TODAY)
    assert at_once(*[lambda: inputs_clock.sweep(now=NOW)] * 2) == ["done", "done"]
    assert Letter.objects.filter(template="workflows/letters/input_reminded").count() == 2
    assert InputRequest.objects.filter(round=held, reminded_at=None).count() == 0


def test_a_later_term_and_an_answer_at_once_both_count():
    held = make.opened()
    by, (one, other) = make.coordinator(held), asked(held)
    due_on = held.due_on + timedelta(days=7)

    ended = at_once(
        answering(one), lambda: inputs.extend(held=held, due_on=due_on, by=by, now=NOW), answering(other)
    )

    assert (ended, sound()) == (["done"] * 3, [])
    assert set(InputRequest.objects.values_list("due_on", flat=True)) == {due_on}


def test_two_sweeps_and_a_reopening_tell_the_author_at_most_once():
    row = make.proposal()
    by = make.coordinator(row.request.round)
    proposals.decline(proposal=row, reason="Není z čeho.", by=by, now=NOW)
    later = NOW + timedelta(hours=2)

    ended = at_once(
        lambda: proposal_clock.sweep(now=later),
        lambda: proposals.reopen(proposal=row, by=by, now=later),
        lambda: proposal_clock.sweep(now=later),
    )

    assert (ended, sound()) == (["done"] * 3, [])
    assert Letter.objects.filter(template="workflows/letters/proposals_settled").count() <= 1
    assert Proposal.objects.values_list("outcome", "told_at").get() == ("open", None)


def test_of_two_coordinators_who_open_the_same_round_one_does():
    text = make.plan_text()
    ended = at_once(*[lambda: make.opened(text)] * 2)
    assert (sorted(ended), InputRound.objects.count(), sound()) == (["Refused", "done"], 1, [])


def test_a_proposal_is_declined_once():
    row = make.proposal()
    by = make.coordinator(row.request.round)
    ended = at_once(*[lambda: proposals.decline(proposal=row, reason="Není z čeho.", by=by, now=NOW)] * 2)
    assert (sorted(ended), sound()) == (["Gone", "done"], [])


def test_proposals_of_many_may_come_at_once():
    held = make.opened(purpose=InputPurpose.PROPOSALS, year=2027)
    assert at_once(*[answering(row) for row in asked(held)]) == ["done"] * 2
    assert sound() == []
