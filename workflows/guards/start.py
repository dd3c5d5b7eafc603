"""Whether a plan may have another edition now, and if not, why and where to look."""

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from people.errors import Blocker
from workflows.enums import EditionKind, EditionState, PlanState
from workflows.models import Edition, Plan
from workflows.queries.validity import APPROVED, REPLACING_TEXT, prepared

K = EditionKind
OF_A_YEAR = (K.ACTION_PLAN, K.NETWORK, K.EVALUATION)
FROM_A_TEXT = (K.UPDATE, K.EXTENSION, K.ACTION_PLAN, K.EVALUATION)


def start_blockers(
    plan: Plan, editions: Sequence[Edition], kind: str, year: int | None = None
) -> list[Blocker]:
    """Return what stands in the way of a new edition of a kind; `editions` are all that the plan has."""
    if plan.is_elsewhere:
        return [Blocker("elsewhere", _("Plán je vedený jinde, znění se tu nezakládají."))]
    if plan.state in (PlanState.CLOSED, PlanState.WITHDRAWN):
        return [Blocker("plan_ended", _("Plán už skončil, nové znění na něm začít nejde."))]
    return [
        *original_once(plan, editions, kind),
        *year_of_the_plan(plan, editions, kind, year),
        *text_is_approved(editions, kind),
        *nothing_else_prepared(plan, editions, kind, year),
    ]


def original_once(plan: Plan, editions: Sequence[Edition], kind: str) -> list[Blocker]:
    alive = [e for e in editions if e.kind == K.ORIGINAL and e.state != EditionState.WITHDRAWN]
    if kind != K.ORIGINAL or not alive:
        return []
    return [Blocker("original_once", _("Plán už své původní znění má."), page_of(plan, alive[0]))]


def years_of(plan: Plan, editions: Sequence[Edition]) -> range:
    """Return the years of a plan, with those that an approved extension will add."""
    if plan.period_from is None or plan.period_to is None:
        return range(0)
    ends = [e.valid_to for e in editions if e.kind == K.EXTENSION and e.state in APPROVED and e.valid_to]
    return range(plan.period_from.year, max([plan.period_to, *ends]).year + 1)


def year_of_the_plan(plan: Plan, editions: Sequence[Edition], kind: str, year: int | None) -> list[Blocker]:
    if year is None:
        if kind == K.ACTION_PLAN:
            return [Blocker("no_year", _("Napište, na který rok akční plán je."))]
        return []
    if kind not in OF_A_YEAR:
        return [Blocker("year_unwanted", _("Toto znění se na jeden rok nedělá, rok nepište."))]
    years = years_of(plan, editions)
    if year in years:
        return []
    text = _("Rok %(year)d je mimo období plánu (%(first)d–%(last)d).")
    first, last = (years[0], years[-1]) if years else (0, 0)
    return [Blocker("year_outside", text % {"year": year, "first": first, "last": last})]


def text_is_approved(editions: Sequence[Edition], kind: str) -> list[Blocker]:
    if kind not in FROM_A_TEXT or any(e.kind in REPLACING_TEXT and e.state in APPROVED for e in editions):
        return []
    return [Blocker("no_text", _("Plán zatím nemá schválené znění, ze kterého by se vyšlo."))]


def nothing_else_prepared(
    plan: Plan, editions: Sequence[Edition], kind: str, year: int | None
) -> list[Blocker]:
    """Refuse a second revision of the same thing: each would leave out what the other changed."""
    if kind == K.ORIGINAL or (other := prepared(editions, kind, year)) is None:
        return []
    text = _("Už se připravuje %(label)s (%(state)s). Nejdřív ho dokončete, nebo stáhněte.")
    words = {"label": other.label, "state": other.get_state_display()}
    return [Blocker("prepared", text % words, page_of(plan, other))]


def page_of(plan: Plan, edition: Edition) -> str:
    return f"{reverse('plans:detail', args=[plan.slug])}?zneni={edition.pk}"


def first_days(
    plan: Plan, kind: str, year: int | None, *, is_first: bool
) -> tuple[dt.date | None, dt.date | None]:
    """Return the validity that a new edition starts with; people may still change it.

    An action plan is valid for its year even when it is approved in March; a revision of it begins
    when its council says so.
    """
    if kind == K.ORIGINAL:
        return plan.period_from, plan.period_to
    if kind == K.ACTION_PLAN and year is not None:
        return (dt.date(year, 1, 1) if is_first else None), dt.date(year, 12, 31)
    return None, None
