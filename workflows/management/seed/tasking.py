"""Tasks of the demo: assigned at meetings or between them, and what became of them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from bodies.actions import action_item
from bodies.enums import Due
from bodies.models import ActionItem, AgendaItem, Body
from people.models import Person
from workflows.management.seed.cast import Cast
from workflows.management.seed.moments import tale
from workflows.management.seed.story import post_letters_of

Told = dict[str, Any]


def tell_all(cast: Cast) -> None:
    """Tell the tasks that were assigned between meetings."""
    for row in tale("tasks.json"):
        by, now = cast.people[row["by"]], cast.moments.at(row["on"])
        assign(cast, cast.bodies[row["body"]], row, by=by, now=now)


def due_of(cast: Cast, text: str) -> dict[str, Any]:
    """Read a term: a day, "ongoing" or "next"."""
    match text:
        case "ongoing":
            return {"due": Due.ONGOING}
        case "next":
            return {"due": Due.NEXT_MEETING}
    return {"due": Due.DAY, "due_on": cast.moments.day(text)}


def assign(
    cast: Cast, body: Body, row: Told, *, by: Person, now: dt.datetime, item: AgendaItem | None = None
) -> ActionItem:
    """Assign a task and let its later deeds happen."""
    plan = cast.plans[row["plan"]] if "plan" in row else None
    edition = plan.editions.order_by("pk").last() if plan else None
    made = action_item.assign(
        body=body,
        text=row["text"],
        responsible=cast.person(row.get("who")),
        organisation=cast.organisations[row["org"]] if "org" in row else None,
        cooperating=row.get("cooperating", ""),
        meeting=item.meeting if item else None,
        item=item,
        document=edition.document if edition else None,
        by=by,
        now=now,
        **due_of(cast, row["due"]),
    )
    go_on(cast, made, row.get("then", []), by=by)
    return made


def go_on(cast: Cast, task: ActionItem, deeds: Sequence[Sequence[str]], *, by: Person) -> None:
    """Do what happened to a task later: each deed has its moment and its words."""
    for deed, on, *words in deeds:
        now, who = cast.moments.at(on), task.responsible or by
        post_letters_of(task)
        match deed:
            case "take_up":
                action_item.take_up(item=task, by=who, now=now)
            case "report":
                action_item.report(item=task, text=words[0], by=who, now=now)
            case "accept":
                action_item.accept(item=task, by=by, now=now)
            case "extend":
                day = cast.moments.day(words[0])
                action_item.extend(item=task, due_on=day, reason=words[1], by=by, now=now)
            case "send_back":
                action_item.send_back(item=task, reason=words[0], by=by, now=now)
            case "cancel":
                action_item.cancel(item=task, reason=words[0], by=by, now=now)
