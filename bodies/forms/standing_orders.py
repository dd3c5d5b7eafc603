"""Form of the rules of a body."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bodies.enums import OutputWord
from bodies.models import StandingOrders

TRIAL = dt.date(2026, 1, 1)


class StandingOrdersForm(forms.ModelForm[StandingOrders]):
    """Rules that hold from a day on."""

    output_word = forms.ChoiceField(label=_("Výstup"), choices=OutputWord.choices)

    class Meta:
        model = StandingOrders
        fields = ["valid_from", "output_word", "numbering", "papers_days", "source", "checked_on"]
        widgets = {"valid_from": forms.DateInput, "checked_on": forms.DateInput}

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
