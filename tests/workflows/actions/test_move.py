"""What every move shares: it is permitted, changes the law, is written down, and the errand follows."""

from datetime import timedelta

import pytest
from viewflow.workflow import PROCESS

from people import journal
from people.errors import Blocked, Gone
from tests.factories import workflows as make
from tests.factories.walk import misfits
from workflows import guards
from workflows.actions import content, move
from workflows.enums import Deed, EditionState
from workflows.flows.errand import live
from workflows.models import StageProcess

pytestmark = pytest.mark.django_db
S = EditionState


def withdraw(edition, **said):
    move.carry_out(edition, Deed.WITHDRAW, by=make.coordinator(edition), now=make.at(edition), **said)


def test_a_move_is_refused_for_the_same_reasons_that_the_page_names():
    edition = make.plan().editions.get()
    with pytest.raises(Blocked) as refusal:
        move.permit(edition, Deed.SUBMIT_TO_TRIAD, make.NOW)

    shown = guards.blockers(guards.facts(edition, make.NOW), Deed.SUBMIT_TO_TRIAD)
    assert refusal.value.blockers == shown
    assert [blocker.code for blocker in shown] == ["no_items", *["empty_side"] * 3]


def test_a_move_that_the_state_does_not_know_is_gone_whatever_is_missing():
    edition = make.plan().editions.get()
    with pytest.raises(Gone):
        move.permit(edition, Deed.ADOPT, make.NOW)


def test_a_permitted_move_gets_the_facts_it_was_permitted_by():
    edition = make.drafted()
    make.name_sides(edition)
    facts = move.permit(edition, Deed.SUBMIT_TO_TRIAD, make.NOW)
    assert (facts.item_count, len(facts.named)) == (1, 3)


def test_a_move_is_counted_dated_and_written_down():
    edition = move.locked(make.drafted())
    before, when = edition.revision, make.at(edition)
    withdraw(edition, data={"round": 0}, reason="Paní Nová to tak chtěla.")
    entry = journal.of(edition).order_by("number").last()

    assert (edition.revision, edition.state_since, make.fresh(edition).state) == (
        before + 1,
        when,
        S.WITHDRAWN,
    )
    assert (entry.kind, entry.data) == (
        "edition.withdraw",
        {"from": "drafting", "to": "withdrawn", "round": 0},
    )
    assert entry.personal.content == {"reason": "Paní Nová to tak chtěla."}


def test_a_move_that_leaves_the_state_leaves_the_errand_and_the_date_too():
    edition = move.locked(make.edition_in(S.COUNCIL_APPROVAL))
    since, errand = edition.state_since, live(edition).get()
    by, when = make.coordinator(edition), make.at(edition)
    move.carry_out(edition, Deed.RECORD_DECISION, by=by, now=when)

    assert (edition.state_since, live(edition).get()) == (since, errand)
    assert journal.of(edition).order_by("number").last().at == when


def test_the_errand_of_the_old_state_ends_and_that_of_the_new_one_begins():
    edition = make.drafted()
    old = live(edition).get()
    make.hand_over(edition)

    assert (StageProcess.objects.get(pk=old.pk).status, live(edition).count()) == (PROCESS.DONE, 1)
    withdraw(move.locked(edition))
    assert (live(edition).count(), misfits()) == (0, [])


def test_the_same_text_frozen_twice_is_one_version_and_another_text_another():
    edition = move.locked(make.drafted())
    by, later = make.coordinator(edition), make.NOW + timedelta(hours=1)
    first = move.freeze(edition, "submit_to_triad", by=by, now=make.NOW)
    same = move.freeze(edition, "open_consultation", by=by, now=later)
    part = edition.parts.first()
    content.write_part(part=part, text="Jinak.", read_at=part.revision, by=by, now=later)
    other = move.freeze(edition, "submit_for_approval", by=by, now=later)

    assert (same.pk, other.number, other.digest == first.digest) == (first.pk, first.number + 1, False)
