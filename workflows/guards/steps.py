"""The next steps of an edition as a page shows them: which move, why not yet, what will happen."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.errors import Blocker
from workflows.enums import DecisionRule, Deed, EditionState, Need
from workflows.guards.edition import blockers, deeds
from workflows.guards.facts import EditionFacts

S = EditionState
# Moves back and out are offered apart from the way forward.
ASIDE = (Deed.RETURN_FOR_REWORK, Deed.WITHDRAW, Deed.REJECT)
# What a person should know before the move: who will be written to, what will end.
CONSEQUENCES = {
    Deed.SUBMIT_TO_TRIAD: _(
        "Text se zmrazí jako verze a každý, kdo je určen, dostane dopis s osobním odkazem."
    ),
    Deed.OPEN_CONSULTATION: _("Text se zmrazí a zveřejní. Kdo se k němu vyjadřoval, dostane dopis."),
    Deed.EXTEND_CONSULTATION: _("Veřejnost bude mít na připomínky víc času. Zkrátit to už nepůjde."),
    Deed.CLOSE_CONSULTATION: _("Formulář pro veřejnost se zavře a přejde se k vypořádání."),
    Deed.START_SETTLEMENT: _("Triáda skončila, přejde se k vypořádání výhrad."),
    Deed.SUBMIT_FOR_APPROVAL: _(
        "Text se zmrazí a orgány budou požádány o rozhodnutí. Autoři připomínek dostanou odpovědi."
    ),
    Deed.ADOPT: _(
        "Znění bude schválené. Kdo se účastnil, dostane dopis; u plánu kraje i všechny obce (§ 95 písm. d)."
    ),
    Deed.REJECT: _("Schvalování skončí neschválením. Text bude možné přepracovat."),
    Deed.MAKE_EFFECTIVE: _("Znění začne platit a nahradí to dosavadní."),
    Deed.RETURN_FOR_REWORK: _(
        "Text se znovu otevře k psaní. Komu běžela otázka, dostane dopis, že už odpovídat nemusí."
    ),
    Deed.WITHDRAW: _("Znění se natrvalo stáhne. Rozeslané odkazy přestanou platit."),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """A move that the law knows from here, with what is missing to it."""

    deed: Deed
    missing: tuple[Blocker, ...]
    url: str

    @property
    def label(self) -> str:
        return str(self.deed.label)

    @property
    def is_ready(self) -> bool:
        return not self.missing

    @property
    def consequence(self) -> str:
        return str(CONSEQUENCES[self.deed])


def belongs(deed: Deed, facts: EditionFacts) -> bool:
    """Say whether a move lies on the edition's path at all; others would only confuse."""
    path, state = facts.path, facts.edition.state
    match deed:
        case Deed.SUBMIT_TO_TRIAD:
            return path.triad != Need.NONE
        case Deed.OPEN_CONSULTATION:
            from_here = state == S.TRIAD_REVIEW or path.triad != Need.REQUIRED
            return path.consultation != Need.NONE and from_here
        case Deed.START_SETTLEMENT:
            return path.consultation != Need.REQUIRED or facts.consultation_done
        case Deed.SUBMIT_FOR_APPROVAL if state == S.DRAFTING:
            return Need.REQUIRED not in (path.triad, path.consultation)
        case Deed.SUBMIT_FOR_APPROVAL if state == S.TRIAD_REVIEW:
            return path.consultation != Need.REQUIRED or facts.consultation_done
    return True


def next_steps(facts: EditionFacts) -> tuple[list[NextStep], list[NextStep]]:
    """Return the ways forward, the path's own first, and the ways back and out."""
    slug, pk = facts.edition.plan.slug, facts.edition.pk
    found = [
        NextStep(deed, tuple(blockers(facts, deed)), reverse("plans:move", args=[slug, pk, deed.value]))
        for deed in deeds(facts.edition)
        if belongs(deed, facts)
    ]
    forward = [step for step in found if step.deed not in ASIDE]
    # The first is the path's next; a substantive new round is a choice, not the way.
    if facts.edition.state == S.SETTLEMENT:
        forward.sort(key=lambda step: step.deed == Deed.SUBMIT_TO_TRIAD)
    elif facts.edition.state == S.CONSULTATION:
        forward.sort(key=lambda step: step.deed == Deed.EXTEND_CONSULTATION)
    back = [step for step in found if step.deed in ASIDE]
    if facts.path.decision_rule != DecisionRule.EACH:
        back = [s for s in back if s.deed != Deed.REJECT or s.is_ready]
    return forward, back
