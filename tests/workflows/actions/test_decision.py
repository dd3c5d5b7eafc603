"""Councils decide, put off, return, change; numbers are drawn, typed, added later."""

from datetime import timedelta

import pytest

from people import journal
from people.errors import Blocked, Gone, Refused, Stale
from tests.factories import people
from tests.factories import workflows as make
from tests.factories.walk import misfits
from workflows import guards
from workflows.actions import approval, content, decision
from workflows.actions import edition as editions
from workflows.enums import DecisionRule, Deed, EditionState, Need, Outcome, Verdict
from workflows.models import Edition

pytestmark = pytest.mark.django_db
S = EditionState


@pytest.fixture
def edition():
    return make.edition_in(S.COUNCIL_APPROVAL)


@pytest.fixture
def row(edition):
    (found,) = make.open_decisions(edition)
    return found


def missing(edition, deed=Deed.ADOPT):
    facts = guards.facts(make.fresh(edition), make.at(edition, minutes=9))
    return [b.code for b in guards.blockers(facts, deed)]


def village_union():
    """Return an edition of a union before its villages: two with a council and an assembly, one without."""
    territory = people.territory(kind="planning", region=people.region("Kraj svazku"))
    for name in ("Adamov", "Borek", "Cetky"):
        village = people.territory(name, region=territory.region)
        territory.members.add(village)
        make.body("assembly", village)
        if name != "Cetky":
            make.body("board", village)
    return make.edition_in(S.COUNCIL_APPROVAL, "plan-svazku", territory=territory)


class TestOutcomes:
    @pytest.mark.parametrize("outcome", [Outcome.POSTPONES, Outcome.NO_MAJORITY])
    def test_a_matter_put_off_stays_asked_and_is_decided_later(self, edition, row, outcome):
        make.decide(row, outcome)
        assert (missing(edition), misfits()) == (["decision"], [])

        row.refresh_from_db()
        make.decide(row)
        assert (missing(edition), misfits()) == ([], [])

    def test_a_council_that_returns_the_text_sends_it_to_drafting_and_it_may_come_again(self, edition, row):
        make.decide(row, Outcome.RETURNS, text="Doplňte čísla.")
        edition = make.fresh(edition)
        assert (edition.state, misfits()) == (S.DRAFTING, [])

        while edition.state != S.EFFECTIVE:
            edition = make.next_step(edition)
        assert (edition.decisions.count(), misfits(), journal.verify()) == (2, [], [])

    def test_a_matter_put_off_before_a_return_does_not_haunt_the_next_submission(self):
        edition = make.edition_in(S.COUNCIL_APPROVAL, make.path("plan-mesta", decision_order="parallel"))
        first, second = make.open_decisions(edition)
        make.decide(first, Outcome.POSTPONES)
        make.decide(second, Outcome.RETURNS)
        edition = make.fresh(edition)
        while edition.state != S.COUNCIL_APPROVAL:
            edition = make.next_step(edition)
        make.decide_all(edition)

        assert (missing(edition), misfits()) == ([], [])

    def test_who_decided_is_not_asked_again(self, row):
        make.decide(row)

        with pytest.raises(Gone):
            make.decide(row, read_at=1)

    def test_the_future_and_unlisted_changes_are_refused(self, edition, row):
        with pytest.raises(Refused, match="v budoucnosti"):
            make.decide(row, decided_on=make.at(edition).date() + timedelta(days=1))
        with pytest.raises(Refused, match="Vypište úpravy"):
            make.decide(row, Outcome.APPROVES_WITH_CHANGES)

    def test_who_read_an_older_state_keeps_both_texts(self, row):
        make.decide(row, Outcome.POSTPONES, text="Odloženo.")

        with pytest.raises(Stale) as refusal:
            make.decide(row, Outcome.APPROVES, text="Schváleno.")
        assert (refusal.value.yours, refusal.value.current) == ("Schváleno.", "Odloženo.")

    def test_in_sequence_the_assembly_waits_for_the_council(self):
        edition = make.edition_in(S.COUNCIL_APPROVAL, "plan-mesta")
        board, assembly = make.open_decisions(edition)

        with pytest.raises(Blocked) as refusal:
            make.decide(assembly)
        assert [b.code for b in refusal.value.blockers] == ["earlier_body"]
        make.decide(board)
        make.decide(assembly)
        assert missing(edition) == []

    def test_a_required_release_comes_before_the_record(self):
        edition = make.edition_in(
            S.COUNCIL_APPROVAL, make.path("plan-mesta-rada", release=Need.REQUIRED), submitter=people.person()
        )
        (row,) = make.open_decisions(edition)

        with pytest.raises(Blocked) as refusal:
            make.decide(row)
        assert [b.code for b in refusal.value.blockers] == ["not_released"]


class TestChanges:
    def test_the_amended_text_is_written_frozen_and_has_the_list_of_changes(self, edition, row):
        row = make.decide(row, Outcome.APPROVES_WITH_CHANGES, changes="Bod 3 se vypouští.")
        by, when = make.coordinator(edition), make.at(edition, minutes=5)
        assert missing(edition) == ["amended_text"]
        with pytest.raises(Refused, match="není žádná změna"):
            decision.freeze_amended(decision=row, by=by, now=when)

        content.add_item(edition=edition, parent=None, by=by, now=when, values={"title": "Nové opatření"})
        row = decision.freeze_amended(decision=row, by=by, now=when)

        assert (row.adopted_version.number, row.adopted_version.note) == (2, "Bod 3 se vypouští.")
        assert missing(edition) == []
        with pytest.raises(Gone):
            decision.freeze_amended(decision=row, by=by, now=when)
        with pytest.raises(Gone):
            content.add_item(edition=edition, parent=None, by=by, now=when, values={"title": "Pozdě"})

    def test_after_withdrawal_nobody_writes_the_amended_text(self, edition, row):
        make.decide(row, Outcome.APPROVES_WITH_CHANGES, changes="Bod 3.")
        by, when = make.coordinator(edition), make.at(edition, minutes=5)
        editions.withdraw(edition=edition, reason="Nebude.", by=by, now=when)

        with pytest.raises(Gone):
            content.add_item(edition=edition, parent=None, by=by, now=when, values={"title": "Pozdě"})


class TestNumbers:
    def test_a_number_is_drawn_by_the_pattern_of_the_day(self, row):
        make.orders(row.body)

        assert make.decide(row, draw_number=True).number == "1/26/RM"

    def test_a_number_typed_in_before_is_skipped_when_drawing(self, row):
        make.orders(row.body)
        other = make.edition_in(S.COUNCIL_APPROVAL)
        (theirs,) = make.open_decisions(other)
        theirs.body = row.body
        theirs.save(update_fields=["body"])
        make.decide(theirs, number="1/26/RM")

        assert make.decide(row, draw_number=True).number == "2/26/RM"

    def test_a_used_number_is_refused_and_nothing_is_recorded(self, row):
        other = make.edition_in(S.COUNCIL_APPROVAL)
        (theirs,) = make.open_decisions(other)
        theirs.body = row.body
        theirs.save(update_fields=["body"])
        make.decide(theirs, number="7/26")

        with pytest.raises(Refused, match="Číslo 7/26 už tento orgán"):
            make.decide(row, number="7/26")
        row.refresh_from_db()
        assert (row.outcome, misfits()) == ("", [])

    def test_without_a_pattern_it_is_typed_in(self, row):
        with pytest.raises(Refused, match="nemá vzor"):
            make.decide(row, draw_number=True)

    def test_it_may_be_added_later_to_what_was_decided(self, edition, row):
        by, when = make.coordinator(edition), make.at(edition)
        with pytest.raises(Refused, match="k zapsanému rozhodnutí"):
            decision.add_number(decision=row, number="9/26", by=by, now=when)
        row = make.decide(row)

        assert decision.add_number(decision=row, number=" 9/26 ", by=by, now=when).number == "9/26"


class TestUnion:
    def test_a_village_without_council_is_left_out_there(self):
        edition = village_union()

        asked = [(d.territory.name, d.body.kind, d.is_informative) for d in make.open_decisions(edition)]
        assert sorted(asked) == [
            ("Adamov", "assembly", False),
            ("Adamov", "board", True),
            ("Borek", "assembly", False),
            ("Borek", "board", True),
            ("Cetky", "assembly", False),
        ]

    def test_one_refusal_or_return_does_not_stop_the_others(self):
        edition = village_union()
        for row in make.open_decisions(edition):
            refuses = {"Adamov": Outcome.REJECTS, "Borek": Outcome.RETURNS}.get(row.territory.name)
            if not row.is_informative:
                make.decide(row, refuses)
        edition = make.fresh(edition)
        assert (edition.state, missing(edition), misfits()) == (S.COUNCIL_APPROVAL, [], [])

        approval.adopt(edition=edition, by=make.coordinator(edition), now=make.at(edition, minutes=9))
        assert (make.fresh(edition).state, make.open_decisions(edition), misfits()) == (S.ADOPTED, [], [])

    def test_where_the_owner_decides_the_others_are_informed(self):
        region = people.region("Kraj")
        town, village = people.territory("Město", region=region), people.territory("Ves", region=region)
        owner = people.organisation(kind="municipality", territory=town)
        territory = people.territory(kind="planning", region=region, owner=owner)
        territory.members.set([town, village])
        for place in (town, village):
            make.body("assembly", place)
        edition = make.edition_in(
            S.COUNCIL_APPROVAL,
            make.path("plan-svazku", decision_rule=DecisionRule.OWNER),
            territory=territory,
        )

        rows = make.open_decisions(edition)
        assert {d.territory.name: d.is_informative for d in rows} == {"Město": False, "Ves": True}
        make.decide(next(d for d in rows if not d.is_informative))
        assert missing(edition) == []

    def test_without_any_body_it_cannot_be_submitted(self):
        edition = make.edition_in(S.SETTLEMENT)
        steps = edition.path.steps.all()
        edition.path = make.path("plan-mesta-rada", steps=[])
        assert steps
        Edition.objects.filter(pk=edition.pk).update(path=edition.path)

        with pytest.raises(Blocked) as refusal:
            make.to_councils(make.fresh(edition))
        assert [b.code for b in refusal.value.blockers] == ["no_council"]


class TestOpinions:
    def test_an_opinion_is_given_once_with_its_text_and_not_tomorrow(self):
        edition = make.drafted("plan-mesta")
        row = edition.opinions.first()
        said = {"opinion": row, "given_on": make.TODAY, "by": make.coordinator(edition), "now": make.NOW}

        with pytest.raises(Refused, match="v budoucnosti"):
            decision.give_opinion(
                **{**said, "given_on": make.TODAY + timedelta(days=1)}, verdict=Verdict.AGREE
            )
        with pytest.raises(Refused, match="proč orgán text vrací"):
            decision.give_opinion(**said, verdict=Verdict.RETURN)
        decision.give_opinion(**said, verdict=Verdict.AGREE)
        with pytest.raises(Gone):
            decision.give_opinion(**said, verdict=Verdict.AGREE)

    def test_nobody_waits_for_it_once_the_edition_has_ended(self):
        edition = make.edition_in(S.WITHDRAWN, "plan-mesta")

        with pytest.raises(Gone):
            make.opine(edition, Deed.OPEN_CONSULTATION)


def test_a_decision_on_the_plan_itself_needs_no_edition():
    plan = make.plan()
    row = decision.record_on_plan(
        plan=plan,
        subject="Zahájení plánování",
        outcome=Outcome.APPROVES,
        decided_on=make.TODAY,
        body_name="Rada města",
        number="12/26",
        by=plan.coordinator,
        now=make.NOW,
    )

    assert (row.edition, row.number_year, str(row.territory)) == (None, 2026, plan.territory.name)
    assert journal.of(plan).last().kind == "plan.decision"
