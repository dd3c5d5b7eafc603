"""Plans and editions for tests: every state is reached by the deeds of the office, none is set."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils import timezone

from bodies.enums import BodyKind
from bodies.models import Body, Mandate, Seat, StandingOrders
from documents.actions import comment as comments
from documents.actions import consultation as windows
from documents.enums import CommentState
from documents.models import Consultation
from people.enums import Side, TerritoryKind
from people.models import Person, Territory
from tests.factories import people
from workflows.actions import approval, consultation, content, decision, review
from workflows.actions import edition as editions
from workflows.actions import plan as plans
from workflows.enums import Deed, EditionKind, EditionState, Need, Outcome, Verdict
from workflows.guards import EditionFacts
from workflows.models import ApprovalPath, Decision, Edition, Opinion, PathStep, Plan, Review

NOW = people.NOW
TODAY = people.TODAY
PERIOD = (date(2027, 1, 1), date(2029, 12, 31))
SHIPPED = Path(__file__).resolve().parents[2] / "workflows" / "fixtures" / "approval_paths.json"
S = EditionState
# The straight way from a draft to force; a path leaves out what it does not want.
WAY = (S.DRAFTING, S.TRIAD_REVIEW, S.CONSULTATION, S.SETTLEMENT, S.COUNCIL_APPROVAL, S.ADOPTED, S.EFFECTIVE)


def path(code: str = "plan-mesta-rada", *, steps: list[dict] | None = None, **changes) -> ApprovalPath:
    """Return a shipped path, or a copy of it with changes; steps given replace its own."""
    shipped = ApprovalPath.objects.filter(code=code).first()
    if shipped is not None and not changes and steps is None:
        return shipped
    rows = {row["code"]: row for row in json.loads(SHIPPED.read_text())}
    values = {**rows[code], **changes}
    own = values.pop("steps")
    if shipped is not None:
        values["code"] = f"{code}-{next(people.numbers)}"
    found = ApprovalPath.objects.create(**values, valid_from=date(2007, 1, 1), checked_on=TODAY)
    for order, step in enumerate(own if steps is None else steps, 1):
        PathStep.objects.create(path=found, order=order, **step)
    return found


def body(kind: BodyKind = BodyKind.BOARD, territory: Territory | None = None, **fields) -> Body:
    number = next(people.numbers)
    return Body.objects.create(
        kind=kind,
        territory=territory or people.territory(),
        name=fields.pop("name", f"{BodyKind(kind).label} {number}"),
        slug=f"organ-{number}",
        **fields,
    )


def seat(of: Body, side: str = "", **fields) -> Seat:
    return Seat.objects.create(body=of, label=fields.pop("label", "člen"), side=side, **fields)


def mandate(where: Seat, who: Person, starts_on: date = date(2020, 1, 1), **fields) -> Mandate:
    return Mandate.objects.create(seat=where, person=who, starts_on=starts_on, **fields)


def orders(of: Body, numbering: str = "{n}/{yy}/RM", valid_from: date = date(2020, 1, 1)) -> StandingOrders:
    return StandingOrders.objects.create(body=of, numbering=numbering, valid_from=valid_from)


def bodies_of(territory: Territory, on: ApprovalPath) -> list[Body]:
    """Give a territory every body that a path asks there."""
    kinds = dict.fromkeys(on.steps.filter(scope="own").values_list("body_kind", flat=True))
    return [body(BodyKind(kind), territory) for kind in kinds]


def plan(on: ApprovalPath | str = "plan-mesta-rada", territory: Territory | None = None, **fields) -> Plan:
    """Found a plan with its original edition in drafting, on a territory with the bodies of its path."""
    chosen = path(on) if isinstance(on, str) else on
    if territory is None:
        kind = TerritoryKind(chosen.territory_kinds[0])
        territory = people.region() if kind == TerritoryKind.REGION else people.territory(kind=kind)
        bodies_of(territory, chosen)
    who = fields.pop("coordinator", None) or people.coordinator(territory)
    first, last = fields.pop("period", PERIOD)
    return plans.create(
        title=fields.pop("title", f"Komunitní plán {territory.name}"),
        territory=territory,
        period_from=first,
        period_to=last,
        coordinator=who,
        path=chosen,
        by=who,
        now=fields.pop("now", NOW),
        **fields,
    )[0]


def drafted(on: ApprovalPath | str = "plan-mesta-rada", **fields) -> Edition:
    """Return the original edition of a new plan with a text that may be submitted."""
    edition = plan(on, **fields).editions.get()
    fill(edition)
    return edition


def fill(edition: Edition, items: int = 1) -> None:
    """Write the required parts and a few items."""
    by, now = coordinator(edition), edition.state_since
    for part in edition.parts.filter(is_required=True):
        content.write_part(part=part, text=f"Text: {part.title}.", read_at=part.revision, by=by, now=now)
    for number in range(items):
        content.add_item(
            edition=edition, parent=None, by=by, now=now, values={"title": f"Priorita {number + 1}"}
        )


def coordinator(edition: Edition) -> Person:
    person = edition.plan.coordinator
    assert person is not None
    return person


def at(edition: Edition, **ahead: float) -> datetime:
    """Return a moment after the edition came into its state."""
    return edition.state_since + timedelta(**{"minutes": 1, **ahead})


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("plan", "path").get(pk=edition.pk)


# --- deeds, each with what its guards want --------------------------------------------------------


def name_sides(edition: Edition, each: int = 1, sides: tuple[Side, ...] = tuple(Side)) -> list[Review]:
    """Name new people on the sides."""
    return [
        review.name(
            edition=edition, person=people.person(), side=side, by=coordinator(edition), now=at(edition)
        )
        for side in sides
        for _ in range(each)
    ]


def hand_over(edition: Edition, each: int = 1, *, days: int = 14) -> Edition:
    """Submit to the triad, naming people where nobody is named."""
    if not edition.reviews.filter(round=edition.round + 1).exists():
        name_sides(edition, each)
    when = at(edition, minutes=2)
    return editions.submit_to_triad(
        edition=edition, due_on=when.date() + timedelta(days=days), by=coordinator(edition), now=when
    )


def asked(edition: Edition) -> list[Review]:
    """Return the open reviews of the round that runs."""
    return list(
        edition.reviews.filter(round=edition.round, verdict="", is_excused=False).select_related("person")
    )


def answer_all(edition: Edition, verdict: Verdict = Verdict.AGREE, text: str = "") -> None:
    when = at(edition)
    for row in asked(edition):
        review.answer(review=row, verdict=verdict, text=text, by=row.person, now=when)


def opine(edition: Edition, deed: Deed, verdict: Verdict = Verdict.AGREE, text: str = "") -> None:
    for row in Opinion.objects.filter(edition=edition, before=deed, verdict=""):
        when = at(edition)
        decision.give_opinion(
            opinion=row,
            verdict=verdict,
            text=text,
            given_on=timezone.localdate(when),
            by=coordinator(edition),
            now=when,
        )


def announce(edition: Edition, days: int = 0) -> Consultation:
    """Open the window of comments for as long as the path usually does."""
    opine(edition, Deed.OPEN_CONSULTATION)
    when = at(edition, minutes=2)
    first = timezone.localdate(when)
    return consultation.open_consultation(
        edition=edition,
        opens_on=first,
        closes_on=first + timedelta(days=(days or edition.path.consultation_days) - 1),
        by=coordinator(edition),
        now=when,
    )


def window(edition: Edition) -> Consultation:
    return Consultation.objects.filter(document=edition.document_id).latest("number")


def after_window(edition: Edition) -> datetime:
    """Return the first morning after the window of comments."""
    day = window(edition).closes_on + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=8)


def hear(edition: Edition) -> None:
    """Hold a public hearing."""
    when = at(edition)
    by = coordinator(edition)
    meeting = windows.plan_hearing(
        consultation=window(edition),
        starts_at=when,
        place="Kulturní dům",
        access="bezbariérově",
        announced_on=None,
        by=by,
        now=when,
    )
    windows.record_hearing(
        hearing=meeting, attendance=12, record="Diskuse.", read_at=meeting.revision, by=by, now=when
    )


def comment(edition: Edition, text: str = "Chybí nám večerní spoje."):
    """Send a comment by the public form."""
    return comments.submit(
        consultation=window(edition),
        text=text,
        part_key="",
        part_label="celý dokument",
        now=at(edition, minutes=5),
    )


def settle_comments(edition: Edition) -> None:
    for row in edition.document.comments.filter(state=CommentState.RECEIVED):
        comments.settle(
            comment=row,
            state=CommentState.NOTED,
            reason="Děkujeme.",
            by=coordinator(edition),
            now=at(edition),
            read_at=row.revision,
        )


def to_councils(edition: Edition) -> Edition:
    """Submit for approval, giving opinions and holding the hearing that the path wants."""
    opine(edition, Deed.SUBMIT_FOR_APPROVAL)
    if edition.path.hearing == Need.REQUIRED and not window(edition).hearings.exists():
        hear(edition)
    return approval.submit_for_approval(edition=edition, by=coordinator(edition), now=at(edition, minutes=2))


def open_decisions(edition: Edition) -> list[Decision]:
    return [d for d in edition.decisions.select_related("body", "edition") if d.is_open]


def decide(row: Decision, outcome: Outcome | None = None, **said) -> Decision:
    """Record a council's decision; without an outcome, the one that the path wants."""
    edition = fresh(row.edition)
    when = said.pop("now", None) or at(edition, minutes=3)
    chosen = outcome or Outcome(row.required_outcomes[0])
    return decision.record(
        decision=row,
        outcome=chosen,
        decided_on=said.pop("decided_on", timezone.localdate(when)),
        by=said.pop("by", coordinator(edition)),
        now=when,
        read_at=said.pop("read_at", row.revision),
        **said,
    )


def decide_all(edition: Edition) -> None:
    for row in open_decisions(edition):
        decide(row)


def adopt(edition: Edition, valid_from: date | None = None) -> Edition:
    """Let every council approve and close the approval."""
    decide_all(edition)
    when = at(edition, minutes=4)
    if valid_from is not None:
        approval.set_validity(
            edition=edition, valid_from=valid_from, valid_to=None, by=coordinator(edition), now=when
        )
    return approval.adopt(edition=edition, by=coordinator(edition), now=when)


def next_step(edition: Edition) -> Edition:
    """Make the next step of the straight way."""
    by = coordinator(edition)
    if edition.state == S.DRAFTING and edition.path.triad != Need.NONE:
        return hand_over(edition)
    if edition.state == S.TRIAD_REVIEW:
        answer_all(edition)
    if edition.state in (S.DRAFTING, S.TRIAD_REVIEW) and edition.path.consultation != Need.NONE:
        announce(edition)
    elif edition.state == S.TRIAD_REVIEW:
        editions.start_settlement(edition=edition, by=by, now=at(edition, minutes=3))
    elif edition.state == S.CONSULTATION:
        consultation.close(edition=edition, by=None, now=after_window(edition))
    elif edition.state in (S.DRAFTING, S.SETTLEMENT):
        to_councils(edition)
    elif edition.state == S.COUNCIL_APPROVAL:
        adopt(edition)
    elif edition.state == S.ADOPTED:
        starts = timezone.make_aware(datetime.combine(edition.valid_from, datetime.min.time()))
        approval.make_effective(edition=edition, by=None, now=max(starts, at(edition)))
    return fresh(edition)


def edition_in(state: EditionState, on: ApprovalPath | str = "plan-mesta-rada", **fields) -> Edition:
    """Return an edition that came to a state by the deeds that lead there."""
    edition = drafted(on, **fields)
    by = coordinator(edition)
    if state == S.WITHDRAWN:
        editions.withdraw(edition=edition, reason="Nebude se dělat.", by=by, now=at(edition))
        return fresh(edition)
    goal = {S.REJECTED: S.COUNCIL_APPROVAL, S.SUPERSEDED: S.EFFECTIVE}.get(state, state)
    while edition.state != goal:
        edition = next_step(edition)
    if state == S.REJECTED:
        row = open_decisions(edition)[0]
        decide(row, Outcome.REJECTS)
        approval.reject(edition=edition, reason="Není na to.", by=by, now=at(edition, minutes=5))
    if state == S.SUPERSEDED:
        update = later_edition(edition, EditionKind.UPDATE)
        while update.state != S.EFFECTIVE:
            update = next_step(update)
    return fresh(edition)


def later_edition(
    of: Edition, kind: EditionKind, *, year: int | None = None, valid_from: date | None = None, **fields
) -> Edition:
    """Start another edition of a plan in force, filled and with its validity said."""
    by, now = coordinator(of), at(of, days=1)
    edition = editions.start(plan=of.plan, kind=kind, path=of.path, by=by, now=now, year=year)
    fill(edition)
    first = valid_from or timezone.localdate(now) + timedelta(days=200)
    approval.set_validity(
        edition=edition, valid_from=first, valid_to=fields.pop("valid_to", None), by=by, now=now
    )
    return fresh(edition)


# --- rows that are never saved, for guards, which are pure ----------------------------------------


def said(side: Side, verdict: str = "", *, excused: bool = False, settled: bool = False, **fields) -> Review:
    """Return a review that is not saved."""
    who = fields.pop("person", None) or Person(first_name="Jana", last_name="Malá")
    row = Review(side=side, verdict=verdict, is_excused=excused, person=who, **fields)
    row.settled_at = NOW if settled else None
    return row


def decided(outcome: str = "", *, wanted: tuple[str, ...] = (Outcome.APPROVES,), **fields) -> Decision:
    """Return a decision that is not saved."""
    return Decision(
        body_name=fields.pop("name", "Rada"), outcome=outcome, required_outcomes=list(wanted), **fields
    )


def known(state: EditionState = S.DRAFTING, *, now: datetime = NOW, edition: dict | None = None, **facts):
    """Return facts of an edition that is not saved; `path` is a dict of what differs from the usual one."""
    row = Edition(
        pk=1,
        plan=Plan(slug="plan", period_from=PERIOD[0], period_to=PERIOD[1]),
        state=state,
        **(edition or {}),
    )
    return EditionFacts(edition=row, path=ApprovalPath(**facts.pop("path", {})), now=now, **facts)
