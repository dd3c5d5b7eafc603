"""Whether a move of an edition may happen now, and if not, what is missing and where to mend it."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.errors import Blocker
from people.templatetags.triada import cdate
from workflows.enums import Deed, EditionKind, EditionState, Need, Verdict
from workflows.guards.decision import (
    amended_text_is_frozen,
    councils_have_approved,
    councils_have_refused,
    material_is_released,
    some_decision_is_open,
)
from workflows.guards.facts import EditionFacts, link
from workflows.models import Edition

Guard = Callable[[EditionFacts], list[Blocker]]


# --- the text -------------------------------------------------------------------------------------


def has_items(facts: EditionFacts) -> list[Blocker]:
    """Want items; an evaluation stands on reports of the plan's items and needs none of its own."""
    if facts.item_count or facts.edition.kind == EditionKind.EVALUATION:
        return []
    if facts.edition.kind == EditionKind.NETWORK:
        return [Blocker("no_services", _("Síť zatím nemá žádnou službu."), link(facts, "services"))]
    return [
        Blocker(
            "no_items",
            _("Plán zatím nemá žádnou položku (prioritu, cíl ani opatření)."),
            link(facts, "items"),
        )
    ]


def has_required_parts(facts: EditionFacts) -> list[Blocker]:
    """§ 39a of Decree 505/2006 Sb. names the parts that a region's plan always has."""
    return [
        Blocker(
            "empty_part",
            _("Chybí text povinné části „%(part)s“.") % {"part": part.title},
            link(facts, "text"),
        )
        for part in facts.empty_parts
    ]


# --- the triad ------------------------------------------------------------------------------------


def path_has_triad(facts: EditionFacts) -> list[Blocker]:
    if facts.path.triad != Need.NONE:
        return []
    return [Blocker("no_triad", _("Schvalovací postup tohoto znění projednání v triádě nemá."))]


def every_side_is_named(facts: EditionFacts) -> list[Blocker]:
    from_side = {r.side for r in facts.named}
    found = [s for s in facts.sides if s.side not in from_side]
    return [
        Blocker(
            "empty_side",
            _("Za stranu „%(side)s“ není určen nikdo, kdo by se vyjádřil.") % {"side": s.side.label},
            link(facts, "triad"),
        )
        for s in found
    ]


def named_can_answer(facts: EditionFacts) -> list[Blocker]:
    found = [
        Blocker(
            "mandate_ended",
            _("%(name)s už není v orgánu %(body)s, určete někoho jiného.")
            % {"name": r.person.name, "body": r.seat.body.label if r.seat else ""},
            link(facts, "triad"),
        )
        for r in facts.without_mandate
    ]
    found += [
        Blocker(
            "inactive_person",
            _("%(name)s už v Triádě nepůsobí, určete někoho jiného.") % {"name": r.person.name},
            link(facts, "triad"),
        )
        for r in facts.named
        if not r.person.is_active
    ]
    return found


def triad_has_passed(facts: EditionFacts) -> list[Blocker]:
    """Where the path has the triad, every side has spoken and none returns the text."""
    if facts.edition.state != EditionState.TRIAD_REVIEW:
        if facts.path.triad == Need.REQUIRED and facts.edition.state == EditionState.DRAFTING:
            return [
                Blocker("triad_first", _("Nejdřív je na řadě projednání v triádě."), link(facts, "triad"))
            ]
        return []
    found = []
    for side in facts.sides:
        if side.is_open:
            waiting = side.asked - side.answered
            text = ngettext(
                "Za stranu „%(side)s“ chybí %(n)d vyjádření.",
                "Za stranu „%(side)s“ chybí %(n)d vyjádření.",
                waiting,
            )
            found.append(
                Blocker("side_open", text % {"side": side.side.label, "n": waiting}, link(facts, "triad"))
            )
        elif side.verdict is None:
            text = _("Za stranu „%(side)s“ se nikdo nevyjádřil, všichni jsou omluveni.")
            found.append(Blocker("side_silent", text % {"side": side.side.label}, link(facts, "triad")))
        elif side.verdict == Verdict.RETURN:
            text = _("Strana „%(side)s“ vrací text k přepracování.")
            found.append(Blocker("side_returns", text % {"side": side.side.label}, link(facts, "triad")))
    return found


def reservations_are_settled(facts: EditionFacts) -> list[Blocker]:
    return [
        Blocker(
            "reservation",
            _("Není vypořádána výhrada: %(name)s (%(side)s).")
            % {"name": r.person.name, "side": r.get_side_display()},
            link(facts, "triad"),
        )
        for r in facts.unsettled
    ]


# --- the public -----------------------------------------------------------------------------------


def path_has_consultation(facts: EditionFacts) -> list[Blocker]:
    if facts.path.consultation != Need.NONE:
        return []
    return [Blocker("no_consultation", _("Schvalovací postup tohoto znění připomínkové řízení nemá."))]


def consultation_is_open(facts: EditionFacts) -> list[Blocker]:
    if facts.consultation:
        return []
    return [Blocker("not_open", _("Připomínkové řízení není vyhlášeno."))]


def window_has_ended(facts: EditionFacts) -> list[Blocker]:
    if facts.consultation is None or facts.today > facts.consultation.closes_on:
        return []
    day = facts.consultation.closes_on
    text = _("Připomínky lze posílat do %(day)s včetně, ukončí se samo druhý den.")
    return [Blocker("window_runs", text % {"day": cdate(day)}, link(facts, "consultation"))]


def consultation_is_done(facts: EditionFacts) -> list[Blocker]:
    if facts.path.consultation != Need.REQUIRED or facts.consultation_done:
        return []
    return [
        Blocker(
            "consultation_first", _("Nejdřív je na řadě připomínkové řízení."), link(facts, "consultation")
        )
    ]


def hearing_was_held(facts: EditionFacts) -> list[Blocker]:
    """§ 39b of Decree 505/2006 Sb. wants a hearing of a region's plan; the path says where it is required."""
    if facts.path.hearing != Need.REQUIRED or any(h.held_at for h in facts.hearings):
        return []
    return [Blocker("no_hearing", _("Není zapsáno veřejné projednání."), link(facts, "consultation"))]


def comments_are_settled(facts: EditionFacts) -> list[Blocker]:
    if not facts.open_comments:
        return []
    text = ngettext(
        "Zbývá vypořádat %(n)d připomínku.", "Zbývá vypořádat %(n)d připomínek.", facts.open_comments
    )
    return [Blocker("open_comments", text % {"n": facts.open_comments}, link(facts, "comments"))]


# --- bodies ---------------------------------------------------------------------------------------


def opinions_are_given(deed: Deed) -> Guard:
    """Make a guard: every opinion that the path wants before a move is there and does not return the text."""

    def guard(facts: EditionFacts) -> list[Blocker]:
        found = []
        for opinion in facts.opinions_before(deed):
            if not opinion.verdict:
                text = _("Chybí stanovisko: %(body)s.")
            elif opinion.verdict == Verdict.RETURN:
                text = _("%(body)s vrací text k přepracování.")
            else:
                continue
            found.append(Blocker("opinion", text % {"body": opinion.body.label}, link(facts, "opinions")))
        return found

    return guard


# --- force ----------------------------------------------------------------------------------------


def validity_has_come(facts: EditionFacts) -> list[Blocker]:
    valid_from = facts.edition.valid_from
    if valid_from is None:
        return [Blocker("no_validity", _("Není určeno, od kdy plán platí."), link(facts, "validity"))]
    if valid_from > facts.today:
        text = _("Platnost začíná %(day)s, plán se uvede v platnost sám.")
        return [Blocker("not_yet", text % {"day": cdate(valid_from)}, link(facts, "validity"))]
    return []


def extension_says_until_when(facts: EditionFacts) -> list[Blocker]:
    """Refuse an extension that does not say until when, or ends no later than the plan itself."""
    edition = facts.edition
    if edition.kind != EditionKind.EXTENSION:
        return []
    if edition.valid_to is None:
        return [Blocker("no_new_end", _("Není určeno, do kdy se plán prodlužuje."), link(facts, "validity"))]
    if edition.plan.period_to is not None and edition.valid_to <= edition.plan.period_to:
        text = _("Prodloužení nekončí později než plán sám.")
        return [Blocker("new_end_not_later", text, link(facts, "validity"))]
    return []


def nothing_else_is_prepared(facts: EditionFacts) -> list[Blocker]:
    """Keep a final evaluation, which closes the plan, from coming into force before what else is prepared."""
    text = _("Závěrečné vyhodnocení plán ukončí, ale ještě se připravuje: %(edition)s.")
    page = reverse("plans:detail", args=[facts.edition.plan.slug]) if facts.still_prepared else ""
    return [
        Blocker("still_prepared", text % {"edition": one.label}, f"{page}?zneni={one.pk}")
        for one in facts.still_prepared
    ]


BLOCKERS: dict[Deed, list[Guard]] = {
    Deed.SUBMIT_TO_TRIAD: [
        path_has_triad,
        has_items,
        has_required_parts,
        every_side_is_named,
        named_can_answer,
        opinions_are_given(Deed.SUBMIT_TO_TRIAD),
    ],
    Deed.OPEN_CONSULTATION: [
        path_has_consultation,
        has_items,
        has_required_parts,
        triad_has_passed,
        reservations_are_settled,
        opinions_are_given(Deed.OPEN_CONSULTATION),
    ],
    Deed.EXTEND_CONSULTATION: [consultation_is_open],
    Deed.CLOSE_CONSULTATION: [consultation_is_open, window_has_ended],
    Deed.START_SETTLEMENT: [triad_has_passed, consultation_is_done],
    Deed.SUBMIT_FOR_APPROVAL: [
        has_items,
        has_required_parts,
        triad_has_passed,
        reservations_are_settled,
        consultation_is_done,
        hearing_was_held,
        comments_are_settled,
        opinions_are_given(Deed.SUBMIT_FOR_APPROVAL),
    ],
    Deed.RECORD_DECISION: [material_is_released, some_decision_is_open],
    Deed.ADOPT: [councils_have_approved, amended_text_is_frozen],
    Deed.REJECT: [councils_have_refused],
    Deed.MAKE_EFFECTIVE: [validity_has_come, extension_says_until_when, nothing_else_is_prepared],
    Deed.SUPERSEDE: [],
    Deed.RETURN_FOR_REWORK: [],
    Deed.WITHDRAW: [],
}


def blockers(facts: EditionFacts, deed: Deed) -> list[Blocker]:
    """Return what stands in the way of a move, whatever state the edition is in."""
    return [blocker for guard in BLOCKERS[deed] for blocker in guard(facts)]


# The moves that a person makes; the rest belongs to the clock or to another edition's move.
OFFERED = [d for d in Deed if d not in (Deed.SUPERSEDE, Deed.RECORD_DECISION)]


def moves(edition: Edition) -> set[str]:
    """Return the names of the transitions that the law knows from the edition's state."""
    machine: Any = edition  # django-fsm adds the method at run time
    return {t.name for t in machine.get_available_state_transitions()}


def deeds(edition: Edition) -> list[Deed]:
    """Return the moves that the law knows from the edition's state, in the order of the path."""
    known = moves(edition)
    return [d for d in OFFERED if d.value in known]


def warnings(facts: EditionFacts) -> list[Blocker]:
    """Return what a person should know but nothing forbids."""
    found = []
    plan, before = facts.edition.plan, facts.edition.plan.predecessor
    if before and before.period_to and plan.period_from and plan.period_from <= before.period_to:
        last = before.period_to
        text = _("Období začíná dřív, než skončí předchozí plán „%(plan)s“ (platí do %(day)s).")
        day = cdate(last)
        found.append(Blocker("overlaps_predecessor", text % {"plan": before.title, "day": day}))
    if plan.period_from and plan.period_to:
        years = plan.period_to.year - plan.period_from.year + 1
        if years > facts.path.usual_years:
            text = ngettext(
                "Plán je na %(n)d rok, obvyklé jsou %(usual)d roky (§ 3 písm. h) zákona č. 108/2006 Sb.).",
                "Plán je na %(n)d let, obvyklé jsou %(usual)d roky (§ 3 písm. h) zákona č. 108/2006 Sb.).",
                years,
            )
            found.append(Blocker("long_period", text % {"n": years, "usual": facts.path.usual_years}))
    return found
