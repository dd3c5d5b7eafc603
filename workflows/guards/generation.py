"""Whether a plan may have its next generation now, and what its period may be."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from people.errors import Blocker
from people.templatetags.triada import cdate
from workflows.enums import PlanState
from workflows.models import Edition, Plan
from workflows.queries.validity import APPROVED


def next_blockers(plan: Plan, text: Edition | None, following: Plan | None) -> list[Blocker]:
    """Return what stands in the way of a new cycle; `text` is the newest approved text of the plan."""
    if plan.is_elsewhere:
        words = _("Plán je vedený jinde. Nový plán založte a vyberte, že na něj navazuje.")
        return [Blocker("elsewhere", words, reverse("plans:create"))]
    if plan.state == PlanState.WITHDRAWN:
        return [Blocker("withdrawn", _("Stažený plán nepokračuje."))]
    if following is not None:
        words = _("Na plán už navazuje „%(title)s“.") % {"title": following.title}
        return [Blocker("followed", words, reverse("plans:detail", args=[following.slug]))]
    if text is None:
        return [Blocker("no_text", _("Plán zatím nemá schválené znění, ze kterého by se vyšlo."))]
    return []


def period_blocker(plan: Plan, first: dt.date, last: dt.date) -> Blocker | None:
    """Refuse a period that does not come after the plan's own: it has to begin and to end later.

    Two generations may overlap for a while, as when a town does not wait for the end of the old plan.
    """
    if last < first:
        return Blocker("reversed", _("Období nemůže skončit dřív, než začne."))
    if plan.period_from and first <= plan.period_from:
        text = _("Nový plán musí začít později než ten, na který navazuje (začal %(day)s).")
        return Blocker("begins_early", text % {"day": cdate(plan.period_from)})
    if plan.period_to and last <= plan.period_to:
        text = _("Nový plán musí skončit později než ten, na který navazuje (platí do %(day)s).")
        return Blocker("ends_early", text % {"day": cdate(plan.period_to)})
    return None


def next_warnings(plan: Plan, evaluation: Edition | None) -> list[Blocker]:
    """Return what a person should know of the evaluation that the new plan takes over; nothing forbids."""
    page = reverse("plans:evaluation", args=[plan.slug])
    if evaluation is None:
        text = _(
            "Plán nemá žádné vyhodnocení s textem. Do nového plánu se převezmou jen tabulky spočítané"
            " z hlášení; až vyhodnocení bude, doplníte ho při psaní kapitoly jedním odkazem."
        )
        return [Blocker("no_evaluation", text, page)]
    if evaluation.is_final_evaluation and evaluation.state in APPROVED:
        return []
    if evaluation.is_final_evaluation:
        text = _(
            "Závěrečné vyhodnocení plánu ještě není hotové. Převezme se, jak je teď napsané; až bude"
            " schválené, doplníte ho při psaní kapitoly jedním odkazem."
        )
        return [Blocker("final_unfinished", text, page)]
    text = _(
        "Plán nemá závěrečné vyhodnocení. Převezme se vyhodnocení za rok %(year)d; závěrečné doplníte"
        " při psaní kapitoly jedním odkazem."
    )
    return [Blocker("no_final", text % {"year": evaluation.year}, page)]
