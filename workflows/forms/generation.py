"""The form of a new cycle: title and period of the next plan, its path, the items that go on."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.plan import PeriodMixin, day_field
from workflows.forms.start import StartForm
from workflows.guards.generation import period_blocker
from workflows.models import Plan
from workflows.queries.generation import Branch, Heir, branches


class GenerationForm(PeriodMixin, StartForm):
    title = forms.CharField(label=_("Název plánu"), max_length=300)
    period_from = day_field(_("Platnost od"))
    period_to = day_field(_("Platnost do"), _("Obvyklé jsou tři roky, § 3 písm. h) zákona č. 108/2006 Sb."))

    field_order = ("title", "period_from", "period_to", "path", "keys")

    def __init__(self, *args: Any, plan: Plan, rows: Sequence[Heir], **kwargs: Any) -> None:
        super().__init__(*args, rows=rows, **kwargs)
        self.plan, self.heirs = plan, rows

    @property
    def branches(self) -> list[Branch]:
        return branches(self.heirs)

    def clean_keys(self) -> set[UUID]:
        """Take nothing over too: a new plan may begin from nothing."""
        return {UUID(key) for key in self.cleaned_data["keys"]}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("period_from"), data.get("period_to")
        if first and last and (fault := period_blocker(self.plan, first, last)):
            field = "period_from" if fault.code == "begins_early" else "period_to"
            self.add_error(field, str(fault.message))
        return data
