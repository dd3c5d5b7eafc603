"""Návrh usnesení: what the path wants of a body, in the verbs of the office."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bodies.enums import BodyKind
from people.templatetags.triada import cdate, nbsp
from workflows.enums import Outcome
from workflows.models import Decision, Edition

# To whom an earlier body recommends.
DATIVE = {BodyKind.ASSEMBLY: "zastupitelstvu", BodyKind.BOARD: "radě", BodyKind.UNION: "orgánu svazku obcí"}


@dataclass(frozen=True, slots=True)
class Resolution:
    """A proposed resolution: who decides and its points, each led by a verb."""

    body: str
    points: tuple[str, ...]


def name_of(decision: Decision | None) -> str:
    if decision is None:
        return _("orgán, který rozhodne")
    return decision.body.name if decision.body else decision.body_name


def resolution_of(edition: Edition, decision: Decision | None, rows: Sequence[Decision]) -> Resolution:
    """Propose what the path wants of the body, in the verbs of the office."""
    what = _("%(title)s (%(edition)s) ve znění přílohy č. 1") % {
        "title": edition.plan.title,
        "edition": edition.label,
    }
    wanted = Outcome(decision.required_outcomes[0]) if decision and decision.required_outcomes else None
    points = [_("bere na vědomí důvodovou zprávu a vypořádání připomínek")]
    match wanted:
        case Outcome.RECOMMENDS:
            points.append(
                _("doporučuje %(whom)s schválit %(what)s") % {"whom": later(decision, rows), "what": what}
            )
        case Outcome.AGREES:
            points.append(_("souhlasí s dokumentem %(what)s") % {"what": what})
        case Outcome.TAKES_NOTE:
            points = [_("bere na vědomí %(what)s") % {"what": what}]
        case _other:
            points += approving(edition, what)
    return Resolution(name_of(decision), tuple(nbsp(p) for p in points))


def approving(edition: Edition, what: str) -> list[str]:
    """Approve, say from when it is valid, and charge somebody with publishing it."""
    found = [_("schvaluje %(what)s") % {"what": what}]
    if edition.valid_from:
        until = f" {_('do')} {cdate(edition.valid_to)}" if edition.valid_to else ""
        found.append(
            _("stanovuje platnost od %(day)s%(until)s") % {"day": cdate(edition.valid_from), "until": until}
        )
    text = _("ukládá zajistit zveřejnění schváleného dokumentu; T: do %(days)s dnů, O: %(who)s")
    who = edition.plan.coordinator.name if edition.plan.coordinator else ""
    found.append(text % {"days": edition.path.publish_days, "who": who})
    return found


def later(decision: Decision | None, rows: Sequence[Decision]) -> str:
    """Say to whom a body recommends: the one that decides after it, in the dative."""
    after = [r for r in rows if decision and r.order > decision.order and not r.is_informative and r.body]
    kind = after[0].body.kind if after and after[0].body else BodyKind.ASSEMBLY
    return DATIVE.get(BodyKind(kind), DATIVE[BodyKind.ASSEMBLY])
