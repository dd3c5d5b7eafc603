"""Form of the rules of a body."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bodies.enums import STATUTORY, OutputWord
from bodies.models import Body, StandingOrders

TRIAL = dt.date(2026, 1, 1)
MOST_DAYS = 120
DAY_FIELDS = (
    "announce_days",
    "papers_days",
    "proposals_days",
    "substitute_days",
    "per_rollam_days",
    "minutes_days",
    "comment_days",
)
HELP = {
    "valid_from": _("Od kterého dne se podle pravidel jedná. Pro starší jednání zůstanou ta předchozí."),
    "convened_by": _("Například starosta, předseda komise, koordinátorka plánování."),
    "announce_days": _("Kolik dní předem se členové dozvědí termín. Prázdné: pravidla to nestanoví."),
    "papers_days": _("Do kdy mají být materiály u členů."),
    "proposals_days": _("Do kdy mohou členové navrhnout bod programu."),
    "quorum": _("Kolik členů musí být přítomno, aby orgán mohl rozhodnout."),
    "majority": _("Kolik hlasů je potřeba k přijetí návrhu."),
    "substitute_days": _("Když orgán není usnášeníschopný. Prázdné: náhradní jednání se nestanoví."),
    "per_rollam": _("Jen u poradních orgánů, pokud to dovoluje jejich jednací řád."),
    "is_public": _("Na jednání může přijít kdokoli; termín a program se zveřejní."),
    "publishes_minutes": _("Zveřejňuje se znění bez osobních údajů."),
    "remote": _("U zastupitelstev jen tehdy, když to předem dovoluje jednací řád (§ 92a zákona o obcích)."),
    "verifier_count": _("Kolik členů zápis ověří. 0: zápis se neověřuje."),
    "source": _("Článek jednacího řádu nebo paragraf zákona, kde si pravidlo může kdokoli ověřit."),
    "checked_on": _("Kdy naposledy někdo porovnal tato pravidla s jejich zdrojem."),
}


class StandingOrdersForm(forms.ModelForm[StandingOrders]):
    """Rules that hold from a day on, in the order in which the office comes across them."""

    output_word = forms.ChoiceField(label=_("Výstup"), choices=OutputWord.choices)

    class Meta:
        model = StandingOrders
        fields = [
            "valid_from",
            "convened_by",
            "announce_days",
            "announce_unit",
            "papers_days",
            "papers_unit",
            "proposals_days",
            "is_public",
            "remote",
            "is_statutory",
            "quorum",
            "majority",
            "substitute_days",
            "per_rollam",
            "per_rollam_days",
            "output_word",
            "numbering",
            "verifier_count",
            "minutes_days",
            "minutes_unit",
            "comment_days",
            "publishes_minutes",
            "source",
            "checked_on",
        ]
        widgets = {"valid_from": forms.DateInput, "checked_on": forms.DateInput}
        help_texts = HELP

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body

    def fieldsets(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Group the fields as the page draws them."""
        groups = (
            (_("Odkdy a odkud"), ("valid_from", "source", "checked_on")),
            (
                _("Svolání a program"),
                (
                    "convened_by",
                    "announce_days",
                    "announce_unit",
                    "papers_days",
                    "papers_unit",
                    "proposals_days",
                    "is_public",
                    "remote",
                ),
            ),
            (
                _("Rozhodování"),
                ("is_statutory", "quorum", "majority", "substitute_days", "per_rollam", "per_rollam_days"),
            ),
            (_("Výstup a číslování"), ("output_word", "numbering")),
            (
                _("Zápis"),
                ("minutes_days", "minutes_unit", "verifier_count", "comment_days", "publishes_minutes"),
            ),
        )
        return [(title, [self[name] for name in names]) for title, names in groups]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("per_rollam") and (data.get("is_statutory") or self.body.kind in STATUTORY):
            self.add_error("per_rollam", _("Orgán zřízený zákonem rozhoduje jen na jednání, ne mimo něj."))
        for name in DAY_FIELDS:
            if (data.get(name) or 0) > MOST_DAYS:
                self.add_error(name, _("Tolik dní je nejspíš překlep; nejvýše jich může být 120."))
        return data

    def validate_constraints(self) -> None:
        """Leave the database's rules to the action; `clean` has said them in words."""

    def clean_numbering(self) -> str:
        """Refuse a pattern that would not give a number, or the same number again and again."""
        pattern = str(self.cleaned_data["numbering"]).strip()
        if not pattern:
            return ""
        try:
            one = pattern.format(n=1, yy="26", yyyy=TRIAL.year)
            two = pattern.format(n=2, yy="26", yyyy=TRIAL.year)
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            message = _("Vzor může obsahovat jen {n}, {yy} a {yyyy}, například {n}/{yy}/ZK.")
            raise ValidationError(message, code="invalid") from error
        if one == two:
            raise ValidationError(_("Ve vzoru chybí pořadí {n}."), code="no_order")
        return pattern
