"""The life of one item, and who looks at it."""

from datetime import date

from documents.actions import comment as comments
from documents.models import Comment
from people.models import Person
from tests.factories import reports, workflows
from workflows.actions import content
from workflows.enums import EditionKind, EditionState
from workflows.guards.triad import side_verdicts
from workflows.models import Edition, Item
from workflows.queries.trace import Trace, trace_of
from workflows.queries.trace_rows import Eyes, Fact, public_eyes

S = EditionState
DAY = date(2028, 6, 1)


def everything(person: Person | None = None) -> Eyes:
    """Return the eyes of somebody who works with every plan."""
    yes = {name: lambda _thing: True for name in ("edition", "inside", "reports", "proposals")}
    return Eyes(DAY, **yes, person=person)


def traced(edition: Edition, item: Item, person: Person | None = None) -> Trace | None:
    """Return the whole trace, as the coordinator reads it."""
    eyes = everything(person or workflows.coordinator(edition))
    return trace_of(edition.plan, item.key, eyes, side_verdicts)


def shown(edition: Edition, item: Item) -> Trace | None:
    """Return the trace as anybody may read it."""
    return trace_of(edition.plan, item.key, public_eyes(DAY), side_verdicts)


def facts(trace: Trace | None, kind: str) -> list[Fact]:
    assert trace is not None
    return [fact for fact in trace.facts if fact.kind == kind]


def told(trace: Trace | None, kind: str = "edition") -> list[str]:
    return [fact.text for fact in facts(trace, kind)]


def consulted(items: int = 1, **fields) -> Edition:
    """Return a plan's first text in the window of comments."""
    edition = workflows.plan(**fields).editions.get()
    workflows.fill(edition, items=0)
    top = reports.add(edition, "Služby pro seniory")
    for number in range(items):
        reports.add(edition, f"Opatření {number + 1}", parent=top)
    while edition.state != S.CONSULTATION:
        edition = workflows.next_step(edition)
    return workflows.fresh(edition)


def comment(edition: Edition, item: Item, text: str = "Chybí spoje.", *, public: bool = True) -> Comment:
    """Send a comment on an item; the office publishes it or leaves it waiting."""
    now = workflows.at(edition, minutes=5)
    row = comments.submit(
        consultation=workflows.window(edition),
        text=text,
        part_key=str(item.key),
        part_label=item.title,
        now=now,
    )
    if public:
        comments.moderate(comment=row, shown=True, reason="", by=workflows.coordinator(edition), now=now)
    return row


def write(item: Item, **values) -> Item:
    """Rewrite an item of a draft: its words, and what hangs on it where it is said."""
    hanging = {name: values.pop(name, ()) for name in ("target_groups", "service_kinds")}
    costs = values.pop("costs", None)
    indicators = values.pop("indicators", None)
    if costs is None:
        costs = [content.Cost(c.year, c.source, c.amount, c.municipality) for c in item.costs.all()]
    if indicators is None:
        indicators = [
            content.Measure(i.name, i.unit, i.baseline, i.target, i.key) for i in item.indicators.all()
        ]
    return content.write_item(
        item=item,
        values=values,
        read_at=item.revision,
        by=workflows.coordinator(item.edition),
        now=workflows.at(item.edition),
        costs=costs,
        indicators=indicators,
        **hanging,
    )


def update(text: Edition) -> Edition:
    """Start an update of a text in force, which may still be written."""
    return workflows.later_edition(text, EditionKind.UPDATE, valid_from=date(2027, 12, 1))


def into_force(edition: Edition) -> Edition:
    while edition.state != S.EFFECTIVE:
        edition = workflows.next_step(edition)
    return workflows.fresh(edition)
