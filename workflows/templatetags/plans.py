"""Tags of the plans' pages: states in colour and words."""

from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.templatetags.triada import tag_
from workflows.enums import EditionKind, EditionState, Outcome, PlanState, Progress, SheetState, Verdict
from workflows.models import Edition, Plan
from workflows.queries.snapshot import amount, money_text
from workflows.queries.validity import has_ended

register = template.Library()

EDITION_LOOK = {
    EditionState.DRAFTING: ("neutral", "pencil-square"),
    EditionState.TRIAD_REVIEW: ("primary", "hourglass-split"),
    EditionState.CONSULTATION: ("primary", "chat-left-text"),
    EditionState.SETTLEMENT: ("warning", "clipboard-data"),
    EditionState.COUNCIL_APPROVAL: ("primary", "bank"),
    EditionState.ADOPTED: ("success", "check-lg"),
    EditionState.EFFECTIVE: ("success", "check-circle-fill"),
    EditionState.REJECTED: ("error", "x-circle-fill"),
    EditionState.SUPERSEDED: ("neutral", "arrow-repeat"),
    EditionState.WITHDRAWN: ("neutral", "x-lg"),
}
PLAN_LOOK = {
    PlanState.PREPARING: ("neutral", "pencil-square"),
    PlanState.IN_FORCE: ("success", "check-circle-fill"),
    PlanState.EVALUATING: ("warning", "clipboard-data"),
    PlanState.CLOSED: ("neutral", "check-lg"),
    PlanState.WITHDRAWN: ("neutral", "x-lg"),
}
VERDICT_LOOK = {
    Verdict.AGREE: ("success", "check-lg"),
    Verdict.RESERVATION: ("warning", "exclamation-triangle"),
    Verdict.RETURN: ("error", "arrow-counterclockwise"),
}
PROGRESS_LOOK = {
    Progress.NOT_STARTED: ("neutral", "circle"),
    Progress.RUNNING: ("primary", "play-circle"),
    Progress.DONE: ("success", "check-circle-fill"),
    Progress.PARTLY: ("warning", "check-circle"),
    Progress.CONTINUOUS: ("primary", "arrow-repeat"),
    Progress.NOT_DONE: ("error", "x-circle-fill"),
    Progress.DROPPED: ("neutral", "slash-circle"),
}
SHEET_LOOK = {
    SheetState.UPLOADED: ("primary", "hourglass-split"),
    SheetState.READ: ("warning", "clipboard-check"),
    SheetState.APPLIED: ("success", "check-circle-fill"),
    SheetState.DROPPED: ("neutral", "trash"),
    SheetState.FAILED: ("error", "x-circle-fill"),
}
GOOD = (
    Outcome.APPROVES,
    Outcome.APPROVES_WITH_CHANGES,
    Outcome.AGREES,
    Outcome.RECOMMENDS,
    Outcome.TAKES_NOTE,
)


@register.filter
def stem(name: str) -> str:
    """Name of a file without its ending: what a logo is called."""
    return name.rpartition(".")[0] or name


def standing(edition: Edition) -> tuple[str, str, str]:
    """Say where an edition stands today, with its colour and icon; of what is over, that it is."""
    state = EditionState(edition.state)
    if state == EditionState.EFFECTIVE and edition.kind == EditionKind.EVALUATION:
        return _("projednáno"), "success", "check-lg"
    if has_ended(edition, timezone.localdate()):
        return _("platnost skončila"), "neutral", "clock-history"
    return str(state.label), *EDITION_LOOK[state]


@register.simple_tag
def edition_tag(edition: Edition) -> SafeString:
    return tag_(*standing(edition))


@register.filter
def standing_word(edition: Edition) -> str:
    return standing(edition)[0]


@register.simple_tag
def plan_tag(plan: Plan) -> SafeString:
    state = PlanState(plan.state)
    return tag_(str(state.label), *PLAN_LOOK[state])


@register.simple_tag
def verdict_tag(verdict: str) -> SafeString:
    one = Verdict(verdict)
    return tag_(str(one.label), *VERDICT_LOOK[one])


@register.simple_tag
def progress_tag(progress: str, year: int | None = None) -> SafeString:
    one = Progress(progress)
    return tag_(f"{one.label} {year}" if year else str(one.label), *PROGRESS_LOOK[one])


@register.simple_tag
def sheet_tag(state: str) -> SafeString:
    one = SheetState(state)
    return tag_(str(one.label), *SHEET_LOOK[one])


@register.simple_tag
def outcome_tag(outcome: str) -> SafeString:
    one = Outcome(outcome)
    if one in GOOD:
        return tag_(str(one.label), "success", "check-lg")
    refused = one in (Outcome.REJECTS, Outcome.RETURNS)
    return tag_(str(one.label), "error" if refused else "warning", "x-lg" if refused else "hourglass-split")


@register.filter
def money(value: Decimal | None) -> str:
    """Write money as Czechs print it: spaces between thousands, a decimal comma before hellers."""
    return money_text(value)


@register.filter
def number(value: Decimal | None) -> str:
    """Write a number that is not money the same way, without needless zeros."""
    return amount(value)
