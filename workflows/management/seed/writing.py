"""Steps of a story that write: chapters, trees of items, changes before the next version, plans' papers."""

from decimal import Decimal
from typing import Any

from workflows.actions import choosing, content
from workflows.actions import edition as editions
from workflows.actions import plan as plans
from workflows.actions import project as projects
from workflows.enums import EditionKind, FundingSource
from workflows.management.seed.papers import picture
from workflows.management.seed.story import Step, Story
from workflows.models import Item, Plan

# How the trees of the fixtures shorten the names of an item's fields.
TEXTS = {
    "title": "title",
    "why": "description",
    "partners": "partners",
    "guarantor": "guarantor",
    "when": "timetable",
    "outputs": "outputs",
    "risks": "risks",
    "needs": "needs",
}


def write(story: Story, step: Step) -> None:
    """Write chapters and add items as a step lists them."""
    write_parts(story, step.get("parts", {}))
    add_items(story, step.get("items", []), None)


def write_parts(story: Story, texts: dict[str, str]) -> None:
    parts = {part.key: part for part in story.edition.parts.all()}
    for key, text in texts.items():
        part = parts[key]
        content.write_part(part=part, text=text, read_at=part.revision, by=story.by, now=story.now)


def add_items(story: Story, rows: list[dict[str, Any]], parent: Item | None) -> None:
    for row in rows:
        item = content.add_item(
            edition=story.edition,
            parent=parent,
            by=story.by,
            now=story.now,
            values=values_of(story, row),
            target_groups=[story.cast.groups[name] for name in row.get("groups", [])],
            service_kinds=[story.cast.kinds[paragraph] for paragraph in row.get("kinds", [])],
            costs=costs_of(story, row.get("costs", {})),
            indicators=[measure_of(row_) for row_ in row.get("indicators", [])],
        )
        add_items(story, row.get("items", []), item)


def values_of(story: Story, row: dict[str, Any]) -> dict[str, Any]:
    values = {TEXTS[key]: value for key, value in row.items() if key in TEXTS}
    if "who" in row:
        values["implementer"] = story.cast.organisations[row["who"]] if row["who"] else None
    return values


def costs_of(story: Story, years: dict[str, dict[str, int]]) -> list[content.Cost]:
    """Read {"2027": {"region": 100, "municipality semily": 50}}."""
    found = []
    for year, sources in years.items():
        for source, amount in sources.items():
            kind, _space, town = source.partition(" ")
            found.append(
                content.Cost(
                    year=int(year),
                    source=FundingSource(kind),
                    amount=Decimal(amount),
                    municipality=story.cast.places[town] if town else None,
                )
            )
    return found


def measure_of(row: list[Any]) -> content.Measure:
    name, unit, baseline, target = row
    return content.Measure(
        name=name,
        unit=unit,
        baseline=None if baseline is None else Decimal(str(baseline)),
        target=None if target is None else Decimal(str(target)),
    )


def rewrite(story: Story, step: Step) -> None:
    """Change an item, known by its printed number, and say only what is new."""
    item = Item.objects.get(edition=story.edition, number=step["number"])
    kept = [
        content.Cost(year=c.year, source=c.source, amount=c.amount, municipality=c.municipality)
        for c in item.costs.select_related("municipality")
    ]
    measures = [
        content.Measure(name=i.name, unit=i.unit, baseline=i.baseline, target=i.target)
        for i in item.indicators.all()
    ]
    content.write_item(
        item=item,
        values=values_of(story, step),
        read_at=item.revision,
        by=story.by,
        now=story.now,
        target_groups=list(item.target_groups.all()),
        service_kinds=list(item.service_kinds.all()),
        costs=costs_of(story, step["costs"]) if "costs" in step else kept,
        indicators=[measure_of(row) for row in step["indicators"]] if "indicators" in step else measures,
    )


def add_under(story: Story, step: Step) -> None:
    """Add items under the item with a printed number."""
    parent = Item.objects.get(edition=story.edition, number=step["number"])
    add_items(story, step["items"], parent)


def fund(story: Story, step: Step) -> None:
    """Attach a funded project, whose number stays as it was printed."""
    values = {name: step.get(name, "") for name in ("number", "title", "programme", "publicity")}
    plans.fund(plan=story.plan, values=values, by=story.by, now=story.now)


def add_logo(story: Story, step: Step) -> None:
    """Keep a logo of a funded project of the plan."""
    held = story.plan.projects.get(number=step["number"])
    upload = picture(step["picture"])
    projects.add_logo(
        plan=story.plan, project=held, name=step["name"], upload=upload, by=story.by, now=story.now
    )


def describe(story: Story, step: Step) -> None:
    story.read_again()
    plans.describe(
        plan=story.plan, changes=step["changes"], read_at=story.plan.revision, by=story.by, now=story.now
    )


def appoint(story: Story, step: Step) -> None:
    story.read_again()
    people = {role: story.cast.person(key) for role, key in step["people"].items()}
    plans.appoint(plan=story.plan, people=people, read_at=story.plan.revision, by=story.by, now=story.now)


def start(story: Story, step: Step) -> None:
    """Start another edition of the plan; what follows in the story is about it.

    Without a word on what it takes over it starts empty and the story writes it: "takes" is "all", or
    the printed numbers of items.
    """
    takes = step.get("takes", [])
    numbered = Item.objects.filter(edition__plan=story.plan, number__in=[] if takes == "all" else takes)
    story.edition = editions.start(
        plan=story.plan,
        keys=None if takes == "all" else set(numbered.values_list("key", flat=True)),
        kind=EditionKind(step["kind"]),
        path=story.cast.paths[step["path"]],
        year=step.get("year"),
        submitter=story.cast.person(step.get("submitter")),
        by=story.by,
        now=story.now,
    )


def choose(story: Story, step: Step) -> None:
    """Choose more items of the plan, by their printed numbers, into an action plan that is being written."""
    rows = Item.objects.filter(edition__plan=story.plan, number__in=step["numbers"])
    keys = set(rows.values_list("key", flat=True))
    choosing.choose_items(edition=story.edition, keys=keys, shown=(), by=story.by, now=story.now)


def end(story: Story, _step: Step) -> None:
    plans.end(plan=Plan.objects.get(pk=story.plan.pk), by=story.by, now=story.now)


def withdraw_plan(story: Story, step: Step) -> None:
    plans.withdraw(plan=story.plan, reason=step["reason"], by=story.by, now=story.now)


VERBS = {
    verb.__name__: verb
    for verb in (
        write,
        rewrite,
        add_under,
        fund,
        add_logo,
        describe,
        appoint,
        start,
        choose,
        end,
        withdraw_plan,
    )
}
