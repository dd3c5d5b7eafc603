"""A plan is founded, described, given its people and money; in the end it is withdrawn or ended."""

from datetime import date

import pytest
from viewflow.workflow.models import Task

from people import journal
from people.errors import Gone, Refused, Stale
from tests.factories import people
from tests.factories import workflows as make
from tests.factories.walk import misfits
from workflows.actions import edition as editions
from workflows.actions import plan as plans
from workflows.enums import EditionKind, EditionState, PlanState
from workflows.flows.errand import OPEN_STATUSES
from workflows.models import FundedProject, Plan

pytestmark = pytest.mark.django_db
S = EditionState
NUMBER = "CZ.03.2.63/0.0/0.0/16_063/0006589"


def last_of(plan):
    entry = journal.of(plan).order_by("number").last()
    return entry.kind, entry.data


def told(act, **changes):
    """Do something with a plan as its coordinator who has read it just now."""

    def do(plan, **said):
        by = said.pop("by", None) or plan.coordinator
        return act(plan=plan, **{"by": by, "now": make.NOW, "read_at": plan.revision, **changes, **said})

    return do


describe, appoint = told(plans.describe), told(plans.appoint)


def open_tasks(who):
    return list(Task.objects.filter(owner=who, status__in=OPEN_STATUSES).values_list("flow_task", flat=True))


class TestFounding:
    def test_a_plan_is_founded_with_its_original_edition_in_drafting(self):
        plan = make.plan(title="Komunitní plán Turnova 2027–2029")
        edition = plan.editions.get()

        assert (plan.slug, plan.state, plan.generation, plan.has_public_edition) == (
            "komunitni-plan-turnova-2027-2029",
            PlanState.PREPARING,
            1,
            False,
        )
        assert (edition.kind, edition.state) == (EditionKind.ORIGINAL, S.DRAFTING)
        assert (edition.valid_from, edition.valid_to) == make.PERIOD
        assert (len(open_tasks(plan.coordinator)), misfits(), journal.verify()) == (1, [], [])

    def test_a_form_sent_twice_founds_one_plan(self):
        plan = make.plan()
        with pytest.raises(Gone, match="už je založený"):
            make.plan(territory=plan.territory, coordinator=plan.coordinator, title=f" {plan.title} ")
        assert Plan.objects.count() == 1

    def test_a_plan_that_was_withdrawn_may_be_founded_again_at_an_address_of_its_own(self):
        first = withdrawn_edition().plan
        plans.withdraw(plan=first, reason="znovu", by=first.coordinator, now=make.NOW)
        again = make.plan(territory=first.territory, coordinator=first.coordinator, title=first.title)
        assert again.slug == f"{first.slug}-2"

    def test_a_period_does_not_end_before_it_starts(self):
        with pytest.raises(Refused, match="dřív, než začne"):
            make.plan(period=(date(2029, 1, 1), date(2027, 12, 31)))
        assert Plan.objects.count() == 0

    def test_the_next_generation_follows_its_predecessor(self):
        first = make.plan()
        second = make.plan(
            territory=first.territory,
            coordinator=first.coordinator,
            predecessor=first,
            period=(date(2030, 1, 1), date(2032, 12, 31)),
        )
        assert (second.predecessor, second.generation) == (first, 2)

    def test_a_plan_kept_elsewhere_has_a_link_and_no_edition(self):
        where, by = people.territory("Železný Brod"), people.person()
        said = {"title": " Plán ", "link": "https://brod.test/plan.pdf", "verified_on": make.TODAY}
        plan = plans.keep_elsewhere(territory=where, by=by, now=make.NOW, **said)

        assert (plan.title, plan.is_elsewhere, plan.editions.count()) == ("Plán", True, 0)
        assert last_of(plan) == ("plan.kept_elsewhere", {"territory": where.pk})
        with pytest.raises(Refused, match="dřív, než začne"):
            plans.keep_elsewhere(
                territory=where,
                by=by,
                now=make.NOW,
                period_from=date(2027, 1, 1),
                period_to=date(2026, 1, 1),
                **said,
            )


class TestDescribing:
    def test_what_was_changed_is_written_down(self):
        plan = describe(make.plan(), changes={"lead": "Pomoc doma.", "levels": ["cíl"]})

        assert (plan.lead, plan.levels, plan.revision) == ("Pomoc doma.", ["cíl"], 1)
        assert last_of(plan) == ("plan.described", {"fields": ["lead", "levels"]})

    def test_of_two_people_the_second_gets_both_texts_and_overwrites_nothing(self):
        plan = make.plan()
        describe(plan, changes={"lead": "První."})
        with pytest.raises(Stale) as refusal:
            describe(plan, changes={"lead": "Druhý."})

        assert (refusal.value.yours, refusal.value.current) == ("Druhý.", "První.")
        assert Plan.objects.get().lead == "První."

    @pytest.mark.parametrize("field", ["state", "slug", "territory", "has_public_edition"])
    def test_what_people_do_not_write_cannot_be_changed(self, field):
        with pytest.raises(Refused, match=field):
            describe(make.plan(), changes={field: "in_force"})

    def test_the_period_is_checked_here_too(self):
        with pytest.raises(Refused, match="dřív, než začne"):
            describe(make.plan(), changes={"period_to": date(2026, 1, 1)})


class TestAppointing:
    def test_open_errands_move_to_the_deputy_and_back(self):
        edition = make.hand_over(make.drafted())
        make.answer_all(edition)
        boss, deputy = make.coordinator(edition), people.person()
        before = open_tasks(boss)

        plan = appoint(edition.plan, people={"deputy": deputy})
        assert (open_tasks(boss), open_tasks(deputy)) == ([], before)
        appoint(plan, people={"deputy": None})
        assert (open_tasks(boss), open_tasks(deputy), misfits()) == (before, [], [])

    def test_what_the_old_coordinator_was_asked_as_a_reviewer_stays_theirs(self):
        edition = make.drafted()
        boss, new = make.coordinator(edition), people.person()
        make.name_sides(edition)
        make.review.name(edition=edition, person=boss, side="commissioners", by=boss, now=make.at(edition))
        make.hand_over(edition)

        appoint(edition.plan, people={"coordinator": new})
        assert (len(open_tasks(boss)), open_tasks(new), misfits()) == (1, [], [])

    def test_a_plan_always_has_a_coordinator_who_works_here(self):
        plan, gone = make.plan(), people.person(is_active=False)
        with pytest.raises(Refused, match="musí mít"):
            appoint(plan, people={"coordinator": None})
        with pytest.raises(Refused, match="už v Triádě nepůsobí"):
            appoint(plan, people={"coordinator": gone})
        with pytest.raises(Refused, match="owner"):
            appoint(plan, people={"owner": plan.coordinator})

    def test_somebody_who_has_not_seen_the_last_change_is_told(self):
        plan = make.plan()
        appoint(plan, people={"guarantor": people.person()})
        with pytest.raises(Stale):
            appoint(plan, people={"guarantor": None})


class TestFunding:
    def test_a_known_number_attaches_the_project_that_has_it(self):
        first, second = make.plan(), make.plan()
        said = {"number": NUMBER, "title": "Plánování na Semilsku", "publicity": "Spolufinancováno EU."}
        project = plans.fund(plan=first, values=said, by=first.coordinator, now=make.NOW)
        again = plans.fund(
            plan=second,
            values={**said, "number": f" {NUMBER} ", "title": "Jinak"},
            by=second.coordinator,
            now=make.NOW,
        )

        assert (again, again.title, FundedProject.objects.count()) == (project, "Plánování na Semilsku", 1)
        assert list(project.plans.order_by("pk")) == [first, second]
        assert last_of(second) == ("plan.funded", {"project": project.pk})


class TestEnding:
    def test_a_plan_in_force_is_ended_once(self):
        plan = make.edition_in(S.EFFECTIVE).plan
        plan = plans.end(plan=plan, by=plan.coordinator, now=make.NOW)

        assert (plan.state, last_of(plan)) == (
            PlanState.CLOSED,
            ("plan.closed", {"from": "in_force", "to": "closed"}),
        )
        with pytest.raises(Refused, match="Ukončit lze jen"):
            plans.end(plan=plan, by=plan.coordinator, now=make.NOW)

    def test_a_plan_is_not_ended_while_something_on_it_is_being_prepared(self):
        edition = make.edition_in(S.EFFECTIVE)
        make.later_edition(edition, EditionKind.UPDATE)
        with pytest.raises(Refused, match="připravuje znění"):
            plans.end(plan=edition.plan, by=make.coordinator(edition), now=make.NOW)


def withdrawn_edition():
    edition = make.drafted()
    by = edition.plan.coordinator
    return editions.withdraw(edition=edition, reason="plánuje se společně", by=by, now=make.NOW)


def test_a_plan_is_withdrawn_after_its_edition_with_a_reason():
    plan = withdrawn_edition().plan
    plans.withdraw(plan=plan, reason="plánuje se společně", by=plan.coordinator, now=make.NOW)
    assert Plan.objects.get(pk=plan.pk).state == PlanState.WITHDRAWN
    assert journal.of(plan).last().kind == "plan.withdrawn"


def test_a_plan_is_not_withdrawn_while_an_edition_is_being_prepared():
    plan = make.drafted().plan
    with pytest.raises(Refused, match="připravuje znění"):
        plans.withdraw(plan=plan, reason="nic", by=plan.coordinator, now=make.NOW)


def test_a_plan_is_not_withdrawn_without_a_reason_or_twice():
    plan = withdrawn_edition().plan
    with pytest.raises(Refused, match="Napište"):
        plans.withdraw(plan=plan, reason=" ", by=plan.coordinator, now=make.NOW)
    plans.withdraw(plan=plan, reason="dost", by=plan.coordinator, now=make.NOW)
    with pytest.raises(Refused, match="Stáhnout lze jen"):
        plans.withdraw(plan=plan, reason="dost", by=plan.coordinator, now=make.NOW)
