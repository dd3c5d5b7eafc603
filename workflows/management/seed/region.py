"""The whole demo region in one transaction: all of it, or nothing."""

import datetime as dt
from typing import Any

from django.db import transaction

from workflows.actions import plan as plans
from workflows.management.seed import around, asking, company, deciding, places, sittings, tasking, writing
from workflows.management.seed.cast import Cast
from workflows.management.seed.moments import FOLDER, Moments, table, tale
from workflows.management.seed.story import Story, Verb, post_older, post_past, tell
from workflows.models import Plan

VERBS: dict[str, Verb] = {**writing.VERBS, **asking.VERBS, **deciding.VERBS}


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
        tell_plan(cast, path.stem, tale(f"plans/{path.name}"))
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
    """Found a plan and tell what happened to it."""
    coordinator = cast.people[told["coordinator"]]
    begin, finish = (dt.date.fromisoformat(day) for day in told["period"])
    now = cast.moments.at(told["founded"])
    plan, edition = plans.create(
        title=told["title"],
        territory=cast.places[told["territory"]],
        period_from=begin,
        period_to=finish,
        coordinator=coordinator,
        path=cast.paths[told["path"]],
        lead=told.get("lead", ""),
        levels=told.get("levels"),
        predecessor=cast.plans.get(told.get("predecessor", "")),
        guarantor=cast.person(told.get("guarantor")),
        deputy=cast.person(told.get("deputy")),
        drafter=cast.person(told.get("drafter")),
        submitter=cast.person(told.get("submitter")),
        by=coordinator,
        now=now,
    )
    cast.plans[key] = plan
    story = Story(cast, plan, edition, now, coordinator)
    tell(story, told["steps"], VERBS)
    post_older(story)
    cast.plans[key] = Plan.objects.get(pk=plan.pk)
