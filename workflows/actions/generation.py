"""A plan is followed by its next generation (nový cyklus)."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people import journal
from people.errors import Refused
from people.models import Person, Territory
from workflows.actions import content
from workflows.actions import edition as editions
from workflows.actions import plan as plans
from workflows.enums import EditionKind
from workflows.guards.generation import next_blockers, period_blocker
from workflows.models import ApprovalPath, Edition, Plan
from workflows.queries.generation import CHAPTER, chapter_of, following, keys_of
from workflows.queries.validity import newest_text


@transaction.atomic
def next_generation(
    *,
    plan: Plan,
    title: str,
    period_from: dt.date,
    period_to: dt.date,
    path: ApprovalPath,
    by: Person,
    now: dt.datetime,
    keys: Collection[UUID] | None = None,
) -> tuple[Plan, Edition]:
    """Found the plan that continues another one: same territory and people, original edition in drafting.

    It takes over the items of `keys` (without them all) from the newest approved text, with those above
    them, under the same stable keys, with money of the new period only, and the evaluation of the old
    plan as a chapter. Raises Refused while the plan cannot be continued, see guards.generation, for
    a period that does not come after the old one and for items that the old text does not have.
    """
    # The territory first, as in founding: two people never continue one plan nor wait for each other.
    Territory.objects.select_for_update().get(pk=plan.territory_id)
    plan = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    text = permit(plan, period_from, period_to, keys or ())
    made = plans.found(
        title=title,
        territory=plan.territory,
        period_from=period_from,
        period_to=period_to,
        levels=plan.levels,
        predecessor=plan,
        by=by,
        now=now,
        **people_of(plan, by),
    )
    kind = EditionKind.ORIGINAL
    edition = editions.start(plan=made, kind=kind, path=path, by=by, now=now, based_on=text, keys=keys)
    # What was not taken over leaves no gap in the numbers of the new plan.
    content.renumber(edition)
    edition.parts.filter(key=CHAPTER).update(text=chapter_of(plan, timezone.localdate(now)))
    journal.record(plan, "plan.followed", by=by, at=now, data={"plan": made.pk, "text": text.pk})
    return made, edition


def permit(plan: Plan, first: dt.date, last: dt.date, keys: Collection[UUID]) -> Edition:
    """Return the text that a locked plan is continued from, if everything the guards want is there."""
    text = newest_text(plan)
    missing = next_blockers(plan, text, following(plan))
    if missing or text is None:
        raise Refused(missing[0].message)
    if fault := period_blocker(plan, first, last):
        raise Refused(fault.message)
    if set(keys) - keys_of(text):
        raise Refused(_("Jedna z položek ve schváleném textu plánu není, vyberte je znovu."))
    return text


def people_of(plan: Plan, by: Person) -> dict[str, Person]:
    """Return who runs the new plan: those who ran the old one and still work here, else the founder."""
    still = {name: getattr(plan, name) for name in ("coordinator", "deputy", "guarantor")}
    return {"coordinator": by, **{name: who for name, who in still.items() if who and who.is_active}}
