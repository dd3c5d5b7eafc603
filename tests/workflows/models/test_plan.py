from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django_fsm import TransitionNotAllowed

from bodies.enums import BodyKind
from people.enums import Role
from tests.factories import people
from tests.factories import workflows as make
from workflows.enums import EditionState, PlanState
from workflows.models import Plan

S = PlanState
TABLE = {
    S.PREPARING: {"put_in_force": S.IN_FORCE, "withdraw": S.WITHDRAWN},
    S.IN_FORCE: {"start_evaluation": S.EVALUATING, "close": S.CLOSED},
    S.EVALUATING: {"put_in_force": S.IN_FORCE, "close": S.CLOSED},
    S.CLOSED: {},
    S.WITHDRAWN: {},
}


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("deed", ["put_in_force", "start_evaluation", "close", "withdraw"])
def test_a_plan_lives_as_the_table_says(state, deed):
    plan = Plan(state=state)

    if deed in TABLE[state]:
        getattr(plan, deed)()
        assert plan.state == TABLE[state][deed]
    else:
        with pytest.raises(TransitionNotAllowed):
            getattr(plan, deed)()


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        (date(2027, 1, 1), date(2029, 12, 31), "2027–2029"),
        (date(2027, 1, 1), date(2027, 12, 31), "2027"),
        (date(2027, 1, 1), None, "2027–"),
        (None, None, ""),
    ],
)
def test_a_period_is_written_in_years(first, last, period):
    assert Plan(period_from=first, period_to=last).period == period


def test_levels_are_called_as_the_plan_calls_them():
    plan = Plan(levels=["priorita", "opatření"])

    assert [plan.level_name(depth) for depth in range(3)] == ["priorita", "opatření", "opatření"]


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"period_to": date(2020, 1, 1)},
        {"period_from": None},
        {"coordinator": None},
        {"state": "invented"},
    ],
)
def test_the_database_refuses_what_cannot_be(wrong):
    plan = make.plan()

    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(**wrong)


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_database_refuses_a_second_plan_that_continues_the_same_one():
    first = make.plan()
    fields = {"territory": first.territory, "coordinator": first.coordinator}
    make.plan(**fields, title="Druhý", predecessor=first)
    third = make.plan(**fields, title="Třetí")

    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=third.pk).update(predecessor=first)


@pytest.mark.django_db
class TestWhoSees:
    def seen_by(self, who, day=make.TODAY):
        return list(Plan.objects.visible_to(who, day).distinct())

    def test_a_stranger_sees_nothing_before_the_public_does(self):
        make.edition_in(EditionState.TRIAD_REVIEW)

        assert self.seen_by(people.person()) == []

    def test_everybody_sees_what_the_public_was_asked_about(self):
        edition = make.edition_in(EditionState.CONSULTATION)

        assert [self.seen_by(people.person()), list(Plan.objects.public())] == [[edition.plan]] * 2

    def test_people_of_the_plan_see_it(self):
        who = {name: people.person() for name in ("coordinator", "deputy", "guarantor")}
        plan = make.plan(**who)

        assert [self.seen_by(person) for person in who.values()] == [[plan]] * 3

    def test_a_drafter_sees_it_until_the_contract_ends(self):
        drafter = people.person()
        plan = make.plan(drafter=drafter)
        people.appointment(drafter, Role.DRAFTER, plan.territory, ends_on=make.TODAY)

        assert self.seen_by(drafter) == [plan]
        assert self.seen_by(drafter, date(2026, 11, 22)) == []

    def test_an_administrator_of_the_region_sees_its_towns(self):
        plan = make.plan()
        who = people.administrator(plan.territory.region)

        assert self.seen_by(who) == [plan]

    def test_a_named_reviewer_sees_it(self):
        edition = make.edition_in(EditionState.TRIAD_REVIEW)

        assert self.seen_by(edition.reviews.first().person) == [edition.plan]

    def test_a_member_of_a_deciding_body_sees_it_while_the_mandate_lasts(self):
        edition = make.drafted("plan-mesta")
        group = edition.opinions.get(body__kind=BodyKind.STEERING).body
        member = people.person()
        make.mandate(make.seat(group), member, ends_on=make.TODAY)

        assert self.seen_by(member) == [edition.plan]
        assert self.seen_by(member, date(2026, 11, 22)) == []
