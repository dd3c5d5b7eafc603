"""Validity, adoption and publication are three dates; force moves the plan and what was before."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from documents.actions import comment as comments
from people.errors import Blocked, Gone, Refused
from people.models import Letter
from tests.factories import people
from tests.factories import workflows as make
from tests.factories.walk import misfits
from workflows.actions import approval, clock
from workflows.enums import EditionKind, EditionState, Need, Outcome, PlanState

pytestmark = pytest.mark.django_db
S = EditionState


def validity(edition, first, last=None):
    return approval.set_validity(
        edition=edition, valid_from=first, valid_to=last, by=make.coordinator(edition), now=make.at(edition)
    )


def brought_into_force(edition):
    while edition.state != S.EFFECTIVE:
        edition = make.next_step(edition)
    return edition


class TestAdopting:
    def test_the_day_is_that_of_the_last_decision_and_publishing_becomes_a_duty(self):
        edition = make.edition_in(S.COUNCIL_APPROVAL, "plan-mesta")
        board, assembly = make.open_decisions(edition)
        day = timezone.localdate(make.at(edition))
        make.decide(board, decided_on=day)
        make.decide(assembly, decided_on=day - timedelta(days=1))
        edition = approval.adopt(edition=edition, by=make.coordinator(edition), now=make.at(edition, days=3))

        assert (edition.state, edition.adopted_on) == (S.ADOPTED, day)
        assert edition.publish_by == edition.due_on == day + timedelta(days=30)

    def test_validity_that_began_before_adoption_brings_it_into_force_at_once(self):
        edition = make.edition_in(S.COUNCIL_APPROVAL)
        edition = make.adopt(edition, valid_from=date(2026, 1, 1))

        assert (edition.state, edition.plan.state) == (S.EFFECTIVE, PlanState.PREPARING)
        assert make.fresh(edition).plan.state == PlanState.IN_FORCE

    def test_it_waits_for_every_council(self):
        edition = make.edition_in(S.COUNCIL_APPROVAL)

        with pytest.raises(Blocked):
            approval.adopt(edition=edition, by=make.coordinator(edition), now=make.at(edition))

    def test_of_a_regions_plan_every_municipality_is_told(self):
        edition = make.edition_in(S.COUNCIL_APPROVAL, "plan-kraje")
        for number in range(3):
            town = people.territory(region=edition.plan.territory)
            address = f"podatelna{number}@obec.test" if number else ""
            people.organisation(kind="municipality", territory=town, email=address)
        make.adopt(edition)

        told = Letter.objects.filter(template="workflows/letters/edition_adopted", person=None)
        assert sorted(told.values_list("to_address", flat=True)) == [
            "podatelna1@obec.test",
            "podatelna2@obec.test",
        ]
        assert all("§ 95" in letter.text for letter in told)

    def test_a_refusal_says_why(self):
        edition = make.edition_in(S.COUNCIL_APPROVAL)
        (row,) = make.open_decisions(edition)
        make.decide(row, Outcome.REJECTS)
        said = {"edition": edition, "by": make.coordinator(edition), "now": make.at(edition, minutes=5)}

        with pytest.raises(Refused, match="proč plán nebyl schválen"):
            approval.reject(**said, reason=" ")
        assert approval.reject(**said, reason="Chybí peníze.").state == S.REJECTED
        assert misfits() == []


class TestForce:
    def test_the_clock_brings_it_into_force_on_its_day_and_not_before(self):
        edition = make.edition_in(S.ADOPTED)
        states = []
        for day in (date(2026, 12, 31), date(2027, 1, 1)):
            clock.sweep(now=timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 8)))
            states.append(make.fresh(edition).state)

        assert states == [S.ADOPTED, S.EFFECTIVE]

    def test_an_update_supersedes_the_text_before_it(self):
        first = make.edition_in(S.EFFECTIVE)
        update = brought_into_force(make.later_edition(first, EditionKind.UPDATE))

        assert (make.fresh(first).state, update.supersedes_id) == (S.SUPERSEDED, first.pk)
        assert (update.plan.state, update.plan.period_to) == (PlanState.IN_FORCE, make.PERIOD[1])

    def test_a_revision_replaces_the_action_plan_of_its_year_only(self):
        first = make.edition_in(S.EFFECTIVE)
        one, other, revised = (
            brought_into_force(make.later_edition(first, EditionKind.ACTION_PLAN, year=year))
            for year in (2027, 2028, 2027)
        )

        states = [make.fresh(row).state for row in (first, one, other, revised)]
        assert states == [S.EFFECTIVE, S.SUPERSEDED, S.EFFECTIVE, S.EFFECTIVE]

    def test_an_extension_moves_the_end_of_the_plan_and_replaces_nothing(self):
        first = make.edition_in(S.EFFECTIVE)
        later = make.later_edition(first, EditionKind.EXTENSION, valid_to=date(2030, 12, 31))
        later = brought_into_force(later)

        assert (make.fresh(first).state, later.plan.period_to) == (S.EFFECTIVE, date(2030, 12, 31))

    def test_an_extension_without_a_later_end_stops_the_clock_which_says_so_once(self):
        first = make.edition_in(S.EFFECTIVE)
        later = make.later_edition(first, EditionKind.EXTENSION)
        while later.state != S.ADOPTED:
            later = make.next_step(later)
        when = make.NOW + timedelta(days=900)
        for hours in (0, 1, 30):
            clock.sweep(now=when + timedelta(hours=hours))

        letter = Letter.objects.get(template="workflows/letters/clock_blocked")
        assert (make.fresh(later).state, letter.person) == (S.ADOPTED, make.coordinator(first))
        assert "Není určeno, do kdy se plán prodlužuje." in letter.text
        validity(later, later.valid_from, date(2031, 12, 31))
        clock.sweep(now=when + timedelta(hours=31))
        assert make.fresh(later).state == S.EFFECTIVE


class TestValidity:
    def test_it_does_not_end_before_it_begins(self):
        with pytest.raises(Refused, match="nemůže skončit dřív"):
            validity(make.drafted(), date(2027, 1, 1), date(2026, 1, 1))

    def test_an_action_plan_does_not_begin_after_its_year(self):
        yearly = make.later_edition(make.edition_in(S.EFFECTIVE), EditionKind.ACTION_PLAN, year=2027)

        with pytest.raises(Refused, match="až po skončení svého roku"):
            validity(yearly, date(2028, 1, 1), None)

    @pytest.mark.parametrize("state", [S.EFFECTIVE, S.SUPERSEDED, S.WITHDRAWN])
    def test_of_what_is_in_force_or_over_it_does_not_change(self, state):
        with pytest.raises(Refused, match="už nelze změnit"):
            validity(make.edition_in(state), date(2027, 1, 1))


class TestPublishing:
    def publish(self, edition, day):
        return approval.publish(
            edition=edition,
            published_on=day,
            url="https://obec.test/plan",
            by=make.coordinator(edition),
            now=make.at(edition, days=3),
        )

    def test_the_duty_is_fulfilled_by_saying_when_and_where(self):
        edition = make.edition_in(S.ADOPTED)
        edition = self.publish(edition, edition.adopted_on)

        assert (edition.published_at_url, edition.due_on) == ("https://obec.test/plan", None)

    def test_not_before_adoption_nor_in_the_future(self):
        edition = make.edition_in(S.ADOPTED)

        for day, why in ((-1, "předcházet schválení"), (60, "v budoucnosti")):
            with pytest.raises(Refused, match=why):
                self.publish(edition, edition.adopted_on + timedelta(days=day))
        with pytest.raises(Refused, match="až schválené"):
            self.publish(make.edition_in(S.SETTLEMENT), make.TODAY)

    def test_a_second_submission_is_gone(self):
        edition = make.edition_in(S.COUNCIL_APPROVAL)

        with pytest.raises(Gone):
            make.to_councils(edition)


def test_submitting_for_approval_tells_the_authors_of_comments_how_they_ended():
    edition = make.edition_in(S.CONSULTATION, make.path(consultation=Need.REQUIRED))
    said = comments.submit(
        consultation=make.window(edition),
        text="Chybí nám víkendová péče.",
        part_key="",
        part_label="celý plán",
        email="jana@obcan.test",
        now=make.at(edition, minutes=5),
    )
    comments.confirm_email(comment=said, now=make.at(edition, minutes=6))
    clock.sweep(now=make.after_window(edition))
    edition = make.fresh(edition)
    make.settle_comments(edition)
    assert not Letter.objects.filter(template__endswith="comment_settled").exists()
    make.to_councils(edition)
    sent = Letter.objects.filter(template__endswith="comment_settled")
    assert [letter.to_address for letter in sent] == ["jana@obcan.test"]
