"""The whole demo region in one transaction: all of it, or nothing."""

import datetime as dt
from typing import Any

from django.db import transaction

from people.models import Person
from workflows.actions import generation
from workflows.actions import plan as plans
from workflows.management.seed import (
    around,
    asking,
    company,
    deciding,
    networks,
    offices,
    places,
    reporting,
    sittings,
    tasking,
    writing,
    yearly,
)
from workflows.management.seed.cast import Cast
from workflows.management.seed.moments import FOLDER, Moments, table, tale
from workflows.management.seed.story import Story, Verb, post_older, post_past, tell
from workflows.models import Edition, Item, Plan
from workflows.queries.validity import newest_text

VERBS: dict[str, Verb] = {
    **writing.VERBS,
    **asking.VERBS,
    **deciding.VERBS,
    **yearly.VERBS,
    **networks.VERBS,
    **reporting.VERBS,
}


@transaction.atomic
def build(*, today: dt.date, built_at: dt.datetime | None = None) -> Cast:
    """Build the demo as it looks on a day."""
    cast = Cast(moments=Moments(today, built_at))
    cast.read_codelists()
    places.build(cast)
    company.build(cast)
    for row in table("plans_elsewhere.csv"):
        keep_elsewhere(cast, row)
    for path in sorted((FOLDER / "plans").glob("*.json")):
        told = tale(f"plans/{path.name}")
        if "sequel_of" in told:
            go_on(cast, told)
        else:
            tell_plan(cast, path.stem, told)
    offices.tell_all(cast)
    sittings.tell_all(cast)
    tasking.tell_all(cast)
    around.tell_all(cast)
    post_past(cast)
    return cast


def keep_elsewhere(cast: Cast, row: dict[str, str]) -> None:
    """Write down a plan that is kept on somebody's own pages, with its funded project where it has one."""
    by = cast.people[row["by"]]
    now = cast.moments.at(f"{row['written_on']} 10:00")
    years = {
        name: dt.date(int(row[name]), month, day)
        for name, month, day in (("period_from", 1, 1), ("period_to", 12, 31))
        if row[name]
    }
    plan = plans.keep_elsewhere(
        title=row["title"],
        territory=cast.places[row["territory"]],
        link=row["link"],
        verified_on=cast.moments.day_or_none(row["verified_on"]),
        by=by,
        now=now,
        period_from=years.get("period_from"),
        period_to=years.get("period_to"),
    )
    if row["project"]:
        story = Story(cast, plan, edition=plan.editions.first(), now=now, by=by)  # type: ignore[arg-type]
        step = {"number": row["project"], "title": row["project_title"], "programme": row["programme"]}
        writing.fund(story, step)


def tell_plan(cast: Cast, key: str, told: dict[str, Any]) -> None:
    """Found a plan, or continue the one before it, and tell what happened to it."""
    coordinator = cast.people[told["coordinator"]]
    now = cast.moments.at(told["founded"])
    found = follow if "continues" in told else create
    plan, edition = found(cast, told, coordinator, now)
    cast.plans[key] = plan
    story = Story(cast, plan, edition, now, coordinator)
    tell(story, told["steps"], VERBS)
    post_older(story)
    cast.plans[key] = Plan.objects.get(pk=plan.pk)


def go_on(cast: Cast, told: dict[str, Any]) -> None:
    """Tell what happened to a plan after another one, told meanwhile, had begun to continue it."""
    plan = Plan.objects.get(pk=cast.plans[told["sequel_of"]].pk)
    coordinator = cast.people[told["coordinator"]]
    now = cast.moments.at(told["steps"][0]["on"])
    tell(Story(cast, plan, plan.editions.latest("pk"), now, coordinator), told["steps"], VERBS)


def create(cast: Cast, told: dict[str, Any], by: Person, now: dt.datetime) -> tuple[Plan, Edition]:
    """Found a plan that takes nothing over."""
    begin, finish = (dt.date.fromisoformat(day) for day in told["period"])
    return plans.create(
        title=told["title"],
        territory=cast.places[told["territory"]],
        period_from=begin,
        period_to=finish,
        coordinator=by,
        path=cast.paths[told["path"]],
        lead=told.get("lead", ""),
        levels=told.get("levels"),
        predecessor=cast.plans.get(told.get("predecessor", "")),
        guarantor=cast.person(told.get("guarantor")),
        deputy=cast.person(told.get("deputy")),
        drafter=cast.person(told.get("drafter")),
        submitter=cast.person(told.get("submitter")),
        by=by,
        now=now,
    )


def follow(cast: Cast, told: dict[str, Any], by: Person, now: dt.datetime) -> tuple[Plan, Edition]:
    """Continue a plan with the items whose printed numbers are listed; then say what is new of the plan."""
    begin, finish = (dt.date.fromisoformat(day) for day in told["period"])
    before = cast.plans[told["predecessor"]]
    numbered = Item.objects.filter(edition=newest_text(before), number__in=told["continues"])
    plan, edition = generation.next_generation(
        plan=before,
        title=told["title"],
        period_from=begin,
        period_to=finish,
        path=cast.paths[told["path"]],
        keys=set(numbered.values_list("key", flat=True)),
        by=by,
        now=now,
    )
    changes = {name: told[name] for name in ("lead", "levels")}
    plan = plans.describe(plan=plan, changes=changes, read_at=plan.revision, by=by, now=now)
    people = {role: cast.people[told[role]] for role in plans.PEOPLE if role in told}
    return plans.appoint(plan=plan, people=people, read_at=plan.revision, by=by, now=now), edition
