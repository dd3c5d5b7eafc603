"""A plan whose years have passed, with reports, as an evaluation finds it."""

from datetime import date
from decimal import Decimal

from bodies.enums import BodyKind
from bodies.models import Body, Meeting
from people.enums import OrganisationKind, Side
from tests.factories import bodies, people, reports, workflows
from workflows.actions import content
from workflows.actions.report import Reached, Spent
from workflows.enums import EditionKind, EditionState, Progress
from workflows.models import Edition, Indicator

PERIOD = (date(2024, 1, 1), date(2026, 12, 31))


def plan_with_items(count: int = 2, **fields) -> Edition:
    """Return a text in force for 2024–2026: a priority with measures of one implementer."""
    fields.setdefault("period", PERIOD)
    edition = workflows.plan(**fields).editions.get()
    workflows.fill(edition, items=0)
    charity = people.organisation("Charita", kind=OrganisationKind.PROVIDER)
    top = reports.add(edition, "Péče doma")
    for number in range(count):
        reports.add(
            edition,
            f"Opatření {number + 1}",
            parent=top,
            values={"implementer": charity},
            costs=[content.Cost(year, "region", Decimal(1000)) for year in (2024, 2025)],
            indicators=[content.Measure("úvazky", "úv.", Decimal(1), Decimal(3))],
        )
    while edition.state != EditionState.EFFECTIVE:
        edition = workflows.next_step(edition)
    return workflows.fresh(edition)


def told(edition: Edition, count: int | None = None, year: int = 2025) -> None:
    """Report on the first items: done, for nine hundred crowns of the region."""
    for item in reports.measures(edition)[:count]:
        indicator = Indicator.objects.get(item=item)
        reports.report(
            item,
            year,
            progress=Progress.DONE,
            text="Podařilo se.",
            money=[Spent("region", Decimal(900))],
            values=[Reached(indicator.key, Decimal(2))],
        )


def evaluation(of: Edition, *, year: int | None = None, **path) -> Edition:
    """Start an evaluation of a plan in force and write its required chapter."""
    changes = {"triad": "none", "steps": [NOTED], **path}
    by = workflows.coordinator(of)
    edition = workflows.editions.start(
        plan=of.plan,
        kind=EditionKind.EVALUATION,
        path=workflows.path("vyhodnoceni", **changes),
        by=by,
        now=workflows.at(of, days=1),
        year=year,
    )
    for part in edition.parts.filter(is_required=True):
        now = workflows.at(edition)
        content.write_part(part=part, text="Sešli se tři.", read_at=part.revision, by=by, now=now)
    return workflows.fresh(edition)


NOTED = {"kind": "decision", "body_kind": "board", "required_outcomes": ["takes_note"]}


def taken_note_of(edition: Edition) -> Edition:
    """Bring an evaluation before the council, which takes note of it, and say since when it holds."""
    edition = workflows.fresh(workflows.to_councils(edition))
    when = workflows.at(edition)
    return workflows.adopt(edition, valid_from=when.date())


def triad_met(of: Edition, held_on: date, *attendance: str) -> Meeting:
    """Hold a meeting of the plan's group, to which the three sides came as said, in their order."""
    body = Body.objects.filter(territory=of.plan.territory, short_name="KOOS").first()
    if body is None:
        body = bodies.body(of.plan.territory, kind=BodyKind.COORDINATION, short_name="KOOS")
        for side in Side:
            bodies.member(body, side=side)
    meeting = bodies.held(body, held_on)
    for side, said in zip(Side, attendance, strict=True):
        meeting.participants.filter(side=side).update(attendance=said)
    return meeting
