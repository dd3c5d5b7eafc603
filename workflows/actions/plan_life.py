"""The life of a plan follows its editions."""

import datetime as dt

from people import journal
from people.models import Person
from workflows.enums import EditionKind, PlanState
from workflows.models import Edition, Plan


def start_evaluation(*, plan: Plan, edition: Edition, by: Person | None, now: dt.datetime) -> None:
    """Move a locked plan in force when its final evaluation begins; that of one year leaves it as it is."""
    if plan.state != PlanState.IN_FORCE:
        return
    before = plan.state
    plan.start_evaluation()
    plan.revision += 1
    plan.save()
    data = {"edition": edition.pk, "from": before, "to": plan.state}
    journal.record(plan, "plan.evaluating", by=by, at=now, data=data)


def stop_evaluation(*, plan: Plan, edition: Edition, by: Person | None, now: dt.datetime) -> None:
    """Move a locked plan back in force when its final evaluation is withdrawn and no other one goes on."""
    others = plan.editions.in_preparation().filter(kind=EditionKind.EVALUATION, year=None)
    if plan.state != PlanState.EVALUATING or others.exists():
        return
    before = plan.state
    plan.put_in_force()
    plan.revision += 1
    plan.save()
    data = {"edition": edition.pk, "from": before, "to": plan.state}
    journal.record(plan, "plan.in_force", by=by, at=now, data=data)


def put_in_force(*, plan: Plan, edition: Edition, by: Person | None, now: dt.datetime) -> Plan:
    """Move a locked plan when its edition comes into force.

    The original starts the plan's force, an extension moves its end, an update leaves both; the final
    evaluation closes the plan.
    """
    before = plan.state
    data: dict[str, object] = {"edition": edition.pk, "from": before}
    if edition.kind == EditionKind.ORIGINAL and plan.state == PlanState.PREPARING:
        plan.put_in_force()
    if edition.kind == EditionKind.EXTENSION and edition.valid_to is not None:
        plan.period_to = edition.valid_to
        data["period_to"] = edition.valid_to
    closes = edition.is_final_evaluation and plan.state in (PlanState.IN_FORCE, PlanState.EVALUATING)
    if closes:
        plan.close()
    plan.has_public_edition = True
    plan.revision += 1
    plan.save()
    kind = "plan.closed" if closes else "plan.in_force"
    journal.record(plan, kind, by=by, at=now, data={**data, "to": plan.state})
    return plan
