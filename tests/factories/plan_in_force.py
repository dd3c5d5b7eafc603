"""A plan in force with a tree of items, and its later editions; every state is reached by deeds."""

from datetime import date
from decimal import Decimal

from tests.factories import people
from tests.factories import workflows as make
from workflows.actions import approval, content
from workflows.actions import edition as editions
from workflows.enums import EditionKind, EditionState, FundingSource
from workflows.models import Edition, Item, ServiceKind, TargetGroup

S = EditionState


def priority(edition: Edition, title: str, *, below: int = 2, years: tuple[int, ...] = (2027, 2028)) -> Item:
    """Add a priority with measures below it, each with money of some years and an indicator."""
    by, now = make.coordinator(edition), make.at(edition)
    first = content.add_item(edition=edition, parent=None, by=by, now=now, values={"title": title})
    for number in range(1, below + 1):
        content.add_item(
            edition=edition,
            parent=first,
            by=by,
            now=now,
            values={"title": f"{title}, opatření {number}", "implementer": people.organisation()},
            target_groups=TargetGroup.objects.all()[:2],
            service_kinds=ServiceKind.objects.all()[:1],
            costs=[
                content.Cost(year, FundingSource.REGION, Decimal(100 * number + year % 100)) for year in years
            ],
            indicators=[content.Measure("Počet klientů", "osoba", Decimal(1), Decimal(9))],
        )
    return first


def in_force(edition: Edition) -> Edition:
    """Lead an edition to force."""
    while edition.state != S.EFFECTIVE:
        edition = make.next_step(edition)
    return edition


def plan_text(*titles: str, **fields) -> Edition:
    """Return a plan's text in force with the priorities named."""
    edition = make.plan(**fields).editions.get()
    make.fill(edition, 0)
    for title in titles or ("Péče doma", "Bydlení"):
        priority(edition, title)
    return in_force(make.fresh(edition))


def start(text: Edition, kind: EditionKind, year: int | None = None, **fields) -> Edition:
    """Start another edition of the plan, a day after its text came into force."""
    values = {"path": text.path, "by": make.coordinator(text), "now": make.at(text, days=1), **fields}
    edition = editions.start(plan=text.plan, kind=kind, year=year, **values)
    return make.fresh(edition)


def valid(edition: Edition, first: date, last: date | None = None) -> Edition:
    """Say from when to when an edition is valid."""
    by, now = make.coordinator(edition), make.at(edition)
    approval.set_validity(edition=edition, valid_from=first, valid_to=last, by=by, now=now)
    return make.fresh(edition)


def numbers(edition: Edition) -> list[str]:
    return sorted(edition.items.values_list("number", flat=True))


def in_force_or_over(edition: Edition) -> Edition:
    """Bring an approved edition into force on its day, even when a later one takes its place at once."""
    assert edition.state == S.ADOPTED
    return make.next_step(edition)
