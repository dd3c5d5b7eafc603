"""A plan that will not come into force is withdrawn; one that was in force is ended."""

import pytest

from people import journal
from people.errors import Refused
from tests.factories import workflows as make
from workflows.actions import edition as editions
from workflows.actions import plan as plans
from workflows.enums import PlanState
from workflows.models import Plan

pytestmark = pytest.mark.django_db


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
